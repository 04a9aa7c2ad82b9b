//! What the services of `scaffold up` find in their environment: ports, addresses of one another, servers.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::load;
use crate::mesh::{self, Program};
use crate::model::{Model, Service};
use crate::views::Started;

/// Which databases and brokers the services use: files below `.data`, or those that `.env` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Profile {
    Embedded,
    Real,
}

/// Variables of this process and of `.env`; those of the process win.
pub(super) struct Variables {
    file: BTreeMap<String, String>,
    has_file: bool,
}

impl Variables {
    pub(super) fn read(root: &Path) -> Result<Self> {
        let file = load::variables(root)?;
        Ok(Self { has_file: file.is_some(), file: file.unwrap_or_default() })
    }

    #[expect(clippy::disallowed_methods, reason = "the command line reads the environment")]
    fn get(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().or_else(|| self.file.get(name).cloned())
    }

    /// A variable that belongs to one service: `CHAT_HTTP_PORT`.
    fn own(&self, started: &Started, name: &str) -> Option<String> {
        self.get(&format!("{}{name}", started.prefix))
    }

    /// The port that a variable names, or the given one.
    fn port(&self, started: &Started, name: &str, otherwise: u16) -> Result<u16> {
        let Some(text) = self.own(started, name) else { return Ok(otherwise) };
        text.parse()
            .ok()
            .filter(|port| *port > 0)
            .with_context(|| format!("`{}{name}` is `{text}`, which is no port", started.prefix))
    }
}

/// The programs of services that are given in the order in which they are started.
pub(super) fn programs(
    model: &Model,
    services: &[(&Service, Started)],
    profile: Profile,
    variables: &Variables,
) -> Result<Vec<Program>> {
    let has_certificate = variables.get("TLS_FOLDER").is_some_and(|folder| !folder.is_empty());
    let mut programs: Vec<Program> = Vec::new();
    for (service, started) in services {
        let grpc_port = service.grpc_port.as_ref().map(|port| port.value);
        let grpc_port = grpc_port.map(|port| variables.port(started, "GRPC_PORT", port));
        let needs = model.needs(service.id);
        let is_needed = |place: &usize| needs.contains(&services[*place].0.id);
        programs.push(Program {
            name: service.name.to_string(),
            package: started.package.clone(),
            http_port: variables.port(started, "HTTP_PORT", service.http_port.value)?,
            ops_port: (started.https && has_certificate).then(mesh::free).transpose()?,
            grpc_port: grpc_port.transpose()?,
            needs: (0..programs.len()).filter(is_needed).collect(),
            environment: Vec::new(),
        });
    }
    let servers = servers(services, profile, variables)?;
    for (index, of_service) in servers.into_iter().enumerate() {
        let started = &services[index].1;
        let mut environment = own(started, &programs[index], variables);
        environment.extend(addresses(started, services, &programs));
        environment.extend(of_service);
        programs[index].environment = environment;
    }
    Ok(programs)
}

/// What only its process reads.
fn own(started: &Started, program: &Program, variables: &Variables) -> Vec<(String, String)> {
    let mut own: BTreeMap<String, String> = started
        .own
        .iter()
        .filter_map(|name| Some((name.clone(), variables.own(started, name)?)))
        .collect();
    own.insert("HTTP_PORT".to_owned(), program.http_port.to_string());
    own.extend(program.ops_port.map(|port| ("OPS_PORT".to_owned(), port.to_string())));
    own.extend(program.grpc_port.map(|port| ("GRPC_PORT".to_owned(), port.to_string())));
    own.into_iter().collect()
}

/// Where it reaches those that run beside it.
fn addresses(
    started: &Started,
    services: &[(&Service, Started)],
    programs: &[Program],
) -> Vec<(String, String)> {
    let address = |peer: &crate::views::Peer| {
        let place = services.iter().position(|(service, _)| service.id == peer.service)?;
        let program = &programs[place];
        let address =
            if peer.grpc { format!("127.0.0.1:{}", program.grpc_port?) } else { program.url() };
        Some((peer.variable.clone(), address))
    };
    started.peers.iter().filter_map(address).collect()
}

/// The servers of each service: embedded, or as the variables say; all that are missing are named at once.
fn servers(
    services: &[(&Service, Started)],
    profile: Profile,
    variables: &Variables,
) -> Result<Vec<Vec<(String, String)>>> {
    let mut all = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    for (_, started) in services {
        let mut of_service = Vec::new();
        for server in &started.servers {
            let is_own = started.own.iter().any(|name| name == server.variable);
            let prefix = if is_own { started.prefix.as_str() } else { "" };
            let name = format!("{prefix}{}", server.variable);
            let url = match profile {
                Profile::Embedded => Some(server.embedded.clone()),
                Profile::Real => variables.get(&name),
            };
            match url.filter(|url| !url.is_empty()) {
                Some(url) => of_service.push((server.variable.to_owned(), url)),
                None if missing.contains(&name) => {}
                None => missing.push(name),
            }
        }
        all.push(of_service);
    }
    if missing.is_empty() {
        return Ok(all);
    }
    let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    if variables.has_file {
        bail!("`--profile real` needs {names}, which `.env` does not set");
    }
    bail!(
        "`--profile real` needs {names}, and there is no `.env` that sets them; `.env.example` shows its form"
    )
}
