//! How stubs call the messages and enums that fields and rpcs refer to.

use crate::names::is_python_keyword;

use super::descriptors::TypePlace;

/// A type inside its own module, where it has a name that Python allows.
pub(super) fn declared_path(place: &TypePlace) -> String {
    place.path.iter().map(|name| escaped(name)).collect::<Vec<_>>().join(".")
}

/// A type inside its module, as protoc's `.pyi` calls it: keywords are looked up by their text.
pub(super) fn looked_up_path(place: &TypePlace) -> String {
    let (first, rest) = place.path.split_first().expect("a type has a name");
    let first =
        if is_python_keyword(first) { format!("globals()['{first}']") } else { first.clone() };
    rest.iter().fold(first, |outer, name| attribute(&outer, name))
}

/// A type at run time, behind the name of its module.
pub(super) fn runtime_path(place: &TypePlace, module: &str) -> String {
    place.path.iter().fold(module.to_owned(), |outer, name| attribute(&outer, name))
}

/// A name for a declaration: keywords get a `_` behind them.
pub(super) fn escaped(name: &str) -> String {
    if is_python_keyword(name) { format!("{name}_") } else { name.to_owned() }
}

fn attribute(outer: &str, name: &str) -> String {
    if is_python_keyword(name) {
        format!("getattr({outer}, '{name}')")
    } else {
        format!("{outer}.{name}")
    }
}
