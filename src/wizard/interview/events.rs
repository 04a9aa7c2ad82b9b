//! The events: which, told by what, read by whom.

use anyhow::Result;

use super::{Interview, about, no_two_alike};
use crate::names::{Name, pascal};
use crate::wizard::answers::{Answers, Operation, Role, Topic};
use crate::wizard::{TopicName, questions, suggest};

impl Interview<'_> {
    pub(super) fn events(&mut self, answers: &mut Answers) -> Result<()> {
        let workers: Vec<Name> = workers(answers);
        let mut asked = about(&questions::TOPICS, &[], "");
        if !workers.is_empty() {
            asked.required = true;
            asked.default = None;
        }
        let parse = |text: &str| TopicName::new(text).map_err(str::to_owned);
        let topics = self.list(&asked, parse, |topics: &[TopicName]| {
            if let (Some(worker), true) = (workers.first(), topics.is_empty()) {
                return Err(format!("leaves worker `{worker}` without an event to read"));
            }
            no_two_alike(topics, |topic| pascal(topic.as_str()))
        })?;
        let topics = topics.unwrap_or_default();
        let operations: Vec<Operation> =
            answers.operations().into_iter().map(|(operation, _)| operation).collect();
        for (place, name) in topics.iter().enumerate() {
            let publisher = self.publisher(name, &operations)?;
            let idle: &[Name] = if place + 1 == topics.len() { &workers } else { &[] };
            let idle: Vec<&Name> =
                idle.iter().filter(|worker| answers.consumed_by(worker).next().is_none()).collect();
            let consumers = self.consumers(name, &workers, &idle)?;
            if let (Some(publisher), Some(consumers)) = (publisher, consumers) {
                answers.topics.push(Topic { name: name.clone(), publisher, consumers });
            }
        }
        Ok(())
    }

    fn publisher(
        &mut self,
        topic: &TopicName,
        operations: &[Operation],
    ) -> Result<Option<Operation>> {
        let choices: Vec<String> = operations.iter().map(ToString::to_string).collect();
        let suggestion = suggest::publisher(topic, operations).map(ToString::to_string);
        let asked = questions::PUBLISHER.about(&[topic.as_str()], suggestion);
        Ok(self.chosen(&asked, &choices)?.map(|place| operations[place].clone()))
    }

    /// Workers that read a topic; those that would otherwise read none have to be among them.
    fn consumers(
        &mut self,
        topic: &TopicName,
        workers: &[Name],
        idle: &[&Name],
    ) -> Result<Option<Vec<Name>>> {
        if workers.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let choices: Vec<String> = workers.iter().map(ToString::to_string).collect();
        let suggestion = if let [only] = choices.as_slice() { Some(only.clone()) } else { None };
        let asked = questions::CONSUMERS.about(&[topic.as_str()], suggestion);
        let accept = |places: &[usize]| {
            let forgotten =
                idle.iter().find(|worker| places.iter().all(|place| workers[*place] != ***worker));
            match forgotten {
                Some(worker) => Err(format!("leaves worker `{worker}` without an event to read")),
                None => Ok(()),
            }
        };
        let places = self.several(&asked, &choices, &accept)?;
        Ok(places.map(|places| places.into_iter().map(|place| workers[place].clone()).collect()))
    }
}

fn workers(answers: &Answers) -> Vec<Name> {
    let working = answers.services.iter().filter(|s| matches!(s.role, Role::Worker { .. }));
    working.map(|service| service.name.clone()).collect()
}
