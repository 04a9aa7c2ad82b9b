//! `scaffold lint`.

use std::collections::BTreeMap;

use anyhow::{Result, bail};

use super::buf_format::BufFormat;
use super::corpus::{Corpus, Wanted, is_wanted, present, quote_found};
use super::format::counts;
use super::output::Terminal;
use super::{Ending, Global};
use crate::contracts::buf::{Finding, Proto, Protos, sort};
use crate::contracts::lint::{lint, selected};
use crate::contracts::{Parsed, quote};
use crate::diagnostic::{self, Diagnostic, Severity, Sources};
use crate::techspec::Lint;

/// What the one rule is about that is left out.
const VALIDATE: &str = "buf/validate/validate.proto";

/// Of which protos, and in which form.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The rules are those of buf's STANDARD category, unless a `buf.yaml` in a root or beside the topology\n\
                  selects others; `scaffold explain RULE` shows what a rule is about. PROTOVALIDATE is left out, which\n\
                  needs a compiler of CEL. Roots that are marked as vendored are not judged.\n\n\
                  Exit status: 1 when there is a finding, though all of them are warnings."
)]
pub(super) struct Args {
    #[command(flatten)]
    wanted: Wanted,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t)]
    format: BufFormat,
}

/// What there is to say about the look of protos.
#[derive(Debug, Default)]
pub(super) struct Linted {
    pub(super) findings: Vec<Finding>,
    /// What is wrong with the protos and `buf.yaml` themselves.
    pub(super) faults: Vec<Diagnostic>,
    pub(super) sources: Sources,
    /// Whether there was anything to judge.
    judges: bool,
    /// Whether some of it is under a rule that is left out.
    leaves_out: bool,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let (layout, base) = args.wanted.layout(global)?;
    let linted = linted(&present(&layout, &base)?, &args.wanted.files)?;
    let shown = linted.diagnostics();
    let mut all: Vec<&Diagnostic> = linted.faults.iter().chain(&shown).collect();
    diagnostic::sort(&mut all);
    args.format.print(&linted.findings, &linted.faults, &all, &linted.sources, terminal)?;
    let summary = diagnostic::summary(all);
    if args.format == BufFormat::Human {
        terminal
            .talk(&format!("{}\n", counts(summary).unwrap_or_else(|| "no findings".to_owned())));
    }
    if linted.leaves_out {
        terminal
            .talk("note: PROTOVALIDATE is left out: what `buf.validate` demands is not judged\n");
    }
    let fine = linted.findings.is_empty() && summary.errors == 0;
    Ok(if fine { Ending::Fine } else { Ending::Findings })
}

/// Judges these files of some protos, or all of them; each root is judged alone, as a module is.
pub(super) fn linted(corpus: &Corpus, files: &[String]) -> Result<Linted> {
    judged(corpus, files, Protos::read(&corpus.roots))
}

/// Judges all protos of a project that is compiled beside this; where the same were parsed for that, they are not again.
pub(super) fn linted_beside(corpus: &Corpus, parsed: Option<Parsed>) -> Result<Linted> {
    let protos = parsed.and_then(|parsed| Protos::of_project(parsed, &corpus.roots));
    judged(corpus, &[], protos.unwrap_or_else(|| Protos::read(&corpus.roots)))
}

fn judged(
    corpus: &Corpus,
    files: &[String],
    (protos, faults): (Protos, Vec<Diagnostic>),
) -> Result<Linted> {
    let mut linted = Linted {
        faults: corpus.faults.clone(),
        sources: corpus.sources.clone(),
        ..Linted::default()
    };
    linted.faults.extend(faults);
    let wanted = |proto: &&Proto| is_wanted(proto, files, &corpus.roots);
    let wanted: Vec<&Proto> = protos.files.values().filter(wanted).collect();
    if wanted.is_empty() && !files.is_empty() && linted.faults.is_empty() {
        bail!("there is no proto `{}` in the roots", files.join("`, `"));
    }
    for (index, rules) in corpus.rules.iter().enumerate() {
        if corpus.roots[index].vendored {
            continue;
        }
        let section = &rules.module.lint;
        let (selected, faults) = selected(rules.version, section, &rules.file);
        linted.faults.extend(faults);
        let of_root = |proto: &&Proto| proto.root == Some(index);
        let judged: Vec<&Proto> = wanted.iter().copied().filter(of_root).collect();
        linted.judges |= !judged.is_empty();
        linted.findings.extend(lint(&protos, &judged, section, &selected));
        let validates =
            |proto: &&Proto| proto.descriptor.dependency.iter().any(|it| it == VALIDATE);
        linted.leaves_out |= judged.iter().any(validates);
    }
    sort(&mut linted.findings);
    if !linted.faults.is_empty() {
        quote(&corpus.roots, &mut linted.sources);
    }
    quote_found(&corpus.roots, &linted.findings, &mut linted.sources);
    Ok(linted)
}

impl Linted {
    /// What the specification tells of it; nothing where nothing was judged.
    pub(super) fn result(&self) -> Option<Lint> {
        if self.faults.iter().any(Diagnostic::is_error) {
            return Some(Lint::Unreadable);
        }
        let mut found = BTreeMap::new();
        for finding in &self.findings {
            *found.entry(finding.rule).or_default() += 1;
        }
        self.judges.then_some(Lint::Found(found))
    }

    /// The findings, as scaffold shows them.
    pub(super) fn diagnostics(&self) -> Vec<Diagnostic> {
        let shown = |finding: &Finding| finding.diagnostic("lint", Severity::Warning);
        self.findings.iter().map(shown).collect()
    }
}
