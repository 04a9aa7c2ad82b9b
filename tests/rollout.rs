//! A rollout tells every service whose tokens it believes and where it gets its own, and never what is secret.
#![expect(clippy::disallowed_methods, reason = "tests write below a temporary folder")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A cron job that calls a guarded service, and whoever issues the tokens for that.
fn topology(auth: &str, issuer: &str) -> String {
    format!(
        r#"
system: shop
defaults: {{timeout: 1s}}
services:
  orders:
    http: [DELETE /abandoned]
    auth: {auth}
  janitor:
    cron: "*/10 * * * *"
    calls: [orders DELETE /abandoned]
  reports:
    http: [GET /daily]
{issuer}
environments: {{prod: {{}}}}
"#
    )
}

const ISSUER: &str = "  accounts:
    http: [POST /oauth/token, GET /.well-known/jwks.json]
    issues: jwt
    secrets: [JWT_SIGNING_KEY]
";

/// The files below `deploy/` that come of a topology.
struct Deployed(TempDir);

impl Deployed {
    fn of(topology: &str) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        if topology.contains("shop.v1.Priced") {
            fs::create_dir_all(folder.path().join("proto/shop/v1")).expect("it can be made");
            fs::write(folder.path().join("proto/shop/v1/priced.proto"), EVENT)
                .expect("it can be written");
        }
        fs::write(folder.path().join("topology.yaml"), topology).expect("it can be written");
        let mut scaffold = Command::new(env!("CARGO_BIN_EXE_scaffold"));
        let output = scaffold.arg("-C").arg(folder.path()).arg("generate").output();
        let output = output.expect("the binary starts");
        assert!(output.status.success(), "{output:?}");
        Self(folder)
    }

    fn file(&self, path: &str) -> String {
        fs::read_to_string(self.0.path().join("deploy").join(path)).expect("it is there")
    }

    /// What the overlay says of a service.
    fn settings(&self, service: &str) -> String {
        let overlay = self.file("k8s/overlays/prod/kustomization.yaml");
        let of_services = overlay.split("configMapGenerator:\n").nth(1).unwrap_or_default();
        block(of_services, &format!("  - name: {service}\n"), "  - name: ")
    }

    /// What compose says of a service.
    fn container(&self, service: &str) -> String {
        block(&self.file("compose.yaml"), &format!("\n  {service}:\n"), "\n\n")
    }

    /// Whether the network lets a service speak to a port, and that one listen to it there.
    fn may_speak(&self, from: &str, to: &str, port: &str) -> bool {
        let allowed = |whose: &str, part: usize, other: &str| {
            let manifest = self.file(&format!("k8s/base/{whose}.yaml"));
            let policy = manifest.rsplit("kind: NetworkPolicy").next().unwrap_or_default();
            let parts: Vec<&str> = policy.split("  egress:").collect();
            let edge =
                format!("app.kubernetes.io/name: {other}\n      ports:\n        - port: {port}\n");
            parts.get(part).is_some_and(|part| part.contains(&edge))
        };
        allowed(from, 1, to) && allowed(to, 0, from)
    }
}

fn block(text: &str, from: &str, to: &str) -> String {
    let rest = text.split(from).nth(1).unwrap_or_else(|| panic!("no {from:?} in:\n{text}"));
    rest.split(to).next().unwrap_or_default().to_owned()
}

#[test]
fn work_without_a_caller_gets_its_token_from_the_issuer_of_the_system() {
    let deployed = Deployed::of(&topology("jwt", ISSUER));
    let janitor = deployed.settings("janitor");
    assert!(
        janitor.contains("\"SERVICE_TOKEN_URL=http://accounts:8000/oauth/token\""),
        "{janitor}"
    );
    assert!(!janitor.contains("JWKS_URL"), "nobody calls it: {janitor}");
    let orders = deployed.settings("orders");
    assert!(orders.contains("\"JWKS_URL=http://accounts:8000/.well-known/jwks.json\""), "{orders}");
    assert!(!orders.contains("SERVICE_TOKEN_URL"), "it is always called by somebody: {orders}");
    assert!(deployed.may_speak("janitor", "accounts", "8000"));
    assert!(deployed.may_speak("orders", "accounts", "8000"));
    assert!(!deployed.may_speak("reports", "accounts", "8000"));
}

#[test]
fn a_provider_of_others_is_for_the_team_to_name_and_the_network_lets_it_be_reached() {
    let deployed = Deployed::of(&topology("oidc", ""));
    let yours = |service: &str, names: &str| {
        let settings = deployed.settings(service);
        settings.contains(&format!("of your identity provider: {names}\n"))
    };
    assert!(yours("orders", "JWKS_URL, JWT_ISSUER, JWT_AUDIENCE"));
    assert!(yours("janitor", "SERVICE_TOKEN_URL"));
    assert!(!deployed.settings("reports").contains("provider"));
    let reached = |service: &str| {
        deployed.file(&format!("k8s/base/{service}.yaml")).contains("# identity-provider: ")
    };
    assert!(reached("orders") && reached("janitor") && !reached("reports"));
}

#[test]
fn containers_are_handed_what_the_environment_says_and_nothing_else() {
    let deployed = Deployed::of(&topology("oidc", ""));
    let janitor = deployed.container("janitor");
    for name in ["JWT_AUDIENCE", "SERVICE_TOKEN_URL"] {
        assert!(janitor.contains(&format!("      {name}:\n")), "{name}: {janitor}");
    }
    assert!(deployed.container("orders").contains("      JWKS_URL:\n"));
    assert!(!deployed.container("reports").contains("JWKS_URL"));
    let own = Deployed::of(&topology("jwt", ISSUER));
    let orders = own.container("orders");
    assert!(orders.contains("JWKS_URL: \"http://accounts:8000/"), "{orders}");
}

#[test]
fn secrets_stand_in_a_secret_and_no_file_has_a_value_of_one() {
    let deployed = Deployed::of(&topology("jwt", ISSUER));
    let manifest = deployed.file("k8s/base/janitor-schedules.yaml");
    let named = "                # SERVICE_CLIENT_SECRET\n                - secretRef:\n";
    assert!(manifest.contains(named), "{manifest}");
    let mut found = 0;
    each_file(&deployed.0.path().join("deploy"), &mut |text| {
        for line in text.lines().filter(|line| line.contains("SERVICE_CLIENT_SECRET")) {
            let value = line.split_once("SERVICE_CLIENT_SECRET").map(|(_, value)| value);
            let handed_in = ": \"${JANITOR_SERVICE_CLIENT_SECRET:-}\"";
            assert!(value.is_some_and(|value| ["", handed_in].contains(&value)), "{line}");
            found += 1;
        }
    });
    assert_eq!(found, 2, "its manifest and compose");
}

#[test]
fn what_an_environment_changes_it_changes_in_the_container_that_each_version_has() {
    let deployed = Deployed::of(
        "system: shop\nservices:\n  cart: {http: [GET /cart], versions: {v1: 90, v2: 10}}\n\
         environments: {prod: {services: {cart: {resources: {cpu: \"2\"}}}}}\n",
    );
    let overlay = deployed.file("k8s/overlays/prod/kustomization.yaml");
    let manifest = deployed.file("k8s/base/cart.yaml");
    assert_eq!(
        manifest.matches("        - name: cart\n          image: ").count(),
        2,
        "{manifest}"
    );
    let patched = "              - name: cart\n                resources:\n";
    assert_eq!(overlay.matches(patched).count(), 2, "{overlay}");
}

/// Services with credentials of every kind, systems of others with and without an address, settings with and without a value.
const EVERYTHING: &str = r#"
system: shop
defaults: {timeout: 1s}
services:
  prices: {http: [GET /prices], auth: api-key, owns: {prices-db: [prices]}, publishes: [priced]}
  stock: {http: [GET /stock], auth: basic, secrets: [STOCK_KEY], flags: [faster]}
  cart:
    http: [POST /carts]
    public: {auth: jwt, rate: 10/s}
    config: {MAX_ITEMS: {type: int}, CURRENCY: {default: EUR}}
    calls: [prices GET /prices, stock GET /stock, maps GET /places]
  offers: {http: [GET /offers], calls: [prices GET /prices, weather GET /today]}
  clock: {cron: every 60m, calls: {cart POST /carts: 5s, prices GET /prices: 1s}, consumes: {priced: {group: clock}}}
  accounts: {http: [POST /oauth/token, GET /.well-known/jwks.json], issues: jwt}
topics: {priced: {payload: shop.v1.Priced}}
externals: {maps: {url: "https://maps.example.com"}, weather: {}}
environments: {prod: {}}
"#;

const EVENT: &str = "syntax = \"proto3\";\npackage shop.v1;\nmessage Priced { string sku = 1; }\n";

const SERVICES: [&str; 6] = ["accounts", "cart", "clock", "offers", "prices", "stock"];

#[test]
fn every_variable_that_settings_read_is_given_by_compose_and_in_a_cluster() {
    let deployed = Deployed::of(EVERYTHING);
    let mut read = 0;
    for service in SERVICES {
        let module = format!("services/{service}/src/shop_{service}/core/settings.py");
        let settings = fs::read_to_string(deployed.0.path().join(module)).expect("it is there");
        let container = deployed.container(service);
        let manifest = deployed.file(&format!("k8s/base/{service}.yaml"));
        let cluster = format!("{}{}", deployed.settings(service), named(&manifest));
        for variable in fields(&settings) {
            let line = format!("      {variable}:");
            assert!(container.contains(&line), "{service}: no {variable} in {container}");
            assert!(
                words(&cluster).contains(&variable.as_str()),
                "{service}: no {variable} in {cluster}"
            );
            read += 1;
        }
        if settings.contains("JobSettings") {
            assert!(container.contains("CELERY__BROKER_URL") && cluster.contains("CELERY__BROKER"));
        }
    }
    assert_eq!(read, 23, "a field is read, or no longer: is it given?");
}

/// What the fields of a service's settings read, but for ports, whose defaults are those of manifests.
fn fields(settings: &str) -> Vec<String> {
    let fields = settings.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(": "));
    let plain = fields.filter(|(name, kind)| {
        !name.starts_with(' ') && !kind.starts_with("ClassVar") && !kind.contains("Settings = ")
    });
    let names = plain.map(|(name, _)| name.to_uppercase());
    names.filter(|name| !["HTTP_PORT", "GRPC_PORT"].contains(&name.as_str())).collect()
}

/// The keys of a Secret, as the comment above its reference names them.
fn named(manifest: &str) -> String {
    let lines: Vec<&str> = manifest.lines().map(str::trim).collect();
    let above =
        lines.windows(2).filter(|pair| pair[1] == "- secretRef:" && pair[0].starts_with('#'));
    above.map(|pair| pair[0]).collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(|one: char| !(one.is_ascii_alphanumeric() || one == '_')).collect()
}

#[test]
fn no_container_is_handed_what_shows_who_another_service_is() {
    let deployed = Deployed::of(EVERYTHING);
    for (service, given) in [
        (
            "cart",
            vec![
                "PRICES_API_KEY: \"${CART_PRICES_API_KEY:-}\"",
                "STOCK_PASSWORD: \"${CART_STOCK_PASSWORD:-}\"",
            ],
        ),
        (
            "clock",
            vec![
                "PRICES_API_KEY: \"${CLOCK_PRICES_API_KEY:-}\"",
                "SERVICE_CLIENT_SECRET: \"${CLOCK_SERVICE_CLIENT_SECRET:-}\"",
            ],
        ),
        ("offers", vec!["PRICES_API_KEY: \"${OFFERS_PRICES_API_KEY:-}\""]),
        ("prices", vec!["API_KEYS: \"${PRICES_API_KEYS:-}\""]),
        ("stock", vec!["PASSWORDS: \"${STOCK_PASSWORDS:-}\""]),
        ("accounts", vec![]),
    ] {
        let container = deployed.container(service);
        let own = container.lines().map(str::trim).filter(|line| line.ends_with(":-}\""));
        assert_eq!(own.collect::<Vec<_>>(), given, "{service}");
        assert_eq!(container.contains("STOCK_KEY:"), service == "stock", "{container}");
        assert_eq!(container.contains("JWT_SIGNING_KEY:"), service == "accounts", "{container}");
    }
    let example = fs::read_to_string(deployed.0.path().join(".env.example")).expect("it is there");
    for name in
        ["CART_PRICES_API_KEY", "CLOCK_SERVICE_CLIENT_SECRET", "STOCK_PASSWORDS", "STOCK_KEY"]
    {
        assert!(example.contains(&format!("\n# {name}=\n")), "{name}: {example}");
    }
    assert!(!example.contains("\n# SERVICE_CLIENT_SECRET="), "{example}");
}

#[test]
fn alerts_and_dashboards_ask_for_what_there_is_and_in_a_cluster_for_one_environment() {
    let quiet = Deployed::of(&topology("jwt", ISSUER));
    let loud = Deployed::of(EVERYTHING);
    for (metric, is_there) in [("events_", false), ("schedule_runs", true), ("client_", true)] {
        for file in ["grafana/dashboards/services.json", "prometheus/rules/services.yaml"] {
            assert_eq!(quiet.file(file).contains(metric), is_there, "{metric} in {file}");
            assert!(loud.file(file).contains(metric), "{metric} in {file}");
        }
    }
    assert!(!loud.file("prometheus/rules/services.yaml").contains("namespace"));
    let rules = quiet.file("k8s/overlays/prod/rules.yaml");
    assert!(rules.contains("alert: RunFailed"), "{rules}");
    let selectors = rules.matches("=~\"").count() + rules.matches("outcome=").count();
    let metrics = ["client_circuit_open", "kube_cronjob_"].map(|one| rules.matches(one).count());
    assert_eq!(metrics, [1, 4], "{rules}");
    assert_eq!(rules.matches("{namespace=\"shop-prod\"").count(), selectors + 1, "{rules}");
}

#[test]
fn a_namespace_that_refuses_everything_lets_databases_and_brokers_be_asked() {
    let policies = Deployed::of(EVERYTHING).file("k8s/base/network-policy.yaml");
    for (server, caller, port) in [("prices-db", "prices", 5432), ("kafka", "clock", 9092)] {
        let policy = block(&policies, &format!("  name: {server}-callers\n"), "---\n");
        let names = format!("{{app.kubernetes.io/name: {caller}}}}}}}], ports: [{{port: {port}}}]");
        assert!(policy.contains(&names), "{policy}");
        assert!(!policy.contains("name: offers"), "{policy}");
    }
}

fn each_file(folder: &Path, look: &mut impl FnMut(&str)) {
    for entry in fs::read_dir(folder).expect("it can be listed") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            each_file(&path, look);
        } else {
            look(&fs::read_to_string(path).expect("it is text"));
        }
    }
}
