//! Names in the cases that buf wants, cut into words the way that buf cuts them.

/// `FooBar` for `foo_bar`; capitals stay, so that `HTTPServer` stays too.
pub(super) fn pascal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut begins = true;
    for character in name.chars() {
        if is_delimiter(character) {
            begins = true;
            continue;
        }
        if begins {
            out.extend(character.to_uppercase());
        } else {
            out.push(character);
        }
        begins = false;
    }
    out
}

/// `foo_bar` for `FooBar`.
pub(super) fn lower_snake(name: &str) -> String {
    snake(name).to_lowercase()
}

/// `FOO_BAR` for `FooBar`.
pub(super) fn upper_snake(name: &str) -> String {
    snake(name).to_uppercase()
}

fn snake(name: &str) -> String {
    let characters: Vec<char> = name.trim_matches(is_delimiter).chars().collect();
    let mut out = String::with_capacity(name.len() + 4);
    for (at, character) in characters.iter().enumerate() {
        let character = if is_delimiter(*character) { '_' } else { *character };
        let follows_mark = out.ends_with('_');
        let before_lower = characters.get(at + 1).is_some_and(|next| {
            !next.is_uppercase() && !next.is_ascii_digit() && !is_delimiter(*next)
        });
        let behind_lower = at > 0 && characters[at - 1].is_lowercase();
        if at > 0 && character.is_uppercase() && !follows_mark && (before_lower || behind_lower) {
            out.push('_');
        }
        if at == 0 || character != '_' || !follows_mark {
            out.push(character);
        }
    }
    out
}

fn is_delimiter(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | ' ' | '\t' | '\n' | '\r')
}
