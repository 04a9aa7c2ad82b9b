//! Whatever text a name is made from, what comes out is a name where it is used.

use std::path::{Component, Path};

use proptest::prelude::{ProptestConfig, any, prop, prop_assert, prop_assert_eq, proptest};
use scaffold::names::{LONGEST, Name, is_python_identifier, nearest, python_identifier};
use scaffold::tree::TreePath;

/// The form of names, as the language says it.
fn is_kebab(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= LONGEST
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.split('-').all(word)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn only_kebab_case_is_a_name(text in "\\PC{0,44}|[a-z0-9-]{0,44}") {
        prop_assert_eq!(Name::new(&text).is_ok(), is_kebab(&text));
    }

    #[test]
    fn every_casing_of_a_name_is_an_identifier(text in "[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,6}){0,3}") {
        let name = Name::new(&text).expect("it is in kebab-case");
        for casing in [name.snake(), name.pascal(), name.shouty()] {
            prop_assert!(is_python_identifier(&python_identifier(&casing)), "{casing}");
            prop_assert!(casing.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{casing}");
        }
    }

    #[test]
    fn any_text_becomes_a_python_name(text in any::<String>()) {
        prop_assert!(is_python_identifier(&python_identifier(&text)));
    }

    #[test]
    fn a_suggestion_is_one_of_the_known(
        word in any::<String>(),
        known in prop::collection::vec(any::<String>(), 0..8),
    ) {
        let near = nearest(&word, known.iter().map(String::as_str));
        prop_assert!(near.is_none_or(|near| known.iter().any(|known| known == near)));
    }

    #[test]
    fn no_path_leaves_its_root(
        text in "(/|\\.|\\.\\.|a|b|\\\\|:|\u{0}|\n|é| ){0,8}|\\PC{0,20}",
        folder in "(|a|a/b)",
    ) {
        let Some(path) = TreePath::new(&text) else { return Ok(()) };
        let below = path.below(&folder).expect("both are sound");
        for sound in [&path, &below] {
            let mut parts = Path::new(sound.as_str()).components();
            prop_assert!(parts.all(|part| matches!(part, Component::Normal(_))), "{sound}");
            prop_assert!(!sound.as_str().contains(['\\', ':', '\0']), "{sound}");
        }
        prop_assert_eq!(Path::new(below.as_str()), Path::new(&folder).join(path.as_str()));
    }
}
