//! What a service reads from its environment: `core/settings.py`, and the lines of `.env.example`.

use std::collections::BTreeSet;

use serde::Serialize;

use super::doors::credentials::{self, Shown};
use super::meaning::system::{Peer, PeerKind, PyService, System};
use super::started::Server;
use crate::model::{Model, Service};
use crate::names::written::{data, python};
use crate::names::{Name, Written};
use crate::topology::{Scalar, Setting, SettingType};

/// The view of `core/settings.py`.
#[derive(Serialize)]
pub(super) struct View {
    /// The import of `SecretStr`, when there are secrets.
    has_secrets: bool,
    has_bus: bool,
    has_results: bool,
    /// `TokenSettings`, where there is to do with tokens.
    base: Written,
    /// One field a line: `http_port: int = 8000`.
    fields: Vec<Written>,
}

/// One variable of a process.
pub(super) struct Variable {
    /// `MAX_HISTORY`
    pub(super) name: Written,
    /// Its default as text; empty when it has none.
    pub(super) value: Written,
}

/// The variable of the event bus.
const EVENTS: &str = "EVENTS_URL";
/// The secret that an issuer signs with, whether the topology names it or not.
pub(super) const SIGNING_KEY: &str = "JWT_SIGNING_KEY";
/// The secret that gets a service a token of its own.
pub(super) const CLIENT_SECRET: &str = "SERVICE_CLIENT_SECRET";

pub(super) fn view(system: &System, service: &PyService) -> View {
    let mut fields = vec![Written::fill(
        "http_port: int = {}",
        &[&Written::from(service.service.http_port.value)],
    )];
    if let Some(port) = &service.service.grpc_port {
        fields.push(Written::fill("grpc_port: int = {}", &[&Written::from(port.value)]));
    }
    for server in servers(service) {
        let name = python::identifier(&server.variable.to_lowercase());
        let url = python::string(&server.embedded);
        fields.push(Written::fill("{}: str = {}", &[&name, &url]));
        if server.variable == EVENTS {
            fields.push(Written::own("kafka: KafkaSettings = KafkaSettings()"));
        }
    }
    if service.has.results {
        fields.push(Written::own("celery: JobSettings = JobSettings()"));
    }
    for peer in &service.peers {
        fields.extend(target_field(system, peer));
    }
    for peer in external_order(&service.peers) {
        let name = python::identifier(&peer.module);
        fields.push(Written::fill("{}_url: str | None = None", &[&name]));
    }
    fields.extend(service.service.config.iter().map(|(name, setting)| config_field(name, setting)));
    for flag in &service.service.flags {
        let name = python::identifier(&flag.snake());
        fields.push(Written::fill("flag_{}: bool = False", &[&name]));
    }
    for (name, _) in &service.service.secrets {
        let name = python::identifier(&name.to_lowercase());
        fields.push(Written::fill("{}: SecretStr | None = None", &[&name]));
    }
    let is_written = service.service.secrets.iter().any(|(name, _)| name == SIGNING_KEY);
    if service.has.issuer && !is_written {
        fields.push(Written::own("jwt_signing_key: SecretStr | None = None"));
    }
    let credentials = credentials::unsaid(system.model, service);
    for name in &credentials {
        let name = python::identifier(&name.to_lowercase());
        fields.push(Written::fill("{}: SecretStr | None = None", &[&name]));
    }
    View {
        has_secrets: !service.service.secrets.is_empty()
            || service.has.issuer
            || !credentials.is_empty(),
        has_bus: service.has.bus,
        has_results: service.has.results,
        base: Written::own(if service.has.tokens() { "TokenSettings" } else { "Settings" }),
        fields,
    }
}

/// Externals over HTTP first, then those of other protocols.
fn external_order<'a, 'b>(peers: &'b [Peer<'a>]) -> impl Iterator<Item = &'b Peer<'a>> {
    let http = peers.iter().filter(|peer| matches!(peer.kind, PeerKind::Http(Some(_))));
    http.chain(peers.iter().filter(|peer| matches!(peer.kind, PeerKind::Opaque(_))))
}

/// The servers that a service needs, with what stands in their place.
pub(super) fn servers(service: &PyService) -> Vec<Server> {
    let has = service.has;
    let server = |variable, embedded: &str| Server { variable, embedded: embedded.to_owned() };
    let all = [
        (has.store, server("DATABASE_URL", &database_url(service))),
        (has.bus, server(EVENTS, "sqlite:///.data/events.db")),
        (has.cache, server("CACHE_URL", "memory://")),
    ];
    all.into_iter().filter_map(|(is_needed, server)| is_needed.then_some(server)).collect()
}

fn database_url(service: &PyService) -> String {
    format!("sqlite+aiosqlite:///.data/{}.db", service.service.name)
}

/// What stands before the names of a service's own variables where all services share a file: `CHAT_`.
pub(super) fn prefix(service: &PyService) -> String {
    format!("{}_", service.service.name.shouty())
}

/// The variable that says where a peer is reached: `AUTH_TARGET`.
pub(super) fn target_variable(peer: &Peer) -> String {
    let suffix = if matches!(peer.kind, PeerKind::Grpc(_)) { "TARGET" } else { "URL" };
    format!("{}_{suffix}", peer.module.to_uppercase())
}

/// Where a service of the system is reached.
fn target_field(system: &System, peer: &Peer) -> Option<Written> {
    let name = python::identifier(&peer.module);
    let target = target(system, peer)?;
    let value = python::string(&target);
    Some(match peer.kind {
        PeerKind::Grpc(_) => Written::fill("{}_target: str = {}", &[&name, &value]),
        _ => Written::fill("{}_url: str = {}", &[&name, &value]),
    })
}

/// The address of a service on loopback; `None` for an external.
fn target(system: &System, peer: &Peer) -> Option<String> {
    match peer.kind {
        PeerKind::Grpc(id) => {
            let port = system.model.service(id).grpc_port.as_ref().map_or(0, |port| port.value);
            Some(format!("127.0.0.1:{port}"))
        }
        PeerKind::Http(None) => {
            let port = system.model.service_named(peer.name)?.http_port.value;
            Some(format!("http://127.0.0.1:{port}"))
        }
        PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => None,
    }
}

fn config_field(name: &str, setting: &Setting) -> Written {
    let field = python::identifier(&name.to_lowercase());
    let kind = kind_of(setting);
    match setting.default.as_ref().map(|default| literal(&default.value, setting)) {
        Some(value) => Written::fill("{}: {} = {}", &[&field, &kind, &value]),
        None => Written::fill("{}: {} | None = None", &[&field, &kind]),
    }
}

fn kind_of(setting: &Setting) -> Written {
    let by_type = setting.r#type.as_ref().map(|kind| match kind.value {
        SettingType::Int => "int",
        SettingType::Float => "float",
        SettingType::Bool => "bool",
        SettingType::String | SettingType::Duration | SettingType::Url => "str",
    });
    let by_value = setting.default.as_ref().map(|default| match default.value {
        Scalar::Bool(_) => "bool",
        Scalar::Integer(_) => "int",
        Scalar::Float(_) => "float",
        Scalar::Text(_) => "str",
    });
    Written::own(by_type.or(by_value).unwrap_or("str"))
}

fn literal(value: &Scalar, setting: &Setting) -> Written {
    let is_text = kind_of(setting).as_str() == "str";
    match value {
        Scalar::Text(text) => python::string(text),
        Scalar::Bool(_) | Scalar::Integer(_) | Scalar::Float(_) if is_text => {
            python::string(&plain(value))
        }
        Scalar::Bool(true) => Written::own("True"),
        Scalar::Bool(false) => Written::own("False"),
        Scalar::Integer(number) => python::number(&number.to_string()),
        Scalar::Float(number) => python::number(&format!("{number:?}")),
    }
}

fn plain(value: &Scalar) -> String {
    match value {
        Scalar::Bool(value) => value.to_string(),
        Scalar::Integer(value) => value.to_string(),
        Scalar::Float(value) => format!("{value:?}"),
        Scalar::Text(value) => value.clone(),
    }
}

/// Where peers of any service are reached: `AUTH_TARGET`, and its default.
pub(super) fn targets(system: &System, service: &PyService) -> Vec<(String, Variable)> {
    let variable = |peer: &Peer| {
        let name = target_variable(peer);
        let value = data::env_value(&target(system, peer)?);
        Some((name.clone(), Variable { name: python::identifier(&name), value }))
    };
    service.peers.iter().filter_map(variable).collect()
}

/// What only one process reads: ports, its database, its own secrets, flags and settings.
pub(super) fn own_variables(model: &Model, service: &PyService) -> Vec<Variable> {
    let variable = |name: &str, value: Written| Variable { name: python::identifier(name), value };
    let mut variables = vec![variable("HTTP_PORT", service.service.http_port.value.into())];
    if let Some(port) = &service.service.grpc_port {
        variables.push(variable("GRPC_PORT", port.value.into()));
    }
    if service.has.store {
        variables.push(variable("DATABASE_URL", data::env_value(&database_url(service))));
    }
    let secrets = own_secrets(model, service);
    let plain = plain_secrets(service.service);
    let blank = secrets.iter().chain(&plain);
    variables.extend(blank.map(|name| variable(name, Written::default())));
    let own = choices(service.service).into_iter();
    variables.extend(own.map(|(name, value)| variable(&name, data::env_value(&value))));
    variables
}

/// The secrets that no other service has: whom its doors believe, and who it is to others.
pub(super) fn own_secrets(model: &Model, service: &PyService) -> Vec<String> {
    let kept = service.has.doors().filter_map(Shown::kept).map(str::to_owned);
    let mut own: Vec<String> = kept.chain(credentials::secrets(model, service)).collect();
    if service.has.service_tokens {
        own.push(CLIENT_SECRET.to_owned());
    }
    own
}

/// The secrets that are one for the system: those that the topology names, and what signs tokens.
pub(super) fn shared_secrets(model: &Model, service: &PyService) -> BTreeSet<String> {
    let own = own_secrets(model, service);
    let named = service.service.secrets.iter().map(|(name, _)| name.clone());
    let signing = service.has.issuer.then(|| SIGNING_KEY.to_owned());
    named.chain(signing).filter(|name| !own.contains(name)).collect()
}

/// The settings whose values the topology says although they are secrets: only the code of the service repeats them.
fn plain_secrets(service: &Service) -> Vec<String> {
    let plain = service.config.iter().filter(|(name, setting)| setting.holds_secret(name));
    let mut names: Vec<String> = plain.map(|(name, _)| name.clone()).collect();
    names.sort();
    names
}

/// The flags and settings of a service with their defaults, by name; secrets are none of them.
pub(super) fn choices(service: &Service) -> Vec<(String, String)> {
    let flag = |name: &Name| (format!("FLAG_{}", name.shouty()), "false".to_owned());
    let config = |(name, setting): &(String, Setting)| {
        let value = setting.default.as_ref().map(|default| plain(&default.value));
        (name.clone(), value.unwrap_or_default())
    };
    let flags = service.flags.iter().map(flag);
    let open = service.config.iter().filter(|(name, setting)| !setting.holds_secret(name));
    let mut choices: Vec<_> = flags.chain(open.map(config)).collect();
    choices.sort();
    choices
}
