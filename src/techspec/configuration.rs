//! What a service is told: settings, secrets, flags.

use crate::model::Service;
use crate::names::written::markdown::{self, Line};
use crate::names::{Name, Written};
use crate::topology::{self, Scalar, Setting, SettingType};

use super::table::table;

/// Settings, then secrets, then flags.
pub(super) fn settings(service: &Service) -> Option<Written> {
    let of_setting = |(name, setting): &(String, Setting)| {
        [
            markdown::code(name),
            Line::default().own("setting").own(type_word(setting)).end(),
            value(name, setting).unwrap_or_else(markdown::nothing),
            markdown::nothing(),
            about(setting.description.as_ref().map(|text| text.value.as_str())),
        ]
    };
    let of_secret = |(name, secret): &(String, topology::Secret)| {
        [
            markdown::code(name),
            Written::own("secret"),
            markdown::nothing(),
            markdown::codes(secret.from.as_ref().map(|from| from.value.as_str())),
            about(secret.description.as_ref().map(|text| text.value.as_str())),
        ]
    };
    let of_flag = |name: &Name| {
        let nothing = markdown::nothing;
        let kind = Written::own("feature flag");
        [markdown::code(name.as_str()), kind, nothing(), nothing(), nothing()]
    };
    let mut rows: Vec<_> = service.config.iter().map(of_setting).collect();
    rows.extend(service.secrets.iter().map(of_secret));
    rows.extend(service.flags.iter().map(of_flag));
    table(["Name", "Kind", "Default", "From", "About"], &rows)
}

fn type_word(setting: &Setting) -> &'static str {
    match setting.r#type.as_ref().map(|kind| kind.value) {
        None => "",
        Some(SettingType::String) => ", text",
        Some(SettingType::Int) => ", whole number",
        Some(SettingType::Float) => ", number",
        Some(SettingType::Bool) => ", true or false",
        Some(SettingType::Duration) => ", duration",
        Some(SettingType::Url) => ", address",
    }
}

/// The value of a setting, and `***` for what of it is a secret.
pub(super) fn value(name: &str, setting: &Setting) -> Option<Written> {
    setting.shown(name).map(|value| scalar(&value))
}

fn scalar(scalar: &Scalar) -> Written {
    match scalar {
        Scalar::Bool(value) => markdown::code(&value.to_string()),
        Scalar::Integer(value) => markdown::code(&value.to_string()),
        Scalar::Float(value) => markdown::code(&value.to_string()),
        Scalar::Text(value) if value.is_empty() => Written::own("empty"),
        Scalar::Text(value) => markdown::code(value),
    }
}

fn about(words: Option<&str>) -> Written {
    words.filter(|words| !words.is_empty()).map_or_else(markdown::nothing, markdown::text)
}
