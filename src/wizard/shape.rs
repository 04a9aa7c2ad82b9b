//! What goes into an RPC and what comes out, guessed from its name: a first draft that a team makes its own.

use super::{RpcName, words};
use crate::names::pascal;

/// What the name of an RPC tells.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// One sentence.
    pub(super) comment: String,
    /// `NO_SIDE_EFFECTS` or `IDEMPOTENT`, when the name says so.
    pub(super) idempotency: Option<&'static str>,
    /// The fields of the request.
    pub(super) request: Vec<Field>,
    /// The fields of the response.
    pub(super) response: Vec<Field>,
    /// The noun whose message the response uses.
    pub(super) resource: Option<String>,
}

/// A field; its number is its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Field {
    /// In `snake_case`.
    pub(super) name: String,
    /// What it holds.
    pub(super) kind: Kind,
    /// What it means; empty where the name says it.
    pub(super) comment: String,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text.
    Text,
    /// Text that no log may show.
    Secret,
    /// A whole number.
    Number,
    /// A moment.
    Time,
    /// A message of the package.
    One(String),
    /// Many of a message of the package.
    Many(String),
}

const READS: Option<&str> = Some("NO_SIDE_EFFECTS");
const REPEATABLE: Option<&str> = Some("IDEMPOTENT");

/// Says what the name suggests.
pub(super) fn shape(rpc: &RpcName) -> Shape {
    let words = rpc.words();
    let (verb, noun) = (words[0].as_str(), words[1..].join("_"));
    let many = words::singular(&noun) != noun;
    match (verb, noun.as_str()) {
        ("authenticate", "") => authenticate(),
        ("say" | "greet", _) => say(verb, &noun),
        (_, "") => act(verb),
        ("get" | "find" | "read" | "fetch" | "describe", _) if !many => get(verb, &noun),
        ("get" | "find" | "read" | "fetch" | "list" | "search", _) => list(verb, &noun),
        ("create" | "add" | "register", _) => create(verb, &noun),
        ("update" | "rename" | "change", _) => update(verb, &noun),
        ("delete" | "remove", _) if many => delete_many(verb, &noun),
        ("delete" | "remove", _) => on_one(verb, &noun, REPEATABLE),
        _ => on_one(verb, &noun, None),
    }
}

/// The message that stands for a noun: `order` as `Order`.
pub(super) fn message(noun: &str) -> String {
    pascal(noun)
}

/// The field that identifies a noun: `order_id`.
pub(super) fn id(noun: &str) -> Field {
    Field::new(&format!("{noun}_id"), Kind::Text, "")
}

impl Field {
    pub(super) fn new(name: &str, kind: Kind, comment: &str) -> Self {
        Self { name: name.to_owned(), kind, comment: comment.to_owned() }
    }
}

fn authenticate() -> Shape {
    Shape {
        comment: "Verifies a token and says whose it is.".to_owned(),
        idempotency: READS,
        request: vec![Field::new(
            "token",
            Kind::Secret,
            "The token as the client sent it, without its scheme.",
        )],
        response: vec![
            Field::new("user_id", Kind::Text, "The owner of the token."),
            Field::new("expire_time", Kind::Time, "When the token stops being accepted."),
        ],
        resource: None,
    }
}

fn say(verb: &str, noun: &str) -> Shape {
    let what = if noun.is_empty() { "a greeting".to_owned() } else { words::spaced(noun) };
    Shape {
        comment: format!("{} {what} to whoever has the given name.", words::does(verb)),
        idempotency: READS,
        request: vec![Field::new("name", Kind::Text, "Whom to greet.")],
        response: vec![
            Field::new("name", Kind::Text, "Who was greeted."),
            Field::new("greeting", Kind::Text, "The greeting, ready to be shown."),
        ],
        resource: None,
    }
}

fn act(verb: &str) -> Shape {
    Shape {
        comment: format!("{} what the request says.", words::does(verb)),
        idempotency: None,
        request: vec![Field::new("text", Kind::Text, "What to act on, in words.")],
        response: vec![Field::new("text", Kind::Text, "What came of it, in words.")],
        resource: None,
    }
}

fn get(verb: &str, noun: &str) -> Shape {
    Shape {
        comment: format!("{} {} by its id.", words::does(verb), words::a(noun)),
        idempotency: READS,
        request: vec![id(noun)],
        response: vec![Field::new(noun, Kind::One(message(noun)), "")],
        resource: Some(noun.to_owned()),
    }
}

fn list(verb: &str, noun: &str) -> Shape {
    let one = words::singular(noun);
    let many = words::plural(&one);
    let mut request = vec![
        Field::new(
            "page_size",
            Kind::Number,
            "At most this many; 0 leaves the choice to the server.",
        ),
        Field::new(
            "page_token",
            Kind::Text,
            "`next_page_token` of the page before; empty for the first page.",
        ),
    ];
    if verb == "search" {
        request.insert(0, Field::new("query", Kind::Text, "What to look for, in words."));
    }
    Shape {
        comment: format!("{} {}, page by page.", words::does(verb), words::spaced(&many)),
        idempotency: READS,
        request,
        response: vec![
            Field::new(&many, Kind::Many(message(&one)), ""),
            Field::new("next_page_token", Kind::Text, "Empty on the last page."),
        ],
        resource: Some(one),
    }
}

fn create(verb: &str, noun: &str) -> Shape {
    Shape {
        comment: format!("{} {} and returns it.", words::does(verb), words::a(noun)),
        idempotency: None,
        request: vec![Field::new("display_name", Kind::Text, "What people call it.")],
        response: vec![Field::new(noun, Kind::One(message(noun)), "")],
        resource: Some(noun.to_owned()),
    }
}

fn update(verb: &str, noun: &str) -> Shape {
    let mut shape = create(verb, noun);
    shape.request.insert(0, id(noun));
    shape
}

fn delete_many(verb: &str, noun: &str) -> Shape {
    let comment =
        format!("{} {} and says how many there were.", words::does(verb), words::spaced(noun));
    Shape {
        comment,
        idempotency: REPEATABLE,
        request: Vec::new(),
        response: vec![Field::new("deleted_count", Kind::Number, "How many there were.")],
        resource: None,
    }
}

fn on_one(verb: &str, noun: &str, idempotency: Option<&'static str>) -> Shape {
    Shape {
        comment: format!("{} the {} of the given id.", words::does(verb), words::spaced(noun)),
        idempotency,
        request: vec![id(noun)],
        response: vec![id(noun)],
        resource: None,
    }
}
