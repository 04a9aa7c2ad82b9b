//! Which requirements something in the system fulfils, as services and operations say with `covers`.

use std::collections::BTreeMap;

use crate::diagnostic::{Span, Spanned};
use crate::model::{Model, OperationId, Service, ServiceId};
use crate::names::Name;
use crate::requirements::{Document, Requirement};

/// What fulfils a requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// A whole service.
    Service(ServiceId),
    /// One of its operations.
    Operation(OperationId),
}

/// A part of the system that names a requirement.
#[derive(Clone, Copy, Debug)]
pub struct Claim<'a> {
    /// What names it.
    pub part: Part,
    /// The service that it belongs to.
    pub service: ServiceId,
    /// The id as written.
    pub id: &'a Spanned<String>,
}

/// A requirements document, and what covers it.
#[derive(Clone, Debug)]
pub struct Coverage<'a> {
    /// Its slug.
    pub prd: &'a Name,
    /// What it says; `None` where there is no document that can be read.
    pub document: Option<&'a Document>,
    /// The claims of the services that it is about, by id, in the order of the model.
    pub claims: BTreeMap<&'a str, Vec<Claim<'a>>>,
}

/// The coverage of a requirements document.
pub fn coverage<'a>(model: &'a Model, prd: &'a Name) -> Coverage<'a> {
    let mut claims: BTreeMap<&str, Vec<Claim>> = BTreeMap::new();
    let about = all(model).filter(|claim| is_about(model, prd, claim.service));
    for claim in about.filter(|claim| !is_of_another(model, prd, claim)) {
        claims.entry(&claim.id.value).or_default().push(claim);
    }
    Coverage { prd, document: model.requirements(prd), claims }
}

/// Whether a claim is for another document about its service: that one has the id, and this one does not.
fn is_of_another(model: &Model, prd: &Name, claim: &Claim) -> bool {
    let has = |slug: &Name| {
        model.requirements(slug).is_some_and(|document| document.get(&claim.id.value).is_some())
    };
    let mut slugs = model.prds.iter().map(|(slug, _)| slug);
    !has(prd) && slugs.any(|slug| is_about(model, slug, claim.service) && has(slug))
}

/// Every `covers` of a model.
pub fn all(model: &Model) -> impl Iterator<Item = Claim<'_>> {
    model.services.iter().flat_map(|service| of(model, service))
}

/// Every `covers` of a service: its own, then those of its operations.
pub fn of<'a>(model: &'a Model, service: &'a Service) -> impl Iterator<Item = Claim<'a>> {
    let claim = move |part| move |id| Claim { part, service: service.id, id };
    let own = service.covers.iter().map(claim(Part::Service(service.id)));
    let operations = model.operations_of(service.id).iter().flat_map(move |operation| {
        operation.covers.iter().map(claim(Part::Operation(operation.id)))
    });
    own.chain(operations)
}

/// Whether a document is about a service: it names it, or no service at all.
pub fn is_about(model: &Model, prd: &Name, service: ServiceId) -> bool {
    let named = model.prds.iter().find(|(slug, _)| slug == prd).map(|(_, services)| services);
    named.is_none_or(|services| services.is_empty() || services.contains(&service))
}

impl<'a> Coverage<'a> {
    /// The document, where it gives ids to requirements: without them nothing can be told.
    pub fn known(&self) -> Option<&'a Document> {
        self.document.filter(|document| !document.requirements.is_empty())
    }

    /// What covers a requirement.
    pub fn of(&self, id: &str) -> &[Claim<'a>] {
        self.claims.get(id).map_or(&[], Vec::as_slice)
    }

    /// The requirements that somebody wants and nothing covers.
    pub fn open(&self) -> impl Iterator<Item = &'a Requirement> {
        let wanted = self.document.into_iter().flat_map(|document| &document.requirements);
        wanted.filter(|one| one.is_wanted() && self.of(&one.id).is_empty())
    }

    /// The claims of what the document does not have.
    pub fn unknown(&self) -> impl Iterator<Item = &Claim<'a>> {
        let document = self.known();
        let is_unknown =
            move |id: &str| document.is_some_and(|document| document.get(id).is_none());
        self.claims.iter().filter(move |(id, _)| is_unknown(id)).flat_map(|(_, claims)| claims)
    }
}

impl Part {
    /// What it is called: `` `chat` ``, or `` `SendMessage` of `chat` ``.
    pub fn words(self, model: &Model) -> String {
        match self {
            Self::Service(id) => format!("`{}`", model.service(id).name),
            Self::Operation(id) => {
                let operation = model.operation(id);
                format!("`{}` of `{}`", operation.name, model.service(operation.service).name)
            }
        }
    }

    /// Where it is declared.
    pub fn span(self, model: &Model) -> Option<&Span> {
        match self {
            Self::Service(id) => Some(&model.service(id).span),
            Self::Operation(id) => model.operation(id).span.as_ref(),
        }
    }
}
