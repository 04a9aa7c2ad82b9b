//! Which requirement is fulfilled where, and what shows it; what nobody fulfils, and what nobody asked for.

use minijinja::Value;

use crate::analysis::coverage::{Claim, Coverage, Part as Covering, coverage};
use crate::model::{Model, Operation, OperationKind};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::requirements::{Document, Requirement, Weight};

use super::part::{self, Part};
use super::subject::Subject;
use super::table::table;
use super::{Section, cells, evidence, proofs};

pub(super) const SECTION: Section =
    Section { name: "traceability", heading: "Requirements Traceability", view };

fn view(subject: &Subject) -> Option<Value> {
    let coverage = coverage(subject.model, subject.prd);
    let parts = match coverage.document {
        None => vec![missing(subject), named(subject, &coverage)],
        Some(document) => vec![
            counts(&coverage, document),
            matrix(subject, &coverage, document),
            uncovered(&coverage, document),
            unknown(subject, &coverage),
            nameless(subject),
            corrections(subject, &coverage, document),
        ],
    };
    part::view(parts)
}

fn missing(subject: &Subject) -> Part {
    let path = crate::requirements::path(subject.prd.as_str());
    let line = Line::default().own("There is no ").code(&path);
    let line = line.own(", so nobody can tell what is required, and what of it is covered.");
    Part::first([line.end()])
}

/// Without a document: the ids that the topology names.
fn named(subject: &Subject, coverage: &Coverage) -> Part {
    let rows: Vec<[Written; 4]> = coverage
        .claims
        .iter()
        .flat_map(|(id, claims)| claims.iter().map(move |claim| (id, claim)))
        .map(|(id, claim)| {
            let [service, operation, _, test] = place(subject, claim);
            [markdown::text(id), service, operation, test]
        })
        .collect();
    Part::new(
        "Named by the topology",
        [],
        table(["Requirement", "Service", "Operation", "Test"], &rows),
    )
}

/// How many there are, and how many of them are covered.
fn counts(coverage: &Coverage, document: &Document) -> Part {
    let all = &document.requirements;
    let file = markdown::link(&markdown::code("_prd.md"), "_prd.md");
    if all.is_empty() {
        let line = Line::default().own("No requirement in ").written(&file);
        let line = line.own(" has an id, so nobody can tell which are covered: begin each with one, such as `FR-1`.");
        return Part::first([line.end()]);
    }
    let wanted = all.iter().filter(|one| one.is_wanted()).count();
    let open = coverage.open().count();
    let line = Line::default().written(&file).own(" states ");
    let line = line.count(all.len(), "requirement", "requirements").own(": ");
    let line = line.number(wanted - open).own(" covered, ").number(open).own(" uncovered");
    let line = match all.len() - wanted {
        0 => line,
        excluded => line.own(", ").number(excluded).own(" not wanted this time"),
    };
    Part::first([line.own(".").end()])
}

fn matrix(subject: &Subject, coverage: &Coverage, document: &Document) -> Part {
    let mut rows: Vec<[Written; 7]> = Vec::new();
    for requirement in &document.requirements {
        let [id, title, priority] = facts(requirement);
        let claims = coverage.of(&requirement.id);
        for (index, claim) in claims.iter().enumerate() {
            let [service, operation, through, test] = place(subject, claim);
            let once = |cell: &Written| if index == 0 { cell.clone() } else { Written::own("") };
            rows.push([
                id.clone(),
                once(&title),
                once(&priority),
                service,
                operation,
                through,
                test,
            ]);
        }
        if claims.is_empty() {
            let word =
                if requirement.is_wanted() { "**uncovered**" } else { "not wanted this time" };
            let nothing = markdown::nothing;
            rows.push([id, title, priority, Written::own(word), nothing(), nothing(), nothing()]);
        }
    }
    let headings = ["Requirement", "Title", "Priority", "Service", "Operation", "Through", "Test"];
    let words = "Through names what the operation calls and publishes on its way; a test is named by its function.";
    let table = table(headings, &rows);
    Part::new("Matrix", table.is_some().then(|| Written::own(words)), table)
}

/// The id, the title and the priority of a requirement.
fn facts(requirement: &Requirement) -> [Written; 3] {
    [
        markdown::text(&requirement.id),
        match requirement.title.as_str() {
            "" => markdown::nothing(),
            title => markdown::message(title),
        },
        requirement
            .priority
            .as_ref()
            .map_or_else(markdown::nothing, |one| markdown::text(&one.written)),
    ]
}

/// The service, the operation, what it does on its way, and the tests of what covers a requirement.
fn place(subject: &Subject, claim: &Claim) -> [Written; 4] {
    let service = subject.model.service(claim.service);
    let link = subject.service_link(service);
    match claim.part {
        Covering::Service(_) => {
            let folder = format!("services/{}/tests/contract/test_", service.name);
            let tests = evidence::named(subject, &folder, ".py").unwrap_or_else(markdown::nothing);
            [link, Written::own("all of it"), markdown::nothing(), tests]
        }
        Covering::Operation(id) => {
            let operation = subject.model.operation(id);
            let tests = proofs::links(&proofs::proofs(subject, operation), 0);
            [
                link,
                shown(operation),
                through(subject.model, operation),
                tests.unwrap_or_else(markdown::nothing),
            ]
        }
    }
}

/// An operation with what it is: a route speaks for itself.
fn shown(operation: &Operation) -> Written {
    let line = Line::default().code(&operation.name);
    match &operation.kind {
        OperationKind::Route { .. } => line.end(),
        OperationKind::Rpc { .. } => line.own(" (RPC)").end(),
        OperationKind::Event(_) => line.own(" (topic)").end(),
        OperationKind::Cron(_) => line.own(" (clock)").end(),
        OperationKind::Job(_) => line.own(" (job)").end(),
        OperationKind::Opaque { protocol } => line.own(" (").text(protocol).own(")").end(),
    }
}

/// What an operation calls and publishes, directly or further on.
fn through(model: &Model, operation: &Operation) -> Written {
    let calls: Vec<_> = match model.flow(operation.id) {
        Some(flow) => flow.calls.clone(),
        None => operation.steps.iter().map(|step| step.call).collect(),
    };
    let mut names: Vec<String> =
        calls.iter().map(|id| cells::callee_name(model, model.call(*id))).collect();
    let reached =
        model.flow(operation.id).map_or(vec![operation.id], |flow| flow.operations.clone());
    for topic in reached.iter().flat_map(|id| &model.operation(*id).publishes) {
        names.push(model.topic(*topic).name.clone());
    }
    let mut known = std::collections::BTreeSet::new();
    names.retain(|name| known.insert(name.clone()));
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    cells::some(&names)
}

fn uncovered(coverage: &Coverage, document: &Document) -> Part {
    const HEADING: &str = "Uncovered requirements";
    if document.requirements.is_empty() {
        return Part::new(HEADING, [], None);
    }
    let row = |requirement: &Requirement| {
        let [id, title, priority] = facts(requirement);
        let weight = Written::own(match requirement.weight() {
            Weight::Needed => "needed",
            Weight::Wished | Weight::Excluded => "could wait",
        });
        let fix =
            Line::default().own("`covers: [").text(&requirement.id).own("]` at what fulfils it");
        [id, title, priority, weight, fix.end()]
    };
    let rows: Vec<_> = coverage.open().map(row).collect();
    let table = table(["Requirement", "Title", "Priority", "Weight", "What to write"], &rows);
    let none = Written::own("None: something covers each requirement that is wanted.");
    Part::new(HEADING, table.is_none().then_some(none), table)
}

/// What the topology covers that nobody asks for.
fn unknown(subject: &Subject, coverage: &Coverage) -> Part {
    let row = |claim: &Claim| {
        let [service, operation, ..] = place(subject, claim);
        [markdown::text(&claim.id.value), service, operation]
    };
    let rows: Vec<_> = coverage.unknown().map(row).collect();
    let words = "The topology covers these ids, and `_prd.md` does not have them.";
    let table = table(["Requirement", "Service", "Operation"], &rows);
    Part::new("Unknown requirements", table.is_some().then(|| Written::own(words)), table)
}

/// The ways into the system that fulfil no requirement by what they say.
fn nameless(subject: &Subject) -> Part {
    let entries = subject.flows().into_iter().map(|flow| subject.model.operation(flow.entry));
    let is_nameless = |entry: &&Operation| {
        entry.covers.is_empty() && subject.model.service(entry.service).covers.is_empty()
    };
    let row = |entry: &Operation| {
        [subject.service_link(subject.model.service(entry.service)), shown(entry)]
    };
    let rows: Vec<_> = entries.filter(is_nameless).map(row).collect();
    let words = "Neither these entries nor their services name a requirement that they are for.";
    let table = table(["Service", "Entry"], &rows);
    Part::new("Entries without a requirement", table.is_some().then(|| Written::own(words)), table)
}

fn corrections(subject: &Subject, coverage: &Coverage, document: &Document) -> Part {
    let mut rows: Vec<[Written; 2]> = document
        .corrections
        .iter()
        .map(|one| [one.line.into(), markdown::message(&one.words)])
        .collect();
    for requirement in document.requirements.iter().filter(|one| !one.is_wanted()) {
        if let Some(claim) = coverage.of(&requirement.id).first() {
            let part = claim.part.words(subject.model);
            let words = format!(
                "`{}` is said not to be done, and {part} covers it: want it, or take it out there",
                requirement.id
            );
            rows.push([Written::own("-"), markdown::message(&words)]);
        }
    }
    for id in unknown_ids(coverage) {
        let words =
            format!("`{id}` is covered and not stated: add it, or take it out of the topology");
        rows.push([Written::own("-"), markdown::message(&words)]);
    }
    let none =
        Written::own("None: each requirement has an id of its own and says what it asks for.");
    let none = (rows.is_empty() && !document.requirements.is_empty()).then_some(none);
    Part::new("PRD corrections needed", none, table(["Line", "What to mend"], &rows))
}

/// Each once; the claims of an id stand together.
fn unknown_ids<'a>(coverage: &'a Coverage) -> Vec<&'a str> {
    let mut ids: Vec<&str> = coverage.unknown().map(|claim| claim.id.value.as_str()).collect();
    ids.dedup();
    ids
}
