//! G03: two things that would become one in the generated tree, and names that somebody else has.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Span};
use crate::model::{Model, OperationKind, Service};
use crate::names::{
    is_distribution, is_own_library, is_python_keyword, is_standard_module, is_windows_device,
    pascal, snake,
};

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G03", name: "clashing-names" },
    page: include_str!("clashing_names.md"),
    stops: true,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(taken_by_system(model));
    findings.extend(services_and_externals(model));
    findings.extend(services_of_one_class(model));
    findings.extend(topics_of_one_name(model));
    findings.extend(methods_of_one_name(model));
    for service in &model.services {
        findings.extend(taken_by_service(model, service));
        findings.extend(ports(service));
        findings.extend(entities(service));
        findings.extend(jobs(model, service));
        findings.extend(path_variables(model, service));
        findings.extend(variables(service));
    }
    findings
}

/// The workspace is called like the system, and would depend on itself.
fn taken_by_system(model: &Model) -> Option<Finding> {
    let system = &model.system;
    let words = format!("`{system}` is also a Python package that the services need");
    is_distribution(&system.snake())
        .then(|| Finding::error(words).hint(format!("call the system `{system}-system`, say")))
}

fn services_and_externals(model: &Model) -> Vec<Finding> {
    let mut findings = Vec::new();
    for external in &model.externals {
        let name = &external.name;
        if let Some(service) = model.service_named(name.as_str()) {
            findings.push(
                Finding::error(format!("a service and an external are both called `{name}`"))
                    .at(&external.span)
                    .with(&service.span, "the service")
                    .hint("rename one of them: a call could mean either")
                    .about(Subject::External(external.id))
                    .about(Subject::Service(service.id)),
            );
        } else if is_python_keyword(&name.snake()) {
            findings
                .push(keyword(name.as_str(), &external.span).about(Subject::External(external.id)));
        }
    }
    findings
}

fn keyword(name: &str, place: &Span) -> Finding {
    Finding::error(format!("`{name}` is a keyword of Python, and can name nothing there"))
        .at(place)
        .hint("give it another name")
}

fn services_of_one_class(model: &Model) -> Vec<Finding> {
    let named = model.services.iter().map(|s| (pascal(s.name.as_str()), (s.name.as_str(), s)));
    let clash =
        |class: String, (first, one): (&str, &Service), (second, other): (&str, &Service)| {
            Finding::error(format!("`{first}` and `{second}` both become the class `{class}`"))
                .at(&other.span)
                .with(&one.span, "the same class")
                .hint("rename one of them by more than dashes")
                .about(Subject::Service(other.id))
                .about(Subject::Service(one.id))
        };
    clashes(named).into_iter().map(|(class, one, other)| clash(class, one, other)).collect()
}

fn topics_of_one_name(model: &Model) -> Vec<Finding> {
    let named = model.topics.iter().map(|topic| (snake(&topic.name), topic));
    let found = clashes(named).into_iter().map(|(name, one, other)| {
        let words = format!("`{}` and `{}` both become `{name}`", one.name, other.name);
        Finding::error(words)
            .at(&other.span)
            .with(&one.span, "the same name")
            .hint("rename one of them by more than dots, dashes, underscores and capitals")
            .about(Subject::Topic(other.id))
            .about(Subject::Topic(one.id))
    });
    found.collect()
}

fn methods_of_one_name(model: &Model) -> Vec<Finding> {
    let served: BTreeSet<&String> = model.services.iter().flat_map(|s| &s.grpc).collect();
    let protos = served.into_iter().filter_map(|name| model.contracts.service(name));
    let mut findings = Vec::new();
    for proto in protos {
        let named = proto.methods.iter().map(|method| (snake(&method.name), method));
        for (name, one, other) in clashes(named) {
            let words = format!("`{}` and `{}` both become `{name}`", one.name, other.name);
            findings.push(
                Finding::error(words)
                    .at(&other.span)
                    .with(&one.span, "the same name")
                    .hint("rename one of them by more than capitals"),
            );
        }
    }
    findings
}

/// What a service's folder, package and client would be called, and who is called that already.
fn taken_by_service(model: &Model, service: &Service) -> Option<Finding> {
    let (name, snake) = (service.name.as_str(), service.name.snake());
    let package = format!("{}_{snake}", model.system.snake());
    let finding = if is_python_keyword(&snake) {
        return Some(keyword(name, &service.span).about(Subject::Service(service.id)));
    } else if is_windows_device(name) {
        Finding::error(format!(
            "`{name}` is a device on Windows, where no folder can have that name"
        ))
    } else if is_own_library(name) {
        Finding::error(format!("`{package}` is the package of a library that every service uses"))
    } else if is_distribution(&package) || is_standard_module(&package) {
        let words = format!("`{package}`, the package of `{name}`, is also one of somebody else's");
        Finding::error(words)
    } else if (is_standard_module(&snake) || is_distribution(&snake))
        && model.services.iter().any(|one| one.generated)
    {
        Finding::warning(format!("`{name}` is also a Python module that the services may import"))
    } else {
        return None;
    };
    let hint = format!("give it another name, such as `{name}-service`");
    Some(finding.at(&service.span).hint(hint).about(Subject::Service(service.id)))
}

fn ports(service: &Service) -> Vec<Finding> {
    let key = |name: &str| if name.is_empty() { "port".to_owned() } else { name.to_owned() };
    let named = service.written_ports.iter().map(|(name, port)| (port.value, (name, port)));
    let found = clashes(named).into_iter().map(|(port, (one, place), (other, here))| {
        let words = format!(
            "`{}` and `{}` of `{}` both listen on {port}",
            key(one),
            key(other),
            service.name
        );
        Finding::error(words)
            .at(&here.span)
            .with(&place.span, "the same port")
            .hint("give one of them another port")
            .about(Subject::Service(service.id))
    });
    found.collect()
}

/// One entity may live in several stores of its service; two that are written differently may not become one.
fn entities(service: &Service) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut known: BTreeMap<String, (&str, &Span)> = BTreeMap::new();
    for entity in service.owns.iter().flat_map(|ownership| &ownership.entities) {
        let name = snake(&entity.value);
        if is_python_keyword(&name) {
            findings.push(keyword(&entity.value, &entity.span).about(Subject::Service(service.id)));
            continue;
        }
        let (first, place) =
            *known.entry(name.clone()).or_insert((entity.value.as_str(), &entity.span));
        if first != entity.value {
            let words = format!("`{first}` and `{}` both become the table `{name}`", entity.value);
            findings.push(
                Finding::error(words)
                    .at(&entity.span)
                    .with(place, "the same table")
                    .hint("write the entity in one way, or rename one of them")
                    .about(Subject::Service(service.id)),
            );
        }
    }
    findings
}

fn jobs(model: &Model, service: &Service) -> Vec<Finding> {
    let jobs = model.operations_of(service.id).iter();
    let jobs = jobs.filter(|operation| matches!(operation.kind, OperationKind::Job(_)));
    jobs.filter(|job| is_python_keyword(&snake(&job.name)))
        .filter_map(|job| {
            Some(keyword(&job.name, job.span.as_ref()?).about(Subject::Operation(job.id)))
        })
        .collect()
}

/// A variable stands for one part of a path.
fn path_variables(model: &Model, service: &Service) -> Vec<Finding> {
    let mut findings = Vec::new();
    for operation in model.operations_of(service.id) {
        let (OperationKind::Route { path, .. }, Some(span)) = (&operation.kind, &operation.span)
        else {
            continue;
        };
        let path = path.split('?').next().unwrap_or(path);
        let names = path.split('/').filter(|part| part.starts_with('{')).map(|part| (part, part));
        if let Some((name, ..)) = clashes(names).first() {
            findings.push(
                Finding::error(format!("`{name}` stands twice in `{path}`"))
                    .at(span)
                    .hint("give each part of the path a name of its own")
                    .about(Subject::Operation(operation.id)),
            );
        }
    }
    findings
}

/// A setting and a secret are both variables of the environment.
fn variables(service: &Service) -> Vec<Finding> {
    let secret = |name: &str| service.secrets.iter().any(|(secret, _)| secret == name);
    let both = service.config.iter().filter(|(name, _)| secret(name));
    let found = both.map(|(name, _)| {
        Finding::error(format!("`{name}` of `{}` is both a setting and a secret", service.name))
            .at(&service.span)
            .hint("keep it under `secrets`, or rename the setting")
            .about(Subject::Service(service.id))
    });
    found.collect()
}

/// Every thing that has the key of an earlier one, with that one.
fn clashes<K: Ord + Clone, T: Copy>(keyed: impl Iterator<Item = (K, T)>) -> Vec<(K, T, T)> {
    let mut first: BTreeMap<K, T> = BTreeMap::new();
    let mut found = Vec::new();
    for (key, thing) in keyed {
        match first.get(&key) {
            Some(known) => found.push((key, *known, thing)),
            None => {
                first.insert(key, thing);
            }
        }
    }
    found
}
