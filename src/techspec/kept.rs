//! How data is held in code: tables and their models, what is validated at the border, what lies in a cache.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Spanned;
use crate::model::{Service, StoreId, duration_text};
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::views::{Cached, KeptColumn, KeptTable};

use super::part::Part;
use super::subject::Subject;
use super::table::table;
use super::{cells, evidence};

/// The parts about the generated code, in the order of the template.
pub(super) fn parts(subject: &Subject) -> [Part; 3] {
    [models(subject), schemas(subject), structures(subject)]
}

fn models(subject: &Subject) -> Part {
    let of_service = |service: &Service| {
        let tables = subject.code.tables.get(&service.id).map(Vec::as_slice).unwrap_or_default();
        tables.iter().map(|kept| model(subject, service, kept)).collect::<Vec<_>>()
    };
    let rows: Vec<_> = subject.services().flat_map(of_service).collect();
    let words = "SQLAlchemy 2.0, asynchronous; Alembic makes the tables, one history a service.";
    let words = [Some(Written::own(words)), own_tables(subject)].into_iter().flatten();
    let table = table(["Service", "Table", "Model", "Columns"], &rows);
    let words: Vec<Written> = if table.is_some() { words.collect() } else { Vec::new() };
    Part::new("SQLAlchemy models", words, table)
}

fn model(subject: &Subject, service: &Service, kept: &KeptTable) -> [Written; 4] {
    let path = format!("services/{}/src/{}/models/{}.py", service.name, kept.package, kept.module);
    let class = markdown::code(&kept.class);
    let is_written = subject.documents.files.contains(&path);
    let class = if is_written { markdown::link(&class, &format!("../../{path}")) } else { class };
    let columns: Vec<Written> = kept.columns.iter().map(column).collect();
    let line = Line::default().written(&Written::join(&columns, ", "));
    let line = if kept.described { line } else { line.own("; what else it holds is not said") };
    [subject.service_link(service), markdown::code(&kept.name), class, line.end()]
}

fn column(column: &KeptColumn) -> Written {
    let line = Line::default().code(&column.name).own(" ").own(column.sql);
    let line = if column.is_key { line.own(" **key**") } else { line };
    let line = if column.indexed { line.own(" indexed") } else { line };
    if column.nullable { line.own(" or null").end() } else { line.end() }
}

/// What the runtime keeps in the same databases.
fn own_tables(subject: &Subject) -> Option<Written> {
    let mut owners: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for service in subject.services() {
        for table in subject.code.own_tables.get(&service.id).into_iter().flatten() {
            owners.entry(table).or_default().push(service.name.as_str());
        }
    }
    let of_table = |(table, owners): (&str, Vec<&str>)| {
        Line::default().code(table).own(" of ").written(&cells::some(&owners)).end()
    };
    let tables: Vec<Written> = owners.into_iter().map(of_table).collect();
    let line = Line::default().own("Beside them, in the same databases: ");
    (!tables.is_empty()).then(|| line.written(&Written::join(&tables, "; ")).own(".").end())
}

fn schemas(subject: &Subject) -> Part {
    let row = |service: &Service| {
        let folder = format!("services/{}/src/", service.name);
        let named = |begin: &str, end: &str| evidence::named(subject, begin, end);
        let document = service.document.as_ref().and_then(|_| {
            let module = format!("/{}_http.py", service.name.snake());
            named("libs/contracts/src/", &module)
        });
        let bodies = named(&folder, "/api/schemas.py").or(document);
        let settings = named(&folder, "/core/settings.py");
        let of_file = |file: Option<Written>| file.unwrap_or_else(markdown::nothing);
        [subject.service_link(service), of_file(bodies), of_file(settings)]
    };
    let rows: Vec<_> = subject.services().filter(|one| one.generated).map(row).collect();
    let words = "Pydantic 2 refuses what does not fit before any code of the service sees it.";
    let is_known = !subject.documents.files.is_empty();
    let headings = ["Service", "Bodies and answers of routes", "Settings"];
    let table = table(headings, &rows).filter(|_| is_known);
    Part::new("Pydantic schemas", table.is_some().then(|| Written::own(words)), table)
}

fn structures(subject: &Subject) -> Part {
    let of_service = |service: &Service| {
        let used = subject.code.caches.get(&service.id).map(Vec::as_slice).unwrap_or_default();
        used.iter().flat_map(|used| keys(subject, service, *used)).collect::<Vec<_>>()
    };
    let rows: Vec<_> = subject.services().flat_map(of_service).collect();
    let words = "Values are strings. Where one process of a service runs, `CACHE_URL=memory://` keeps them in it.";
    let table = table(["Service", "Key", "Holds", "Lives"], &rows);
    Part::new("Redis data structures", table.is_some().then(|| Written::own(words)), table)
}

/// The keys of a kind that a service writes.
fn keys(subject: &Subject, service: &Service, used: Cached) -> Vec<[Written; 4]> {
    let row = |key: String, holds: &'static str, lives: Written| {
        let key = markdown::code(&format!("{}:{key}", service.name));
        [subject.service_link(service), key, Written::own(holds), lives]
    };
    match used {
        Cached::Entities(store) => entities(subject, service, store),
        Cached::Rates => {
            let holds = "how often a caller asked (counter)";
            vec![row("rate:CALLER:WINDOW".to_owned(), holds, Written::own("one window"))]
        }
        Cached::Events => {
            let groups = service.consumes.iter().filter(|known| known.idempotent == Some(true));
            let key = |group: &str| format!("inbox:{group}:EVENT");
            let keys: BTreeSet<String> = groups.map(|known| key(&known.group)).collect();
            let row = |key| row(key, "that an event was handled", Written::own("30d"));
            keys.into_iter().map(row).collect()
        }
        Cached::Turns => {
            let holds = "which instance takes this turn of a schedule";
            vec![row("schedule:NAME:TIME".to_owned(), holds, Written::own("1h"))]
        }
    }
}

fn entities(subject: &Subject, service: &Service, id: StoreId) -> Vec<[Written; 4]> {
    let store = subject.model.store(id);
    let lives = store.written.ttl.as_ref();
    let lives = lives.map_or_else(
        || Written::own("not said"),
        |ttl| markdown::text(&duration_text(ttl.value.value)),
    );
    let owned = service.owns.iter().filter(|owned| owned.store == id);
    let row = |entity: &Spanned<String>| {
        let key = markdown::code(&format!("{}:{}:KEY", service.name, entity.value));
        let holds = Line::default().own("one of ").code(&entity.value).own(", loaded on a miss");
        [subject.service_link(service), key, holds.end(), lives.clone()]
    };
    owned.flat_map(|owned| &owned.entities).map(row).collect()
}
