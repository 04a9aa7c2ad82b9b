//! Questions on a terminal. Nothing here may be called without one.

use std::collections::BTreeSet;
use std::fmt;
use std::io;

use anyhow::{Result, bail};
use dialoguer::console::Term;
use dialoguer::theme::Theme;
use dialoguer::{Input, MultiSelect, Select};

use super::ask::{Accept, Answer, Ask, Asked};

/// Asks on standard error and reads keys.
#[derive(Debug)]
pub struct DialoguerAsk {
    terminal: Term,
    /// The lines of help that were shown: nobody needs one twice.
    helped: BTreeSet<&'static str>,
}

impl Default for DialoguerAsk {
    fn default() -> Self {
        Self { terminal: Term::stderr(), helped: BTreeSet::new() }
    }
}

impl DialoguerAsk {
    fn help(&mut self, asked: &Asked) -> Result<()> {
        if !asked.help.is_empty() && self.helped.insert(asked.help) {
            self.terminal.write_line(&format!("  {}", asked.help))?;
        }
        Ok(())
    }
}

impl Ask for DialoguerAsk {
    fn text(&mut self, asked: &Asked, accept: Accept<str>) -> Result<Answer<String>> {
        self.help(asked)?;
        let accept = |text: &String| match accept(text.trim()) {
            Ok(()) => Ok(()),
            Err(reason) => Err(format!("`{}` {reason}", text.trim())),
        };
        let default = asked.default.clone().unwrap_or_default();
        let input = Input::<String>::with_theme(&Plain)
            .with_prompt(&asked.prompt)
            .allow_empty(true)
            .show_default(!default.is_empty())
            .default(default)
            .validate_with(accept);
        let text = input.interact_text_on(&self.terminal).map_err(io::Error::from)?;
        Ok(Answer::Given(text.trim().to_owned()))
    }

    /// A line, and not dialoguer's own confirmation, which would hide the cursor from who leaves here.
    fn confirm(&mut self, asked: &Asked) -> Result<Answer<bool>> {
        self.help(asked)?;
        let accept = |text: &String| match text.trim() {
            "yes" | "y" | "no" | "n" => Ok(()),
            other => Err(format!("`{other}` is neither `yes` nor `no`")),
        };
        let input = Input::<String>::with_theme(&Plain)
            .with_prompt(format!("{} (yes or no)", asked.prompt))
            .default(asked.default.clone().unwrap_or_else(|| "yes".to_owned()))
            .validate_with(accept);
        let text = input.interact_text_on(&self.terminal).map_err(io::Error::from)?;
        Ok(Answer::Given(text.trim().starts_with('y')))
    }

    fn select(&mut self, asked: &Asked, choices: &[String]) -> Result<Answer<usize>> {
        self.help(asked)?;
        if choices.is_empty() {
            bail!("there is nothing to choose from: {}", asked.prompt);
        }
        let default = choices.iter().position(|choice| Some(choice) == asked.default.as_ref());
        let select = Select::with_theme(&Plain)
            .with_prompt(&asked.prompt)
            .items(choices)
            .default(default.unwrap_or_default());
        Ok(Answer::Given(select.interact_on(&self.terminal).map_err(io::Error::from)?))
    }

    fn multi_select(
        &mut self,
        asked: &Asked,
        choices: &[String],
        accept: Accept<[usize]>,
    ) -> Result<Answer<Vec<usize>>> {
        self.help(asked)?;
        let default = asked.default.as_deref().unwrap_or_default();
        let defaults: Vec<&str> = default.split(", ").collect();
        let chosen: Vec<bool> = choices.iter().map(|c| defaults.contains(&c.as_str())).collect();
        loop {
            if choices.is_empty() {
                return Ok(Answer::Given(Vec::new()));
            }
            let select = MultiSelect::with_theme(&Plain)
                .with_prompt(format!("{} (space marks, enter goes on)", asked.prompt))
                .items(choices)
                .defaults(&chosen);
            let places = select.interact_on(&self.terminal).map_err(io::Error::from)?;
            match accept(&places) {
                Ok(()) => return Ok(Answer::Given(places)),
                Err(reason) => self.terminal.write_line(&format!("this choice {reason}"))?,
            }
        }
    }
}

/// Words without color. The cursor stays visible in menus, so that it is still there after Ctrl-C.
struct Plain;

const SHOW_CURSOR: &str = "\x1b[?25h";

impl Theme for Plain {
    fn format_select_prompt(&self, out: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(out, "{SHOW_CURSOR}{prompt}:")
    }

    fn format_multi_select_prompt(&self, out: &mut dyn fmt::Write, prompt: &str) -> fmt::Result {
        write!(out, "{SHOW_CURSOR}{prompt}:")
    }
}
