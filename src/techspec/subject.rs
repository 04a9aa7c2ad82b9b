//! What the document is about: everything that sections read.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::{Entities, Scope, entities};
use crate::model::{Call, Classes, Flow, Model, Service, StoreId};
use crate::names::written::markdown::{self, Line};
use crate::names::{Name, Written};
use crate::parallel;
use crate::rules::Findings;
use crate::topology::Mesh;
use crate::views::{self, Code};

use super::{Documents, cells};

/// Of more services than these, nobody reads everything.
const MANY: usize = 60;

pub(crate) struct Subject<'a> {
    pub(crate) model: &'a Model,
    pub(crate) findings: &'a Findings,
    pub(crate) documents: &'a Documents<'a>,
    /// The PRD that the document stands beside.
    pub(crate) prd: &'a Name,
    /// The services that this PRD is about.
    pub(crate) scope: Scope,
    pub(crate) classes: Classes,
    pub(crate) entities: Entities,
    /// What there is to tell of the generated code.
    pub(crate) code: Arc<Code>,
    /// The headings of the template under which there is nothing to say.
    pub(crate) absent: Vec<&'static str>,
}

impl<'a> Subject<'a> {
    pub(crate) fn new(
        model: &'a Model,
        findings: &'a Findings,
        prd: Option<&'a Name>,
        documents: &'a Documents<'a>,
    ) -> Self {
        let first = model.prds.first().map_or(&model.system, |(slug, _)| slug);
        let prd = prd.unwrap_or(first);
        let scope = Scope::of_prd(model, prd);
        let (entities, classes) = parallel::both(|| entities(model, &scope), || Classes::of(model));
        let absent = Vec::new();
        let code = documents.code.clone().unwrap_or_else(|| views::code(model));
        Self { model, findings, documents, prd, scope, classes, entities, code, absent }
    }

    /// What the heading of the PRD is about, without the words for what a PRD is; else the name of the system.
    pub(crate) fn title(&self) -> Written {
        const BEFORE: [&str; 3] = ["PRD", "Product Requirements Document", "Product Requirements"];
        const BEHIND: &str = ": what it is to do";
        let document = self.model.requirements(self.prd);
        let heading = document.and_then(|document| document.heading.as_deref());
        let Some(heading) = heading.filter(|heading| !heading.is_empty()) else {
            return markdown::text(self.model.system.as_str());
        };
        let bare = BEFORE.iter().find_map(|words| {
            let rest = heading.strip_prefix(words)?.trim_start();
            Some(rest.strip_prefix([':', '-', '–', '—'])?.trim())
        });
        let bare = bare.or_else(|| heading.strip_suffix(BEHIND));
        let bare = bare.filter(|bare| !bare.is_empty()).unwrap_or(heading);
        markdown::text(bare.trim_end_matches(['.', ',', ';', ':', '!']))
    }

    /// The services inside, sorted.
    pub(crate) fn services(&self) -> impl Iterator<Item = &'a Service> {
        let model = self.model;
        self.scope.services().map(move |id| model.service(id)).collect::<Vec<_>>().into_iter()
    }

    /// The flows that begin inside.
    pub(crate) fn flows(&self) -> Vec<&'a Flow> {
        let flows = self.model.flows.iter();
        flows.filter(|flow| self.scope.has(self.model.operation(flow.entry).service)).collect()
    }

    /// The calls that begin or end inside.
    pub(crate) fn calls(&self) -> Vec<&'a Call> {
        self.scope.calls(self.model)
    }

    /// How many rows of a kind one reads: all of them, unless there are so many services that only the gravest of each
    /// kind are told, and the others counted.
    pub(super) fn most(&self) -> usize {
        if self.scope.len() > MANY { MANY } else { usize::MAX }
    }

    /// Names as code spans; of more than one reads, the first ones and how many more there are.
    pub(super) fn listed<'n>(&self, names: impl IntoIterator<Item = &'n str>) -> Written {
        let names: Vec<&str> = names.into_iter().collect();
        if names.len() > self.most() { cells::some(&names) } else { markdown::codes(names) }
    }

    /// The stores that services inside own, read or write, sorted; all for the whole system.
    pub(crate) fn stores(&self) -> BTreeSet<StoreId> {
        if self.scope.is_whole(self.model) {
            return self.model.stores.iter().map(|store| store.id).collect();
        }
        let mut stores = BTreeSet::new();
        for service in self.services() {
            stores.extend(service.owns.iter().map(|owned| owned.store));
            stores.extend(service.reads.iter().chain(&service.writes).map(|used| used.store));
        }
        stores
    }

    /// The environments that are not somebody's own machine.
    pub(crate) fn deployed(&self) -> impl Iterator<Item = &'a (Name, Model)> {
        self.documents.environments.iter().filter(|(_, model)| !model.is_local())
    }

    /// Whether it runs anywhere but on the machines of its makers, with anything that scaffold writes.
    pub(crate) fn is_deployed(&self) -> bool {
        self.deployed().next().is_some() && self.services().any(|service| service.generated)
    }

    /// The service meshes that it runs in, each with its environment.
    pub(super) fn meshes(&self) -> impl Iterator<Item = Written> {
        self.deployed().filter_map(|(name, model)| {
            let line = Line::default().own(match model.mesh.as_ref()?.value {
                Mesh::Istio => "Istio",
                Mesh::Linkerd => "Linkerd",
            });
            Some(line.own(" in ").code(name.as_str()).end())
        })
    }

    /// Whether it runs in a mesh wherever it is deployed.
    pub(super) fn is_meshed(&self) -> bool {
        self.is_deployed() && self.deployed().all(|(_, model)| model.mesh.is_some())
    }

    /// A link to a file of the project, with its name as words.
    pub(crate) fn file(path: &str) -> Written {
        markdown::link(&markdown::code(path), &format!("../../{path}"))
    }

    /// A link to the definition of a service in this document; just its name for one that is not in it.
    pub(crate) fn service_link(&self, service: &Service) -> Written {
        let name = markdown::code(service.name.as_str());
        if !self.scope.has(service.id) {
            return name;
        }
        let heading = format!("{} service", service.name);
        markdown::link(&name, &format!("#{}", markdown::anchor(&heading)))
    }

    /// The names of the data classes of messages.
    pub(crate) fn class_names<'m>(
        &self,
        messages: impl IntoIterator<Item = &'m str>,
    ) -> BTreeSet<&str> {
        messages.into_iter().flat_map(|message| self.classes.of_message(message)).collect()
    }

    /// The data classes of messages, each once.
    pub(crate) fn classes_of<'m>(&self, messages: impl IntoIterator<Item = &'m str>) -> Written {
        let classes = self.class_names(messages);
        if classes.is_empty() {
            return markdown::nothing();
        }
        let words: Vec<Written> = classes.into_iter().map(markdown::text).collect();
        Line::default().written(&Written::join(&words, ", ")).end()
    }
}
