//! Asks every question in turn, and goes on after one without an answer, so that all that is missing is known at once.

mod calls;
mod data;
mod events;
mod services;

use anyhow::Result;

use super::answers::{Answers, Domain};
use super::ask::{Accept, Answer, Ask, Asked};
use super::given::things;
use super::incomplete::{Incomplete, Refused, Unknown};
use super::questions::{self, Question};
use crate::diagnostic::is_unprintable;
use crate::names::{Name, is_distribution, is_python_keyword, nearest};

/// The longest description or purpose.
const LONGEST_TEXT: usize = 200;

/// The most services, topics, stores, operations and so on.
const MOST: usize = 200;

/// Asks for everything. `folder` is where the project is to stand, whose name will do when nobody says another.
///
/// The outer error is one of the world: whoever was asked is gone.
pub fn answers(
    ask: &mut dyn Ask,
    folder: Option<&Name>,
) -> Result<std::result::Result<Answers, Incomplete>> {
    let mut interview = Interview { ask, incomplete: Incomplete::default() };
    let answers = interview.everything(folder)?;
    interview.look_at_unused("the other answers leave nothing to ask about it");
    let incomplete = interview.incomplete;
    Ok(match answers {
        Some(answers) if incomplete.is_empty() => Ok(answers),
        _ => Err(incomplete),
    })
}

/// Asks only for the name of the system, which has one already.
pub fn system(ask: &mut dyn Ask, before: &Name) -> Result<std::result::Result<Name, Incomplete>> {
    let mut interview = Interview { ask, incomplete: Incomplete::default() };
    let mut asked = about(&questions::SYSTEM, &[], before.as_str());
    asked.required = false;
    let system = interview.parsed(&asked, system_name)?;
    interview.look_at_unused("a starter has its own, and only `system` can be set");
    let incomplete = interview.incomplete;
    Ok(match system {
        Some(system) if incomplete.is_empty() => Ok(system),
        _ => Err(incomplete),
    })
}

/// Who is asked, and what went wrong so far.
struct Interview<'a> {
    ask: &'a mut dyn Ask,
    incomplete: Incomplete,
}

impl Interview<'_> {
    fn everything(&mut self, folder: Option<&Name>) -> Result<Option<Answers>> {
        let mut asked = questions::SYSTEM.about(&[], folder.map(ToString::to_string));
        asked.required = folder.is_none();
        let system = self.parsed(&asked, system_name)?;
        let asked = questions::DESCRIPTION.about(&[], Some(String::new()));
        let description = self.parsed(&asked, text)?.unwrap_or_default();
        let services = self.services(system.as_ref())?;
        let domains = self.domains(services.iter().filter_map(|told| told.domain.clone()))?;
        let placeholder = || Name::new("system").expect("a name in kebab-case");
        let complete = system.is_some();
        let mut answers = Answers {
            system: system.unwrap_or_else(placeholder),
            description,
            timeout: 1000,
            domains,
            services,
            topics: Vec::new(),
            stores: Vec::new(),
        };
        self.operations(&mut answers)?;
        self.events(&mut answers)?;
        self.stores(&mut answers)?;
        self.calls(&mut answers)?;
        self.collisions(&answers);
        Ok(complete.then_some(answers))
    }

    fn domains(&mut self, named: impl Iterator<Item = Name>) -> Result<Vec<Domain>> {
        let mut domains: Vec<Domain> = Vec::new();
        for name in named {
            if domains.iter().any(|domain| domain.name == name) {
                continue;
            }
            let asked = questions::TEAM.about(&[name.as_str()], Some(String::new()));
            let team = self.parsed(&asked, |text| optional(text, name_of))?.flatten();
            domains.push(Domain { name, team });
        }
        Ok(domains)
    }

    /// A text that becomes something else; `None` when there is no answer that holds.
    fn parsed<T>(
        &mut self,
        asked: &Asked,
        parse: impl Fn(&str) -> Result<T, String>,
    ) -> Result<Option<T>> {
        let answer = self.ask.text(asked, &|text| parse(text).map(drop))?;
        Ok(self.given(asked, answer).and_then(|text| parse(&text).ok()))
    }

    /// Texts with commas between them that become something else.
    fn list<T>(
        &mut self,
        asked: &Asked,
        parse: impl Fn(&str) -> Result<T, String>,
        whole: impl Fn(&[T]) -> Result<(), String>,
    ) -> Result<Option<Vec<T>>> {
        self.parsed(asked, |text| {
            let things = things(text).into_iter().map(|thing| {
                parse(thing).map_err(|reason| {
                    if thing == text { reason } else { format!("cannot be: `{thing}` {reason}") }
                })
            });
            let things = things.collect::<Result<Vec<T>, String>>()?;
            if things.len() > MOST {
                return Err(format!("names more than {MOST} things"));
            }
            whole(&things)?;
            Ok(things)
        })
    }

    /// One of the choices.
    fn chosen(&mut self, asked: &Asked, choices: &[String]) -> Result<Option<usize>> {
        let answer = self.ask.select(asked, choices)?;
        Ok(self.given_choice(asked, answer))
    }

    /// Any of the choices.
    fn several(
        &mut self,
        asked: &Asked,
        choices: &[String],
        accept: Accept<[usize]>,
    ) -> Result<Option<Vec<usize>>> {
        let answer = self.ask.multi_select(asked, choices, accept)?;
        Ok(self.given_choice(asked, answer))
    }

    /// The answer to a question whose choices depend on others: where one of those is missing, the choice that
    /// does not exist may be the one that would have been there.
    fn given_choice<T>(&mut self, asked: &Asked, answer: Answer<T>) -> Option<T> {
        match answer {
            Answer::Refused { .. } if !self.incomplete.is_empty() => None,
            answer => self.given(asked, answer),
        }
    }

    /// The answer, or a note of what is wrong with it.
    fn given<T>(&mut self, asked: &Asked, answer: Answer<T>) -> Option<T> {
        match answer {
            Answer::Given(value) => return Some(value),
            Answer::Missing => self.incomplete.missing.push(asked.clone()),
            Answer::Refused { value, reason } => self.refuse(&asked.key, &value, &reason),
        }
        None
    }

    fn refuse(&mut self, key: &str, value: &str, reason: &str) {
        let (key, value, reason) = (key.to_owned(), value.to_owned(), reason.to_owned());
        self.incomplete.refused.push(Refused { key, value, reason });
    }

    /// A key that no question has is always wrong; one that was not asked for is, when nothing else is.
    fn look_at_unused(&mut self, why: &str) {
        let nothing_else = self.incomplete.is_empty();
        for key in self.ask.unused() {
            let known = questions::ALL.iter().any(|question| question.matches(&key));
            if known && nothing_else && key != questions::WRITE.key {
                let hint = format!(" here: {why}");
                self.incomplete.unknown.push(Unknown { key, hint });
            } else if !known {
                let known: Vec<String> =
                    questions::ALL.iter().map(|question| about_the_same(question, &key)).collect();
                let near = nearest(&key, known.iter().map(String::as_str));
                let hint = near.map(|near| format!("; did you mean `{near}`?"));
                self.incomplete.unknown.push(Unknown { key, hint: hint.unwrap_or_default() });
            }
        }
    }
}

/// The key of a question, about the things that another key is about: `services.orders.kind`.
fn about_the_same(question: &Question, key: &str) -> String {
    let (own, given): (Vec<&str>, Vec<&str>) =
        (question.key.split('.').collect(), key.split('.').collect());
    if own.len() != given.len() {
        return question.key.to_owned();
    }
    let is_thing = |part: &str| part.chars().all(|c| c.is_ascii_uppercase());
    let parts = own.iter().zip(given).map(|(own, given)| if is_thing(own) { given } else { own });
    parts.collect::<Vec<_>>().join(".")
}

/// A name in kebab-case.
fn name_of(text: &str) -> Result<Name, String> {
    Name::new(text).map_err(str::to_owned)
}

/// The name of a workspace, which needs other packages beside it.
fn system_name(text: &str) -> Result<Name, String> {
    let name = name_of(text)?;
    if is_python_keyword(name.as_str()) {
        return Err("is a word that Python reserves".to_owned());
    }
    if is_distribution(&name.snake()) {
        return Err(format!("is also a Python package that services need; `{name}-system` is not"));
    }
    Ok(name)
}

/// One line that can be read.
fn text(text: &str) -> Result<String, String> {
    if text.chars().any(is_unprintable) {
        return Err("holds characters that cannot be seen, or more than one line".to_owned());
    }
    if text.chars().count() > LONGEST_TEXT {
        return Err(format!("is longer than {LONGEST_TEXT} characters"));
    }
    Ok(text.trim().to_owned())
}

/// An answer that may be empty.
fn optional<T>(text: &str, parse: impl Fn(&str) -> Result<T, String>) -> Result<Option<T>, String> {
    if text.is_empty() || text == "none" { Ok(None) } else { parse(text).map(Some) }
}

/// Refuses what is said twice.
fn no_two_alike<T>(things: &[T], same: impl Fn(&T) -> String) -> Result<(), String> {
    let mut seen = std::collections::BTreeSet::new();
    match things.iter().map(same).find(|thing| !seen.insert(thing.clone())) {
        Some(twice) => Err(format!("names `{twice}` twice")),
        None => Ok(()),
    }
}

/// Refuses an empty list.
fn at_least_one<T>(things: &[T], noun: &str) -> Result<(), String> {
    if things.is_empty() { Err(format!("names no {noun}")) } else { Ok(()) }
}

/// The end of a sentence about a name that nothing has.
fn unknown(name: &str, noun: &str, known: &[String]) -> String {
    match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("is no {noun}; did you mean `{near}`?"),
        None if known.is_empty() => format!("is no {noun}, as there is none"),
        None => format!("is no {noun}; there are {}", known.join(", ")),
    }
}

/// The question in the words of its table, about things that were told.
fn about(question: &Question, things: &[&str], suggestion: impl Into<String>) -> Asked {
    question.about(things, Some(suggestion.into()))
}
