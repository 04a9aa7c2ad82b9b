//! P03: a secret stands in the topology, for everyone who can read the repository.

use crate::diagnostic::Code;
use crate::model::{Model, Service};
use crate::topology::{Scalar, userinfo};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P03", name: "plain-secret" },
    page: include_str!("plain_secret.md"),
    stops: false,
    check,
};

/// What the names of secrets end in.
const NAMES: [&str; 14] = [
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "API_KEY",
    "APIKEY",
    "PRIVATE_KEY",
    "ACCESS_KEY",
    "SECRET_KEY",
    "SECRET_KEY_BASE",
    "SIGNING_KEY",
    "ENCRYPTION_KEY",
    "CREDENTIALS",
];

/// What well-known secrets begin with.
const BEGINNINGS: [&str; 7] =
    ["-----BEGIN ", "AKIA", "ghp_", "github_pat_", "glpat-", "sk-", "xoxb-"];

fn check(model: &Model) -> Vec<Finding> {
    let settings = model.services.iter().flat_map(settings);
    settings.chain(urls(model)).collect()
}

/// The places are the services, not the values: a finding does not spread what it complains of.
fn settings(service: &Service) -> Vec<Finding> {
    let text = |setting: &crate::topology::Setting| match setting.default.as_ref()?.value {
        Scalar::Text(ref text) if !text.is_empty() => Some(text.clone()),
        Scalar::Text(_) | Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => None,
    };
    let secret = service.config.iter().filter(|(name, setting)| {
        text(setting).is_some_and(|value| is_secret_name(name) || is_secret_value(&value))
    });
    let finding = |name: &str| {
        Finding::error(format!(
            "the value of `{name}` of `{}` stands in the topology",
            service.name
        ))
        .at(&service.span)
        .hint(format!(
            "write `secrets: [{name}]`, take the value out, and replace the secret itself"
        ))
        .about(Subject::Service(service.id))
    };
    secret.map(|(name, _)| finding(name)).collect()
}

fn urls(model: &Model) -> impl Iterator<Item = Finding> {
    let plain = model.externals.iter().filter(|external| {
        external.written.url.as_ref().is_some_and(|url| has_password(&url.value))
    });
    plain.map(|external| {
        Finding::error(format!("the URL of `{}` holds a password", external.name))
            .at(&external.span)
            .hint("write `auth: basic`, take the password out, and replace it")
            .about(Subject::External(external.id))
    })
}

fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_uppercase();
    NAMES.iter().any(|end| name == *end || name.ends_with(&format!("_{end}")))
}

fn is_secret_value(value: &str) -> bool {
    BEGINNINGS.iter().any(|start| value.starts_with(start)) || has_password(value)
}

/// `scheme://user:password@host`.
fn has_password(url: &str) -> bool {
    let said = userinfo(url).and_then(|said| said.split_once(':'));
    said.is_some_and(|(_, password)| !password.is_empty())
}
