//! Who answers for what: the entries of the software catalogue, and the owners of code.

use std::collections::BTreeSet;

use serde::Serialize;

use super::apis;
use super::system::under;
use crate::model::{Model, ServiceId, Store};
use crate::names::Written;
use crate::names::written::{data, python};
use crate::secrecy::masked;
use crate::views::meaning::system::{PyService, System};

/// The view of `catalog-info.yaml`.
#[derive(Serialize)]
pub(super) struct View {
    teams: Vec<Written>,
    domains: Vec<Domain>,
    owner: Written,
    description: Written,
    components: Vec<Component>,
    apis: Vec<apis::Api>,
    resources: Vec<Resource>,
}

/// A bounded context.
#[derive(Serialize)]
struct Domain {
    name: Written,
    description: Written,
    owner: Written,
}

/// A generated service.
#[derive(Serialize)]
struct Component {
    name: Written,
    description: Written,
    owner: Written,
    /// `providesApis:`, `consumesApis:` and `dependsOn:`, each with its lines
    edges: Vec<Written>,
}

/// A store, or a topic.
#[derive(Serialize)]
struct Resource {
    name: Written,
    kind: Written,
    owner: Written,
}

/// Who answers for a path, in CODEOWNERS.
#[derive(Serialize)]
pub(super) struct Owner {
    path: Written,
    team: Written,
}

/// The longest name of an entity.
const MOST_CHARACTERS: usize = 63;

/// The team of what nobody else answers for.
const EVERYBODY: &str = "maintainers";

pub(super) fn view(system: &System) -> View {
    let model = system.model;
    let domains = model.domains.iter().map(|domain| Domain {
        name: python::comment(domain.name.as_str()),
        description: data::string(&masked(match domain.description.as_str() {
            "" => domain.name.as_str(),
            text => text,
        })),
        owner: team(domain.team.as_deref()),
    });
    let description = match model.description.as_str() {
        "" => model.system.as_str(),
        text => text,
    };
    let providers = apis::providers(system);
    let components = system.services.iter().map(|service| component(system, service, &providers));
    View {
        teams: teams(model),
        domains: domains.collect(),
        owner: team(None),
        description: data::string(&masked(description)),
        components: components.collect(),
        apis: system.services.iter().flat_map(|service| apis::of(system, service)).collect(),
        resources: stores(system).into_iter().chain(topics(system)).collect(),
    }
}

/// Every team that is named, and the one for the rest.
fn teams(model: &Model) -> Vec<Written> {
    let of_services = model.services.iter().filter_map(|service| service.team.as_deref());
    let of_domains = model.domains.iter().filter_map(|domain| domain.team.as_deref());
    let mut teams: BTreeSet<String> = of_services.chain(of_domains).map(handle).collect();
    teams.insert(EVERYBODY.to_owned());
    teams.iter().map(|team| python::comment(team)).collect()
}

fn component(system: &System, service: &PyService, providers: &apis::Providers) -> Component {
    let model = system.model;
    let mut depends = BTreeSet::new();
    for call in model.calls_of(service.service.id) {
        let name = model.target_name(call);
        if let Some(callee) = model.service_named(name).filter(|callee| callee.generated) {
            depends.insert(format!("component:{}", callee.name));
        }
    }
    for owned in &service.service.owns {
        depends.insert(format!("resource:{}", model.store(owned.store).name));
    }
    let consumed = service.service.consumes.iter().map(|consumed| consumed.topic);
    let published = service.service.publishes.iter().map(|published| published.topic);
    for topic in consumed.chain(published) {
        depends.insert(format!("resource:{}", topic_name(model, &model.topic(topic).name)));
    }
    depends.remove(&format!("component:{}", service.service.name));
    let item = |name: &String| Written::fill("  - {}", &[&python::comment(name)]);
    let api = |name: &String| Written::fill("  - {}", &[&entity(name)]);
    let mut edges =
        under("providesApis:", apis::provided(system, service).iter().map(api).collect());
    let used = apis::used(system, service, providers);
    edges.extend(under("consumesApis:", used.iter().map(api).collect()));
    edges.extend(under("dependsOn:", depends.iter().map(item).collect()));
    Component {
        name: python::comment(service.service.name.as_str()),
        description: data::string(&service.purpose),
        owner: team(model.team_of(service.service.id)),
        edges,
    }
}

/// The stores that generated services own.
fn stores(system: &System) -> Vec<Resource> {
    let model = system.model;
    let owner_of = |store: &Store| {
        let owners = store.owners.iter().map(|(id, _)| *id);
        owners.filter(|id| model.service(*id).generated).min()
    };
    let resources = model.stores.iter().filter_map(|store| {
        Some(Resource {
            name: python::comment(store.name.as_str()),
            kind: data::string(&store.engine),
            owner: team(model.team_of(owner_of(store)?)),
        })
    });
    resources.collect()
}

/// The topics that generated services write to or read from; who writes, answers for it.
fn topics(system: &System) -> Vec<Resource> {
    let model = system.model;
    let is_generated = |id: &ServiceId| model.service(*id).generated;
    let topics = model.topics.iter().filter_map(|topic| {
        let users = topic.publishers.iter().chain(&topic.consumers).map(|(id, _)| *id);
        Some(Resource {
            name: python::comment(&topic_name(model, &topic.name)),
            kind: data::string(&format!("{}-topic", masked(&topic.broker))),
            owner: team(model.team_of(users.into_iter().find(is_generated)?)),
        })
    });
    topics.collect()
}

/// Stores and topics share their names in the catalogue.
fn topic_name(model: &Model, topic: &str) -> String {
    let is_store = model.stores.iter().any(|store| store.name.as_str().eq_ignore_ascii_case(topic));
    let name = entity_text(topic);
    if is_store { format!("{name}-topic") } else { name }
}

/// A name as the catalogue takes it.
pub(super) fn entity(name: &str) -> Written {
    python::comment(&entity_text(name))
}

/// At most 63 characters, the last ones, with a letter or digit at both ends.
fn entity_text(name: &str) -> String {
    let from = name.len().saturating_sub(MOST_CHARACTERS);
    let kept = name.get(from..).unwrap_or(name);
    let kept = kept.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    if kept.is_empty() { "unnamed".to_owned() } else { kept.to_owned() }
}

/// The owners of each service's folder, under the ones of everything.
pub(super) fn owners(system: &System) -> Vec<Owner> {
    let model = system.model;
    let organisation = python::comment(model.system.as_str());
    let owner = |path: Written, name: &str| Owner {
        path,
        team: Written::fill("@{}/{}", &[&organisation, &python::comment(&handle(name))]),
    };
    let mut owners = vec![owner(Written::own("*"), EVERYBODY)];
    for service in &system.services {
        if let Some(team) = model.team_of(service.service.id) {
            let name = python::comment(service.service.name.as_str());
            owners.push(owner(Written::fill("/services/{}/", &[&name]), team));
        }
    }
    owners
}

pub(super) fn team(name: Option<&str>) -> Written {
    Written::fill("group:default/{}", &[&python::comment(&handle(name.unwrap_or(EVERYBODY)))])
}

/// A team's name as a handle: `Team Identity` becomes `team-identity`.
fn handle(team: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = team.chars().map(kept).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { EVERYBODY.to_owned() } else { words.join("-") }
}
