//! P03: a secret stands in the topology, for everyone who can read the repository.
//!
//! What a secret is, [`crate::secrecy`] says, to this rule and to the documents alike.

use crate::diagnostic::{Code, Span, Spanned};
use crate::model::{Domain, External, Model, Service, Store, Target, Topic};
use crate::secrecy::holds_secret;

use super::{Cause, Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "P03", name: "plain-secret" },
    page: include_str!("plain_secret.md"),
    stops: false,
    check,
};

/// What is written of a part, each with the words for where.
type Texts<'a> = Vec<(&'static str, &'a str)>;

fn check(model: &Model) -> Vec<Finding> {
    let mut found: Vec<Finding> = model.services.iter().flat_map(settings).collect();
    for service in &model.services {
        let place = (service.name.as_str(), &service.span);
        found.extend(of_part(place, Subject::Service(service.id), of_service(model, service)));
    }
    for store in &model.stores {
        let place = (store.name.as_str(), &store.span);
        found.extend(of_part(place, Subject::Store(store.id), of_store(store)));
    }
    for topic in &model.topics {
        let place = (topic.name.as_str(), &topic.span);
        found.extend(broker(topic));
        found.extend(of_part(place, Subject::Topic(topic.id), of_topic(topic)));
    }
    for external in &model.externals {
        let place = (external.name.as_str(), &external.span);
        found.extend(url(external));
        found.extend(of_part(place, Subject::External(external.id), of_external(external)));
    }
    for domain in &model.domains {
        let place = (domain.name.as_str(), &domain.span);
        found.extend(of_part(place, Subject::Domain(domain.id), of_domain(domain)));
    }
    found.extend(of_system(model));
    found
}

/// The places are the services, not the values: a finding does not spread what it complains of.
fn settings(service: &Service) -> Vec<Finding> {
    let secret = service.config.iter().filter(|(name, setting)| setting.holds_secret(name));
    let finding = |name: &str| {
        Finding::error(format!(
            "the value of `{name}` of `{}` stands in the topology",
            service.name
        ))
        .at(&service.span)
        .hint(format!(
            "write `secrets: [{name}]`, take the value out, and replace the secret itself"
        ))
        .about(Subject::Service(service.id))
    };
    secret.map(|(name, _)| finding(name)).collect()
}

fn url(external: &External) -> Option<Finding> {
    let is_plain = external.written.url.as_ref().is_some_and(|url| holds_secret(&url.value));
    is_plain.then(|| {
        Finding::error(format!("the URL of `{}` holds a password", external.name))
            .at(&external.span)
            .hint("write `auth: basic`, take the password out, and replace it")
            .about(Subject::External(external.id))
    })
}

/// Topics name their broker, or all have the one of the defaults.
fn broker(topic: &Topic) -> Option<Finding> {
    holds_secret(&topic.broker).then(|| {
        Finding::error(format!("the broker of `{}` holds a secret", topic.name))
            .at(&topic.span)
            .hint(OTHERWISE)
            .about(Subject::Topic(topic.id))
            .because(Cause::new("# topics name a broker with a secret", OTHERWISE), &topic.name)
    })
}

/// One finding for each kind of text of a part that holds a secret.
fn of_part((name, span): (&str, &Span), subject: Subject, texts: Texts) -> Vec<Finding> {
    let finding = |what: &str| {
        Finding::error(format!("{what} of `{name}` holds a secret"))
            .at(span)
            .hint(OTHERWISE)
            .about(subject)
    };
    holding(texts).into_iter().map(finding).collect()
}

const OTHERWISE: &str = "take it out, and replace the secret itself";

fn holding(texts: Texts) -> Vec<&'static str> {
    let secret = texts.into_iter().filter(|(_, text)| holds_secret(text));
    let mut whats: Vec<&str> = secret.map(|(what, _)| what).collect();
    whats.dedup();
    whats
}

fn of_service<'a>(model: &'a Model, service: &'a Service) -> Texts<'a> {
    let mut texts = vec![("the purpose", service.purpose.as_str())];
    texts.extend(service.repo.as_deref().map(|repo| ("`repo`", repo)));
    texts.extend(service.image.as_deref().map(|image| ("`image`", image)));
    let public = service.public.iter().flat_map(|public| public.cors.iter());
    texts.extend(public.map(|origin| ("an origin", origin.value.as_str())));
    let operations = model.operations_of(service.id).iter();
    texts.extend(operations.map(|operation| ("an operation", operation.name.as_str())));
    let calls = model.calls_of(service.id).filter_map(|call| match &call.target {
        Target::External { .. } => model.target_operation(call),
        Target::Service(_) | Target::Operation(_) => None,
    });
    texts.extend(calls.map(|operation| ("a call", operation)));
    let consumed = service.consumes.iter();
    texts.extend(consumed.map(|consumed| ("a consumer group", consumed.group.as_str())));
    let why = service.consistency.iter().filter_map(|said| said.why.as_ref());
    texts.extend(why.map(|why| ("the consistency", why.value.as_str())));
    let words = service.config.iter().filter_map(|(_, setting)| setting.description.as_ref());
    texts.extend(words.map(|words| ("a setting's description", words.value.as_str())));
    for (_, secret) in &service.secrets {
        let said = secret.from.iter().chain(&secret.description);
        texts.extend(said.map(|said| ("a secret's description", said.value.as_str())));
    }
    texts.extend(service.waivers.iter().map(|waiver| ("a waiver", waiver.reason.as_str())));
    texts
}

/// Those of some keys that are written.
fn said<'a, const KEYS: usize>(
    keys: [(&'static str, &'a Option<Spanned<String>>); KEYS],
) -> Texts<'a> {
    let said = keys.into_iter().filter_map(|(what, key)| Some((what, key.as_ref()?)));
    said.map(|(what, text)| (what, text.value.as_str())).collect()
}

fn of_store(store: &Store) -> Texts<'_> {
    let written = &store.written;
    said([
        ("`backup`", &written.backup),
        ("`persistence`", &written.persistence),
        ("the description", &written.description),
    ])
}

fn of_topic(topic: &Topic) -> Texts<'_> {
    let written = &topic.written;
    said([("`key`", &written.key), ("the description", &written.description)])
}

fn of_external(external: &External) -> Texts<'_> {
    let written = &external.written;
    said([
        ("`protocol`", &written.protocol),
        ("`region`", &written.region),
        ("the description", &written.description),
    ])
}

fn of_domain(domain: &Domain) -> Texts<'_> {
    vec![("the description", &domain.description)]
}

/// What is written of the whole.
fn of_system(model: &Model) -> Vec<Finding> {
    let mut texts = vec![("the description of the system", model.description.as_str())];
    let decisions = model.decisions.iter().flat_map(|(_, answer, why)| [answer, why]);
    texts.extend(decisions.map(|said| ("a decision", said.as_str())));
    let finding = |what: &str| Finding::error(format!("{what} holds a secret")).hint(OTHERWISE);
    holding(texts).into_iter().map(finding).collect()
}
