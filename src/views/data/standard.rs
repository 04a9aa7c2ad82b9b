//! The standard methods of AIP-131 to 135, recognised by the shape of their messages.
//!
//! A method is standard when nothing about it is left to say: it is unary, the topology declares no calls and no events
//! of it, and each field of its request and its reply has the meaning that the AIPs give it. One field more, and the
//! method stays a walking skeleton.

use crate::contracts::{Cardinality, Contracts, Field, Kind, Message, Method, Scalar, Streaming};
use crate::model::OperationKind;
use crate::views::meaning::contract::method_of;
use crate::views::meaning::field::is_nameable;
use crate::views::meaning::operation::PyOperation;
use crate::views::meaning::system::{PyService, System};

/// A standard method of a resource.
#[derive(Debug)]
pub(in crate::views) struct StandardMethod<'a> {
    /// Its place among the operations of the service.
    pub(in crate::views) operation: usize,
    pub(super) method: &'a Method,
    /// The full name of its proto service.
    pub(super) service: &'a str,
    pub(in crate::views) verb: Verb<'a>,
    /// The field of the reply that holds the resource; `None` where the reply is the resource itself.
    pub(super) held_in: Option<&'a Field>,
}

/// What a standard method does, and the fields of its request.
#[derive(Debug)]
pub(in crate::views) enum Verb<'a> {
    Get {
        key: &'a Field,
    },
    /// The reply's repeated field, and the fields of the request that rows must equal.
    List {
        items: &'a Field,
        filters: Vec<&'a Field>,
    },
    Create {
        resource: &'a Field,
        key: Option<&'a Field>,
    },
    Update {
        resource: &'a Field,
        mask: Option<&'a Field>,
    },
    Delete {
        key: &'a Field,
        etag: Option<&'a Field>,
    },
}

/// A resource on the search for its methods.
pub(super) struct Resource<'a> {
    pub(super) message: &'a Message,
    pub(super) key: &'a Field,
    /// `Product`
    pub(super) class: String,
    /// `product`
    pub(super) one: String,
}

/// The fields that are columns of another name.
const RENAMED: [&str; 2] = ["metadata", "registry"];

/// What SQLAlchemy's collections of columns have besides columns.
const TAKEN: [&str; 10] =
    ["add", "clear", "compare", "extend", "get", "items", "keys", "remove", "update", "values"];

/// The standard methods of a resource that a service serves, in the order of its operations; each verb once.
pub(super) fn methods<'a>(
    system: &System<'a>,
    service: &PyService<'a>,
    resource: &Resource<'a>,
) -> Vec<StandardMethod<'a>> {
    let is_sound = |field: &Field| is_nameable(field) && !RENAMED.contains(&field.name.as_str());
    if !resource.message.fields.iter().all(is_sound) {
        return Vec::new();
    }
    let mut found: Vec<StandardMethod> = Vec::new();
    for (index, operation) in service.operations.iter().enumerate() {
        let Some(method) = standard(&system.model.contracts, operation, index, resource) else {
            continue;
        };
        let same = |other: &StandardMethod| other.verb.word() == method.verb.word();
        if !found.iter().any(same) {
            found.push(method);
        }
    }
    found
}

fn standard<'a>(
    contracts: &'a Contracts,
    operation: &PyOperation<'a>,
    index: usize,
    resource: &Resource<'a>,
) -> Option<StandardMethod<'a>> {
    let OperationKind::Rpc { service, .. } = &operation.operation.kind else { return None };
    let method = method_of(contracts, operation.operation)?;
    let is_free = operation.flow.steps.is_empty() && operation.flow.events.is_empty();
    if method.streaming != Streaming::Unary || !is_free {
        return None;
    }
    let request = contracts.message(&method.input)?;
    let reply = contracts.message(&method.output)?;
    let held_in = held(reply, resource);
    let answers = reply.full_name == resource.message.full_name || held_in.is_some();
    let named = |verb: &str| method.name == format!("{verb}{}", resource.class);
    let verb = if named("Get") {
        get(request, resource).filter(|_| answers)
    } else if named("Create") {
        create(request, resource).filter(|_| answers)
    } else if named("Update") {
        update(request, resource).filter(|_| answers)
    } else if named("Delete") {
        delete(request, reply, resource)
    } else if method.name.starts_with("List") {
        list(request, reply, resource)
    } else {
        None
    };
    Some(StandardMethod { operation: index, method, service, verb: verb?, held_in })
}

/// The only field of a reply, when it holds the resource.
fn held<'a>(reply: &'a Message, resource: &Resource) -> Option<&'a Field> {
    match reply.fields.as_slice() {
        [field] if is_resource(field, resource) => Some(field),
        _ => None,
    }
}

fn get<'a>(request: &'a Message, resource: &Resource) -> Option<Verb<'a>> {
    match request.fields.as_slice() {
        [key] if is_key(key, resource) => Some(Verb::Get { key }),
        _ => None,
    }
}

fn list<'a>(request: &'a Message, reply: &'a Message, resource: &Resource) -> Option<Verb<'a>> {
    let is_items =
        |field: &&Field| field.cardinality == Cardinality::Repeated && is_message(field, resource);
    let items = reply.fields.iter().find(is_items).filter(|items| is_nameable(items))?;
    let token = reply.field("next_page_token")?;
    let paged = request.field("page_size").is_some_and(is_integer)
        && request.field("page_token").is_some_and(is_text);
    if reply.fields.len() != 2 || !is_text(token) || !paged {
        return None;
    }
    let others = request.fields.iter().filter(|f| !matches!(&*f.name, "page_size" | "page_token"));
    let filters: Vec<&Field> = others.collect();
    let all = filters.iter().all(|filter| is_filter(filter, resource));
    all.then_some(Verb::List { items, filters })
}

/// Whether a field of a request says what a field of the resource must be.
fn is_filter(filter: &Field, resource: &Resource) -> bool {
    let alike = resource.message.field(&filter.name).is_some_and(|field| {
        field.kind == filter.kind
            && field.cardinality == Cardinality::Singular
            && field.oneof.is_none()
    });
    let comparable = match &filter.kind {
        Kind::Enum(_) => true,
        Kind::Scalar(scalar) => !matches!(scalar, Scalar::Bytes | Scalar::Float | Scalar::Double),
        Kind::Message(_) => false,
    };
    let single = matches!(filter.cardinality, Cardinality::Singular | Cardinality::Optional)
        && filter.oneof.is_none();
    let is_free = filter.name != "page" && !TAKEN.contains(&filter.name.as_str());
    alike && comparable && single && is_nameable(filter) && is_free
}

/// When a list is restricted by a field of its request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Restriction {
    /// Always: it says whose things are listed, and nobody's are not everybody's.
    Always,
    /// Where it is set.
    Present,
    /// Where it is not zero or empty.
    NotZero,
}

/// When a list is restricted by this field of its request.
pub(super) fn restriction(filter: &Field) -> Restriction {
    match filter.cardinality {
        Cardinality::Optional => Restriction::Present,
        _ if is_text(filter) && filter.name.ends_with("_id") => Restriction::Always,
        _ => Restriction::NotZero,
    }
}

fn create<'a>(request: &'a Message, resource: &Resource) -> Option<Verb<'a>> {
    let (given, others) = parted(request, resource)?;
    match others.as_slice() {
        [] => Some(Verb::Create { resource: given, key: None }),
        [key] if is_key(key, resource) => Some(Verb::Create { resource: given, key: Some(key) }),
        _ => None,
    }
}

fn update<'a>(request: &'a Message, resource: &Resource) -> Option<Verb<'a>> {
    let (given, others) = parted(request, resource)?;
    match others.as_slice() {
        [] => Some(Verb::Update { resource: given, mask: None }),
        [mask] if mask.kind == Kind::Message("google.protobuf.FieldMask".to_owned()) => {
            Some(Verb::Update { resource: given, mask: Some(mask) }).filter(|_| is_nameable(mask))
        }
        _ => None,
    }
}

fn delete<'a>(request: &'a Message, reply: &Message, resource: &Resource) -> Option<Verb<'a>> {
    if !reply.fields.is_empty() {
        return None;
    }
    match request.fields.as_slice() {
        [key] if is_key(key, resource) => Some(Verb::Delete { key, etag: None }),
        [key, etag] if is_key(key, resource) && etag.name == "etag" && is_text(etag) => {
            let kept = resource.message.field("etag").is_some_and(is_text);
            kept.then_some(Verb::Delete { key, etag: Some(etag) })
        }
        _ => None,
    }
}

/// The field of a request that holds the resource, and all others.
fn parted<'a>(request: &'a Message, resource: &Resource) -> Option<(&'a Field, Vec<&'a Field>)> {
    let given = request.fields.iter().find(|field| is_resource(field, resource))?;
    let others = request.fields.iter().filter(|field| field.name != given.name).collect();
    Some((given, others))
}

fn is_resource(field: &Field, resource: &Resource) -> bool {
    field.cardinality == Cardinality::Singular
        && field.oneof.is_none()
        && is_nameable(field)
        && is_message(field, resource)
}

fn is_message(field: &Field, resource: &Resource) -> bool {
    matches!(&field.kind, Kind::Message(name) if *name == resource.message.full_name)
}

/// Whether a field of a request names the resource.
fn is_key(field: &Field, resource: &Resource) -> bool {
    let named = field.name == resource.key.name
        || field.name == "id"
        || field.name == "name"
        || field.name == format!("{}_id", resource.one);
    named && is_text(field)
}

/// Whether a field is one text that is always there.
pub(super) fn is_text(field: &Field) -> bool {
    field.kind == Kind::Scalar(Scalar::String)
        && field.cardinality == Cardinality::Singular
        && field.oneof.is_none()
}

fn is_integer(field: &Field) -> bool {
    matches!(field.kind, Kind::Scalar(Scalar::Int32 | Scalar::Int64 | Scalar::Uint32))
        && field.cardinality == Cardinality::Singular
}

impl Verb<'_> {
    /// The verb itself.
    pub(super) fn word(&self) -> &'static str {
        match self {
            Self::Get { .. } => "get",
            Self::List { .. } => "list",
            Self::Create { .. } => "create",
            Self::Update { .. } => "update",
            Self::Delete { .. } => "delete",
        }
    }
}
