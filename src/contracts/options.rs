//! Options read from the contracts: our own as typed values, those of others by reflection.
//!
//! Others' options come from files of the user, so their shape is not to be trusted: what does not look as expected is
//! passed over.

use prost_reflect::{DescriptorPool, DynamicMessage, ExtensionDescriptor, Value, prost::Message};

use crate::names;

use super::limits::Limits;
use super::{HttpRule, OneOf};

pub use generated::{Resource, Rpc};

#[allow(missing_docs, clippy::pedantic, unreachable_pub, reason = "prost-build wrote it")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/scaffold.v1.rs"));
}

/// The options that are known, as far as any file declares them.
pub(super) struct Known {
    resource: Option<ExtensionDescriptor>,
    data_class: Option<ExtensionDescriptor>,
    rpc: Option<ExtensionDescriptor>,
    http: Option<ExtensionDescriptor>,
    field_behavior: Option<ExtensionDescriptor>,
    google_resource: Option<ExtensionDescriptor>,
    limits: Option<ExtensionDescriptor>,
    oneof: Option<ExtensionDescriptor>,
    message: Option<ExtensionDescriptor>,
}

impl Known {
    /// Looks the options up.
    pub(super) fn of(pool: &DescriptorPool) -> Self {
        let find = |name: &str, extended: &str| {
            pool.all_extensions().find(|extension| {
                extension.full_name() == name
                    && extension.containing_message().full_name() == extended
            })
        };
        let (message, field, method) = (
            "google.protobuf.MessageOptions",
            "google.protobuf.FieldOptions",
            "google.protobuf.MethodOptions",
        );
        Self {
            resource: find("scaffold.v1.resource", message),
            data_class: find("scaffold.v1.data_class", field),
            rpc: find("scaffold.v1.rpc", method),
            http: find("google.api.http", method),
            field_behavior: find("google.api.field_behavior", field),
            google_resource: find("google.api.resource", message),
            limits: find("buf.validate.field", field),
            oneof: find("buf.validate.oneof", "google.protobuf.OneofOptions"),
            message: find("buf.validate.message", message),
        }
    }

    /// `scaffold.v1.resource`, or the same from `google.api.resource`.
    pub(super) fn resource(&self, options: &DynamicMessage) -> Option<Resource> {
        if let Some(Value::Message(resource)) = value(options, self.resource.as_ref()) {
            return Resource::decode(&*resource.encode_to_vec()).ok();
        }
        let Some(Value::Message(resource)) = value(options, self.google_resource.as_ref()) else {
            return None;
        };
        let plural = names::snake(&text(&resource, "plural"));
        Some(Resource { plural, key: text(&resource, "name_field") })
    }

    /// `scaffold.v1.rpc`.
    pub(super) fn rpc(&self, options: &DynamicMessage) -> Option<Rpc> {
        match value(options, self.rpc.as_ref())? {
            Value::Message(rpc) => Rpc::decode(&*rpc.encode_to_vec()).ok(),
            _ => None,
        }
    }

    /// `scaffold.v1.data_class`.
    pub(super) fn data_classes(&self, options: &DynamicMessage) -> Vec<String> {
        let values = list(value(options, self.data_class.as_ref()));
        values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
    }

    /// `google.api.field_behavior`, by name.
    pub(super) fn behaviors(&self, options: &DynamicMessage) -> Vec<String> {
        let Some(extension) = &self.field_behavior else {
            return Vec::new();
        };
        let kind = extension.kind();
        let name_of = |value: &Value| {
            Some(kind.as_enum()?.get_value(value.as_enum_number()?)?.name().to_owned())
        };
        list(value(options, Some(extension))).iter().filter_map(name_of).collect()
    }

    /// `buf.validate.field`.
    pub(super) fn limits(&self, options: &DynamicMessage) -> Limits {
        match value(options, self.limits.as_ref()) {
            Some(Value::Message(rules)) => Limits::of(&rules),
            _ => Limits::default(),
        }
    }

    /// `required` of `buf.validate.oneof`.
    pub(super) fn is_required(&self, options: &DynamicMessage) -> bool {
        match value(options, self.oneof.as_ref()) {
            Some(Value::Message(rules)) => flag(&rules, "required"),
            _ => false,
        }
    }

    /// `oneof` of `buf.validate.message`.
    pub(super) fn choices(&self, options: &DynamicMessage) -> Vec<OneOf> {
        let Some(Value::Message(rules)) = value(options, self.message.as_ref()) else {
            return Vec::new();
        };
        let choice = |rule: &Value| {
            let rule = rule.as_message()?;
            let fields = list(field(rule, "fields"));
            let fields: Vec<String> =
                fields.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some(OneOf { name: fields.join(", "), fields, required: flag(rule, "required") })
        };
        list(field(&rules, "oneof")).iter().filter_map(choice).collect()
    }

    /// `google.api.http`.
    pub(super) fn http(&self, options: &DynamicMessage) -> Option<HttpRule> {
        match value(options, self.http.as_ref())? {
            Value::Message(rule) => http_rule(&rule, Additional::Read),
            _ => None,
        }
    }
}

/// `debug_redact`, which prost's own types are too old to know.
pub(super) fn debug_redact(options: &DynamicMessage) -> bool {
    field(options, "debug_redact").and_then(|value| value.as_bool()).unwrap_or_default()
}

/// Bindings within additional bindings are not allowed, and not read.
#[derive(Clone, Copy, PartialEq)]
enum Additional {
    Read,
    Skip,
}

fn http_rule(rule: &DynamicMessage, additional: Additional) -> Option<HttpRule> {
    let verbs = ["get", "put", "post", "delete", "patch"];
    let standard = verbs.iter().find_map(|verb| {
        let path = text(rule, verb);
        (!path.is_empty()).then(|| (verb.to_ascii_uppercase(), path))
    });
    let custom = || match rule.get_field_by_name("custom")?.as_ref() {
        Value::Message(custom) if !text(custom, "path").is_empty() => {
            Some((text(custom, "kind"), text(custom, "path")))
        }
        _ => None,
    };
    let (method, path) = standard.or_else(custom)?;
    let further = match additional {
        Additional::Read => list(field(rule, "additional_bindings")),
        Additional::Skip => Vec::new(),
    };
    Some(HttpRule {
        method,
        path,
        body: text(rule, "body"),
        response_body: text(rule, "response_body"),
        additional: further
            .iter()
            .filter_map(|value| http_rule(value.as_message()?, Additional::Skip))
            .collect(),
    })
}

fn value(options: &DynamicMessage, extension: Option<&ExtensionDescriptor>) -> Option<Value> {
    let extension = extension?;
    options.has_extension(extension).then(|| options.get_extension(extension).into_owned())
}

fn field(message: &DynamicMessage, name: &str) -> Option<Value> {
    message.get_field_by_name(name).map(std::borrow::Cow::into_owned)
}

fn flag(message: &DynamicMessage, name: &str) -> bool {
    field(message, name).and_then(|value| value.as_bool()).unwrap_or_default()
}

fn text(message: &DynamicMessage, name: &str) -> String {
    field(message, name).and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

fn list(value: Option<Value>) -> Vec<Value> {
    match value {
        Some(Value::List(values)) => values,
        _ => Vec::new(),
    }
}
