//! What the contracts say, as plain values: every name resolved, every comment kept, every place known.

use crate::diagnostic::Span;

pub use super::limits::{Limit, Limits};
pub use super::options::{Resource, Rpc};

/// One proto file that compiled.
#[derive(Clone, Debug)]
pub struct File {
    /// How other files import it.
    pub import_path: String,
    /// Where it lies in the project; the import path itself for built-in files.
    pub path: String,
    /// The `package`, or empty.
    pub package: String,
    /// Who wrote it.
    pub origin: Origin,
    /// The import paths that it names, in the order written.
    pub imports: Vec<String>,
    /// Those of `imports` that it passes on (`import public`).
    pub public_imports: Vec<String>,
    /// Full names of its services, in the order written.
    pub services: Vec<String>,
    /// Full names of its top-level messages, in the order written.
    pub messages: Vec<String>,
    /// Full names of its top-level enums, in the order written.
    pub enums: Vec<String>,
    /// What stands above its `package` or, failing that, its `syntax`.
    pub comment: String,
    /// Its `package` statement, or its first byte.
    pub span: Span,
}

/// Who wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The project.
    Project,
    /// Somebody else: its root is marked `vendored`.
    Vendored,
    /// It comes with scaffold: protobuf's well-known types and scaffold's own options.
    BuiltIn,
}

/// A proto file that says again what another one says; the other one counts.
#[derive(Clone, Debug)]
pub struct Copy {
    /// What both say.
    pub what: Copied,
    /// The beginning of the copy.
    pub place: Span,
    /// The beginning of the one that counts.
    pub first: Span,
    /// Whether they say it differently; options that only name a language's package do not count.
    pub drifted: bool,
}

/// What a copy has in common with the first one.
#[derive(Clone, Debug)]
pub enum Copied {
    /// The import path: they lie in two roots.
    Path(String),
    /// These names, sorted: they lie under two import paths.
    Names(Vec<String>),
    /// All that it declares; the first one declares more.
    Part,
}

/// A gRPC service.
#[derive(Clone, Debug)]
pub struct Service {
    /// `acme.auth.v1.AuthService`.
    pub full_name: String,
    /// `acme.auth.v1`.
    pub package: String,
    /// `AuthService`.
    pub name: String,
    /// The import path of its file.
    pub file: String,
    /// Who wrote its file.
    pub origin: Origin,
    /// What its comment says, or empty.
    pub comment: String,
    /// `option deprecated = true`.
    pub deprecated: bool,
    /// In the order written.
    pub methods: Vec<Method>,
    /// Its name where it is declared.
    pub span: Span,
}

/// An RPC.
#[derive(Clone, Debug)]
pub struct Method {
    /// `Authenticate`.
    pub name: String,
    /// The full name of the request message.
    pub input: String,
    /// The full name of the response message.
    pub output: String,
    /// Which side sends more than one message.
    pub streaming: Streaming,
    /// Whether it may be sent again.
    pub idempotency: Idempotency,
    /// `option deprecated = true`.
    pub deprecated: bool,
    /// What its comment says, or empty.
    pub comment: String,
    /// `google.api.http`, where it is given.
    pub http: Option<HttpRule>,
    /// `scaffold.v1.rpc`, where it is given.
    pub rpc: Option<Rpc>,
    /// Its name where it is declared.
    pub span: Span,
}

/// The four kinds of RPC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Streaming {
    /// One request, one response.
    Unary,
    /// Many requests, one response.
    Client,
    /// One request, many responses.
    Server,
    /// Many of both, in any order.
    Bidirectional,
}

/// `idempotency_level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Idempotency {
    /// Nothing is said.
    Unknown,
    /// Only reads.
    NoSideEffects,
    /// May be sent twice.
    Idempotent,
}

/// How an RPC is reached over HTTP, as `google.api.http` says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRule {
    /// `GET`, `POST` .. or the custom kind as written.
    pub method: String,
    /// The path with its `{variables}`.
    pub path: String,
    /// The request field that is the body, `*` for all that is not in the path, or empty.
    pub body: String,
    /// The response field that is the body, or empty for all.
    pub response_body: String,
    /// Further ways to the same RPC.
    pub additional: Vec<HttpRule>,
}

/// A message; nested ones and map entries are listed like all others.
#[derive(Clone, Debug)]
pub struct Message {
    /// `acme.auth.v1.User`.
    pub full_name: String,
    /// `acme.auth.v1`.
    pub package: String,
    /// `User`; `Outer.Inner` has the name `Inner`.
    pub name: String,
    /// The full name of the message around it.
    pub parent: Option<String>,
    /// The import path of its file.
    pub file: String,
    /// Who wrote its file.
    pub origin: Origin,
    /// What its comment says, or empty.
    pub comment: String,
    /// `option deprecated = true`.
    pub deprecated: bool,
    /// Whether protobuf made it for a `map<..>` field; nobody writes such a message.
    pub map_entry: bool,
    /// In the order written.
    pub fields: Vec<Field>,
    /// Names of its oneofs, in the order written; those behind `optional` are left out.
    pub oneofs: Vec<String>,
    /// Of which fields at most one may be set, or one has to be.
    pub choices: Vec<OneOf>,
    /// Full names of the messages in it, in the order written.
    pub messages: Vec<String>,
    /// Full names of the enums in it, in the order written.
    pub enums: Vec<String>,
    /// `scaffold.v1.resource`, or what `google.api.resource` says of the same.
    pub resource: Option<Resource>,
    /// Its name where it is declared.
    pub span: Span,
}

/// A field of a message.
#[derive(Clone, Debug)]
pub struct Field {
    /// `user_id`.
    pub name: String,
    /// The number on the wire.
    pub number: u32,
    /// `userId`, or what `json_name` says.
    pub json_name: String,
    /// The type of one value; of a map, the type of its values.
    pub kind: Kind,
    /// How many values there are.
    pub cardinality: Cardinality,
    /// The oneof that it is part of; not the one behind `optional`.
    pub oneof: Option<String>,
    /// What its comment says, or empty.
    pub comment: String,
    /// `deprecated = true`.
    pub deprecated: bool,
    /// `debug_redact = true`: never to be shown.
    pub debug_redact: bool,
    /// `google.api.field_behavior` by name: `REQUIRED`, `OUTPUT_ONLY` ..
    pub behaviors: Vec<String>,
    /// What `buf.validate.field` allows it to be.
    pub limits: Limits,
    /// `scaffold.v1.data_class`.
    pub data_classes: Vec<String>,
    /// Its name where it is declared.
    pub span: Span,
}

/// Fields of which at most one may be set: a oneof that has to be (`buf.validate.oneof`), or fields that a message names
/// (`buf.validate.message`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneOf {
    /// Of the oneof, or the names of the fields.
    pub name: String,
    /// The names of the fields.
    pub fields: Vec<String>,
    /// Whether one has to be set.
    pub required: bool,
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number, a bool, a text or bytes.
    Scalar(Scalar),
    /// A message, by its full name.
    Message(String),
    /// An enum, by its full name.
    Enum(String),
}

/// How many values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cardinality {
    /// One; absent and zero are the same (a message can be absent nevertheless).
    Singular,
    /// None or one (`optional`, or any field that is not repeated in proto2).
    Optional,
    /// Exactly one (`required` of proto2).
    Required,
    /// Any number, in order.
    Repeated,
    /// One for each key.
    Map(Scalar),
}

/// The built-in types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "protobuf's own names say it")]
pub enum Scalar {
    Double,
    Float,
    Int32,
    Int64,
    Uint32,
    Uint64,
    Sint32,
    Sint64,
    Fixed32,
    Fixed64,
    Sfixed32,
    Sfixed64,
    Bool,
    String,
    Bytes,
}

/// An enum; nested ones are listed like all others.
#[derive(Clone, Debug)]
pub struct Enum {
    /// `acme.chat.v1.Author`.
    pub full_name: String,
    /// `acme.chat.v1`.
    pub package: String,
    /// `Author`.
    pub name: String,
    /// The full name of the message around it.
    pub parent: Option<String>,
    /// The import path of its file.
    pub file: String,
    /// Who wrote its file.
    pub origin: Origin,
    /// What its comment says, or empty.
    pub comment: String,
    /// `option deprecated = true`.
    pub deprecated: bool,
    /// In the order written.
    pub values: Vec<EnumValue>,
    /// Its name where it is declared.
    pub span: Span,
}

/// One value of an enum.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// `AUTHOR_USER`.
    pub name: String,
    /// The number on the wire.
    pub number: i32,
    /// What its comment says, or empty.
    pub comment: String,
    /// `deprecated = true`.
    pub deprecated: bool,
    /// Its name where it is declared.
    pub span: Span,
}

impl Service {
    /// The method of this name.
    pub fn method(&self, name: &str) -> Option<&Method> {
        self.methods.iter().find(|method| method.name == name)
    }
}

impl Message {
    /// The field of this name.
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl Streaming {
    /// Whether the caller sends more than one message.
    pub fn from_client(self) -> bool {
        matches!(self, Self::Client | Self::Bidirectional)
    }

    /// Whether the server sends more than one message.
    pub fn from_server(self) -> bool {
        matches!(self, Self::Server | Self::Bidirectional)
    }
}

impl Scalar {
    /// The word for it in a proto file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Double => "double",
            Self::Float => "float",
            Self::Int32 => "int32",
            Self::Int64 => "int64",
            Self::Uint32 => "uint32",
            Self::Uint64 => "uint64",
            Self::Sint32 => "sint32",
            Self::Sint64 => "sint64",
            Self::Fixed32 => "fixed32",
            Self::Fixed64 => "fixed64",
            Self::Sfixed32 => "sfixed32",
            Self::Sfixed64 => "sfixed64",
            Self::Bool => "bool",
            Self::String => "string",
            Self::Bytes => "bytes",
        }
    }
}
