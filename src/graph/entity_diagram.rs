//! Entities as an entity-relationship diagram of mermaid.

use std::collections::{BTreeMap, BTreeSet};

use crate::contracts::{Cardinality, Field, Kind};
use crate::model::Model;
use crate::names::Written;
use crate::names::written::{Pieces, mermaid};

use super::words::simple;
use super::{Entities, Entity, MOST_NODES};

/// Diagrams of at most [`MOST_NODES`] entities each, without their fences; none for no entities. References from one
/// diagram into another are left out.
pub fn entity_diagrams(model: &Model, entities: &Entities) -> Vec<Written> {
    let classes = classes(model);
    let foreign: Foreign =
        entities.relations.iter().map(|known| (known.from, known.field.as_str())).collect();
    let places: Vec<usize> = (0..entities.all.len()).collect();
    let draw = |part: &[usize]| diagram(model, entities, part, &classes, &foreign);
    places.chunks(MOST_NODES).map(draw).collect()
}

type FieldClasses<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Entities, by their places, and their fields that refer to others.
type Foreign<'a> = BTreeSet<(usize, &'a str)>;

fn classes(model: &Model) -> FieldClasses<'_> {
    let mut classes: FieldClasses = BTreeMap::new();
    for (field, class) in &model.data_classes {
        classes.entry(field).or_default().push(class);
    }
    classes
}

fn diagram(
    model: &Model,
    entities: &Entities,
    part: &[usize],
    classes: &FieldClasses,
    foreign: &Foreign,
) -> Written {
    let mut lines = vec![Written::own("erDiagram")];
    for place in part {
        write_entity(model, entities, *place, (classes, foreign), &mut lines);
    }
    for relation in &entities.relations {
        if part.contains(&relation.from) && part.contains(&relation.to) {
            let arrow = if relation.same_store { " ||--o{ " } else { " ||..o{ " };
            let line = Pieces::default().own("  ").put(&id(relation.to)).own(arrow);
            let line = line.put(&id(relation.from)).own(" : ");
            lines.push(line.put(&mermaid::label(&relation.field)).end());
        }
    }
    Written::join(&lines, "\n")
}

fn write_entity(
    model: &Model,
    entities: &Entities,
    place: usize,
    (classes, foreign): (&FieldClasses, &Foreign),
    lines: &mut Vec<Written>,
) {
    let entity = &entities.all[place];
    let store = &model.store(entity.store).name;
    let label = mermaid::label(&format!("{store}.{}", entity.name));
    let head = Pieces::default().own("  ").put(&id(place)).own("[").put(&label).own("]");
    let message = entity.message.as_deref().and_then(|name| model.contracts.message(name));
    let Some(message) = message.filter(|message| !message.fields.is_empty()) else {
        lines.push(head.end());
        return;
    };
    lines.push(head.own(" {").end());
    for field in &message.fields {
        let foreign = foreign.contains(&(place, field.name.as_str()));
        let full_name = format!("{}.{}", message.full_name, field.name);
        let classes = classes.get(full_name.as_str()).map(|classes| classes.join(", "));
        lines.push(attribute(entity, field, foreign, classes.as_deref()));
    }
    lines.push(Written::own("  }"));
}

fn attribute(entity: &Entity, field: &Field, foreign: bool, classes: Option<&str>) -> Written {
    let line = Pieces::default().own("    ").put(&type_of(field)).own(" ");
    let line = line.put(&mermaid::word(&field.name));
    let line = match (entity.key.as_deref() == Some(&field.name), foreign) {
        (true, _) => line.own(" PK"),
        (false, true) => line.own(" FK"),
        (false, false) => line,
    };
    match classes {
        Some(classes) => line.own(" ").put(&mermaid::label(classes)).end(),
        None => line.end(),
    }
}

fn type_of(field: &Field) -> Written {
    let word = match &field.kind {
        Kind::Scalar(scalar) => Written::own(scalar.word()),
        Kind::Message(name) | Kind::Enum(name) => mermaid::word(simple(name)),
    };
    match field.cardinality {
        Cardinality::Singular | Cardinality::Optional | Cardinality::Required => word,
        Cardinality::Repeated => Pieces::default().put(&word).own("[]").end(),
        Cardinality::Map(_) => Pieces::default().own("map_of_").put(&word).end(),
    }
}

fn id(place: usize) -> Written {
    Pieces::default().own("entity_").put(&Written::from(place + 1)).end()
}
