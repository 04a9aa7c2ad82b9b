//! `scaffold new`: asks for a system, says what the answers mean, and writes the project.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use super::bootstrap::{Git, bootstrap, refuse_foreign};
use super::output::Terminal;
use super::starter::starter;
use super::{Ending, Global};
use crate::diagnostic::Untrusted;
use crate::names::Name;
use crate::tree::Tree;
use crate::wizard::{
    self, Answer, Answers, Ask, DialoguerAsk, Given, Incomplete, ScriptedAsk, Unanswered,
    questions::{self, Question},
};
use crate::{blueprint, load};

/// What somebody reads who is asked.
const GREETING: &str = "A few questions, then a whole project. Enter takes what is suggested; nothing is written before the\n\
                        last answer, and Ctrl-C leaves at any time.\n\n";

/// The largest file of answers, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Where, and what is known beforehand.
#[derive(Debug, clap::Args)]
#[command(after_long_help = keys())]
pub(super) struct Args {
    /// The folder of the project: a new or an empty one [default: the name of the system, here]
    #[arg(value_name = "DIR")]
    folder: Option<PathBuf>,
    /// Begin with a starter (`ai-chat`, `tiny`) or with a folder of your own
    #[arg(long, value_name = "STARTER")]
    from: Option<String>,
    /// Answer a question beforehand; may be repeated, `--help` lists the keys
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Answer questions with a YAML file, whose maps within maps spell the same keys
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Ask nothing: take what the questions would suggest
    #[arg(long)]
    defaults: bool,
    /// Do not run `git init` in it
    #[arg(long)]
    no_git: bool,
}

/// Who can be asked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asking {
    /// A person at a terminal.
    Person,
    /// Nobody; what is not required is as suggested.
    Nobody,
    /// Nobody; everything is as suggested.
    Defaults,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let folder = args.folder.as_ref().map(|folder| global.directory.join(folder));
    if let Some(folder) = &folder {
        refuse_foreign(folder)?;
    }
    let given = given(args, global)?;
    let asking = asking(args);
    let begun = match &args.from {
        Some(name) => Some(from_starter(&starter(name, global)?, given, asking, terminal)?),
        None => from_answers(given, asking, folder.as_deref(), terminal)?,
    };
    let Some((system, inputs)) = begun else {
        terminal.talk("nothing was written\n");
        return Ok(Ending::Fine);
    };
    let folder = folder.unwrap_or_else(|| global.directory.join(system.as_str()));
    let git = if args.no_git { Git::Leave } else { Git::Init };
    bootstrap(&folder, inputs, git, terminal)
}

/// The answers of the file, and over them those of the flags.
fn given(args: &Args, global: &Global) -> Result<Given> {
    let mut given = match &args.answers {
        Some(file) => {
            let path = global.directory.join(file);
            let text = load::text(&path, LARGEST)?;
            Given::file(&text).with_context(|| format!("cannot use `{}`", path.display()))?
        }
        None => Given::new(),
    };
    args.set.iter().try_for_each(|assignment| given.set(assignment))?;
    Ok(given)
}

fn asking(args: &Args) -> Asking {
    if args.defaults {
        Asking::Defaults
    } else if io::stdin().is_terminal() && io::stderr().is_terminal() {
        Asking::Person
    } else {
        Asking::Nobody
    }
}

/// A starter, whose system may get another name.
fn from_starter(
    starter: &Tree,
    given: Given,
    asking: Asking,
    terminal: &Terminal,
) -> Result<(Name, Tree)> {
    let before = wizard::system_of(starter)
        .context("the starter's `topology.yaml` says no `system: NAME` that can be used")?;
    let mut person = DialoguerAsk::default();
    let mut ask = scripted(given, asking, &mut person);
    let system = told(wizard::system(&mut ask, &before)?, asking, terminal)?;
    let tree = wizard::named(starter, &system);
    Ok((system, tree))
}

/// The system that somebody told; `None` when a person thought better of it.
fn from_answers(
    given: Given,
    asking: Asking,
    folder: Option<&Path>,
    terminal: &Terminal,
) -> Result<Option<(Name, Tree)>> {
    let name = folder.and_then(|folder| Name::new(folder.file_name()?.to_str()?).ok());
    if asking == Asking::Person {
        terminal.talk(GREETING);
    }
    let mut person = DialoguerAsk::default();
    let mut ask = scripted(given, asking, &mut person);
    let answers = told(wizard::answers(&mut ask, name.as_ref())?, asking, terminal)?;
    let project = wizard::project(&answers);
    if asking == Asking::Person {
        show(&answers, &project, terminal);
    }
    let asked = questions::WRITE.about(&[], Some("yes".to_owned()));
    let agreed = match ask.confirm(&asked)? {
        Answer::Given(agreed) => agreed,
        Answer::Missing => true,
        Answer::Refused { value, reason } => bail!("write: `{}` {reason}", Untrusted(&value)),
    };
    Ok(agreed.then_some((answers.system, project)))
}

fn scripted(given: Given, asking: Asking, person: &mut DialoguerAsk) -> ScriptedAsk<'_> {
    let unanswered = match asking {
        Asking::Person => Unanswered::Asked(person),
        Asking::Nobody => Unanswered::Missing,
        Asking::Defaults => Unanswered::Suggested,
    };
    ScriptedAsk::new(given, unanswered)
}

/// What was told, or everything that keeps it from being used.
fn told<T>(told: Result<T, Incomplete>, asking: Asking, terminal: &Terminal) -> Result<T> {
    let incomplete = match told {
        Ok(told) => return Ok(told),
        Err(incomplete) => incomplete,
    };
    terminal.talk(&format!("{incomplete}\n"));
    let wrong = incomplete.refused.len() + incomplete.unknown.len();
    if wrong > 0 {
        bail!("answers above cannot be used, and nothing was written");
    }
    let why = if asking == Asking::Nobody { "this is no terminal to ask in, and " } else { "" };
    bail!(
        "{why}the answers above are missing: give them as flags or with `--answers FILE`, take what is \
         suggested with `--defaults`, or begin with `--from STARTER`, which is {}",
        blueprint::starters().join(" or ")
    );
}

/// What will be written, and what it means.
fn show(answers: &Answers, project: &Tree, terminal: &Terminal) {
    let mut text = String::new();
    for (path, file) in project.iter() {
        if path.as_str() == "topology.yaml" {
            let lines = file.text().unwrap_or_default().lines();
            text.push_str("\nThis is what `topology.yaml` will say:\n\n");
            text.extend(lines.map(|line| format!("  {line}\n")));
        }
    }
    text.push_str(&format!("\nWhich means: {}\n", wizard::meaning(answers)));
    terminal.talk(&text);
}

/// The table of questions, for the long help.
fn keys() -> String {
    let mut text = String::from("Keys of --set and --answers:\n");
    for question in questions::ALL {
        let Question { key, form, prompt, default, required, .. } = question;
        let need = if *required { "required; suggested" } else { "default" };
        text.push_str(&format!("  {key:<36} {form}\n      {prompt} [{need}: {default}]\n"));
    }
    text
}
