//! From descriptors to facts: one file's services, messages and enums.

use prost_reflect::prost_types::method_options::IdempotencyLevel;
use prost_reflect::{
    DynamicMessage, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind as Reflected,
    MessageDescriptor, MethodDescriptor, ServiceDescriptor, Syntax,
};

use super::options::{self, Known};
use super::parse::Unit;
use super::places::Places;
use super::tag;
use super::{
    Cardinality, Contracts, Enum, EnumValue, Field, File, Idempotency, Kind, Limit, Limits,
    Message, Method, OneOf, Scalar, Service, Streaming,
};

/// A file, and everything that it declares.
pub(super) struct Contents {
    file: File,
    services: Vec<Service>,
    messages: Vec<Message>,
    enums: Vec<Enum>,
}

/// Reads one file.
pub(super) fn contents(descriptor: &FileDescriptor, unit: &Unit, known: &Known) -> Contents {
    let reader = Reader { unit, places: Places::new(unit), known };
    let mut messages = Vec::new();
    let mut open: Vec<MessageDescriptor> = descriptor.messages().collect();
    let mut enums: Vec<EnumDescriptor> = descriptor.enums().collect();
    while let Some(message) = open.pop() {
        messages.push(reader.message(&message));
        open.extend(message.child_messages());
        enums.extend(message.child_enums());
    }
    Contents {
        file: reader.file(descriptor),
        services: descriptor.services().map(|service| reader.service(&service)).collect(),
        messages,
        enums: enums.iter().map(|declared| reader.declared_enum(declared)).collect(),
    }
}

impl Contracts {
    /// Takes in what a file declares.
    pub(super) fn add(&mut self, contents: Contents) {
        let Contents { file, services, messages, enums } = contents;
        self.files.insert(file.import_path.clone(), file);
        self.services.extend(services.into_iter().map(|one| (one.full_name.clone(), one)));
        self.messages.extend(messages.into_iter().map(|one| (one.full_name.clone(), one)));
        self.enums.extend(enums.into_iter().map(|one| (one.full_name.clone(), one)));
    }
}

struct Reader<'a> {
    unit: &'a Unit,
    places: Places<'a>,
    known: &'a Known,
}

impl Reader<'_> {
    fn file(&self, descriptor: &FileDescriptor) -> File {
        let written = &self.unit.descriptor;
        let public = |index: &i32| written.dependency.get(usize::try_from(*index).ok()?).cloned();
        let above_package = self.places.comment(&[tag::FILE_PACKAGE]);
        File {
            import_path: self.import_path(),
            path: self.unit.source.path.to_string(),
            package: descriptor.package_name().to_owned(),
            origin: self.unit.source.origin,
            imports: written.dependency.clone(),
            public_imports: written.public_dependency.iter().filter_map(public).collect(),
            services: descriptor.services().map(|s| s.full_name().to_owned()).collect(),
            messages: descriptor.messages().map(|m| m.full_name().to_owned()).collect(),
            enums: descriptor.enums().map(|e| e.full_name().to_owned()).collect(),
            comment: match above_package.as_str() {
                "" => self.places.comment(&[tag::FILE_SYNTAX]),
                _ => above_package,
            },
            span: self.places.span(&[tag::FILE_PACKAGE]),
        }
    }

    fn import_path(&self) -> String {
        self.unit.source.import_path.clone()
    }

    fn service(&self, service: &ServiceDescriptor) -> Service {
        let options = service.service_descriptor_proto().options.as_ref();
        Service {
            full_name: service.full_name().to_owned(),
            package: service.package_name().to_owned(),
            name: service.name().to_owned(),
            file: self.import_path(),
            origin: self.unit.source.origin,
            comment: self.places.comment(service.path()),
            deprecated: options.is_some_and(prost_reflect::prost_types::ServiceOptions::deprecated),
            methods: service.methods().map(|method| self.method(&method)).collect(),
            span: self.places.part(service.path(), tag::NAME),
        }
    }

    fn method(&self, method: &MethodDescriptor) -> Method {
        let options = method.method_descriptor_proto().options.as_ref();
        let custom = options.map(|_| method.options());
        Method {
            name: method.name().to_owned(),
            input: method.input().full_name().to_owned(),
            output: method.output().full_name().to_owned(),
            streaming: match (method.is_client_streaming(), method.is_server_streaming()) {
                (false, false) => Streaming::Unary,
                (true, false) => Streaming::Client,
                (false, true) => Streaming::Server,
                (true, true) => Streaming::Bidirectional,
            },
            idempotency: match options
                .map(prost_reflect::prost_types::MethodOptions::idempotency_level)
            {
                None | Some(IdempotencyLevel::IdempotencyUnknown) => Idempotency::Unknown,
                Some(IdempotencyLevel::NoSideEffects) => Idempotency::NoSideEffects,
                Some(IdempotencyLevel::Idempotent) => Idempotency::Idempotent,
            },
            deprecated: options.is_some_and(prost_reflect::prost_types::MethodOptions::deprecated),
            comment: self.places.comment(method.path()),
            http: custom.as_ref().and_then(|options| self.known.http(options)),
            rpc: custom.as_ref().and_then(|options| self.known.rpc(options)),
            span: self.places.part(method.path(), tag::NAME),
        }
    }

    fn message(&self, message: &MessageDescriptor) -> Message {
        let options = message.descriptor_proto().options.as_ref();
        let custom = options.map(|_| message.options());
        let oneofs = message.oneofs().filter(|oneof| !oneof.is_synthetic());
        let mut fields = self.fields(message);
        let choices = self.choices(message, custom.as_ref(), &mut fields);
        Message {
            full_name: message.full_name().to_owned(),
            package: message.package_name().to_owned(),
            name: message.name().to_owned(),
            parent: message.parent_message().map(|parent| parent.full_name().to_owned()),
            file: self.import_path(),
            origin: self.unit.source.origin,
            comment: self.places.comment(message.path()),
            deprecated: options.is_some_and(prost_reflect::prost_types::MessageOptions::deprecated),
            map_entry: message.is_map_entry(),
            fields,
            choices,
            oneofs: oneofs.map(|oneof| oneof.name().to_owned()).collect(),
            messages: message.child_messages().map(|m| m.full_name().to_owned()).collect(),
            enums: message.child_enums().map(|e| e.full_name().to_owned()).collect(),
            resource: custom.as_ref().and_then(|options| self.known.resource(options)),
            span: self.places.part(message.path(), tag::NAME),
        }
    }

    /// The oneofs that have to be set, and what the message says of its fields; fields of these are held to their limits only
    /// where they are set.
    fn choices(
        &self,
        message: &MessageDescriptor,
        options: Option<&DynamicMessage>,
        fields: &mut [Field],
    ) -> Vec<OneOf> {
        let required = message.oneofs().filter(|oneof| self.known.is_required(&oneof.options()));
        let mut choices: Vec<OneOf> = required
            .map(|oneof| OneOf {
                name: oneof.name().to_owned(),
                fields: oneof.fields().map(|field| field.name().to_owned()).collect(),
                required: true,
            })
            .collect();
        for mut choice in options.map(|options| self.known.choices(options)).unwrap_or_default() {
            choice.fields.retain(|name| fields.iter().any(|field| field.name == *name));
            for field in fields.iter_mut().filter(|field| choice.fields.contains(&field.name)) {
                if !field.limits.is_empty() {
                    field.limits.rules.insert("ignore_zero".to_owned(), Limit::Flag(true));
                }
            }
            choices.extend((!choice.fields.is_empty()).then_some(choice));
        }
        choices
    }

    /// In the order written; reflection gives them by number.
    fn fields(&self, message: &MessageDescriptor) -> Vec<Field> {
        let mut fields: Vec<FieldDescriptor> = message.fields().collect();
        fields.sort_by(|a, b| a.path().cmp(b.path()));
        fields.iter().map(|field| self.field(field)).collect()
    }

    fn field(&self, field: &FieldDescriptor) -> Field {
        let options = field.field_descriptor_proto().options.as_ref();
        let custom = options.map(|_| field.options());
        let deprecated = options.is_some_and(prost_reflect::prost_types::FieldOptions::deprecated);
        let list_of = |read: fn(&Known, &DynamicMessage) -> Vec<String>| {
            custom.as_ref().map(|options| read(self.known, options)).unwrap_or_default()
        };
        let oneof = field.containing_oneof().filter(|oneof| !oneof.is_synthetic());
        Field {
            name: field.name().to_owned(),
            number: field.number(),
            json_name: field.json_name().to_owned(),
            kind: kind(&map_sides(field).map_or_else(|| field.kind(), |(_, value)| value)),
            cardinality: cardinality(field, oneof.is_some()),
            oneof: oneof.map(|oneof| oneof.name().to_owned()),
            comment: self.places.comment(field.path()),
            deprecated,
            debug_redact: custom.as_ref().is_some_and(options::debug_redact),
            behaviors: list_of(Known::behaviors),
            limits: self.limits(custom.as_ref()),
            data_classes: list_of(Known::data_classes),
            span: self.places.part(field.path(), tag::NAME),
        }
    }

    /// `google.api.field_behavior` says the same as `required`.
    fn limits(&self, options: Option<&DynamicMessage>) -> Limits {
        let Some(options) = options else { return Limits::default() };
        let mut limits = self.known.limits(options);
        if self.known.behaviors(options).iter().any(|behavior| behavior == "REQUIRED") {
            limits.rules.insert("required".to_owned(), Limit::Flag(true));
        }
        limits
    }

    fn declared_enum(&self, declared: &EnumDescriptor) -> Enum {
        let options = declared.enum_descriptor_proto().options.as_ref();
        Enum {
            full_name: declared.full_name().to_owned(),
            package: declared.package_name().to_owned(),
            name: declared.name().to_owned(),
            parent: declared.parent_message().map(|parent| parent.full_name().to_owned()),
            file: self.import_path(),
            origin: self.unit.source.origin,
            comment: self.places.comment(declared.path()),
            deprecated: options.is_some_and(prost_reflect::prost_types::EnumOptions::deprecated),
            values: self.values(declared),
            span: self.places.part(declared.path(), tag::NAME),
        }
    }

    fn values(&self, declared: &EnumDescriptor) -> Vec<EnumValue> {
        let values = declared.enum_descriptor_proto().value.iter();
        (0..)
            .zip(values)
            .map(|(index, value)| {
                let path = [declared.path(), &[tag::ENUM_VALUE, index]].concat();
                let options = value.options.as_ref();
                EnumValue {
                    name: value.name().to_owned(),
                    number: value.number(),
                    comment: self.places.comment(&path),
                    deprecated: options
                        .is_some_and(prost_reflect::prost_types::EnumValueOptions::deprecated),
                    span: self.places.part(&path, tag::NAME),
                }
            })
            .collect()
    }
}

fn cardinality(field: &FieldDescriptor, in_oneof: bool) -> Cardinality {
    let written = field.field_descriptor_proto();
    let proto2 = field.parent_file().syntax() == Syntax::Proto2;
    if let Some((key, _)) = map_sides(field) {
        match kind(&key) {
            Kind::Scalar(key) => Cardinality::Map(key),
            Kind::Message(_) | Kind::Enum(_) => Cardinality::Repeated,
        }
    } else if field.is_list() {
        Cardinality::Repeated
    } else if field.is_required() {
        Cardinality::Required
    } else if written.proto3_optional() || (proto2 && !in_oneof) {
        Cardinality::Optional
    } else {
        Cardinality::Singular
    }
}

/// The key and the value of a `map<..>`.
fn map_sides(field: &FieldDescriptor) -> Option<(Reflected, Reflected)> {
    match field.kind() {
        Reflected::Message(entry) if field.is_map() => {
            Some((entry.map_entry_key_field().kind(), entry.map_entry_value_field().kind()))
        }
        _ => None,
    }
}

fn kind(reflected: &Reflected) -> Kind {
    let scalar = match reflected {
        Reflected::Message(message) => return Kind::Message(message.full_name().to_owned()),
        Reflected::Enum(declared) => return Kind::Enum(declared.full_name().to_owned()),
        Reflected::Double => Scalar::Double,
        Reflected::Float => Scalar::Float,
        Reflected::Int32 => Scalar::Int32,
        Reflected::Int64 => Scalar::Int64,
        Reflected::Uint32 => Scalar::Uint32,
        Reflected::Uint64 => Scalar::Uint64,
        Reflected::Sint32 => Scalar::Sint32,
        Reflected::Sint64 => Scalar::Sint64,
        Reflected::Fixed32 => Scalar::Fixed32,
        Reflected::Fixed64 => Scalar::Fixed64,
        Reflected::Sfixed32 => Scalar::Sfixed32,
        Reflected::Sfixed64 => Scalar::Sfixed64,
        Reflected::Bool => Scalar::Bool,
        Reflected::String => Scalar::String,
        Reflected::Bytes => Scalar::Bytes,
    };
    Kind::Scalar(scalar)
}
