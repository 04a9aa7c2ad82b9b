//! `scaffold up`.

use std::fmt::Write;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Result, bail};

use super::compile::{compile, report, service_named};
use super::output::Terminal;
use super::profile::{Profile, Variables, programs};
use super::{Ending, Global};
use crate::mesh::{self, End, Event, Program};
use crate::model::{Model, Service};
use crate::views::{Started, started};

/// Which services.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Ctrl-C stops callers before those they call; a second one kills what still runs.\n\
                        CHAT_HTTP_PORT and CHAT_GRPC_PORT, in the environment or in `.env`, give a service `chat` other ports."
)]
pub(super) struct Args {
    /// Only these services, separated by commas
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    only: Vec<String>,
    /// The databases and brokers: files of the project, or the servers that `.env` names
    #[arg(long, value_name = "WHICH", value_enum, default_value_t = Profile::Embedded)]
    profile: Profile,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    if compiled.stops {
        report(&compiled, terminal);
        return Ok(Ending::Findings);
    }
    let root = &compiled.project.root;
    let services = chosen(&compiled.model, &args.only)?;
    let programs = programs(&compiled.model, &services, args.profile, &Variables::read(root)?)?;
    let python = mesh::python(root)?;
    refuse_taken_ports(&programs, &services)?;
    let width = programs.iter().map(|program| program.name.len()).max().unwrap_or_default();
    let signal = mesh::signal()?;
    let mut unheard = None;
    let mut tell = |event: Event| match tell(&event, &programs, width, terminal) {
        Err(error) if unheard.is_none() => {
            unheard = Some(error);
            signal.store(true, Ordering::Relaxed);
        }
        Ok(()) | Err(_) => {}
    };
    let end = mesh::up(root, &python, &programs, &signal, &mut tell)?;
    match (unheard, end) {
        (Some(error), _) => Err(error),
        (None, End::Stopped) => Ok(Ending::Fine),
        (None, End::Killed | End::Crashed) => Ok(Ending::Findings),
    }
}

/// The generated services that are wanted, those first that others call.
fn chosen<'a>(model: &'a Model, only: &[String]) -> Result<Vec<(&'a Service, Started)>> {
    for name in only {
        if !service_named(model, name)?.generated {
            bail!("`{name}` is not generated, so that it cannot be started here");
        }
    }
    let mut started = started(model);
    let mut chosen = Vec::new();
    for id in model.start_order() {
        let service = model.service(id);
        let is_wanted = only.is_empty() || only.iter().any(|name| *name == service.name.as_str());
        let place = started.iter().position(|one| one.service == id);
        if let Some(place) = place.filter(|_| is_wanted) {
            chosen.push((service, started.swap_remove(place)));
        }
    }
    if chosen.is_empty() {
        bail!("no service of this system is generated, so that there is nothing to start");
    }
    Ok(chosen)
}

/// Nothing is started when something could not have its port.
fn refuse_taken_ports(programs: &[Program], services: &[(&Service, Started)]) -> Result<()> {
    let taken = mesh::taken(programs);
    let Some(first) = taken.first() else { return Ok(()) };
    let mut words = Vec::new();
    for one in &taken {
        let name = &programs[one.program].name;
        let holder = one.holder.as_deref().unwrap_or("another program");
        words.push(format!("port {} of `{name}` is taken by {holder}", one.port));
    }
    let suffix = if first.grpc { "GRPC_PORT" } else { "HTTP_PORT" };
    let prefix = &services[first.program].1.prefix;
    bail!("{}; stop it, or set `{prefix}{suffix}` to another port", words.join(", "))
}

/// Fails when nobody hears what the services say.
fn tell(event: &Event, programs: &[Program], width: usize, terminal: &Terminal) -> Result<()> {
    let seconds = Duration::as_secs_f64;
    let words = match event {
        Event::Said { service, index, line } => {
            let prefix = format!("{service:width$} |");
            return terminal.data(&format!("{} {line}\n", painted(&prefix, *index, terminal)));
        }
        Event::Starting => {
            format!("starting {}; Ctrl-C stops all of them\n", services(programs.len()))
        }
        Event::Waiting { services, since } => {
            format!("after {:.0} s not ready: {}\n", seconds(since), services.join(", "))
        }
        Event::Ready { after } => table(programs, seconds(after), width),
        Event::Back { service } => format!("`{service}` is ready again\n"),
        Event::Ended { service, status, again } => format!(
            "`{service}` ended by itself ({status}); it is started again in {} s\n",
            seconds(again)
        ),
        Event::GaveUp { service, status, times } => format!(
            "error: `{service}` ended by itself ({status}) each of {times} times that it was started; its lines above say why\n"
        ),
        Event::Stopping => "stopping; Ctrl-C again kills what still runs\n".to_owned(),
        Event::Killing => "killing what still runs\n".to_owned(),
    };
    terminal.talk(&words);
    Ok(())
}

fn services(number: usize) -> String {
    if number == 1 { "1 service".to_owned() } else { format!("{number} services") }
}

fn table(programs: &[Program], seconds: f64, width: usize) -> String {
    let mut out = format!("all services are ready after {seconds:.1} s\n");
    for program in programs {
        let grpc =
            program.grpc_port.map(|port| format!("  gRPC 127.0.0.1:{port}")).unwrap_or_default();
        let (name, url) = (&program.name, program.url());
        let _ = writeln!(out, "  {name:width$}  {url}{grpc}");
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
