//! What an OpenAPI document says, as far as services are made of it.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use crate::diagnostic::Span;

/// The contract of an HTTP service.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// In the order written.
    pub operations: Vec<Operation>,
    /// The objects that its bodies are made of, by name; those without a name of their own are called for their place.
    pub models: BTreeMap<String, Model>,
}

/// What can be asked for.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `GET` ..
    pub method: String,
    /// With `{variables}`; the path of the first server stands before it.
    pub path: String,
    /// Its name for programs.
    pub id: Option<String>,
    /// Its name for people, or empty.
    pub summary: String,
    /// What it does, or empty.
    pub description: String,
    /// Whether callers are to stop using it.
    pub deprecated: bool,
    /// Whether it wants its callers to say who they are; `None` where the document does not say.
    pub secured: Option<bool>,
    /// What the path, the query and the headers carry, in the order written.
    pub parameters: Vec<Parameter>,
    /// What it takes.
    pub body: Option<Body>,
    /// What it gives when all is well.
    pub answer: Answer,
    /// Where it stands.
    pub span: Span,
}

/// A value beside the body.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// As it travels.
    pub name: String,
    /// Where it travels.
    pub place: Place,
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be.
    pub schema: Schema,
}

/// Where a parameter travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// Behind the question mark.
    Query,
    /// In a header.
    Header,
}

/// A JSON body that is taken.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be.
    pub schema: Schema,
}

/// The answer of an operation that went well.
#[derive(Clone, Debug)]
pub struct Answer {
    /// 200 to 299.
    pub status: u16,
    /// What it is, or empty.
    pub description: String,
    /// Its JSON; `None` for an answer without a body.
    pub schema: Option<Schema>,
}

/// What a value may be.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    /// The name that it has below `components/schemas`, or empty; the name of an object stands in its shape.
    pub name: String,
    /// Its form.
    pub shape: Shape,
    /// Whether it may be null.
    pub nullable: bool,
    /// What it keeps to.
    pub bounds: Bounds,
    /// What it is, or empty.
    pub description: String,
    /// What stands for it when it is not said.
    pub default: Option<Value>,
    /// One that the document shows.
    pub example: Option<Value>,
}

/// The form of a value.
#[derive(Clone, Debug, Default)]
pub enum Shape {
    /// Any JSON.
    #[default]
    Any,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text, of this format where one is said.
    Text(Option<String>),
    /// One of these texts, numbers or flags.
    Choice(Vec<Value>),
    /// Several of one kind.
    List(Box<Schema>),
    /// Several of one kind, each by a name.
    Map(Box<Schema>),
    /// The object of this name in [`Document::models`].
    Model(String),
    /// One of several.
    OneOf {
        /// What it may be.
        options: Vec<Schema>,
        /// The field that says which.
        discriminator: Option<String>,
    },
}

/// What a value keeps to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bounds {
    /// Characters, items or entries.
    pub min_length: Option<u64>,
    /// Characters, items or entries.
    pub max_length: Option<u64>,
    /// What a text matches.
    pub pattern: Option<String>,
    /// `>=`
    pub minimum: Option<Number>,
    /// `<=`
    pub maximum: Option<Number>,
    /// `>`
    pub above: Option<Number>,
    /// `<`
    pub below: Option<Number>,
    /// What a number is a multiple of.
    pub multiple_of: Option<Number>,
}

/// An object with named values.
#[derive(Clone, Debug, Default)]
pub struct Model {
    /// What it is, or empty.
    pub description: String,
    /// In the order written.
    pub fields: Vec<Property>,
    /// What happens to names that it does not know.
    pub others: Others,
}

/// A value of an object.
#[derive(Clone, Debug)]
pub struct Property {
    /// As it travels.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// What it may be.
    pub schema: Schema,
}

/// What an object does with names that it does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Others {
    /// They are passed over.
    #[default]
    Ignored,
    /// They are kept.
    Kept,
    /// They are refused.
    Refused,
}

impl Operation {
    /// `POST /v1/orders`
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Schema {
    /// Whether both are values of one kind that keep to the same.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_one = !self.name.is_empty() && self.name == other.name;
        is_one
            || (self.nullable == other.nullable
                && self.bounds == other.bounds
                && self.shape.is_like(&other.shape))
    }
}

impl Shape {
    fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, Self::Any)
            | (Self::Boolean, Self::Boolean)
            | (Self::Integer, Self::Integer)
            | (Self::Number, Self::Number) => true,
            (Self::Text(one), Self::Text(other)) => one == other,
            (Self::Choice(one), Self::Choice(other)) => one == other,
            (Self::List(one), Self::List(other)) | (Self::Map(one), Self::Map(other)) => {
                one.is_like(other)
            }
            (Self::Model(one), Self::Model(other)) => one == other,
            _ => false,
        }
    }
}

impl Bounds {
    /// Whether nothing is said.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
