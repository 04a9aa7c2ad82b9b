//! Who answers for what: the entries of the software catalogue, and the owners of code.

use std::collections::BTreeSet;

use serde::Serialize;

use super::system::under;
use crate::model::Model;
use crate::names::Written;
use crate::names::written::{data, python};
use crate::views::meaning::system::{PyService, System};

/// The view of `catalog-info.yaml`.
#[derive(Serialize)]
pub(super) struct View {
    teams: Vec<Written>,
    domains: Vec<Domain>,
    owner: Written,
    description: Written,
    components: Vec<Component>,
    apis: Vec<Api>,
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
    /// `providesApis:` and `dependsOn:`, each with its lines
    edges: Vec<Written>,
}

/// A gRPC service, and the proto that defines it.
#[derive(Serialize)]
struct Api {
    name: Written,
    owner: Written,
    definition: Written,
}

/// A store.
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

/// The team of what nobody else answers for.
const EVERYBODY: &str = "maintainers";

pub(super) fn view(system: &System) -> View {
    let model = system.model;
    let domains = model.domains.iter().map(|domain| Domain {
        name: python::comment(domain.name.as_str()),
        description: data::string(match domain.description.as_str() {
            "" => domain.name.as_str(),
            text => text,
        }),
        owner: team(domain.team.as_deref()),
    });
    let description = match model.description.as_str() {
        "" => model.system.as_str(),
        text => text,
    };
    View {
        teams: teams(model),
        domains: domains.collect(),
        owner: team(None),
        description: data::string(description),
        components: system.services.iter().map(|service| component(system, service)).collect(),
        apis: system.services.iter().flat_map(|service| apis(model, service)).collect(),
        resources: resources(system),
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

fn component(system: &System, service: &PyService) -> Component {
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
    depends.remove(&format!("component:{}", service.service.name));
    let item = |name: &String| Written::fill("  - {}", &[&python::comment(name)]);
    let mut edges = under("providesApis:", service.service.grpc.iter().map(item).collect());
    edges.extend(under("dependsOn:", depends.iter().map(item).collect()));
    Component {
        name: python::comment(service.service.name.as_str()),
        description: data::string(&service.purpose),
        owner: team(model.team_of(service.service.id)),
        edges,
    }
}

fn apis(model: &Model, service: &PyService) -> Vec<Api> {
    let api = |name: &String| {
        let file = model.contracts.service(name).map(|found| found.file.clone())?;
        let path = &model.contracts.files.get(&file)?.path;
        Some(Api {
            name: python::comment(name),
            owner: team(model.team_of(service.service.id)),
            definition: data::string(&format!("./{path}")),
        })
    };
    service.service.grpc.iter().filter_map(api).collect()
}

/// The stores that generated services own.
fn resources(system: &System) -> Vec<Resource> {
    let model = system.model;
    let owner_of = |store: &crate::model::Store| {
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

fn team(name: Option<&str>) -> Written {
    Written::fill("group:default/{}", &[&python::comment(&handle(name.unwrap_or(EVERYBODY)))])
}

/// A team's name as a handle: `Team Identity` becomes `team-identity`.
fn handle(team: &str) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let words: String = team.chars().map(kept).collect();
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    if words.is_empty() { EVERYBODY.to_owned() } else { words.join("-") }
}
