//! What a service promises, needs and is told.

use std::borrow::Cow;

use schemars::JsonSchema;

use crate::diagnostic::Spanned;
use crate::secrecy;

use super::quantities::{Cpu, Duration, Percentage, Size};
use super::record::keys;
use super::schema;

/// What readers may rely on; a bare word is `model`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Consistency>)]
pub struct Consistency {
    /// The promise.
    pub model: Option<Spanned<ConsistencyModel>>,
    /// Why this one.
    pub why: Option<Spanned<String>>,
}

keys! {
    Consistency, "`consistency`", example "{model: eventual, why: reports may lag}", short "model" is "a model such as `strong`";
    "model" => model,
    "why" => why,
}

/// A promise to callers.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Slo>)]
pub struct Slo {
    /// The share of requests that succeed, in percent: `99.9`.
    pub availability: Option<Spanned<Percentage>>,
    /// How long 99 of 100 requests take at most.
    pub p99: Option<Spanned<Duration>>,
    /// How many requests a second it bears.
    pub rps: Option<Spanned<u32>>,
}

keys! {
    Slo, "`slo`", example "{availability: 99.9, p99: 300ms}";
    "availability" => availability,
    "p99" => p99,
    "rps" => rps,
}

/// How far a service scales.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Scale>)]
pub struct Scale {
    /// At least so many.
    pub min: Option<Spanned<u32>>,
    /// At most so many.
    pub max: Option<Spanned<u32>>,
    /// The load of the processors to keep, such as `60%`.
    pub cpu: Option<Spanned<Percentage>>,
}

keys! {
    Scale, "`scale`", example "{min: 2, max: 10, cpu: 60%}";
    "min" => min,
    "max" => max,
    "cpu" => cpu,
}

/// What one instance needs.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Resources>)]
pub struct Resources {
    /// Processors: `2`, `0.5`, `500m`.
    pub cpu: Option<Spanned<Cpu>>,
    /// Memory: `512Mi`, `1Gi`.
    pub memory: Option<Spanned<Size>>,
    /// Graphics processors.
    pub gpu: Option<Spanned<u32>>,
}

keys! {
    Resources, "`resources`", example "{cpu: 500m, memory: 1Gi}";
    "cpu" => cpu,
    "memory" => memory,
    "gpu" => gpu,
}

/// A setting; a bare value is `default`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Setting>)]
pub struct Setting {
    /// What it holds.
    pub r#type: Option<Spanned<SettingType>>,
    /// Its value unless the environment says otherwise.
    pub default: Option<Spanned<Scalar>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
}

keys! {
    Setting, "a setting", example "{type: int, default: 50}", short "default" is "a value";
    "type" => r#type,
    "default" => default,
    "description" => description,
}

impl Setting {
    /// Its value as documents show it, where it is called `name`: borrowed where nothing of it is a secret.
    pub fn shown(&self, name: &str) -> Option<Cow<'_, Scalar>> {
        let value = &self.default.as_ref()?.value;
        let shown = match value {
            Scalar::Text(text) => Some(secrecy::shown(name, text)),
            Scalar::Integer(_) if self.is_secret_number(name) => {
                Some(secrecy::MASK.to_owned().into())
            }
            Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) => None,
        };
        Some(match shown {
            Some(Cow::Owned(shown)) => Cow::Owned(Scalar::Text(shown)),
            Some(Cow::Borrowed(_)) | None => Cow::Borrowed(value),
        })
    }

    /// A number counts something, but for that of a password, and for text that looks like one.
    fn is_secret_number(&self, name: &str) -> bool {
        let is_text = self.r#type.as_ref().is_some_and(|kind| kind.value == SettingType::String);
        secrecy::is_password_name(name) || is_text && secrecy::is_secret_name(name)
    }

    /// Whether its value is a secret in plain text, where it is called `name`.
    pub fn holds_secret(&self, name: &str) -> bool {
        matches!(self.shown(name), Some(Cow::Owned(_)))
    }
}

/// A secret.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::forms_of::<Secret>)]
pub struct Secret {
    /// Where its value is kept.
    pub from: Option<Spanned<String>>,
    /// A few words about it.
    pub description: Option<Spanned<String>>,
}

keys! {
    Secret, "a secret", example "{from: vault}";
    "from" => from,
    "description" => description,
}

/// A value without a unit.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer(i64),
    /// A number with a point.
    Float(f64),
    /// Anything else.
    Text(String),
}

/// What readers may rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum ConsistencyModel {
    /// Everyone sees every write at once.
    Strong,
    /// Everyone sees every write some time.
    Eventual,
    /// A writer sees its own writes at once.
    ReadYourWrites,
    /// Nobody sees an effect before its cause.
    Causal,
}

/// What a setting holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(rename_all = "kebab-case")]
pub enum SettingType {
    /// Text.
    String,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// `true` or `false`.
    Bool,
    /// A duration such as `5s`.
    Duration,
    /// An address.
    Url,
}
