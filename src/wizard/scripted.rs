//! Answers that are there already: from flags, files and tests, with somebody else for the rest.

use std::collections::BTreeSet;

use anyhow::Result;

use super::ask::{Accept, Answer, Ask, Asked};
use super::given::{Given, things};

/// Looks answers up before anybody is asked.
pub struct ScriptedAsk<'a> {
    given: Given,
    unanswered: Unanswered<'a>,
    used: BTreeSet<String>,
}

/// What becomes of a question that nobody answered beforehand.
pub enum Unanswered<'a> {
    /// A required one is missing; the others take what is suggested.
    Missing,
    /// All take what is suggested.
    Suggested,
    /// Somebody else answers.
    Asked(&'a mut dyn Ask),
}

/// What was found without asking anybody.
enum Found {
    Text(String),
    Nothing,
}

impl<'a> ScriptedAsk<'a> {
    /// Looks answers up; what is not there is left to `unanswered`.
    pub fn new(given: Given, unanswered: Unanswered<'a>) -> Self {
        Self { given, unanswered, used: BTreeSet::new() }
    }

    /// The answer that was given, or what is suggested where nobody has to agree.
    fn find(&mut self, asked: &Asked) -> Found {
        if let Some(text) = self.given.get(&asked.key) {
            self.used.insert(asked.key.clone());
            return Found::Text(text.to_owned());
        }
        let suggested = match self.unanswered {
            Unanswered::Missing => !asked.required,
            Unanswered::Suggested => true,
            Unanswered::Asked(_) => false,
        };
        match &asked.default {
            Some(default) if suggested => Found::Text(default.clone()),
            _ => Found::Nothing,
        }
    }

    fn other(&mut self) -> Option<&mut dyn Ask> {
        match &mut self.unanswered {
            Unanswered::Asked(other) => Some(&mut **other),
            Unanswered::Missing | Unanswered::Suggested => None,
        }
    }
}

impl Ask for ScriptedAsk<'_> {
    fn text(&mut self, asked: &Asked, accept: Accept<str>) -> Result<Answer<String>> {
        match self.find(asked) {
            Found::Text(text) => Ok(judged(text, accept)),
            Found::Nothing => {
                self.other().map_or(Ok(Answer::Missing), |other| other.text(asked, accept))
            }
        }
    }

    fn confirm(&mut self, asked: &Asked) -> Result<Answer<bool>> {
        let Found::Text(text) = self.find(asked) else {
            return self.other().map_or(Ok(Answer::Missing), |other| other.confirm(asked));
        };
        Ok(match text.as_str() {
            "yes" | "true" => Answer::Given(true),
            "no" | "false" => Answer::Given(false),
            _ => refused(text, "is neither `yes` nor `no`".to_owned()),
        })
    }

    fn select(&mut self, asked: &Asked, choices: &[String]) -> Result<Answer<usize>> {
        let Found::Text(text) = self.find(asked) else {
            return self.other().map_or(Ok(Answer::Missing), |other| other.select(asked, choices));
        };
        Ok(match choices.iter().position(|choice| *choice == text) {
            Some(place) => Answer::Given(place),
            None => refused(text, none_of(choices)),
        })
    }

    fn multi_select(
        &mut self,
        asked: &Asked,
        choices: &[String],
        accept: Accept<[usize]>,
    ) -> Result<Answer<Vec<usize>>> {
        let Found::Text(text) = self.find(asked) else {
            let other = self.other();
            return other
                .map_or(Ok(Answer::Missing), |other| other.multi_select(asked, choices, accept));
        };
        let mut places = Vec::new();
        for part in things(&text) {
            match choices.iter().position(|choice| choice == part) {
                Some(place) if places.contains(&place) => {
                    return Ok(refused(part.to_owned(), "stands there twice".to_owned()));
                }
                Some(place) => places.push(place),
                None => return Ok(refused(part.to_owned(), none_of(choices))),
            }
        }
        Ok(match accept(&places) {
            Ok(()) => Answer::Given(places),
            Err(reason) => refused(text, reason),
        })
    }

    fn unused(&self) -> Vec<String> {
        self.given.keys().filter(|key| !self.used.contains(*key)).map(str::to_owned).collect()
    }
}

fn judged(text: String, accept: Accept<str>) -> Answer<String> {
    match accept(&text) {
        Ok(()) => Answer::Given(text),
        Err(reason) => refused(text, reason),
    }
}

fn refused<T>(value: String, reason: String) -> Answer<T> {
    Answer::Refused { value, reason }
}

fn none_of(choices: &[String]) -> String {
    if choices.is_empty() {
        return "cannot be chosen: there is nothing to choose from".to_owned();
    }
    format!("is none of {}", choices.join(", "))
}
