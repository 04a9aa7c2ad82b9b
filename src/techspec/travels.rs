//! Where classified data goes: through which RPCs, onto which topics, to whom outside, and where it rests.

use std::collections::BTreeSet;

use crate::model::Target;

use super::cells;
use super::subject::Subject;

/// Where one classified field is seen.
#[derive(Clone, Default)]
pub(super) struct Travels<'a> {
    pub(super) calls: BTreeSet<String>,
    pub(super) topics: BTreeSet<&'a str>,
    pub(super) externals: BTreeSet<&'a str>,
    pub(super) stores: BTreeSet<&'a str>,
}

impl Travels<'_> {
    /// Whether nobody inside handles it.
    pub(super) fn is_empty(&self) -> bool {
        let moves = self.calls.len() + self.topics.len() + self.externals.len();
        moves + self.stores.len() == 0
    }
}

/// For each classified field of the model, where it goes.
pub(super) fn travels<'a>(subject: &Subject<'a>) -> Vec<Travels<'a>> {
    let model = subject.model;
    let mut travels = vec![Travels::default(); model.data_classes.len()];
    for call in subject.calls() {
        for sent in &call.sends {
            let same = |(field, _): &(String, String)| field == sent;
            let itself = model.data_classes.iter().position(same);
            for field in subject.classes.fields_in(sent).iter().copied().chain(itself) {
                if matches!(call.target, Target::External { .. }) {
                    travels[field].externals.insert(model.target_name(call));
                } else {
                    travels[field].calls.insert(cells::callee_name(model, call));
                }
            }
        }
    }
    for operation in subject.services().flat_map(|service| model.operations_of(service.id)) {
        let Some((_, method)) = operation.rpc(&model.contracts) else { continue };
        let name = &model.service(operation.service).name;
        for message in [&method.input, &method.output] {
            for field in subject.classes.fields_in(message) {
                travels[*field].calls.insert(format!("{name}.{}", method.name));
            }
        }
    }
    for id in subject.scope.topics(model) {
        let topic = model.topic(id);
        let payload = topic.payload.as_ref().map_or("", |payload| payload.value.as_str());
        for field in subject.classes.fields_in(payload) {
            travels[*field].topics.insert(&topic.name);
        }
    }
    for entity in &subject.entities.all {
        for field in subject.classes.fields_in(entity.message.as_deref().unwrap_or_default()) {
            travels[*field].stores.insert(model.store(entity.store).name.as_str());
        }
    }
    travels
}
