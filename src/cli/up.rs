//! `scaffold up`.

use std::fmt::Write;

use anyhow::{Result, bail};

use super::compile::{compile, report};
use super::output::Terminal;
use super::{Ending, Global};
use crate::mesh::{self, End, Event, Program};
use crate::model::Model;
use crate::names::nearest;

/// Which services.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Only these services, separated by commas
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    only: Vec<String>,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    if compiled.stops {
        report(&compiled, terminal);
        return Ok(Ending::Findings);
    }
    let programs = programs(&compiled.model, &args.only)?;
    let width = programs.iter().map(|program| program.name.len()).max().unwrap_or_default();
    let mut tell = |event: Event| tell(&event, &programs, width, terminal);
    match mesh::up(&compiled.project.root, &programs, &mut tell)? {
        End::Stopped => Ok(Ending::Fine),
        End::Crashed => Ok(Ending::Findings),
    }
}

/// The generated services, those first that others call.
fn programs(model: &Model, only: &[String]) -> Result<Vec<Program>> {
    for name in only {
        match model.service_named(name) {
            None => {
                let known = model.services.iter().map(|service| service.name.as_str());
                match nearest(name, known) {
                    Some(near) => bail!("there is no service `{name}`; `{near}` is the nearest"),
                    None => bail!("there is no service `{name}`"),
                }
            }
            Some(service) if !service.generated => {
                bail!("`{name}` is not generated, so that it cannot be started here")
            }
            Some(_) => {}
        }
    }
    let wanted = |name: &str| only.is_empty() || only.iter().any(|one| one == name);
    let order = model.start_order();
    let services = order.iter().map(|id| model.service(*id));
    let programs: Vec<Program> = services
        .filter(|service| service.generated && wanted(service.name.as_str()))
        .map(|service| Program {
            name: service.name.to_string(),
            package: format!("{}_{}", model.system.snake(), service.name.snake()),
            http_port: service.http_port.value,
            grpc_port: service.grpc_port.as_ref().map(|port| port.value),
        })
        .collect();
    if programs.is_empty() {
        bail!("no service of this system is generated, so that there is nothing to start");
    }
    Ok(programs)
}

fn tell(event: &Event, programs: &[Program], width: usize, terminal: &Terminal) {
    match event {
        Event::Starting => {
            terminal.talk(&format!(
                "starting {}; Ctrl-C stops all of them\n",
                services(programs.len())
            ));
        }
        Event::Said { service, index, line } => {
            let prefix = format!("{service:width$} |");
            let _ = terminal.data(&format!("{} {line}\n", painted(&prefix, *index, terminal)));
        }
        Event::Ready { after } => terminal.talk(&table(programs, after.as_secs_f64())),
        Event::Ended { service, status } => {
            terminal.talk(&format!("`{service}` ended by itself ({status})\n"));
        }
        Event::Stopping => terminal.talk("stopping\n"),
    }
}

fn services(number: usize) -> String {
    if number == 1 { "1 service".to_owned() } else { format!("{number} services") }
}

fn table(programs: &[Program], seconds: f64) -> String {
    let mut out = format!("all services are ready after {seconds:.1} s\n");
    for program in programs {
        let grpc =
            program.grpc_port.map(|port| format!("  gRPC 127.0.0.1:{port}")).unwrap_or_default();
        let _ = writeln!(out, "  {}  http://127.0.0.1:{}{grpc}", program.name, program.http_port);
    }
    out
}

fn painted(text: &str, index: usize, terminal: &Terminal) -> String {
    const COLOURS: [u8; 6] = [36, 33, 32, 35, 34, 31];
    if terminal.stdout_styled() {
        format!("\x1b[{}m{text}\x1b[0m", COLOURS[index % COLOURS.len()])
    } else {
        text.to_owned()
    }
}
