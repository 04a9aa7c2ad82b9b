//! The technical specification says what the inputs say, keeps what people wrote, and is sound Markdown and mermaid.

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use scaffold::blueprint;
use scaffold::diagnostic::Outcome;
use scaffold::model::Model;
use scaffold::names::Name;
use scaffold::requirements;
use scaffold::rules;
use scaffold::techspec::{self, Documents, prose::Prose};
use scaffold::tree::TreePath;
use support::judges::{judges_or_note, markdownlint, mermaid, written};
use support::large::in_domains;
use support::project::{model_of, required, starter};

const PRD: &str = "# PRD: AI Chat\n\nFR-1: One can write a message.\n";

fn spec(model: &Model, documents: &Documents) -> String {
    let findings = rules::check(model);
    techspec::render(model, &findings, None, documents).unwrap_or_else(|error| panic!("{error:#}"))
}

fn plain(model: &Model) -> String {
    spec(model, &Documents::default())
}

fn read(text: &str) -> Prose {
    let (prose, diagnostics) = Prose::read(&"_techspec.md".into(), text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    prose
}

#[test]
fn the_sections_stand_in_their_order() {
    let (model, _) = starter("ai-chat");
    let text = plain(&model);
    let headings: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let wanted: Vec<&str> = techspec::ALL.iter().map(|section| section.heading).collect();
    assert_eq!(headings, wanted);
}

#[test]
fn a_document_is_the_same_when_it_is_written_again() {
    let (model, _) = starter("ai-chat");
    let first = plain(&model);
    assert_eq!(spec(&model, &Documents { prose: read(&first), ..Documents::default() }), first);
}

#[test]
fn what_people_wrote_survives_byte_for_byte() {
    let (model, _) = starter("ai-chat");
    let words = "\n  Trailing  \r\n\n```mermaid\nnot ours\n```\n| a |\n## Heading\n<b>é</b>\n\n";
    let mark = "<!-- scaffold:prose service-chat -->\n";
    let edited = plain(&model).replace(mark, &format!("{mark}{words}"));
    let again = spec(&model, &Documents { prose: read(&edited), ..Documents::default() });
    assert_eq!(again, edited);
}

#[test]
fn prose_of_a_part_that_is_gone_is_kept_at_the_end() {
    let (model, _) = starter("tiny");
    let present = "<!-- scaffold:prose service-old -->\n\nWhy it was.\n\n<!-- /scaffold:prose -->\n\
                   <!-- scaffold:prose service-empty -->\n<!-- /scaffold:prose -->\n";
    let text = spec(&model, &Documents { prose: read(present), ..Documents::default() });
    let (_, kept) = text.split_once("\n## Kept Prose\n").expect("there is a place for it");
    let region = "<!-- scaffold:prose service-old -->\n\nWhy it was.\n\n<!-- /scaffold:prose -->\n";
    assert!(kept.ends_with(region), "{kept}");
    assert!(!kept.contains("service-empty"), "nothing is kept of a region without text");
    assert_eq!(spec(&model, &Documents { prose: read(&text), ..Documents::default() }), text);
}

#[test]
fn marks_that_do_not_pair_up_are_reported() {
    let codes = |text: &str| {
        let (_, diagnostics) = Prose::read(&"_techspec.md".into(), text);
        diagnostics.iter().map(|diagnostic| diagnostic.code.id).collect::<Vec<_>>()
    };
    let (begin, end) = ("<!-- scaffold:prose a -->\n", "<!-- /scaffold:prose -->\n");
    assert_eq!(codes(&format!("{begin}x\n")), ["M01"]);
    assert_eq!(codes(&format!("{begin}{begin}{end}")), ["M01"]);
    assert_eq!(codes(end), ["M01"]);
    assert_eq!(codes(&format!("{begin}{end}{begin}{end}")), ["M02"]);
}

#[test]
fn the_title_comes_from_the_prd_and_its_absence_is_said() {
    let (model, _) = starter("ai-chat");
    let with = plain(&required(model.clone(), PRD));
    assert!(with.contains("\n# Technical Specification: AI Chat\n"));
    let covered = "[1 of 1 covered](#requirements-traceability)";
    assert!(with.contains(&format!("- Requirements: [`_prd.md`](_prd.md), {covered}\n")));
    let without = plain(&model);
    assert!(without.contains("\n# Technical Specification: acme-chat\n"));
    assert!(
        without.contains("| **failed** | write the requirements in `tasks/prd-ai-chat/_prd.md` |")
    );
}

#[test]
fn a_prd_that_names_services_shows_these() {
    let topology = "system: shop\nprd: {pay: [till], all: []}\nservices:\n  till: {calls: [bank]}\n  \
                    bank: {http: [POST /pay]}\n  stock: {http: [GET /stock]}\n";
    let (model, _) = model_of(topology, &[]);
    let findings = rules::check(&model);
    let of = |slug: &str| {
        let slug = Name::new(slug).expect("a sound name");
        techspec::render(&model, &findings, Some(&slug), &Documents::default()).expect("renders")
    };
    let pay = of("pay");
    assert!(pay.contains("### `till` service") && pay.contains("`bank`"));
    assert!(!pay.contains("### `bank` service") && !pay.contains("stock"));
    assert!(of("all").contains("### `stock` service"));
}

#[test]
fn what_nobody_uses_is_shown_too() {
    let topology = "system: s\nservices: {a: {http: [GET /x]}}\ntopics: [lone]\nstores: {idle: postgres}\n\
                    externals: {far: {}}\n";
    let text = plain(&model_of(topology, &[]).0);
    for name in ["topic_lone[", "| `lone` |", "| `idle` |", "| `far` |"] {
        assert!(text.contains(name), "`{name}` is not in\n{text}");
    }
}

#[test]
fn every_section_has_its_heading_and_its_region() {
    let templates = blueprint::texts("techspec");
    for section in techspec::ALL {
        let name = section.template();
        let text =
            templates.get(&name).unwrap_or_else(|| panic!("write blueprints/techspec/{name}"));
        let heading = format!("\n## {}\n", section.heading);
        assert!(text.starts_with(&heading), "let {name} begin with a blank line and its heading");
        let region = format!("{{{{ prose.{} }}}}\n", section.name);
        assert!(text.ends_with(&region), "let {name} end with `{region}`");
    }
}

#[test]
fn links_and_anchors_resolve() {
    let tree = blueprint::starter("ai-chat").expect("there is such a starter");
    let (model, _) = starter("ai-chat");
    let model = required(model, PRD);
    let documents = all_documents(&model, &Documents::default());
    let folder = "tasks/prd-ai-chat";
    let anchors = |text: &str| -> Vec<String> {
        headings(text).iter().map(|heading| anchor(heading)).collect()
    };
    let mut seen = 0;
    for (path, text) in &documents {
        let here = format!("{folder}/{path}");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            seen += 1;
            let (file, wanted) = target.split_once('#').unwrap_or((target, ""));
            let file = if file.is_empty() { here.clone() } else { beside(&here, file) };
            let document = file.strip_prefix(&format!("{folder}/")).and_then(|p| documents.get(p));
            let input = tree.get(&TreePath::new(&file).expect("a sound path"));
            assert!(document.is_some() || input.is_some(), "{here}: `{file}` is not there");
            if !wanted.is_empty() {
                let anchors = anchors(document.expect("anchors are of documents"));
                let count = anchors.iter().filter(|anchor| *anchor == wanted).count();
                assert_eq!(count, 1, "{here}: `{target}` names {count} headings");
            }
        }
    }
    assert!(seen > 100, "only {seen} links");
}

/// Where a link leads that stands in a file.
fn beside(file: &str, link: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop().expect("links stay inside")),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The specification and everything beside it, by path below its folder.
fn all_documents(model: &Model, documents: &Documents) -> BTreeMap<String, String> {
    let findings = rules::check(model);
    let (slug, _) = model.prds.first().expect("every system has requirements");
    let all = techspec::documents(model, &findings, slug, documents);
    all.unwrap_or_else(|error| panic!("{error:#}")).into_iter().collect()
}

#[test]
fn a_small_system_has_no_documents_beside_its_specification() {
    let paths = |services: &str| -> Vec<String> {
        let (model, _) = model_of(&format!("system: s\nservices: {{{services}}}\n"), &[]);
        all_documents(&model, &Documents::default()).into_keys().collect()
    };
    assert_eq!(paths("a: {http: true}, b: {http: true}"), ["_techspec.md"]);
    let of_three =
        paths("a: {http: true, calls: [c GET /x]}, b: {http: true}, c: {http: [GET /x]}");
    let wanted = [
        "_techspec.md",
        "a/3_task.md",
        "b/1_task.md",
        "c/2_task.md",
        "services/a/design.md",
        "services/b/design.md",
        "services/c/design.md",
        "services/shared/patterns.md",
    ];
    assert_eq!(of_three, wanted);
}

#[test]
fn a_changed_fact_changes_exactly_the_places_that_state_it() {
    let tree = blueprint::starter("ai-chat").expect("there is such a starter");
    let text = |path: &str| {
        let path = TreePath::new(path).expect("a sound path");
        tree.get(&path).and_then(|file| file.text()).expect("it is there").to_owned()
    };
    let topology = text("topology.yaml");
    let protos: Vec<(String, String)> = tree
        .iter()
        .filter_map(|(path, file)| {
            Some((path.as_str().strip_prefix("proto/")?.to_owned(), file.text()?.to_owned()))
        })
        .collect();
    let protos: Vec<(&str, &str)> =
        protos.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let written = |topology: &str| {
        let (model, diagnostics) = model_of(topology, &protos);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        all_documents(&required(model, PRD), &Documents::default())
    };
    let before = written(&topology);
    let after = written(&topology.replace("auth.Authenticate: 150ms", "auth.Authenticate: 170ms"));
    let mut changed = Vec::new();
    for (path, old) in &before {
        let new = &after[path];
        assert_eq!(old.lines().count(), new.lines().count(), "{path}");
        for (old, new) in old.lines().zip(new.lines()).filter(|(old, new)| old != new) {
            let number = |line: &str| line.replace("150ms", "T").replace("170ms", "T");
            let sums = |line: &str| number(line).replace("30.15s", "S").replace("30.17s", "S");
            let sums = |line: &str| sums(line).replace("750ms", "S").replace("770ms", "S");
            assert_eq!(sums(old), sums(new), "{path}: something else has changed too");
            changed.push(path.as_str());
        }
    }
    changed.dedup();
    let wanted = [
        "_techspec.md",
        "auth/2_task.md",
        "gateway/7_task.md",
        "services/gateway/design.md",
        "services/shared/patterns.md",
    ];
    assert_eq!(changed, wanted);
}

#[test]
fn what_people_wrote_beside_the_specification_survives() {
    let (model, _) = starter("ai-chat");
    let words = "Done on Monday.\n\n- [x] reviewed\n";
    let mark = "<!-- scaffold:prose notes -->\n";
    let path = "chat/5_task.md";
    let first = all_documents(&model, &Documents::default());
    let edited = first[path].replace(mark, &format!("{mark}{words}"));
    let beside = BTreeMap::from([(path.to_owned(), read(&edited))]);
    let again = all_documents(&model, &Documents { beside, ..Documents::default() });
    assert_eq!(again[path], edited);
    let others = first.keys().filter(|other| *other != path);
    assert!(others.into_iter().all(|other| again[other] == first[other]));
}

#[test]
fn an_id_of_another_document_of_a_service_is_not_unknown() {
    let topology = "
system: a
services:
  api: {endpoints: {GET /: {covers: [FR-1]}, POST /: {covers: [FR-2, FR-3]}}}
prd: {one: [api], two: [api]}
";
    let (mut model, _) = model_of(topology, &[]);
    for (slug, id) in [("one", "FR-1"), ("two", "FR-2")] {
        let document = requirements::parse(&"_prd.md".into(), &format!("- {id}: Something.\n"));
        let contracts = Arc::make_mut(&mut model.contracts);
        contracts.requirements.insert(slug.to_owned(), document);
    }
    for (slug, other) in [("one", "FR-2"), ("two", "FR-1")] {
        let findings = rules::check(&model);
        let slug = Name::new(slug).expect("a sound name");
        let documents = Documents::default();
        let text =
            techspec::render(&model, &findings, Some(&slug), &documents).expect("it renders");
        assert!(!text.contains(&format!("`{other}` is covered and not stated")), "{text}");
        assert!(text.contains("`FR-3` is covered and not stated"), "{text}");
    }
}

#[test]
fn requirements_are_traced_to_the_tests_that_show_them() {
    let (model, _) = starter("ai-chat");
    let prd = "# Chat\n\n- **FR-1** (Must): Messages.\n- **FR-9** (Must): Pictures.\n- **FR-10** (Won't): Films.\n";
    let contract = "services/gateway/tests/contract/test_gateway_contract.py".to_owned();
    let names = ["test_post_v1_messages_answers", "test_get_v1_conversations_answers"];
    let tests = BTreeMap::from([(contract, names.map(str::to_owned).to_vec())]);
    let text = spec(&required(model, prd), &Documents { tests, ..Documents::default() });
    assert!(
        text.contains("states 3 requirements: 1 covered, 1 uncovered, 1 not wanted this time.")
    );
    let row = text.lines().find(|line| line.starts_with("| FR-1 |")).expect("it has a row");
    assert!(
        row.contains("| Must | [`gateway`](#gateway-service) | `POST /v1/messages` |"),
        "{row}"
    );
    assert!(row.contains("`chat.SendMessage`") && row.contains("`chat.message.sent`"), "{row}");
    assert!(
        row.contains("[`test_post_v1_messages_answers`]") && !row.contains("conversations"),
        "{row}"
    );
    assert!(text.contains("| FR-9 | Pictures | Must | **uncovered** |"), "{text}");
    assert!(text.contains("| FR-10 | Films | Won't | not wanted this time |"), "{text}");
    assert!(text.contains("`FR-2` is covered and not stated"), "{text}");
    let gate = text.lines().find(|line| line.starts_with("| A |")).expect("there is a gate A");
    assert!(gate.contains("**failed** | write `covers` for `FR-9`"), "{gate}");
}

/// The specification of a snapshot, as it stands in its output.
fn golden(name: &str, prd: &str) -> String {
    let path =
        format!("{}/snapshots/{name}/out/tasks/prd-{prd}/_techspec.md", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_template_is_filled_heading_by_heading() {
    let text = golden("ai-chat", "ai-chat");
    let wanted = [
        "Service topology",
        "Data flow",
        "Service contracts",
        "Shared message types",
        "Versioning strategy",
        "Compatibility policy",
        "Data ownership",
        "SQLAlchemy models",
        "Pydantic schemas",
        "Redis data structures",
        "Inter-service gRPC calls",
        "REST client interfaces",
        "Event streaming",
        "Errors",
        "Loss of a part",
        "Criteria",
        "Selection",
        "Docker configuration",
        "Kubernetes manifests",
        "Service mesh configuration",
        "Monitoring setup",
        "Critical path",
        "Parallel tracks",
        "Dependencies matrix",
        "Tests of each service",
        "Contract testing (gRPC)",
        "Load testing targets",
        "Anti-patterns",
        "Scalability and resilience",
        "Observability coverage",
        "Quality gates",
    ];
    let there: Vec<&str> = text.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    for heading in wanted {
        assert!(there.contains(&heading), "`### {heading}` is missing");
    }
}

#[test]
fn keys_of_redis_live_as_long_as_the_runtime_keeps_them() {
    let text = golden("ai-chat", "ai-chat");
    let inbox =
        include_str!("../snapshots/ai-chat/out/libs/runtime/src/acme_chat_runtime/cache_inbox.py");
    let schedule =
        include_str!("../snapshots/ai-chat/out/libs/runtime/src/acme_chat_runtime/schedule.py");
    let kept = [
        ("welcome-mailer:inbox:", "30d", inbox, "KEEP = timedelta(days=30)"),
        ("session-sweeper:schedule:", "1h", schedule, "TURN = 3600.0"),
    ];
    for (key, lives, runtime, written) in kept {
        let mut rows = text.lines().filter(|line| line.contains(&format!("`{key}")));
        assert!(rows.any(|row| row.ends_with(&format!("| {lives} |"))), "{key} {lives}");
        assert!(runtime.lines().any(|line| line == written), "{written}");
    }
}

#[test]
fn the_errors_are_those_of_the_runtime() {
    let text = golden("ai-chat", "ai-chat");
    let runtime =
        include_str!("../snapshots/ai-chat/out/libs/runtime/src/acme_chat_runtime/errors.py");
    let is_name = |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic());
    let mut seen = 0;
    for line in runtime.lines().take_while(|line| !line.starts_with("from ")) {
        let words: Vec<&str> =
            line.split([' ', '├', '─', '└', '│']).filter(|one| !one.is_empty()).collect();
        let [class, status, code] = words[..] else { continue };
        // What only others inherit from is no error of its own.
        if !is_name(&class) || status.parse::<u16>().is_err() || class == "PeerError" {
            continue;
        }
        let row = format!("| `{class}` | {status} | {code} |");
        assert!(text.contains(&row), "{row}");
        seen += 1;
    }
    assert_eq!(
        seen,
        text.lines()
            .filter(|line| line.contains("` | ")
                && line.matches('|').count() == 5
                && [
                    "400", "401", "403", "404", "409", "422", "429", "500", "501", "502", "503",
                    "504"
                ]
                .iter()
                .any(|status| line.contains(&format!("` | {status} | "))))
            .count()
    );
}

#[test]
fn what_an_environment_changes_is_told() {
    let (model, _) = model_of(
        "system: shop\nservices:\n  web:\n    public: {rate: 10/s}\n    http: [GET /items]\n    endpoints: {GET /items: [items GET /items]}\n    \
         calls: {items GET /items: 1s}\n  items:\n    http: [GET /items]\n    owns: {items-db: [items]}\n    config: {PAGE: 10}\n\
         stores: {items-db: {engine: postgres, backup: daily}}\nexternals: {mail: {url: \"https://a.example.com\"}}\n",
        &[],
    );
    let (there, _) = model_of(
        "system: shop\nmesh: istio\nservices:\n  web:\n    public: {rate: 20/s}\n    slo: {availability: 99.9}\n    http: [GET /items]\n    \
         endpoints: {GET /items: [items GET /items]}\n    calls: {items GET /items: {timeout: 2s, retry: 3}}\n  items:\n    \
         http: [GET /items]\n    owns: {items-db: [items]}\n    config: {PAGE: 20}\n    resources: {memory: 1Gi}\n\
         stores: {items-db: {engine: postgres, backup: hourly, replicas: 2, connections: 300}}\nexternals: {mail: {url: \"https://b.example.com\"}}\n",
        &[],
    );
    let environments = [(Name::new("prod").expect("a name"), there)];
    let documents = Documents { environments: &environments, ..Documents::default() };
    let text = spec(&model, &documents);
    for row in [
        "| `prod` | service mesh | none | Istio | all |",
        "| `prod` | door to the outside | authentication not said, 10/s | authentication not said, 20/s | `web` |",
        "| `prod` | promise | none | 99.9% available | `web` |",
        "| `prod` | timeout | 1s | 2s | `web → items GET /items` |",
        "| `prod` | attempts | 1 | 3 | `web → items GET /items` |",
        "| `prod` | settings | `PAGE` = `10` | `PAGE` = `20` | `items` |",
        "| `prod` | memory | not said | 1Gi | `items` |",
        "| `prod` | store | backup daily | 2 replicas, backup hourly | `items-db` |",
        "| `prod` | connections | not said | 300 | `items-db` |",
        "| `prod` | address | `https://a.example.com` | `https://b.example.com` | `mail` |",
    ] {
        assert!(
            text.contains(row),
            "{row}\n{}",
            text.lines().filter(|l| l.starts_with("| `prod`")).collect::<Vec<_>>().join("\n")
        );
    }
}

#[test]
fn what_is_not_said_is_asked() {
    let text = golden("shop", "shop");
    let (_, questions) = text.split_once("## Open Questions").expect("it is there");
    for words in [
        "What do these answer: `catalogue GET",
        "`carrier-road`",
        "Which fields have `orders-db.orders`",
        "kept of `pick.requested`",
        "`storefront product.changed`",
        "instances run of `orders-db`",
        "backup made of",
    ] {
        assert!(questions.contains(words), "{words}");
    }
}

#[test]
fn no_text_of_the_inputs_can_break_tables_blocks_or_headings() {
    for hostile in HOSTILE {
        let (harmless, hurt) = (hostile_model("word"), hostile_model(hostile));
        let (harmless, hurt) = (plain(&harmless), plain(&hurt));
        assert_eq!(shape(&hurt), shape(&harmless), "with `{hostile}`:\n{hurt}");
    }
}

#[test]
fn pictures_stay_readable_in_large_systems() {
    let (model, diagnostics) = model_of(&in_domains(200), &[]);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    for block in plain(&model).split("```mermaid\ngraph TD\n").skip(1) {
        let block = block.split("```").next().unwrap_or_default();
        let lines = block.lines().map(str::trim);
        let nodes = lines.filter(|l| !l.contains("->") && !l.contains("==>") && *l != "end");
        let nodes = nodes.filter(|line| !line.starts_with("subgraph")).count();
        assert!(nodes <= 40, "{nodes} nodes:\n{block}");
    }
}

#[test]
fn a_picture_of_a_flow_ends_where_there_is_no_more_room() {
    let calls = |group: &str| {
        let calls = (0..100).map(|n| format!("s{n} GET /x: {{timeout: 1s{group}}}"));
        calls.collect::<Vec<_>>().join(", ")
    };
    let events: Vec<String> = (0..100).map(|n| format!("event{n}")).collect();
    let others: Vec<String> = (0..100).map(|n| format!("  s{n}: {{http: [GET /x]}}\n")).collect();
    let others = others.concat();
    let does = [
        format!("{{calls: {{{}}}}}", calls("")),
        format!("{{calls: {{{}}}}}", calls(", parallel: all")),
        format!("{{publishes: [{}]}}", events.join(", ")),
    ];
    for does in does {
        let topology = format!(
            "system: wide\nservices:\n  front: {{public: true, endpoints: {{GET /a: {does}}}}}\n{others}"
        );
        let text = plain(&model_of(&topology, &[]).0);
        let (_, part) = text.split_once("#### Flow: `front` `GET /a`").expect("the flow is told");
        let (picture, rest) = part.split_once("\n```\n").expect("the picture ends");
        let count = |of: &[&str]| {
            picture.lines().filter(|line| of.iter().any(|word| line.contains(word))).count()
        };
        let blocks = [count(&[" par ", " and"]).min(1), count(&["  end"])];
        assert_eq!(blocks[0], blocks[1], "what is opened is closed:\n{picture}");
        assert!(count(&["participant ", "actor "]) <= 41, "{picture}");
        assert!((30..=62).contains(&count(&["->>", "-)"])), "{picture}");
        assert!(rest.trim_start().starts_with("Not followed for lack of room: "), "{rest}");
    }
}

#[test]
fn a_key_that_several_stores_know_refers_to_the_own_store_or_to_nothing() {
    let proto = |name: &str, fields: &str| {
        format!(
            "syntax = \"proto3\";\npackage {name}.v1;\nservice S {{ rpc Get(User) returns (User); }}\n\
             message User {{ string user_id = 1; }}\n{fields}"
        )
    };
    let order = "message Order { string order_id = 1; string user_id = 2; }\n";
    let (one, two) = (proto("one", ""), proto("two", ""));
    let three = proto("three", order);
    let files: &[(&str, &str)] =
        &[("one/v1/a.proto", &one), ("two/v1/a.proto", &two), ("three/v1/a.proto", &three)];
    let relations = |services: &str, stores: &str| {
        let topology = format!("system: keys\nservices:\n{services}stores: {{{stores}}}\n");
        let (model, faults) = model_of(&topology, files);
        assert!(faults.is_empty(), "{faults:?}");
        let text = plain(&model);
        let lines = text
            .lines()
            .filter(|line| line.contains(": \"user_id\"") || line.contains(": user_id"));
        lines.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let one = "  one: {grpc: one.v1.S, owns: {one-db: [users]}}\n";
    let two = "  two: {grpc: two.v1.S, owns: {two-db: [users]}}\n";
    let of = |entities: &str| {
        format!("  three: {{grpc: three.v1.S, owns: {{three-db: [{entities}]}}}}\n")
    };
    let stores = "one-db: postgres@16, two-db: postgres@16, three-db: postgres@16";
    let all = relations(&format!("{one}{two}{}", of("orders")), stores);
    assert!(all.is_empty(), "nobody knows whose users are meant: {all:?}");
    let near = relations(&format!("{one}{two}{}", of("orders, users")), stores);
    assert_eq!(near.len(), 1, "the users of the own store: {near:?}");
    let only =
        relations(&format!("{one}{}", of("orders")), "one-db: postgres@16, three-db: postgres@16");
    assert_eq!(only.len(), 1, "there are no others: {only:?}");
}

#[test]
fn a_password_in_a_url_is_not_written_a_second_time() {
    let system = |url: &str| {
        let topology = format!(
            "system: pw\nservices:\n  api:\n    endpoints: {{GET /a: [ads GET /x]}}\n    \
             secrets: [KEY]\n    config: {{DB: {{default: \"{url}\"}}}}\n\
             externals: {{ads: {{url: \"{url}\"}}}}\n"
        );
        plain(&model_of(&topology, &[]).0)
    };
    let told = system("https://u:hunter2@ads.example.com/a@b");
    assert!(!told.contains("hunter2"), "{told}");
    assert_eq!(told.matches("`https://***@ads.example.com/a@b`").count(), 2, "{told}");
    let sound = "Their values stand in no file of the repository.";
    assert!(!told.contains(sound) && told.contains("rule P03 says where"), "{told}");
    let told = system("https://ads.example.com/a@b");
    assert!(told.contains("`https://ads.example.com/a@b`") && told.contains(sound), "{told}");
}

#[test]
fn only_what_is_the_type_of_a_field_is_part_of_others() {
    let proto = "syntax = \"proto3\";\npackage p.v1;\nservice S { rpc Get(Asked) returns (Asked); }\n\
                 message Asked { Inner inner = 1; }\nmessage Inner { string a = 1; }\n\
                 message Forgotten { Forgotten own = 1; }\n";
    let topology = "system: s\nservices: {a: {grpc: p.v1.S}}\n";
    let text = plain(&model_of(topology, &[("p/v1/p.proto", proto)]).0);
    let row = |name: &str| {
        let begin = format!("| `{name}` |");
        let row = text.lines().find(|line| line.starts_with(&begin));
        row.unwrap_or_else(|| panic!("no {name} in {text}"))
    };
    assert!(row("Inner").contains("| part of others |"), "{}", row("Inner"));
    assert!(row("Forgotten").contains("| used by nothing here |"), "{}", row("Forgotten"));
}

/// The rows of the table below a heading.
fn rows<'a>(text: &'a str, heading: &str) -> Vec<&'a str> {
    let (_, part) = text.split_once(&format!("\n{heading}\n")).expect("the heading is there");
    let rows = part.lines().skip_while(|line| !line.starts_with("| ---")).skip(1);
    rows.take_while(|line| line.starts_with('|')).collect()
}

#[test]
fn of_very_many_services_the_gravest_is_told_and_the_rest_counted() {
    let (model, _) = model_of(&in_domains(400), &[]);
    let text = plain(&model);
    let lost = rows(&text, "### Loss of a part");
    assert_eq!(lost.len(), 60);
    let parts = model.services.len() + model.stores.len() + model.topics.len();
    let more = text.split_once("The loss of ").and_then(|(_, rest)| rest.split_once(" more parts"));
    let more: usize = more.expect("the rest is counted").0.parse().expect("it is a number");
    assert!(more > 60 && more + lost.len() <= parts, "{more} of {parts}");
    let findings = rules::check(&model).diagnostics;
    let told = rows(&text, "### To resolve");
    let of_code = |code: &str| {
        let of_code = told.iter().filter(|row| row.starts_with(&format!("| {code} ")));
        of_code.copied().collect::<Vec<_>>()
    };
    let violated = |code: &str| {
        let found = findings.iter().filter(|found| found.code.id == code);
        found.filter(|found| found.outcome == Outcome::Violated).count()
    };
    let many = findings.iter().map(|found| found.code.id).find(|code| violated(code) > 60);
    let many = many.expect("one check finds very much");
    let rows = of_code(many);
    assert_eq!(rows.len(), 61);
    assert!(rows[60].contains(&format!("and {} more", violated(many) - 60)), "{}", rows[60]);
    assert!(text.matches("#### Flow: ").count() <= 60);
    assert!(text.lines().map(str::len).max() < Some(3000), "no line is too long to be read");
}

#[test]
fn of_sixty_services_everything_is_told() {
    let (model, _) = model_of(&in_domains(60), &[]);
    let text = plain(&model);
    let findings = rules::check(&model).diagnostics;
    let violated = findings.iter().filter(|found| found.outcome == Outcome::Violated).count();
    assert_eq!(rows(&text, "### To resolve").len(), violated);
    assert!(!text.contains("The loss of "), "every part has its row");
}

#[test]
fn judges_accept_the_documents() {
    let Some(judges) = judges_or_note("judges_accept_the_documents") else { return };
    let mut documents = BTreeMap::new();
    for name in blueprint::starters() {
        let (model, _) = starter(name);
        documents.insert(name.to_owned(), plain(&model));
        for (path, text) in all_documents(&required(model, PRD), &Documents::default()) {
            documents.insert(format!("{name}-{}", path.replace(['/', '.'], "-")), text);
        }
    }
    for (index, hostile) in HOSTILE.iter().enumerate() {
        let prd = format!(
            "# {hostile}\n\n- **FR-1**: {hostile}\n- **FR-2**: {hostile} (P0)\n- {hostile}\n"
        );
        for (path, text) in
            all_documents(&required(hostile_model(hostile), &prd), &Documents::default())
        {
            documents.insert(format!("hostile-{index}-{}", path.replace(['/', '.'], "-")), text);
        }
    }
    documents.insert("large".to_owned(), plain(&model_of(&in_domains(200), &[]).0));
    documents.insert("shapes".to_owned(), plain(&model_of(SHAPES, &[]).0));
    documents.insert("empty".to_owned(), plain(&model_of("system: empty\n", &[]).0));
    let file = |(name, text): (&String, &String)| written(&judges, &format!("{name}.md"), text);
    let files: Vec<_> = documents.iter().map(file).collect();
    let verdicts = [mermaid(&judges, &files), markdownlint(&judges, &files)];
    let faults: Vec<String> = verdicts.into_iter().filter_map(Result::err).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Words that mean something to Markdown, HTML, mermaid or to the document itself.
const HOSTILE: [&str; 12] = [
    "a | b || c",
    "``` end ```",
    "`",
    "[x](javascript:1) ![y](z)",
    "<script>alert(1)</script> <!-- scaffold:prose summary -->",
    "# heading",
    "end",
    "\\\"; click a b; %%{init: {}}%%",
    "]]) --> x[y] ;; &amp; #quot; #35;",
    "\\u202e\\u200b reversed",
    "subgraph end graph loop alt opt",
    "- * _a_ **b** ~~c~~ : :: {{ x }} {% y %} \\\\",
];

/// A system in which every text that people choose freely is the given one; it stands in double quotes.
fn hostile_model(text: &str) -> Model {
    let topology = format!(
        r#"
system: s
description: "{text}"
prd: p
domains: {{d: {{team: "{text}", description: "{text}"}}, e: {{}}}}
services:
  a:
    purpose: "{text}"
    domain: d
    grpc: p.v1.S
    team: "{text}"
    owns: {{store: ["{text}", item]}}
    consistency: {{model: strong, why: "{text}"}}
    config: {{X: {{default: "{text}", description: "{text}"}}}}
    secrets: {{Y: {{from: "{text}", description: "{text}"}}}}
    publishes: [t]
  b:
    domain: e
    lang: "{text}"
    repo: "{text}"
    image: "{text}"
    covers: ["{text}"]
    public: {{cors: ["{text}"]}}
    endpoints:
      GET /x: {{calls: [a.R, ext GET /y, mail], covers: ["{text}"]}}
    calls:
      a.R: {{timeout: 1s, optional: true, fallback: "{text}"}}
      ext GET /y: {{protocol: "{text}"}}
  c:
    consumes: {{t: {{group: "{text}"}}}}
  d:
    serves: {{thrift: ["{text}"]}}
stores: {{store: {{backup: "{text}", persistence: "{text}"}}}}
topics: {{t: {{payload: p.v1.Item, broker: "{text}"}}}}
externals: {{ext: {{region: "{text}"}}, mail: {{protocol: "{text}"}}}}
decisions: {{versioning: {{answer: "{text}", why: "{text}"}}}}
"#
    );
    let comment = text.replace("\\u", "u");
    let proto = format!(
        "syntax = \"proto3\";\npackage p.v1;\n// {comment}\nservice S {{\n  // {comment}\n  // ```\n  rpc R(Item) \
         returns (stream Item);\n}}\n// {comment}\nmessage Item {{\n  string item_id = 1;\n}}\n"
    );
    let (model, diagnostics) = model_of(&topology, &[("p/v1/p.proto", &proto)]);
    assert!(diagnostics.is_empty(), "with `{text}`: {diagnostics:#?}");
    model
}

/// Steps of every kind, and a cycle.
const SHAPES: &str = "
system: shapes
services:
  front:
    http: [GET /a, GET /b]
    public: true
    endpoints:
      GET /a:
        calls:
          back GET /one: {parallel: both, timeout: 1s}
          back GET /two: {parallel: both, times: per-item}
          far: {either: kind, times: 3}
          near: {either: kind, kind: callback, optional: true}
      GET /b: [back GET /one]
  back:
    endpoints: {GET /one: [front GET /b], GET /two: {publishes: [told]}}
  far: {http: true}
  near: {http: true, consumes: [told]}
";

/// What must not depend on words: kinds of lines, cells of tables, headings but for their words.
fn shape(text: &str) -> Vec<String> {
    let mut inside = false;
    let mut lines = Vec::new();
    for line in text.lines() {
        let was_inside = inside;
        if line.starts_with("```") {
            inside = !inside;
        }
        lines.push(match line {
            _ if was_inside || line.starts_with("```") => "block".to_owned(),
            row if row.starts_with('|') => format!("row of {}", cells(row)),
            heading if heading.starts_with('#') => {
                format!("heading {}", heading.chars().take_while(|c| *c == '#').count())
            }
            mark if mark.starts_with("<!--") => mark.to_owned(),
            item if item.starts_with("- ") => "item".to_owned(),
            words
                if words.starts_with(|c: char| c.is_alphanumeric() || "`[\\&\"':".contains(c)) =>
            {
                "words".to_owned()
            }
            other => other.to_owned(),
        });
    }
    lines
}

/// The bars of a row that end a cell.
fn cells(row: &str) -> usize {
    row.replace("\\\\", "").replace("\\|", "").matches('|').count()
}

fn headings(text: &str) -> Vec<&str> {
    let mut inside = false;
    let mut headings = Vec::new();
    for line in text.lines() {
        if line.starts_with("```") {
            inside = !inside;
        } else if !inside && line.starts_with('#') {
            headings.push(line.trim_start_matches('#').trim());
        }
    }
    headings
}

/// As GitHub makes it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}
