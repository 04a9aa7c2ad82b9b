//! What a service is told: settings, secrets, flags.

use serde::Serialize;

use crate::model::Service;
use crate::names::Written;
use crate::names::written::markdown::{self, Line};
use crate::topology::{self, Scalar, SettingType};

/// A row of the table of configuration.
#[derive(Serialize)]
pub(super) struct Setting {
    name: Written,
    kind: Written,
    default: Written,
    about: Written,
}

/// Settings, then secrets, then flags.
pub(super) fn settings(service: &Service) -> Vec<Setting> {
    let of_setting = |(name, setting): &(String, topology::Setting)| Setting {
        name: markdown::code(name),
        kind: Line::default().own("setting").own(type_word(setting)).end(),
        default: setting.default.as_ref().map_or_else(markdown::nothing, |d| scalar(&d.value)),
        about: about(setting.description.as_ref().map(|text| text.value.as_str())),
    };
    let of_secret = |(name, secret): &(String, topology::Secret)| Setting {
        name: markdown::code(name),
        kind: Written::own("secret"),
        default: match &secret.from {
            Some(from) => Line::default().own("from ").code(&from.value).end(),
            None => markdown::nothing(),
        },
        about: about(secret.description.as_ref().map(|text| text.value.as_str())),
    };
    let of_flag = |name: &crate::names::Name| Setting {
        name: markdown::code(name.as_str()),
        kind: Written::own("feature flag"),
        default: markdown::nothing(),
        about: markdown::nothing(),
    };
    let settings = service.config.iter().map(of_setting);
    settings
        .chain(service.secrets.iter().map(of_secret))
        .chain(service.flags.iter().map(of_flag))
        .collect()
}

fn type_word(setting: &topology::Setting) -> &'static str {
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
