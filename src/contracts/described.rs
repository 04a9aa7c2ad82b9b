//! Protos as descriptors alone, for what is generated from any protos: linked as protoc links them, each in sight of what it
//! imports and of nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use prost_reflect::prost_types::source_code_info::Location;

use crate::diagnostic::Diagnostic;

use super::ordered::{Ordered, ordered};
use super::parse::Unit;
use super::parsed::parsed;
use super::roots::Bounds;
use super::{Root, bounded, encode, left_out, link};

/// Protos that linked.
#[derive(Clone, Debug, Default)]
pub struct Described {
    /// A serialized `FileDescriptorSet`, dependencies first, with custom options and as much of the source info as reaches code.
    pub descriptor_set: Vec<u8>,
    /// What the files say, by import path.
    pub texts: BTreeMap<String, Arc<str>>,
    /// What they were made from; to give back every small piece of it takes a tenth of all the time.
    _linked: link::Linked,
}

/// Only comments of services and written JSON names reach generated code; the other places are most of a set.
fn is_of_interest(place: &Location) -> bool {
    const SERVICE: i32 = 6;
    const JSON_NAME: i32 = 10;
    place.path.first() == Some(&SERVICE) || place.path.last() == Some(&JSON_NAME)
}

/// Links all files of all roots; what is wrong with one is reported, and it is left out with those that import it.
pub fn described(roots: &[Root]) -> (Described, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let parsed = parsed(roots, &Bounds::DESCRIBED);
    let Ordered { units, mut dropped } = ordered(parsed, roots, &mut diagnostics);
    let mut linked = link::link(&units, &mut diagnostics);
    dropped.append(&mut linked.dropped);
    diagnostics.extend(left_out(dropped));
    let text = |unit: &Arc<Unit>| (unit.source.import_path.clone(), Arc::clone(&unit.source.text));
    let described = Described {
        descriptor_set: encode::descriptor_set(&linked.pool, &linked.units, &is_of_interest),
        texts: linked.units.iter().map(text).collect(),
        _linked: linked,
    };
    (described, bounded(diagnostics))
}
