//! A little English: what names become in sentences, and back.

/// `orders` as `order`, `categories` as `category`; what is no plural stays.
pub(super) fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    let hissing = ["sses", "shes", "ches", "xes"].iter().any(|ending| word.ends_with(ending));
    if hissing {
        return word[..word.len() - 2].to_owned();
    }
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('s') {
        Some(stem) if !kept && stem.len() > 1 => stem.to_owned(),
        _ => word.to_owned(),
    }
}

/// `order` as `orders`; what is a plural already stays.
pub(super) fn plural(word: &str) -> String {
    if singular(word) != word {
        return word.to_owned();
    }
    let hissing = ["s", "x", "ch", "sh"].iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if hissing => format!("{word}es"),
        _ => format!("{word}s"),
    }
}

/// `place` as `Places`: the first word of a comment on an operation.
pub(super) fn does(verb: &str) -> String {
    let hissing = ["s", "x", "ch", "sh", "o"].iter().any(|ending| verb.ends_with(ending));
    let form = match verb.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ if hissing => format!("{verb}es"),
        _ => format!("{verb}s"),
    };
    capital(&form)
}

/// The text with a capital in front.
pub(super) fn capital(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

/// `order_line` as `an order line`.
pub(super) fn a(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {}", spaced(noun))
}

/// `order_line` as `order line`.
pub(super) fn spaced(noun: &str) -> String {
    noun.replace(['_', '-'], " ")
}

/// `3 services`, `1 service`, `no services`.
pub(super) fn count(number: usize, noun: &str) -> String {
    match number {
        0 => format!("no {}", plural(noun)),
        1 => format!("1 {noun}"),
        _ => format!("{number} {}", plural(noun)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn and(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
