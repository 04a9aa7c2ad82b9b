//! The few keys whose forms are unlike all others: `http`, `health`, `prd`, `protos`, `defaults`.

use schemars::JsonSchema;

use crate::diagnostic::{Diagnostic, Spanned};

use super::call::Call;
use super::codes;
use super::collections::{List, Map};
use super::faults::Faults;
use super::identifiers::Route;
use super::interface::{Health, Http};
use super::listed::{Line, Listed};
use super::lower::{Kind, Lower, Misread, Word, wrong_form};
use super::overlay::Overlay;
use super::record::{Entries, Record, keys, record};
use super::schema;
use super::service::Service;
use super::system::{Defaults, Prd, ProtoRoot};
use super::words::text_of;
use super::yaml::{Label, Node, Scalar, Value};

impl Lower for Http {
    fn form() -> String {
        "`true`, an OpenAPI file or a list of routes".to_owned()
    }

    fn example() -> String {
        "[GET /v1/users]".to_owned()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::List(_) => {
                let routes = List::<Spanned<Route>>::lower(node, subject, faults)?;
                Some(Self::Routes(routes.items))
            }
            Value::Scalar(scalar) => http_word(scalar, node, subject, faults),
            Value::Empty | Value::Map(_) => {
                wrong_form::<Self>(node, subject, faults);
                None
            }
        }
    }
}

fn http_word(scalar: &Scalar, node: &Node, subject: &str, faults: &mut Faults) -> Option<Http> {
    let text = scalar.text.as_ref();
    if scalar.kind() == Kind::Boolean {
        if text.eq_ignore_ascii_case("true") {
            return Some(Http::Untold);
        }
        faults.add(node.place, |_| {
            Diagnostic::error(codes::WRONG_VALUE, "`http` is never `false`")
                .hint("leave the key out")
        });
        return None;
    }
    if [".yaml", ".yml", ".json"].iter().any(|end| text.ends_with(end)) && !text.contains(' ') {
        return Some(Http::OpenApi(text.to_owned()));
    }
    if text.contains(' ') || text.starts_with('/') {
        let route = Spanned::<Route>::lower(node, subject, faults)?;
        return Some(Http::Routes(vec![route]));
    }
    wrong_form::<Http>(node, subject, faults);
    None
}

/// The long form of `health`.
#[derive(Clone, Debug, Default, JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields, default, transform = schema::without_nulls)]
pub(super) struct Probes {
    /// Answers while the process runs.
    live: Option<ProbePath>,
    /// Answers while requests can be served.
    ready: Option<ProbePath>,
}

/// A path that is asked whether the service is well.
#[derive(Clone, Debug)]
pub(super) struct ProbePath(String);

keys! {
    Probes, "`health`", example "{live: /health/live, ready: /health/ready}";
    "live" => live,
    "ready" => ready,
}

impl Word for ProbePath {
    const FORM: &'static str = "a path";
    const EXAMPLE: &'static str = "/health";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        Route::read(&Scalar { text: format!("GET {}", text_of(scalar)?).into(), plain: false })
            .map(|route| Self(route.path().to_owned()))
            .map_err(|_| Misread::new())
    }
}

impl Overlay for ProbePath {
    fn overlay(&mut self, over: Self) {
        *self = over;
    }
}

/// It has no place of its own; [`Health`], which is made of it, has one.
impl Listed for ProbePath {
    fn list(&self, _: &str, _: &mut Vec<Line>) {}
}

impl Lower for Health {
    fn form() -> String {
        format!("`grpc`, a path or a map such as `{}`", Self::example())
    }

    fn example() -> String {
        Probes::example()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        match &node.value {
            Value::Scalar(scalar) if scalar.text == "grpc" => Some(Self::Grpc),
            Value::Scalar(scalar) if scalar.text.starts_with('/') => {
                let path = ProbePath::lower(node, subject, faults)?.0;
                Some(Self::Http { live: path.clone(), ready: path })
            }
            Value::Map(_) => {
                let probes: Probes = record(node, subject, faults);
                let live = probes.live.clone().or(probes.ready.clone())?.0;
                let ready = probes.ready.map_or_else(|| live.clone(), |path| path.0);
                Some(Self::Http { live, ready })
            }
            Value::Scalar(_) | Value::List(_) | Value::Empty => {
                wrong_form::<Self>(node, subject, faults);
                None
            }
        }
    }
}

impl Lower for Prd {
    const MAY_BE_EMPTY: bool = true;
    const MAY_BE_MAP: bool = true;

    fn form() -> String {
        format!("a slug or a map such as `{}`", Self::example())
    }

    fn example() -> String {
        "{checkout: [cart, payment]}".to_owned()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let Value::Scalar(_) = &node.value else {
            return Map::lower(node, subject, faults).map(Self);
        };
        let slug = Spanned::lower(node, subject, faults)?;
        let span = Some(slug.span.clone());
        Some(Self(Map { span, entries: vec![(slug, List::default())] }))
    }
}

impl ProtoRoot {
    /// One root, or several as `{ROOT: prefix}`.
    pub(super) fn lower_pairs(
        node: &Node,
        subject: &str,
        into: &mut Vec<Self>,
        faults: &mut Faults,
    ) {
        let written = |label: &Label| Self::KEYS.contains(&label.text.as_ref());
        match &node.value {
            Value::Map(entries) if !entries.iter().any(|(label, _)| written(label)) => {
                let most = faults.room_for::<Self>(entries.len(), node.place);
                into.reserve_exact(most);
                for (label, value) in &entries[..most] {
                    let folder = label.text.clone().into_owned();
                    let root = Some(Spanned::new(folder, faults.span(label.place)));
                    let prefix = Spanned::lower(value, &label.text, faults);
                    into.push(Self { root, prefix, vendored: None });
                }
            }
            _ => into.push(record(node, subject, faults)),
        }
    }
}

impl Defaults {
    /// The keys of services and of calls, but not `kind`, which means something else to each.
    pub fn keys() -> Vec<&'static str> {
        let mut keys = [Service::KEYS, Call::KEYS, &["broker"]].concat();
        keys.sort_unstable();
        keys.dedup();
        keys.retain(|key| *key != "kind");
        keys
    }
}

impl Lower for Defaults {
    const MAY_BE_EMPTY: bool = true;
    const MAY_BE_MAP: bool = true;

    fn form() -> String {
        format!("a map such as `{}`", Self::example())
    }

    fn example() -> String {
        "{timeout: 1s, replicas: 2}".to_owned()
    }

    fn lower(node: &Node, subject: &str, faults: &mut Faults) -> Option<Self> {
        let entries = match &node.value {
            Value::Map(entries) => Entries::Long(entries),
            Value::Empty => Entries::Long(&[]),
            Value::Scalar(_) | Value::List(_) => {
                wrong_form::<Self>(node, subject, faults);
                return None;
            }
        };
        entries.refuse_others("`defaults`", &Self::keys(), faults);
        let entries = Entries::Without("kind", &entries);
        Some(Self {
            service: Service::fields(&entries, faults),
            call: Call::fields(&entries, faults),
            broker: entries.read("broker", faults),
        })
    }
}
