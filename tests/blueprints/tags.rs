//! A template as its tags: what it prints, asks, repeats and includes.

/// A tag of the few that templates may use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Tag {
    Print(String),
    If(String),
    Else,
    EndIf,
    For { item: String, list: String },
    EndFor,
    Include(String),
}

/// The tags of a text with their lines from 1; an error says what is wrong in a line.
pub(crate) fn tags(text: &str) -> Vec<(usize, Result<Tag, String>)> {
    let mut found = Vec::new();
    let mut is_raw = false;
    for (index, line) in text.lines().enumerate() {
        if is_raw || line == "{% raw %}" {
            // What stands between is the text of another language, whose braces mean something there.
            is_raw = line != "{% endraw %}";
        } else if line.contains("{%") || line.contains("%}") {
            found.push((index + 1, statement(line)));
        } else if line.contains("{{") || line.contains("}}") {
            found.extend(prints(line).into_iter().map(|tag| (index + 1, tag)));
        }
        if index > 0 && (line.contains("{#") || line.contains("#}")) {
            found.push((index + 1, Err("a comment; only the first line may be one".to_owned())));
        }
    }
    found
}

/// The one statement of a line.
fn statement(line: &str) -> Result<Tag, String> {
    let inner = line.trim().strip_prefix("{% ").and_then(|rest| rest.strip_suffix(" %}"));
    let Some(inner) = inner.filter(|inner| !inner.contains("%}") && !inner.contains("{{")) else {
        return Err("a tag stands alone on its line, as `{% .. %}`".to_owned());
    };
    match inner.split(' ').collect::<Vec<_>>().as_slice() {
        ["if", flag] => Ok(Tag::If(path(flag)?)),
        ["else"] => Ok(Tag::Else),
        ["endif"] => Ok(Tag::EndIf),
        ["for", item, "in", list] => Ok(Tag::For { item: path(item)?, list: path(list)? }),
        ["endfor"] => Ok(Tag::EndFor),
        ["include", name] => match name.strip_prefix('"').and_then(|name| name.strip_suffix('"')) {
            Some(name) => Ok(Tag::Include(name.to_owned())),
            None => Err("an include names a template in double quotes".to_owned()),
        },
        _ => Err(format!("`{inner}` thinks; compute it in the view")),
    }
}

/// The values that a line prints.
fn prints(line: &str) -> Vec<Result<Tag, String>> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, behind)) = rest.split_once("{{") {
        let Some((inner, after)) = behind.split_once("}}") else {
            found.push(Err("`{{` is not closed in its line".to_owned()));
            return found;
        };
        let spaced = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
        found.push(match spaced {
            Some(value) => path(value).map(Tag::Print),
            None => Err("a value stands as `{{ a.b }}`".to_owned()),
        });
        rest = after;
    }
    found
}

/// `a.b`: names and points only.
fn path(text: &str) -> Result<String, String> {
    let is_name = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if text.split('.').all(is_name) {
        Ok(text.to_owned())
    } else {
        Err(format!("`{text}` is more than a path; compute it in the view"))
    }
}
