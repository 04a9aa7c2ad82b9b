//! No document, no manifest and no finding shows a secret of the topology; what they hide, P03 complains of.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

mod judged;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use judged::judge;
use scaffold::diagnostic;
use scaffold::rules;
use scaffold::secrecy::{holds_secret, masked};
use scaffold::techspec::{self, Documents};
use tempfile::TempDir;

/// A secret that can be told again wherever a topology has words: `hunter00` and so on.
const EVERYWHERE: &str = r#"system: hide
description: A system, see https://u:hunter00@wiki.example.com/x
defaults: {broker: "amqp://u:hunter01@mq.example.com"}
domains:
  dom: {team: one, description: "https://u:hunter02@d.example.com"}
headers: {x-api-key: hunter03}
services:
  api:
    purpose: "Answers, docs at https://u:hunter04@docs.example.com"
    domain: dom
    repo: "https://u:hunter05@git.example.com/api"
    image: "https://u:hunter06@registry.example.com/api"
    public: {auth: none, cors: ["https://u:hunter07@web.example.com"]}
    health: "/health?token=hunter08"
    endpoints:
      GET /a: [ads GET /x]
      GET /b?api_key=hunter09: [ads GET /y?token=hunter10]
    publishes: [told]
    consumes: {told: {group: "https://u:hunter11@g.example.com", dead-letter: dead}}
    owns: {main: [users]}
    config:
      SECRET_KEY_BASE: hunter12
      DB_URL: "postgres://u:hunter13@db/x"
      DSN: "host=db user=u password=hunter14"
      CALLBACK: "https://cb.example.com/x?api_key=hunter15"
      KEYED: {default: "ghp_hunter16aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", description: "not https://u:hunter17@x.example.com"}
      PIN_PASSWORD: 991234
      API_TOKEN: {type: string, default: 88776655}
    secrets:
      KEY: {from: "https://u:hunter18@vault.example.com", description: "https://u:hunter19@vault.example.com"}
    consistency: {model: strong, why: "see https://u:hunter20@why.example.com"}
    allow: {single-point-of-failure: "see https://u:hunter21@why.example.com"}
  other:
    lang: go
    repo: "https://u:hunter05@git.example.com/other"
    http: [GET /z]
    config: {API_TOKEN: hunter22}
  nightly:
    cron: "0 3 * * *"
    calls: [ads GET /nightly]
stores:
  main: {engine: postgres@16, backup: "s3 https://u:hunter23@s3.example.com", persistence: "https://u:hunter24@s3.example.com", description: "https://u:hunter25@s3.example.com"}
topics:
  told: {broker: "amqp://u:hunter26@mq.example.com", key: "https://u:hunter27@x", description: "https://u:hunter28@t.example.com"}
  dead: {}
externals:
  ads: {url: "https://u:hunter29@ads.example.com/v1?token=hunter30", region: "https://u:hunter31@r.example.com", protocol: HTTP, description: "https://u:hunter33@r.example.com"}
  mail: {protocol: "smtp://u:hunter32@p.example.com", calls: [api GET /a]}
environments:
  local: {}
  prod:
    description: "https://u:hunter34@env.example.com"
    services:
      api: {config: {SECRET_KEY_BASE: hunter35, DB_URL: "postgres://u:hunter36@db/x", ONLY_PASSWORD: hunter37}}
      other: {config: {API_TOKEN: hunter38}}
    externals: {ads: {url: "https://u:hunter39@ads.example.com"}}
decisions: {secrets: {answer: "https://u:hunter40@a.example.com", why: "https://u:hunter41@a.example.com"}}
"#;

/// What of them a text shows.
fn secrets_in(text: &str) -> Vec<&str> {
    let numbered = text.match_indices("hunter").filter_map(|(at, _)| text.get(at..at + 8));
    let numbers = ["991234", "88776655"].into_iter().filter(|number| text.contains(number));
    numbered.chain(numbers).collect()
}

/// A project of a topology, in a folder of its own.
struct Project(TempDir);

impl Project {
    fn of(topology: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        fs::write(folder.path().join("topology.yaml"), topology).expect("it can be written");
        Self(folder)
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        let output = command.arg("-C").arg(self.0.path()).args(arguments).output();
        let output = output.expect("the binary starts");
        assert_ne!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join(path)).expect("it is there")
    }
}

/// Every file below a folder, each with its path.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let text = fs::read(&path).expect("it can be read");
            let text = String::from_utf8_lossy(&text).into_owned();
            found.push((path.display().to_string(), text));
        }
    }
    found
}

#[test]
fn nothing_that_is_written_but_code_shows_a_secret_of_the_topology() {
    let project = Project::of(EVERYWHERE);
    project.run(&["generate"]);
    project.run(&["spec", "--html"]);
    let written = files(project.0.path());
    assert!(written.iter().any(|(path, _)| path.ends_with("_techspec.html")));
    assert!(written.iter().any(|(path, _)| path.ends_with("services/api/design.md")));
    // Code runs by what the topology says: the defaults of settings, and routes as they are written.
    let is_code =
        |path: &str| path.strip_suffix(".py").is_some() || path.ends_with("openapi/api.json");
    for (path, text) in written.iter().filter(|(path, _)| !is_code(path)) {
        if !path.ends_with("/topology.yaml") {
            assert!(secrets_in(text).is_empty(), "{path}: {:?}", secrets_in(text));
        }
    }
}

#[test]
fn nothing_that_is_printed_for_others_shows_a_secret_of_the_topology() {
    let project = Project::of(EVERYWHERE);
    for format in ["json", "sarif", "github"] {
        let told = project.run(&["check", "--all", "--format", format]);
        assert!(told.contains("P03"), "{told}");
        assert!(secrets_in(&told).is_empty(), "{format}: {:?}", secrets_in(&told));
    }
    for format in ["mermaid", "dot", "svg"] {
        let drawn = project.run(&["graph", "--format", format]);
        assert!(drawn.contains("***") && secrets_in(&drawn).is_empty(), "{format}: {drawn}");
    }
}

#[test]
fn what_a_fault_quotes_is_no_secret_either() {
    for wrong in [
        "secrets: {DB_PASSWORD: hunter42}",
        "secrets: [DB_PASSWORD=hunter42]",
        "config: [DB_PASSWORD=hunter42]",
        "config: {DB_PASSWORD: {type: hunter42}, A_URL: {type: \"https://u:hunter42@a.example.com\"}}",
        "auth: https://u:hunter42-that-is-too-long-for-a-message-which-quotes-only-where-a-text-begins@example.com",
    ] {
        let text = format!("system: s\nservices:\n  a:\n    http: [GET /a]\n    {wrong}\n");
        let judged = judge(&text, &[]);
        let told = diagnostic::json(&judged.faults, &judged.sources);
        let is_key = wrong.contains("type: hunter42}");
        let shown = secrets_in(&told).len() - usize::from(is_key);
        assert!(!judged.faults.is_empty() && shown == 0, "{told}");
    }
}

#[test]
fn documents_hide_exactly_what_the_rule_complains_of() {
    let settings = [
        ("DATABASE_PASSWORD", "plainly", true),
        ("SECRET_KEY_BASE", "plainly", true),
        ("DATABASE_PASSWORD", "123456", true),
        ("GREETING", "plainly", false),
        ("MAX_TOKEN", "4096", false),
        ("LIMIT", "123456", false),
        ("URL", "https://u:plainly@example.com", true),
        ("URL", "https://example.com/a@plainly", false),
        ("URL", "https://plainly@example.com", false),
        ("URL", "https://example.com?api_key=plainly", true),
        ("URL", "https://example.com?page_token=plainly", false),
        ("DSN", "host=db password='plainly said'", true),
        ("DSN", "host=db user=plainly", false),
        ("HEADERS", "api-key=plainly,x=y", true),
        ("HEADER", "Bearer abcdefghijklmn0123", true),
        ("KEY", "AKIAIOSFODNN7EXAMPLE", true),
    ];
    for (name, value, is_secret) in settings {
        let value_written = if value.bytes().all(|b| b.is_ascii_digit()) {
            value.to_owned()
        } else {
            format!("\"{value}\"")
        };
        let text = format!(
            "system: s\nservices:\n  a:\n    http: [GET /a]\n    config: {{{name}: {value_written}}}\n\
             environments: {{prod: {{services: {{a: {{config: {{OTHER: 1}}}}}}}}}}\n"
        );
        let judged = judge(&text, &[]);
        assert_eq!(judged.of("P03").len(), usize::from(is_secret), "{name}: {value}");
        let (model, _) = scaffold::model::resolve(
            &scaffold::topology::parse(&"topology.yaml".into(), &text).0,
            scaffold::contracts::compile(&[]).0,
        );
        let shown = techspec::render(&model, &rules::check(&model), None, &Documents::default());
        let shown = shown.expect("it can be written");
        assert_eq!(shown.contains(value), !is_secret, "{name}: {value}\n{shown}");
        assert_eq!(shown.contains("***"), is_secret, "{name}: {value}\n{shown}");
    }
}

#[test]
fn the_rule_finds_what_stands_in_words_and_addresses_too() {
    let judged = judge(EVERYWHERE, &[]);
    let messages: Vec<String> = judged.of("P03").into_iter().map(|one| one.message).collect();
    for wanted in [
        "`repo` of `api` holds a secret",
        "`image` of `api` holds a secret",
        "an operation of `api` holds a secret",
        "a call of `api` holds a secret",
        "an origin of `api` holds a secret",
        "a secret's description of `api` holds a secret",
        "the value of `PIN_PASSWORD` of `api` stands in the topology",
        "the value of `ONLY_PASSWORD` of `api` stands in the topology (in `prod`)",
        "`backup` of `main` holds a secret",
        "the URL of `ads` holds a password",
        "`protocol` of `mail` holds a secret",
        "the description of `dom` holds a secret",
        "the description of the system holds a secret",
        "a decision holds a secret",
        "2 topics name a broker with a secret: `told` and `dead`",
    ] {
        assert!(messages.iter().any(|message| message == wanted), "{wanted}: {messages:#?}");
    }
    assert!(messages.iter().all(|message| secrets_in(message).is_empty()), "{messages:#?}");
}

#[test]
fn a_secret_is_known_by_its_form() {
    let table = [
        (
            "see https://u:pw@host/a, then https://v:pw@other",
            "see https://***@host/a, then https://***@other",
        ),
        ("postgres://u:p@ss@db/x", "postgres://***@db/x"),
        ("postgres://u:pa/ss@db/x", "postgres://***@db/x"),
        ("https://0123456789abcdef0123@sentry.example.com/1", "https://***@sentry.example.com/1"),
        ("redis://:pw@cache:6379/0", "redis://***@cache:6379/0"),
        ("a?x=1&access_token=abc#there", "a?x=1&access_token=***#there"),
        ("a?apiKey=abc", "a?apiKey=***"),
        ("Password=\"two words\";Server=db", "Password=\"***\";Server=db"),
        ("use ghp_0123456789abcdefghijABCDEFGHIJ.", "use ***."),
        ("-----BEGIN RSA PRIVATE KEY----- MIIEow", "***"),
        ("Authorization: Bearer abcdefghijklmn0123", "Authorization: Bearer ***"),
    ];
    for (text, shown) in table {
        assert_eq!(masked(text), shown);
        assert_eq!(masked(shown), shown, "what is shown is shown again as it is");
    }
    for open in [
        "",
        "https://example.com:8080/a@b?q=c:d@e",
        "ssh://git@example.com/a",
        "http://[::1]:8000/a@b",
        "https://u:${PASSWORD}@example.com",
        "https://{host}:{port}/a@b",
        "GET /x?token={token}",
        "token == other",
        "password=",
        "sk-is-the-beginning-of-a-service-of-ours",
        "what a Bearer authentication-needs",
        "éé=é https://é",
    ] {
        assert!(!holds_secret(open), "{open}: {}", masked(open));
    }
}

#[test]
fn long_texts_that_nearly_hold_secrets_are_read_in_no_time() {
    for part in ["://a:b/", "://", "token=", "token={", "=", "sk-", "Bearer ", "x@", "token=\""] {
        let long = part.repeat((1 << 20) / part.len()) + "}";
        let start = Instant::now();
        let _ = masked(&long);
        let taken = start.elapsed();
        assert!(taken < Duration::from_secs(5), "{part}: {taken:?} without optimization");
    }
}

#[test]
fn an_environment_takes_plain_secrets_from_a_secret_of_the_cluster() {
    let project = Project::of(EVERYWHERE);
    project.run(&["generate"]);
    let overlay = project.file("deploy/k8s/overlays/prod/kustomization.yaml");
    let yours = "# Yours to put into its Secret, as the topology says them in plain text: ADS_URL, DB_URL, ONLY_PASSWORD, SECRET_KEY_BASE\n";
    assert!(overlay.contains(yours), "what is as in the file, the code has: {overlay}");
    let key = |pad: &str, name: &str, service: &str| {
        format!(
            "{pad}- name: {name}\n{pad}  valueFrom:\n{pad}    secretKeyRef:\n{pad}      name: {service}\n{pad}      key: {name}\n"
        )
    };
    assert!(overlay.contains(&key("                  ", "ADS_URL", "api")), "{overlay}");
    let run = key("                      ", "ADS_URL", "nightly");
    assert!(overlay.contains(&run), "{overlay}");
    assert!(
        overlay.contains("kind: CronJob\n      metadata:\n        name: nightly\n"),
        "{overlay}"
    );
    assert!(!overlay.contains("ADS_URL="), "{overlay}");
    let example = project.file(".env.example");
    assert!(example.contains("# ADS_URL=\n") && example.contains("# API_DB_URL=\n"), "{example}");
    let settings = project.file("services/api/src/hide_api/core/settings.py");
    assert!(settings.contains("secret_key_base: str = \"hunter12\""), "it runs as before");
}
