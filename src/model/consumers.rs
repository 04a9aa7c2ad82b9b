//! Who uses a declaration of the contracts: by a call, by an event, or further on in a flow.

use std::collections::{BTreeMap, BTreeSet};

use super::{Call, CallId, Caller, Model, Operation, OperationId, ServiceId, Target, TopicId};
use crate::contracts::buf::Subject;
use crate::contracts::{Kind, Method};

/// What of a system uses a declaration; each list is sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consumers {
    /// The services that call or read events with it.
    pub services: Vec<ServiceId>,
    /// The calls whose request or reply has it.
    pub calls: Vec<CallId>,
    /// The topics whose events have it.
    pub topics: Vec<TopicId>,
    /// Where the flows begin that pass such a call or event.
    pub flows: Vec<OperationId>,
}

/// The contracts of a model, from what is used to what uses it.
#[derive(Clone, Debug)]
pub struct Uses<'a> {
    model: &'a Model,
    /// By the name of a type, the messages with a field of it.
    holders: BTreeMap<&'a str, Vec<&'a str>>,
    /// By the name of a message, the paths of the RPCs that ask or answer with it.
    methods: BTreeMap<&'a str, Vec<String>>,
}

impl<'a> Uses<'a> {
    /// Of the contracts that a model was linked with.
    pub fn of(model: &'a Model) -> Self {
        let mut uses = Self { model, holders: BTreeMap::new(), methods: BTreeMap::new() };
        for message in model.contracts.messages.values() {
            for field in &message.fields {
                if let Kind::Message(name) | Kind::Enum(name) = &field.kind {
                    uses.holders.entry(name).or_default().push(&message.full_name);
                }
            }
        }
        for service in model.contracts.services.values() {
            for method in &service.methods {
                for name in [&method.input, &method.output] {
                    let path = format!("{}/{}", service.full_name, method.name);
                    uses.methods.entry(name).or_default().push(path);
                }
            }
        }
        uses
    }

    /// Who uses a declaration.
    pub fn consumers(&self, subject: &Subject) -> Consumers {
        let types = self.holding(self.types(subject));
        let mut methods = self.declared_methods(subject);
        for name in &types {
            methods.extend(self.methods.get(*name).into_iter().flatten().cloned());
        }
        let is_concerned =
            |it: &&Operation| it.grpc_path().is_some_and(|path| methods.contains(&path));
        let operations = self.model.operations.iter().filter(is_concerned);
        let operations: BTreeSet<OperationId> = operations.map(|operation| operation.id).collect();
        let has = |payload: &str| types.contains(payload);
        let topics = self.model.topics.iter();
        let topics = topics.filter(|topic| topic.payload.as_ref().is_some_and(|it| has(&it.value)));
        let topics: BTreeSet<TopicId> = topics.map(|topic| topic.id).collect();
        self.reached(&operations, &topics)
    }

    /// The types that it is, or consists of.
    fn types(&self, subject: &Subject) -> BTreeSet<&'a str> {
        let contracts = &self.model.contracts;
        let messages = contracts.messages.values().map(|it| (&it.full_name, &it.file, &it.package));
        let enums = contracts.enums.values().map(|it| (&it.full_name, &it.file, &it.package));
        let is_of = |file: &str, package: &str, name: &str| match subject {
            Subject::Type(subject) => subject == name,
            Subject::File(subject) => subject == file,
            Subject::Package(subject) => subject == package,
            Subject::Method(_) | Subject::Service(_) => false,
        };
        let all = messages.chain(enums).filter(|(name, file, package)| is_of(file, package, name));
        all.map(|(name, ..)| name.as_str()).collect()
    }

    /// These types, and all messages that have them, directly or further in.
    fn holding(&self, types: BTreeSet<&'a str>) -> BTreeSet<&'a str> {
        let mut open: Vec<&str> = types.iter().copied().collect();
        let mut holding = types;
        while let Some(name) = open.pop() {
            let holders = self.holders.get(name).into_iter().flatten();
            open.extend(holders.filter(|holder| holding.insert(holder)));
        }
        holding
    }

    /// The paths of the RPCs that it is, or consists of.
    fn declared_methods(&self, subject: &Subject) -> BTreeSet<String> {
        if let Subject::Method(path) = subject {
            return BTreeSet::from([path.clone()]);
        }
        let services = self.model.contracts.services.values().filter(|service| match subject {
            Subject::Service(name) => *name == service.full_name,
            Subject::File(file) => *file == service.file,
            Subject::Package(package) => *package == service.package,
            Subject::Type(_) | Subject::Method(_) => false,
        });
        let path = |service: &str, method: &Method| format!("{service}/{}", method.name);
        services
            .flat_map(|service| service.methods.iter().map(|it| path(&service.full_name, it)))
            .collect()
    }

    fn reached(&self, operations: &BTreeSet<OperationId>, topics: &BTreeSet<TopicId>) -> Consumers {
        let model = self.model;
        let owners: BTreeSet<ServiceId> =
            operations.iter().map(|id| model.operation(*id).service).collect();
        let is_concerned = |call: &&Call| match &call.target {
            Target::Operation(operation) => operations.contains(operation),
            Target::Service(service) => owners.contains(service),
            Target::External { .. } => false,
        };
        let calls: BTreeSet<CallId> =
            model.calls.iter().filter(is_concerned).map(|call| call.id).collect();
        let callers = calls.iter().filter_map(|id| match model.call(*id).caller {
            Caller::Service(service) => Some(service),
            Caller::External(_) => None,
        });
        let readers = topics.iter().flat_map(|id| &model.topic(*id).consumers);
        let services: BTreeSet<ServiceId> = callers.chain(readers.map(|(id, _)| *id)).collect();
        let started: BTreeSet<OperationId> =
            topics.iter().flat_map(|id| &model.topic(*id).started).copied().collect();
        let flows = model.flows.iter().filter(|flow| {
            operations.contains(&flow.entry)
                || started.contains(&flow.entry)
                || flow.calls.iter().any(|call| calls.contains(call))
                || flow.events.iter().any(|event| started.contains(event))
        });
        Consumers {
            services: services.into_iter().collect(),
            flows: flows.map(|flow| flow.entry).collect(),
            calls: calls.into_iter().collect(),
            topics: topics.iter().copied().collect(),
        }
    }
}
