//! `scaffold graph`.

use anyhow::{Result, bail};

use super::compile::{compile, nothing_written, report};
use super::output::Terminal;
use super::{Ending, Global};
use crate::blueprint;
use crate::graph::{self, Aside, Graph, Scope, Use};
use crate::model::{Domain, Flow, Model};
use crate::names::nearest;

/// Which picture, and in which language.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The language of the picture
    #[arg(long, value_name = "FORMAT", default_value = "mermaid")]
    format: Format,
    /// Only what one flow passes: its entry, as in `gateway POST /v1/messages`
    #[arg(long, value_name = "NAME", conflicts_with = "domain")]
    flow: Option<String>,
    /// Only the services of one domain, and what they touch
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
    /// What to leave out
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    without: Vec<Kind>,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Kind {
    /// Databases, caches, files
    Stores,
    /// Topics and queues
    Topics,
    /// Systems of others
    Externals,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Format {
    /// For Markdown
    Mermaid,
    /// For Graphviz
    Dot,
    /// A finished picture, light and dark
    Svg,
}

pub(super) fn run(args: &Args, global: &Global, terminal: &Terminal) -> Result<Ending> {
    let compiled = compile(global)?;
    report(&compiled, terminal);
    if compiled.stops {
        return Ok(nothing_written(terminal));
    }
    let (graph, title) = picture(&compiled.model, args)?;
    let aside: Vec<Aside> = args.without.iter().copied().map(aside).collect();
    let graph = graph::without(graph, &aside);
    let text = match args.format {
        Format::Mermaid => graph::flowchart(&graph),
        Format::Dot => graph::dot(&graph, &title),
        Format::Svg => {
            graph::svg(&graph::drawing(&graph), &title, Use::File(blueprint::style("picture")))
        }
    };
    terminal.data(&format!("{text}\n"))?;
    Ok(Ending::Fine)
}

fn aside(kind: Kind) -> Aside {
    match kind {
        Kind::Stores => Aside::Stores,
        Kind::Topics => Aside::Topics,
        Kind::Externals => Aside::Externals,
    }
}

fn picture(model: &Model, args: &Args) -> Result<(Graph, String)> {
    let system = &model.system;
    if let Some(name) = &args.flow {
        let flow = flow_named(model, name)?;
        return Ok((
            graph::flow(model, flow),
            format!("{system}: {}", model.flow_name(flow.entry)),
        ));
    }
    if let Some(name) = &args.domain {
        let domain = domain_named(model, name)?;
        let scope = Scope::of(domain.services.iter().copied());
        return Ok((graph::landscape(model, &scope), format!("{system}: {}", domain.name)));
    }
    Ok((graph::landscape(model, &Scope::all(model)), system.to_string()))
}

/// The flow that begins at an operation: named with its service, or alone where only one service has it.
fn flow_named<'a>(model: &'a Model, name: &str) -> Result<&'a Flow> {
    let full = |flow: &Flow| model.flow_name(flow.entry);
    let own = |flow: &&Flow| model.operation(flow.entry).name == name;
    if let Some(flow) = model.flows.iter().find(|flow| full(flow) == name) {
        return Ok(flow);
    }
    let named: Vec<&Flow> = model.flows.iter().filter(own).collect();
    if let [flow] = named[..] {
        return Ok(flow);
    }
    let among = if named.is_empty() { model.flows.iter().collect() } else { named };
    let known: Vec<String> = among.into_iter().map(full).collect();
    match nearest(name, known.iter().map(String::as_str)).or(known.first().map(String::as_str)) {
        Some(near) => bail!("there is no flow `{name}`; `{near}` is the nearest"),
        None => bail!("there is no flow `{name}`: nothing begins one"),
    }
}

fn domain_named<'a>(model: &'a Model, name: &str) -> Result<&'a Domain> {
    if let Some(domain) = model.domains.iter().find(|domain| domain.name.as_str() == name) {
        return Ok(domain);
    }
    match nearest(name, model.domains.iter().map(|domain| domain.name.as_str())) {
        Some(near) => bail!("there is no domain `{name}`; `{near}` is the nearest"),
        None => bail!("there is no domain `{name}`"),
    }
}
