//! Columns as buf counts them: what a terminal would show, with a tab stop every four cells.

use unicode_width::UnicodeWidthStr;

const TAB_STOP: usize = 4;

/// How many cells the text before a place takes, from the beginning of its line.
pub(super) fn width(before: &str) -> usize {
    if before.bytes().all(|byte| byte.is_ascii() && byte != b'\t') {
        return before.len();
    }
    let mut column = 0;
    for (index, part) in before.split('\t').enumerate() {
        if index > 0 {
            column += TAB_STOP - column % TAB_STOP;
        }
        column += part.width();
    }
    column
}
