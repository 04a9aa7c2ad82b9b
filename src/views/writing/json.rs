//! Fields as JSON: what they are declared as, and how they come from messages and go into them.

use super::expression::{Brackets, Expression};
use super::imports::Imports;
use super::lines::{LONGEST, Lines};
use crate::contracts::{Cardinality, Field, Kind, Limits, Scalar};
use crate::names::written::python;
use crate::names::{Written, is_python_keyword};
use crate::views::doors::inputs::{scalar_type, time_class};
use crate::views::doors::limited::{annotated, of_json};
use crate::views::doors::needed::is_needed;
use crate::views::doors::schema::Schemas;
use crate::views::meaning::field::{has_presence, is_single};
use crate::views::meaning::system::System;

/// What the writers of a file know, and the imports that they add to.
pub(in crate::views) struct Json<'a, 'b> {
    pub(in crate::views) system: &'b System<'a>,
    pub(in crate::views) schemas: &'b Schemas<'a>,
    pub(in crate::views) imports: &'b mut Imports,
    /// `schemas.` outside of `schemas.py`.
    pub(in crate::views) qualifier: &'static str,
    /// The class that is being declared: this one and those after it are not there yet.
    pub(in crate::views) current: usize,
}

/// The type of a field.
#[derive(Debug)]
pub(in crate::views) struct Annotation {
    one: Written,
    shape: Shape,
    /// Whether it names a class that is not there yet.
    is_early: bool,
    /// What it is held to.
    limits: Limits,
}

#[derive(Debug)]
enum Shape {
    One,
    MaybeOne,
    List,
    Dict(Written),
}

impl Annotation {
    fn text(&self) -> Written {
        let text = match &self.shape {
            Shape::One => self.one.clone(),
            Shape::MaybeOne => Written::fill("{} | None", &[&self.one]),
            Shape::List => Written::fill("list[{}]", &[&self.one]),
            Shape::Dict(key) => Written::fill("dict[{}, {}]", &[key, &self.one]),
        };
        if self.is_early { Written::fill("\"{}\"", &[&text]) } else { text }
    }

    /// The parameter of a function: `name: type` with a remark such as `Query(alias="id")`, and what stands behind it.
    pub(in crate::views) fn parameter(
        &self,
        name: &Written,
        remark: Option<&Written>,
        tail: &Written,
    ) -> Written {
        match remark {
            _ if !self.limits.is_empty() => {
                let lines = annotated(name, &self.text(), (&self.limits, remark), tail);
                Written::join(&lines.into_vec(), "\n    ")
            }
            None => Written::fill("{}: {}{}", &[name, &self.text(), tail]),
            Some(remark) => {
                Written::fill("{}: Annotated[{}, {}]{}", &[name, &self.text(), remark, tail])
            }
        }
    }

    /// `name: type`, and what stands behind it, in the body of a class.
    pub(in crate::views) fn lines(&self, name: &Written, value: Option<&Written>) -> Lines {
        let tail = value.map(|value| Written::fill(" = {}", &[value])).unwrap_or_default();
        if !self.limits.is_empty() {
            return annotated(name, &self.text(), (&self.limits, None), &tail);
        }
        let head = Written::fill("{}: {}", &[name, &self.text()]);
        let mut lines = Lines::default();
        let can_wrap = value.is_some_and(|value| value.as_str().starts_with(['N', '"']));
        if fits(&Written::concat([&head, &tail])) || (self.is_early && value.is_some()) {
            lines.add(0, Written::concat([&head, &tail]));
        } else if let Some(value) =
            value.filter(|_| can_wrap && fits(&Written::fill("{} = (", &[&head])))
        {
            lines.add(0, Written::fill("{} = (", &[&head]));
            lines.add(1, value.clone());
            lines.own(0, ")");
        } else {
            let (open, inner, close) = self.parts();
            lines.add(0, Written::fill("{}: {}", &[name, &open]));
            lines.add(1, inner);
            lines.add(0, Written::fill("{}{}", &[&close, &tail]));
        }
        lines
    }

    /// Where the type can be broken: before, within, after.
    fn parts(&self) -> (Written, Written, Written) {
        let (open, inner, close) = match &self.shape {
            _ if self.is_early => ("(", self.text(), ")"),
            Shape::One | Shape::MaybeOne => ("(", self.text(), ")"),
            Shape::List => ("list[", self.one.clone(), "]"),
            Shape::Dict(key) => ("dict[", Written::fill("{}, {}", &[key, &self.one]), "]"),
        };
        (Written::own(open), inner, Written::own(close))
    }
}

/// Whether the line fits into the body of a class, as far as its first line break.
fn fits(line: &Written) -> bool {
    let first = line.as_str().lines().next().unwrap_or_default();
    4 + first.chars().count() <= LONGEST
}

impl Json<'_, '_> {
    /// The type of a field of a body.
    pub(in crate::views) fn taken(&mut self, field: &Field) -> Annotation {
        let (one, is_early) = match &field.kind {
            Kind::Scalar(scalar) => (self.bounded(*scalar), false),
            Kind::Enum(name) => (self.own(self.schemas.alias(name)), false),
            Kind::Message(name) => match time_class(name) {
                Some("datetime") => (self.runtime("Moment"), false),
                Some(class) => (self.time(class), false),
                None => self.class(self.schemas.input(name)),
            },
        };
        let key = |json: &mut Self, key| json.bounded(key);
        let annotation = self.annotation(field, one, is_early, key);
        self.held(annotation, field)
    }

    /// The same with the limits of the field, and without an absence that they do not allow.
    fn held(&mut self, mut annotation: Annotation, field: &Field) -> Annotation {
        if is_needed(field) && matches!(annotation.shape, Shape::MaybeOne) {
            annotation.shape = Shape::One;
        }
        annotation.limits = of_json(&self.system.model.contracts, field);
        if !annotation.limits.is_empty() {
            self.imports.name("typing", "Annotated");
            self.imports.name(&format!("{}.limited", self.system.runtime), "Limited");
        }
        annotation
    }

    /// The type of a field of an answer.
    pub(in crate::views) fn answered(&mut self, field: &Field) -> Annotation {
        let (one, is_early) = match &field.kind {
            Kind::Scalar(Scalar::Bytes) | Kind::Enum(_) => (Written::own("str"), false),
            Kind::Scalar(scalar) => (Written::own(scalar_type(*scalar)), false),
            Kind::Message(name) => match time_class(name) {
                Some(class) => (self.time(class), false),
                None => self.class(self.schemas.output(name)),
            },
        };
        self.annotation(field, one, is_early, |_, key| Written::own(scalar_type(key)))
    }

    fn annotation(
        &mut self,
        field: &Field,
        one: Written,
        is_early: bool,
        key_type: impl Fn(&mut Self, Scalar) -> Written,
    ) -> Annotation {
        let shape = match field.cardinality {
            Cardinality::Repeated => Shape::List,
            Cardinality::Map(key) => Shape::Dict(key_type(self, key)),
            _ if has_presence(field) => Shape::MaybeOne,
            _ => Shape::One,
        };
        Annotation { one, shape, is_early, limits: Limits::default() }
    }

    /// The type of a variable of the path, which is always there.
    pub(in crate::views) fn in_path(&mut self, field: &Field) -> Annotation {
        let mut annotation = self.in_query(field);
        annotation.shape = Shape::One;
        annotation
    }

    /// The type of a value in the query: a URL cannot hold text that is not sound.
    pub(in crate::views) fn in_query(&mut self, field: &Field) -> Annotation {
        if field.kind == Kind::Scalar(Scalar::String) {
            let key = |json: &mut Self, key| json.bounded(key);
            let annotation = self.annotation(field, Written::own("str"), false, key);
            return self.held(annotation, field);
        }
        self.taken(field)
    }

    /// What stands for a field that is not said.
    pub(in crate::views) fn default(&self, field: &Field) -> Written {
        match (&field.cardinality, &field.kind) {
            (Cardinality::Repeated, _) => Written::own("[]"),
            (Cardinality::Map(_), _) => Written::own("{}"),
            _ if has_presence(field) => Written::own("None"),
            (_, Kind::Enum(name)) => python::string(self.schemas.first_value(name)),
            (_, Kind::Message(_)) => Written::own("None"),
            (_, Kind::Scalar(scalar)) => Written::own(match scalar {
                Scalar::String => "\"\"",
                Scalar::Bytes => "b\"\"",
                Scalar::Bool => "False",
                Scalar::Double | Scalar::Float => "0.0",
                _ => "0",
            }),
        }
    }

    /// How an answer's field comes from `message`.
    pub(in crate::views) fn out_of_message(&mut self, field: &Field) -> Expression {
        let name = python::string(&field.name);
        let access = if is_python_keyword(&field.name) {
            Written::fill("getattr(message, {})", &[&name])
        } else {
            Written::fill("message.{}", &[&python::identifier(&field.name)])
        };
        if let Kind::Message(kind) = &field.kind
            && let Some(class) = time_class(kind).filter(|_| is_single(field))
        {
            let helper = if class == "datetime" { "datetime_of" } else { "timedelta_of" };
            let arguments = [Written::own("message"), name];
            return Expression::call(self.runtime(helper), arguments, "");
        }
        match field.cardinality {
            Cardinality::Repeated => match self.converted(field, Written::own("item")) {
                Expression::Plain(_) => Expression::call(Written::own("list"), [access], ""),
                one => each(one, &access, false),
            },
            Cardinality::Map(_) => match self.converted(field, Written::own("item")) {
                Expression::Plain(_) => Expression::call(Written::own("dict"), [access], ""),
                one => each(one, &access, true),
            },
            _ if has_presence(field) => Expression::IfSet {
                value: Box::new(self.converted(field, access)),
                condition: Box::new(Expression::call(Written::own("message.HasField"), [name], "")),
            },
            _ => self.converted(field, access),
        }
    }

    /// One value of a message as JSON has it; plain where both are the same.
    fn converted(&mut self, field: &Field, value: Written) -> Expression {
        match &field.kind {
            Kind::Scalar(Scalar::Bytes) => {
                self.imports.name("base64", "b64encode");
                Expression::call(Written::own("b64encode"), [value], ".decode()")
            }
            Kind::Scalar(_) => Expression::Plain(value),
            Kind::Enum(name) => {
                let class = self.system.messages.enum_class(name, self.imports);
                Expression::call(self.runtime("name_of"), [class, value], "")
            }
            Kind::Message(name) => match time_class(name) {
                Some("datetime") => {
                    self.imports.name("datetime", "UTC");
                    let head = Written::fill("{}.ToDatetime", &[&value]);
                    Expression::call(head, [Written::own("tzinfo=UTC")], "")
                }
                Some(_) => {
                    let head = Written::fill("{}.ToTimedelta", &[&value]);
                    Expression::call(head, [], "")
                }
                None => {
                    let class = self.class(self.schemas.output(name)).0;
                    Expression::call(Written::fill("{}.from_message", &[&class]), [value], "")
                }
            },
        }
    }

    /// How a field of a body goes into a message; `owner` is `self` or `body`.
    pub(in crate::views) fn into_message(
        field: &Field,
        owner: &'static str,
        attribute: &Written,
    ) -> Expression {
        let access = Written::fill("{}.{}", &[&Written::own(owner), attribute]);
        let is_class = matches!(&field.kind, Kind::Message(name) if time_class(name).is_none());
        if !is_class {
            return Expression::Plain(access);
        }
        let of =
            |value: &Written| Expression::call(Written::fill("{}.to_message", &[value]), [], "");
        match field.cardinality {
            Cardinality::Repeated => each(of(&Written::own("item")), &access, false),
            Cardinality::Map(_) => each(of(&Written::own("item")), &access, true),
            _ if is_needed(field) => of(&access),
            _ => Expression::IfSet {
                value: Box::new(of(&access)),
                condition: Box::new(Expression::Plain(Written::fill("{} is not None", &[&access]))),
            },
        }
    }

    /// A class of this service's JSON, and whether it is yet to come.
    fn class(&self, place: Option<usize>) -> (Written, bool) {
        let Some(place) = place else { return (Written::own("str"), false) };
        (self.own(&self.schemas.classes[place].name), place >= self.current)
    }

    /// A name of `schemas.py`.
    pub(in crate::views) fn own(&self, name: &str) -> Written {
        Written::fill("{}{}", &[&Written::own(self.qualifier), &python::identifier(name)])
    }

    fn bounded(&mut self, scalar: Scalar) -> Written {
        match scalar {
            Scalar::Bool => Written::own("bool"),
            Scalar::Double | Scalar::Float => self.runtime("Double"),
            Scalar::String => self.runtime("Text"),
            Scalar::Bytes => {
                self.imports.name("pydantic", "Base64Bytes");
                Written::own("Base64Bytes")
            }
            Scalar::Int32 | Scalar::Sint32 | Scalar::Sfixed32 => self.runtime("Int32"),
            Scalar::Int64 | Scalar::Sint64 | Scalar::Sfixed64 => self.runtime("Int64"),
            Scalar::Uint32 | Scalar::Fixed32 => self.runtime("UInt32"),
            Scalar::Uint64 | Scalar::Fixed64 => self.runtime("UInt64"),
        }
    }

    fn time(&mut self, class: &'static str) -> Written {
        self.imports.name("datetime", class);
        Written::own(class)
    }

    fn runtime(&mut self, name: &'static str) -> Written {
        self.imports.name(&format!("{}.messages", self.system.runtime), name);
        Written::own(name)
    }
}

/// `[item for item in items]`, `{key: item for key, item in items.items()}`.
fn each(one: Expression, items: &Written, is_map: bool) -> Expression {
    let item = Box::new(one);
    if is_map {
        return Expression::Each {
            brackets: Brackets::Curly,
            key: "key: ",
            item,
            clause: Written::fill("for key, item in {}.items()", &[items]),
        };
    }
    Expression::Each {
        brackets: Brackets::Square,
        key: "",
        item,
        clause: Written::fill("for item in {}", &[items]),
    }
}
