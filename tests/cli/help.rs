//! The program about itself.

use crate::golden;
use crate::place::Place;

const COMMANDS: [&str; 13] = [
    "new",
    "check",
    "lint",
    "breaking",
    "spec",
    "generate",
    "graph",
    "stubs",
    "explain",
    "up",
    "schema",
    "completions",
    "man",
];

#[test]
fn the_program_says_what_it_does() {
    let help = Place::empty().run(&["--help"]).ends(0);
    golden("help", &help.stdout);
    assert_eq!(help.stderr, "");
    let commands = help.stdout.lines().filter(|line| line.starts_with("  "));
    let commands: Vec<&str> = commands
        .filter_map(|line| line.split_whitespace().next())
        .take_while(|word| *word != "help")
        .collect();
    assert_eq!(commands, COMMANDS, "name the command in COMMANDS in tests/cli/help.rs");
}

#[test]
fn every_command_says_what_it_does() {
    for command in COMMANDS {
        let help = Place::empty().run(&[command, "--help"]).ends(0);
        golden(&format!("help-{command}"), &help.stdout);
        let short = Place::empty().run(&[command, "-h"]).ends(0);
        assert!(short.stdout.contains(&format!("Usage: scaffold {command}")), "{}", short.stdout);
    }
}

#[test]
fn without_a_command_the_help_is_the_answer() {
    let ran = Place::empty().run(&[]).ends(2);
    assert!(ran.stderr.contains("Commands:"), "{}", ran.stderr);
    assert_eq!(ran.stdout, "");
}

#[test]
fn the_version_is_that_of_the_crate() {
    let version = format!("scaffold {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(Place::empty().run(&["--version"]).ends(0).stdout, version);
}

#[test]
fn what_is_no_command_or_flag_ends_with_2_and_the_nearest() {
    let ran = Place::empty().run(&["generat"]).ends(2);
    assert!(ran.stderr.contains("a similar subcommand exists: 'generate'"), "{}", ran.stderr);
    let ran = Place::empty().run(&["check", "--stricter"]).ends(2);
    assert!(ran.stderr.contains("a similar argument exists: '--strict'"), "{}", ran.stderr);
    Place::empty().run(&["check", "--format", "xml"]).ends(2);
    Place::empty().run(&["completions", "tcsh"]).ends(2);
}

#[test]
fn the_schema_is_that_of_the_repository() {
    let schema = Place::empty().run(&["schema"]).ends(0);
    assert_eq!(schema.stdout, include_str!("../../schemas/topology-v1.json"));
}

#[test]
fn completions_and_the_manual_name_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = Place::empty().run(&["completions", shell]).ends(0).stdout;
        for command in COMMANDS {
            assert!(script.contains(command), "{shell} does not complete `{command}`");
        }
    }
    let page = Place::empty().run(&["man"]).ends(0).stdout;
    assert!(page.contains(".TH scaffold 1"), "{page}");
    for command in COMMANDS {
        assert!(page.contains(&format!("scaffold\\-{command}(1)")), "{command}");
    }
}

#[cfg(unix)]
#[test]
fn bash_reads_its_completions() {
    let ran =
        Place::empty().bash("source <(\"$SCAFFOLD\" completions bash) && complete -p scaffold");
    assert!(ran.ends(0).stdout.contains("_scaffold"));
}
