//! Markdown: words in running text, in tables and in code spans.

use super::{Written, one_line};

/// Running text on one line, with everything that Markdown or HTML would read as markup escaped.
pub fn text(text: &str) -> Written {
    let mut out = String::new();
    for (index, character) in one_line(text).chars().enumerate() {
        let leading = index == 0 && matches!(character, '#' | '-' | '+' | '=');
        if leading
            || matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~')
        {
            out.push('\\');
        }
        if character == '&' { out.push_str("&amp;") } else { out.push(character) }
    }
    Written(out)
}

/// A code span that holds the text as it is, also in a table.
pub fn code(text: &str) -> Written {
    let line = one_line(text).replace('|', "\\|");
    let longest = longest_run(&line, '`');
    let fence = "`".repeat(longest + 1);
    let space = if line.starts_with('`') || line.ends_with('`') { " " } else { "" };
    Written(format!("{fence}{space}{line}{space}{fence}"))
}

/// The anchor that GitHub gives to a heading of these words.
pub fn anchor(heading: &str) -> Written {
    let lower = heading.to_lowercase();
    let kept = lower.chars().filter_map(|c| match c {
        ' ' => Some('-'),
        c if c.is_alphanumeric() || c == '-' || c == '_' => Some(c),
        _ => None,
    });
    Written(kept.collect())
}

/// Text for a fenced block of code; a fence inside it cannot end the block.
pub fn block(text: &str) -> Written {
    let kept = text.lines().map(|line| line.trim_end().replace("```", "` ` `"));
    Written(kept.collect::<Vec<_>>().join("\n"))
}

fn longest_run(text: &str, wanted: char) -> usize {
    text.split(|c| c != wanted).map(str::len).max().unwrap_or(0)
}
