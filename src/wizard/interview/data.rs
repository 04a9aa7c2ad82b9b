//! The stores: which, of what engine, whose, and what they keep.

use std::collections::BTreeMap;

use anyhow::Result;

use super::{Interview, about, name_of, no_two_alike};
use crate::names::Name;
use crate::wizard::answers::{Answers, Engine, Role, Store};
use crate::wizard::{Entity, contract, questions, suggest, words};

impl Interview<'_> {
    pub(super) fn stores(&mut self, answers: &mut Answers) -> Result<()> {
        let asked = about(&questions::STORES, &[], "");
        let whole = |names: &[Name]| no_two_alike(names, ToString::to_string);
        let names = self.list(&asked, name_of, whole)?.unwrap_or_default();
        let services: Vec<Name> = answers.services.iter().map(|s| s.name.clone()).collect();
        for name in names {
            let engine = self.engine(&name)?;
            let owner = self.owner(&name, &services)?;
            let suggestion = owner.as_ref().filter(|_| engine == Engine::Postgres);
            let entities = self.entities(&name, suggestion)?;
            if let Some(owner) = owner {
                answers.stores.push(Store { name, engine, owner, entities });
            }
        }
        Ok(())
    }

    fn engine(&mut self, store: &Name) -> Result<Engine> {
        let choices = Engine::ALL.map(|engine| engine.word().to_owned());
        let asked = about(&questions::ENGINE, &[store.as_str()], suggest::engine(store));
        let place = self.chosen(&asked, &choices)?;
        Ok(place.map_or(Engine::Postgres, |place| Engine::ALL[place]))
    }

    fn owner(&mut self, store: &Name, services: &[Name]) -> Result<Option<Name>> {
        let choices: Vec<String> = services.iter().map(ToString::to_string).collect();
        let suggestion = suggest::owner(store, services.iter()).map(ToString::to_string);
        let asked = questions::OWNER.about(&[store.as_str()], suggestion);
        Ok(self.chosen(&asked, &choices)?.map(|place| services[place].clone()))
    }

    fn entities(&mut self, store: &Name, owner: Option<&Name>) -> Result<Vec<Entity>> {
        let suggestion = owner.map(|owner| words::plural(&suggest::noun(owner)));
        let asked = about(&questions::ENTITIES, &[store.as_str()], suggestion.unwrap_or_default());
        let parse = |text: &str| Entity::new(text).map_err(str::to_owned);
        let entities = self.list(&asked, parse, |entities: &[Entity]| {
            no_two_alike(entities, |entity| words::singular(entity.as_str()))
        })?;
        Ok(entities.unwrap_or_default())
    }

    /// Refuses what would need one name twice in one package of contracts.
    pub(super) fn collisions(&mut self, answers: &Answers) {
        if !self.incomplete.is_empty() {
            return;
        }
        for contract in contract::contracts(answers) {
            let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
            let service = contract.service.iter().map(|s| (s.name.as_str(), s.origin.as_str()));
            let messages = contract.messages.iter().map(|m| (m.name.as_str(), m.origin.as_str()));
            for (name, origin) in service.chain(messages) {
                if let Some(first) = seen.insert(name, origin) {
                    let reason = format!(
                        "and `{first}` would both become `{name}` in package {}; rename one",
                        contract.package
                    );
                    self.refuse(&key_of(answers, origin), origin, &reason);
                }
            }
        }
    }
}

/// The question that brought a name in.
fn key_of(answers: &Answers, origin: &str) -> String {
    if answers.topics.iter().any(|topic| topic.name.as_str() == origin) {
        return questions::TOPICS.key.to_owned();
    }
    let holds = |store: &&Store| store.entities.iter().any(|entity| entity.as_str() == origin);
    if let Some(store) = answers.stores.iter().find(holds) {
        return questions::ENTITIES.about(&[store.name.as_str()], None).key;
    }
    let offers = |role: &Role| match role {
        Role::Api { rpcs } => rpcs.iter().any(|rpc| rpc.name.as_str() == origin),
        Role::Gateway { .. } | Role::Worker { .. } | Role::Job { .. } => false,
    };
    match answers.services.iter().find(|service| offers(&service.role)) {
        Some(service) => questions::RPCS.about(&[service.name.as_str()], None).key,
        None => questions::SERVICES.key.to_owned(),
    }
}
