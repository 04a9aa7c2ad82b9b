//! The command line: one subcommand, one file. The only place that prints, reads flags or the environment.

mod against;
mod any_stubs;
mod bootstrap;
mod breaking;
mod buf_format;
mod check;
mod closure;
mod compile;
mod completions;
mod consumers;
mod corpus;
mod described;
mod documents;
mod effective;
mod emit;
mod explain;
mod format;
mod generate;
mod graph;
mod inputs;
mod lint;
mod man;
mod new;
mod output;
mod profile;
mod requirements;
mod roots;
mod schema;
mod spec;
mod starter;
mod stubs;
mod up;
mod write;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{ColorChoice, CommandFactory, Parser, Subcommand};

use self::output::Terminal;

/// Compiles a service topology and its protos into a technical specification and a running Python service tree.
#[derive(Debug, Parser)]
#[command(name = "scaffold", version, about, max_term_width = 100)]
#[command(after_help = "Begin with `scaffold new`, or with `--help` behind a command.\n\n\
                  Exit status: 0 fine, 1 findings (errors, drift, conflicts), 2 could not work.")]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Flags of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
struct Global {
    /// Act as if started in this folder
    #[arg(
        short = 'C',
        long = "directory",
        value_name = "DIR",
        global = true,
        default_value = ".",
        hide_default_value = true
    )]
    directory: PathBuf,
    /// The topology [default: `topology.yaml` here or above]
    #[arg(short = 'f', long = "file", value_name = "FILE", global = true)]
    file: Option<PathBuf>,
    /// When to use colours
    #[arg(long, value_name = "WHEN", global = true, default_value_t = ColorChoice::Auto)]
    color: ColorChoice,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a project: asks for a system, then writes all of it
    New(new::Args),
    /// Check the topology and the contracts
    Check(check::Args),
    /// Tell what contracts should look like
    Lint(lint::Args),
    /// Tell what a change of the contracts breaks, and whom
    Breaking(breaking::Args),
    /// Write the technical specification, `_techspec.md`
    Spec(spec::Args),
    /// Write the service tree, the stubs and the specification
    Generate(generate::Args),
    /// Print the system as a picture
    Graph(graph::Args),
    /// Write Python stubs for the protos of the project, or for any
    Stubs(stubs::Args),
    /// Explain a check, or where the values of a service come from
    Explain(explain::Args),
    /// Run all services on this machine, without any server
    Up(up::Args),
    /// Print the JSON Schema of the topology, for editors
    Schema(schema::Args),
    /// Print the completions for a shell
    Completions(completions::Args),
    /// Print the manual page
    Man(man::Args),
}

/// How a command ended, when nothing kept it from working.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// Exit status 0.
    Fine,
    /// Exit status 1: there is something to look at.
    Findings,
}

/// Runs the program and says how it ended: 0 fine, 1 findings, 2 could not work.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let terminal = Terminal::new(cli.global.color);
    match run(cli, &terminal) {
        Ok(Ending::Fine) => ExitCode::SUCCESS,
        Ok(Ending::Findings) => ExitCode::from(1),
        Err(error) if output::is_closed_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            terminal.failure(&error);
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, terminal: &Terminal) -> Result<Ending> {
    let global = &cli.global;
    if !global.directory.is_dir() {
        bail!("there is no folder `{}` to work in, which `-C` names", global.directory.display());
    }
    match cli.command {
        Command::New(args) => new::run(&args, global, terminal),
        Command::Check(args) => check::run(&args, global, terminal),
        Command::Lint(args) => lint::run(&args, global, terminal),
        Command::Breaking(args) => breaking::run(&args, global, terminal),
        Command::Spec(args) => spec::run(&args, global, terminal),
        Command::Generate(args) => generate::run(&args, global, terminal),
        Command::Graph(args) => graph::run(&args, global, terminal),
        Command::Stubs(args) => stubs::run(&args, global, terminal),
        Command::Explain(args) => explain::run(&args, global, terminal),
        Command::Up(args) => up::run(&args, global, terminal),
        Command::Schema(args) => schema::run(&args, terminal),
        Command::Completions(args) => completions::run(&args, terminal),
        Command::Man(args) => man::run(&args, terminal),
    }
}

/// The whole grammar of the command line, for completions and the manual page.
fn grammar() -> clap::Command {
    Cli::command()
}
