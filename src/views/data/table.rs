//! The table of an entity: its columns, from the message of the same name where the contracts have one.

use super::column::ColumnKind;
use super::standard::{Resource, Restriction, StandardMethod, Verb, is_text, methods, restriction};
use crate::contracts::{Cardinality, Field, Kind, Message, Scalar};
use crate::names::{Written, pascal, python_identifier};
use crate::views::meaning::field::has_presence;
use crate::views::meaning::operation::squeezed;
use crate::views::meaning::system::{PyService, System};

/// A table.
pub(in crate::views) struct Table<'a> {
    /// `users`: the table, and the module of its repository.
    pub(super) many: String,
    /// `user`: the module of its model.
    pub(super) one: String,
    /// `User`
    pub(super) class: String,
    /// What the contract says of it, or what can be said without one.
    pub(super) doc: String,
    /// The key first, then as declared.
    pub(super) columns: Vec<Column<'a>>,
    /// The message that it keeps, where it is a resource: something with standard methods.
    pub(in crate::views) resource: Option<&'a Message>,
    /// The standard methods of the resource, in the order of the service's operations.
    pub(in crate::views) methods: Vec<StandardMethod<'a>>,
}

/// A column.
pub(super) struct Column<'a> {
    pub(super) name: String,
    pub(super) kind: ColumnKind,
    /// The field that it was made from.
    pub(super) field: Option<&'a Field>,
    /// Whether a row may be without it.
    pub(super) nullable: bool,
    /// Whether rows are looked for by it.
    pub(super) index: bool,
}

/// The tables of a service, by name.
pub(in crate::views) fn tables<'a>(system: &System<'a>, service: &PyService<'a>) -> Vec<Table<'a>> {
    let mut names: Vec<&str> = service
        .service
        .owns
        .iter()
        .filter(|owned| system.is_relational(owned.store))
        .flat_map(|owned| owned.entities.iter().map(|entity| entity.value.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().map(|name| table(system, service, name)).collect()
}

fn table<'a>(system: &System<'a>, service: &PyService<'a>, name: &str) -> Table<'a> {
    let many = python_identifier(&squeezed(&spaced(name)));
    let one = python_identifier(&singular(&many));
    let class = pascal(&one);
    let message = message_of(system, service, &class);
    let key = message.and_then(|message| key_of(message, &one));
    let doc = format!("One row of `{many}`.");
    let (Some(message), Some(key)) = (message, key) else {
        let columns = own_columns();
        return Table { many, one, class, doc, columns, resource: None, methods: Vec::new() };
    };
    let doc = match message.comment.trim() {
        "" => doc,
        comment => comment.to_owned(),
    };
    let wanted = Resource { message, key, class, one };
    let methods = methods(system, service, &wanted);
    let Resource { class, one, .. } = wanted;
    let resource = (!methods.is_empty()).then_some(message);
    let mut columns = columns(message, key, resource.is_some());
    for column in &mut columns {
        column.index |= methods.iter().any(|method| method.verb.compares(&column.name));
    }
    Table { many, one, class, doc, columns, resource, methods }
}

/// `AgentConfigs` and `agent-configs` as `agent_configs`.
fn spaced(name: &str) -> String {
    crate::names::snake(name)
}

/// `users` as `user`, `entries` as `entry`, `addresses` as `address`.
pub(in crate::views) fn singular(many: &str) -> String {
    if let Some(stem) = many.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = many.strip_suffix("sses") {
        return format!("{stem}ss");
    }
    match many.strip_suffix('s') {
        Some(stem) if !stem.ends_with('s') && !stem.is_empty() => stem.to_owned(),
        _ => many.to_owned(),
    }
}

/// The message of an entity: in the packages of the service's own contracts, else the only one of that name.
fn message_of<'a>(
    system: &System<'a>,
    service: &PyService<'a>,
    class: &str,
) -> Option<&'a Message> {
    let contracts = &system.model.contracts;
    let own = service.service.grpc.iter().find_map(|full_name| {
        let package = &contracts.service(full_name)?.package;
        contracts.message(&format!("{package}.{class}"))
    });
    let alone = || {
        let mut named = contracts.messages.values().filter(|message| {
            message.name == class && message.parent.is_none() && !message.map_entry
        });
        named.next().filter(|_| named.next().is_none())
    };
    own.or_else(|| if service.service.grpc.is_empty() { alone() } else { None })
}

fn key_of<'a>(message: &'a Message, one: &str) -> Option<&'a Field> {
    let text = |field: &&Field| {
        field.kind == Kind::Scalar(Scalar::String) && field.cardinality == Cardinality::Singular
    };
    let named = |name: &str| message.field(name).filter(text);
    let chosen = message.resource.as_ref().and_then(|resource| named(&resource.key));
    chosen
        .or_else(|| named(&format!("{one}_id")))
        .or_else(|| named("id"))
        .or_else(|| named("name"))
        .or_else(|| message.fields.iter().find(text))
}

fn columns<'a>(message: &'a Message, key: &'a Field, is_resource: bool) -> Vec<Column<'a>> {
    let column = |field: &'a Field, kind: ColumnKind| Column {
        name: column_name(&field.name),
        kind,
        field: Some(field),
        nullable: has_presence(field) && !kind.is_kept(),
        index: kind == ColumnKind::Reference,
    };
    let mut columns = vec![column(key, ColumnKind::Key)];
    let rest = message.fields.iter().filter(|field| field.name != key.name);
    columns.extend(rest.map(|field| {
        let is_etag = is_resource && field.name == "etag" && is_text(field);
        column(field, if is_etag { ColumnKind::Etag } else { ColumnKind::of(field) })
    }));
    columns
}

/// A name that neither Python nor SQLAlchemy's models keep for themselves.
fn column_name(field: &str) -> String {
    match field {
        "metadata" | "registry" => format!("{field}_"),
        other => python_identifier(other),
    }
}

fn own_columns<'a>() -> Vec<Column<'a>> {
    let column = |name: &str, kind| Column {
        name: name.to_owned(),
        kind,
        field: None,
        nullable: false,
        index: false,
    };
    vec![
        column("id", ColumnKind::OwnKey),
        column("create_time", ColumnKind::CreateTime),
        column("update_time", ColumnKind::UpdateTime),
    ]
}

impl<'a> Table<'a> {
    /// The column of a kind.
    pub(super) fn column(&self, kind: ColumnKind) -> Option<&Column<'a>> {
        self.columns.iter().find(|column| column.kind == kind)
    }

    /// Whether it keeps numbers of 64 bits without a sign.
    pub(in crate::views) fn has_unsigned(&self) -> bool {
        self.column(ColumnKind::Unsigned).is_some()
    }

    /// The fields that its list can be restricted to.
    pub(super) fn filters(&self) -> Vec<&'a Field> {
        let of = |method: &StandardMethod<'a>| match &method.verb {
            Verb::List { filters, .. } => filters.clone(),
            _ => Vec::new(),
        };
        self.methods.iter().flat_map(of).collect()
    }

    /// The columns by which a resource is listed; none when that is its key alone.
    pub(super) fn listed_by(&self) -> Vec<&str> {
        let always = |field: &&Field| restriction(field) == Restriction::Always;
        let mut columns: Vec<&str> =
            self.filters().into_iter().filter(always).map(|field| field.name.as_str()).collect();
        let time = self.resource.and_then(|_| self.column(ColumnKind::CreateTime));
        columns.extend(time.map(|column| column.name.as_str()));
        if !columns.is_empty() {
            columns.push(&self.columns[0].name);
        }
        columns
    }
}

impl Column<'_> {
    /// The type of the attribute.
    pub(super) fn annotation(&self) -> Written {
        let annotation = Written::own(self.kind.annotation());
        if self.nullable { Written::fill("{} | None", &[&annotation]) } else { annotation }
    }

    /// The arguments of `mapped_column`.
    pub(super) fn arguments(&self) -> Vec<Written> {
        let mut arguments: Vec<Written> =
            self.kind.arguments().iter().map(|argument| Written::own(argument)).collect();
        if self.nullable && self.kind.is_json() {
            arguments = vec![Written::own("JSON(none_as_null=True)")];
        }
        if self.index {
            arguments.push(Written::own("index=True"));
        }
        arguments
    }
}

impl Verb<'_> {
    /// Whether it is a list of those that are equal in this.
    fn compares(&self, name: &str) -> bool {
        matches!(self, Self::List { filters, .. } if filters.iter().any(|f| f.name == name))
    }
}
