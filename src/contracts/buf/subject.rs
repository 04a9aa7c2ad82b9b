//! What a finding is about, by full names: whoever uses it is concerned.

use prost_reflect::prost_types::{DescriptorProto, EnumDescriptorProto};

use crate::contracts::symbols::joined;
use crate::contracts::tag;

use super::Proto;

/// A declaration, or all of a file or package.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A message or enum: `acme.auth.v1.User`.
    Type(String),
    /// An RPC: `acme.auth.v1.AuthService/Authenticate`.
    Method(String),
    /// A service and all its RPCs.
    Service(String),
    /// All that a file declares, by its import path.
    File(String),
    /// All that the files of a package declare.
    Package(String),
}

impl Subject {
    /// What a descriptor path leads to, or into.
    pub(super) fn at(proto: &Proto, path: &[i32]) -> Self {
        Self::declared(proto, path).unwrap_or_else(|| Self::File(proto.import_path.clone()))
    }

    fn declared(proto: &Proto, path: &[i32]) -> Option<Self> {
        let file = &proto.descriptor;
        let full = |name: &str| joined(file.package(), name);
        let [kind, index, rest @ ..] = path else { return None };
        let index = usize::try_from(*index).ok()?;
        Some(match *kind {
            tag::FILE_MESSAGE => Self::Type(full(&innermost(file.message_type.get(index)?, rest))),
            tag::FILE_ENUM => Self::Type(full(file.enum_type.get(index)?.name())),
            tag::FILE_EXTENSION => {
                let extended = file.extension.get(index)?.extendee();
                Self::Type(extended.trim_start_matches('.').to_owned())
            }
            tag::FILE_SERVICE => {
                let service = file.service.get(index)?;
                let name = full(service.name());
                match rest {
                    [tag::SERVICE_METHOD, index, ..] => {
                        let method = service.method.get(usize::try_from(*index).ok()?)?;
                        Self::Method(format!("{name}/{}", method.name()))
                    }
                    _ => Self::Service(name),
                }
            }
            _ => return None,
        })
    }
}

/// The name, behind the package, of the message or enum that a path within a message ends in.
fn innermost(message: &DescriptorProto, path: &[i32]) -> String {
    let mut names = vec![message.name()];
    let (mut message, mut path) = (message, path);
    while let [kind, index, rest @ ..] = path {
        let Ok(index) = usize::try_from(*index) else { break };
        match *kind {
            tag::MESSAGE_NESTED => {
                let Some(nested) = message.nested_type.get(index) else { break };
                names.push(nested.name());
                (message, path) = (nested, rest);
            }
            tag::MESSAGE_ENUM => {
                names.extend(message.enum_type.get(index).map(EnumDescriptorProto::name));
                break;
            }
            _ => break,
        }
    }
    names.join(".")
}
