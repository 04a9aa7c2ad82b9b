//! Nothing is computed in vain, and no template goes unseen.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use minijinja::Value;
use minijinja::value::ValueKind;
use scaffold::atlas;
use scaffold::blueprint::Blueprint;
use scaffold::model::Model;
use scaffold::plan::{Content, plan};
use scaffold::techspec::{self, Documents};
use scaffold::views::{self, Each, Views};
use scaffold::{render, rules};

use crate::support::project;
use crate::tags::{Tag, tags};
use crate::{files, templates};

/// The systems of the snapshots.
fn snapshots() -> Vec<Model> {
    systems().into_iter().map(|(_, model)| model).collect()
}

/// The same, each with its topology.
fn systems() -> Vec<(String, Model)> {
    let mut models = Vec::new();
    for entry in fs::read_dir("snapshots").expect("there are snapshots") {
        let input = entry.expect("it can be read").path().join("in");
        if !input.exists() {
            continue;
        }
        let files = files(&input);
        let protos = files
            .iter()
            .filter_map(|(path, text)| Some((path.strip_prefix("proto/")?, text.as_str())));
        let documents = files
            .iter()
            .filter(|(path, _)| path.starts_with("openapi/"))
            .map(|(path, text)| (path.as_str(), text.as_str()));
        let protos: Vec<_> = protos.collect();
        let documents: Vec<_> = documents.collect();
        let (model, _) = project::model_with(&files["topology.yaml"], &protos, &documents);
        models.push((files["topology.yaml"].clone(), model));
    }
    models
}

/// What templates see of them.
fn seen() -> Vec<Views> {
    let views = systems().into_iter().map(|(text, model)| {
        let environments = project::environments_of(&text, &model);
        views::views(&model, &environments)
    });
    views.collect()
}

/// What the templates of the specification of a system see.
fn specification(model: &Model) -> Vec<(String, Value)> {
    let (prd, _) = model.prds.first().expect("a system has requirements");
    techspec::seen(model, &rules::check(model), Some(prd), &Documents::default())
}

/// The values that a template and what it includes use, as paths: `contract.calls[].name`.
fn used_by(name: &str, texts: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    follow(name, texts, &mut Vec::new(), &mut used);
    used
}

/// Follows the tags of a template; `items` are the loops that it stands in.
fn follow(
    name: &str,
    texts: &BTreeMap<String, String>,
    items: &mut Vec<(String, String)>,
    used: &mut BTreeSet<String>,
) {
    let text = texts.get(name).unwrap_or_else(|| panic!("`{name}` is included, but not there"));
    for (_, tag) in tags(text) {
        match tag {
            Ok(Tag::Print(path) | Tag::If(path)) => {
                used.insert(full(&path, items));
            }
            Ok(Tag::For { item, list }) => {
                let list = full(&list, items);
                items.push((item, format!("{list}[]")));
                used.insert(list);
            }
            Ok(Tag::EndFor) => drop(items.pop()),
            Ok(Tag::Include(other)) => follow(&other, texts, items, used),
            Ok(Tag::Else | Tag::EndIf) | Err(_) => {}
        }
    }
}

/// A path with the item of a loop replaced by the list that it comes from.
fn full(path: &str, items: &[(String, String)]) -> String {
    let (first, rest) = path.split_at(path.find('.').unwrap_or(path.len()));
    match items.iter().rev().find(|(item, _)| item == first) {
        Some((_, list)) => format!("{list}{rest}"),
        None => path.to_owned(),
    }
}

/// Every field of a value and of what is in it, as paths.
fn fields_of(value: &Value, path: &str, fields: &mut BTreeSet<String>) {
    match value.kind() {
        ValueKind::Map => {
            for key in value.try_iter().expect("maps have keys") {
                let inner = value.get_item(&key).expect("its keys are there");
                let dot = if path.is_empty() { "" } else { "." };
                let path = format!("{path}{dot}{key}");
                fields_of(&inner, &path, fields);
                fields.insert(path);
            }
        }
        ValueKind::Seq | ValueKind::Iterable => {
            for item in value.try_iter().expect("lists have items") {
                fields_of(&item, &format!("{path}[]"), fields);
            }
        }
        _ => {}
    }
}

/// Fields that no template uses, directly or by something in them.
fn unused(fields: &BTreeSet<String>, used: &BTreeSet<String>) -> Vec<String> {
    let is_used = |field: &&String| {
        used.iter().any(|path| {
            path.strip_prefix(field.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
        })
    };
    fields.iter().filter(|field| !is_used(field)).cloned().collect()
}

/// The folders whose templates see the same view: those of peers share one.
const FAMILIES: [&[Each]; 10] = [
    &[Each::Project],
    &[Each::Service],
    &[Each::HttpContract],
    &[Each::HttpApi],
    &[Each::EventApi],
    &[Each::Entity],
    &[Each::Resource],
    &[Each::GrpcPeer, Each::HttpPeer, Each::OpaquePeer],
    &[Each::Workload],
    &[Each::Environment],
];

#[test]
fn every_folder_is_of_a_family() {
    let of_families: usize = FAMILIES.iter().map(|family| family.len()).sum();
    assert_eq!(of_families, Each::ALL.len(), "add the new folder to FAMILIES");
}

#[test]
fn every_field_of_a_view_is_used_by_a_template() {
    let texts = templates("python");
    let all = seen();
    let mut faults = Vec::new();
    for family in FAMILIES {
        let mut used = BTreeSet::new();
        let mut fields = BTreeSet::new();
        for each in family {
            let folder = format!("{}/", each.folder());
            let own = texts.keys().filter(|name| name.starts_with(&folder));
            used.extend(own.flat_map(|name| used_by(name, &texts)));
            for subject in all.iter().flat_map(|views| views.of(*each)) {
                fields_of(&subject.view, "", &mut fields);
            }
        }
        let folder = family[0].folder();
        let unused = unused(&fields, &used);
        faults
            .extend(unused.iter().map(|field| format!("no template of `{folder}` uses `{field}`")));
    }
    assert!(faults.is_empty(), "use them or take them out:\n{}", faults.join("\n"));
}

#[test]
fn every_field_of_the_specification_is_used_by_its_templates() {
    let texts = templates("techspec");
    let (mut used, mut fields) = (BTreeSet::new(), BTreeSet::new());
    for (template, seen) in snapshots().iter().flat_map(specification) {
        used.extend(used_by(&template, &texts));
        fields_of(&seen, "", &mut fields);
    }
    let unused = unused(&fields, &used);
    assert!(unused.is_empty(), "use them or take them out:\n{}", unused.join("\n"));
}

#[test]
fn every_field_of_the_documents_beside_it_is_used_by_their_template() {
    let used = used_by("page.md.j2", &templates("techspec"));
    let mut fields = BTreeSet::new();
    for model in snapshots() {
        let (prd, _) = model.prds.first().expect("a system has requirements");
        for seen in techspec::seen_beside(&model, &rules::check(&model), prd, &Documents::default())
        {
            fields_of(&seen, "", &mut fields);
        }
    }
    let unused = unused(&fields, &used);
    assert!(
        !fields.is_empty() && unused.is_empty(),
        "use them or take them out:\n{}",
        unused.join("\n")
    );
}

#[test]
fn every_field_of_the_page_is_used_by_its_templates() {
    let used = used_by("page.html.j2", &templates("atlas"));
    let mut fields = BTreeSet::new();
    for model in snapshots() {
        let (prd, _) = model.prds.first().expect("a system has requirements");
        let findings = rules::check(&model);
        let seen = atlas::seen(&model, &findings, Some(prd), &Documents::default());
        fields_of(&seen, "", &mut fields);
    }
    let unused = unused(&fields, &used);
    assert!(unused.is_empty(), "use them or take them out:\n{}", unused.join("\n"));
}

#[test]
fn every_template_is_rendered_by_a_snapshot() {
    let blueprint = Blueprint::embedded("python").expect("the blueprint can be read");
    let mut rendered = BTreeSet::new();
    for views in seen() {
        let plan = plan(&blueprint, &views, Vec::new()).expect("it can be planned");
        for artifact in plan.artifacts.values() {
            if let Content::Template { name, .. } = &artifact.content {
                rendered.insert((*name).to_owned());
            }
        }
        render::render(plan, &blueprint).expect("it can be rendered");
    }
    let texts = templates("python");
    let mut reached = rendered.clone();
    for name in &rendered {
        reached.extend(included_by(name, &texts));
    }
    let unseen: Vec<_> = texts.keys().filter(|name| !reached.contains(*name)).collect();
    assert!(unseen.is_empty(), "no system in snapshots/ has what these need: {unseen:?}");
}

#[test]
fn every_section_of_the_specification_is_rendered_by_a_snapshot() {
    let shown = snapshots();
    let shown: BTreeSet<String> =
        shown.iter().flat_map(specification).map(|(template, _)| template).collect();
    for section in techspec::ALL {
        let is_shown = shown.contains(&section.template());
        assert!(is_shown, "no system in snapshots/ shows `{}`", section.name);
    }
    let texts = templates("techspec");
    let mut reached = BTreeSet::new();
    for page in shown.into_iter().chain(["page.md.j2".to_owned()]) {
        reached.extend(included_by(&page, &texts));
        reached.insert(page);
    }
    let unseen: Vec<_> = texts.keys().filter(|name| !reached.contains(*name)).collect();
    assert!(unseen.is_empty(), "nothing includes these: {unseen:?}");
}

/// What a template includes, directly or not.
fn included_by(name: &str, texts: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (_, tag) in tags(&texts[name]) {
        if let Ok(Tag::Include(other)) = tag {
            found.extend(included_by(&other, texts));
            found.insert(other);
        }
    }
    found
}

#[test]
fn what_is_computed_in_vain_is_found() {
    let texts = BTreeMap::from([
        (
            "a".to_owned(),
            "{% for b in list %}\n{{ b.used }}\n{% include \"c\" %}\n{% endfor %}".to_owned(),
        ),
        ("c".to_owned(), "{% if b.flag %}\n{% endif %}".to_owned()),
    ]);
    let used = used_by("a", &texts);
    let fields = ["list", "list[].used", "list[].flag", "list[].used_not", "other"];
    let fields = fields.into_iter().map(ToOwned::to_owned).collect();
    assert_eq!(unused(&fields, &used), ["list[].used_not", "other"]);
}
