//! A field of a message, or an extension, with what a comparison asks of it.

use prost_reflect::prost_types::FieldDescriptorProto;
use prost_reflect::prost_types::field_descriptor_proto::{Label, Type};

use crate::contracts::buf::{Proto, is_map_entry};
use crate::contracts::tag;

use super::kinds;
use super::report::At;
use super::side::{Extension, Message, Side};
use super::written::{Written, option, written};

/// One field in one of the two states.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field<'a> {
    pub(super) side: &'a Side<'a>,
    pub(super) descriptor: &'a FieldDescriptorProto,
    home: Home<'a>,
}

#[derive(Clone, Copy, Debug)]
enum Home<'a> {
    Message { message: &'a Message<'a>, index: usize },
    Extension(&'a Extension<'a>),
}

impl<'a> Field<'a> {
    /// The fields of a message.
    pub(super) fn of(side: &'a Side<'a>, message: &'a Message<'a>) -> impl Iterator<Item = Self> {
        let fields = message.declared.descriptor.field.iter().enumerate();
        fields.map(move |(index, descriptor)| Self {
            side,
            descriptor,
            home: Home::Message { message, index },
        })
    }

    pub(super) fn extension(side: &'a Side<'a>, extension: &'a Extension<'a>) -> Self {
        Self { side, descriptor: extension.descriptor, home: Home::Extension(extension) }
    }

    pub(super) fn proto(&self) -> &'a Proto {
        match self.home {
            Home::Message { message, .. } => message.proto(),
            Home::Extension(extension) => extension.proto,
        }
    }

    pub(super) fn is_extension(&self) -> bool {
        matches!(self.home, Home::Extension(_))
    }

    pub(super) fn is_in_map_entry(&self) -> bool {
        match self.home {
            Home::Message { message, .. } => is_map_entry(message.declared.descriptor),
            Home::Extension(_) => false,
        }
    }

    /// Extensions are known by their full names.
    pub(super) fn name(&self) -> String {
        match self.home {
            Home::Message { .. } => self.descriptor.name().to_owned(),
            Home::Extension(extension) => extension.full_name(),
        }
    }

    /// `Field "1" with name "text" on message "Note"`.
    pub(super) fn described(&self) -> String {
        self.description(&format!(" with name \"{}\"", self.name()))
    }

    /// `Field "1" on message "Note"`.
    pub(super) fn described_by_number(&self) -> String {
        self.description("")
    }

    fn description(&self, name: &str) -> String {
        let number = self.descriptor.number();
        match self.home {
            Home::Message { message, .. } => {
                let message = message.declared.descriptor.name();
                format!("Field \"{number}\"{name} on message \"{message}\"")
            }
            Home::Extension(_) => {
                let message = self.descriptor.extendee().trim_start_matches('.');
                format!("Extension \"{number}\"{name} on message \"{message}\"")
            }
        }
    }

    /// The type of its message or enum, without a leading dot.
    pub(super) fn type_name(&self) -> &'a str {
        self.descriptor.type_name().trim_start_matches('.')
    }

    /// A name of a type does not say what sort of type it is; the declaration does.
    pub(super) fn kind(&self) -> Type {
        match self.descriptor.r#type {
            Some(_) => self.descriptor.r#type(),
            None if self.side.enums.contains_key(self.type_name()) => Type::Enum,
            None => Type::Message,
        }
    }

    pub(super) fn is_repeated(&self) -> bool {
        self.descriptor.label() == Label::Repeated
    }

    pub(super) fn is_required(&self) -> bool {
        self.descriptor.label.is_some() && self.descriptor.label() == Label::Required
    }

    pub(super) fn is_map(&self) -> bool {
        self.is_repeated()
            && self.kind() == Type::Message
            && self
                .side
                .messages
                .get(self.type_name())
                .is_some_and(|message| is_map_entry(message.declared.descriptor))
    }

    /// The oneof that it is written in.
    pub(super) fn oneof(&self) -> Option<&'a str> {
        let Home::Message { message, .. } = self.home else { return None };
        let index = usize::try_from(self.descriptor.oneof_index?).ok()?;
        let oneof = message.declared.descriptor.oneof_decl.get(index)?;
        (!self.descriptor.proto3_optional()).then(|| oneof.name())
    }

    pub(super) fn option(&self, name: &str) -> Option<Written<'a>> {
        option(written!(self.descriptor), name)
    }

    /// Runs `tell` with the place of a part of it.
    pub(super) fn at<T>(&self, place: Place, tell: impl FnOnce(At) -> T) -> T {
        let path = self.path(place);
        let at = At::path(self.proto(), &path);
        tell(if matches!(place, Place::Part(tag::FIELD_DEFAULT)) { at.from("default") } else { at })
    }

    fn path(&self, place: Place) -> Vec<i32> {
        let own = match self.home {
            Home::Message { message, .. } if message.written_as.is_some() => {
                return message.path().to_vec();
            }
            Home::Message { message, index } => {
                let index = i32::try_from(index).unwrap_or(i32::MAX);
                [&message.declared.path[..], &[tag::MESSAGE_FIELD, index]].concat()
            }
            Home::Extension(extension) => extension.path.clone(),
        };
        match place {
            Place::Whole => own,
            Place::Part(part) => [&own[..], &[part]].concat(),
            Place::Type => [&own[..], &[self.type_part()]].concat(),
            Place::Option(option) => option.path(&own, tag::FIELD_OPTIONS),
        }
    }

    /// A group is told by its first word; scalars have no name of a type.
    fn type_part(&self) -> i32 {
        if self.kind() == Type::Group || kinds::is_scalar(self.kind()) {
            tag::FIELD_TYPE
        } else {
            tag::FIELD_TYPE_NAME
        }
    }
}

/// What of a field to point at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place<'a> {
    /// All of it.
    Whole,
    /// A part of its descriptor that is written.
    Part(i32),
    /// The type, as a word or a name.
    Type,
    /// One of its options.
    Option(Written<'a>),
}

impl<'a> Place<'a> {
    /// The option where it is written, else the whole field.
    pub(super) fn option(option: Option<Written<'a>>) -> Self {
        option.map_or(Self::Whole, Self::Option)
    }
}
