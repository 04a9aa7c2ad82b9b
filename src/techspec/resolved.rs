//! What uv made of the libraries: the versions that `uv.lock` names.

/// The version of a package, as uv writes it: a table of its own, the name first, then the version.
pub fn resolved<'a>(lock: &'a str, name: &str) -> Option<&'a str> {
    let tables = lock.split("[[package]]").skip(1);
    let mut of_it = tables.filter(|table| value(table, "name") == Some(name));
    of_it.find_map(|table| value(table, "version"))
}

fn value<'a>(table: &'a str, key: &str) -> Option<&'a str> {
    let mut values = table.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix(" = "));
    values.next()?.strip_prefix('"')?.strip_suffix('"')
}

/// Whether a version lies in a range such as `>=1.20.1,<2`.
pub(super) fn is_within(version: &str, range: &str) -> bool {
    let version = numbers(version);
    range.split(',').all(|bound| match (bound.strip_prefix(">="), bound.strip_prefix('<')) {
        (Some(least), _) => version >= numbers(least),
        (None, Some(above)) => version < numbers(above),
        (None, None) => false,
    })
}

/// The numbers of a release; those at the end that say nothing count as zero.
fn numbers(version: &str) -> [u64; 4] {
    let mut numbers = [0; 4];
    for (place, part) in numbers.iter_mut().zip(version.split('.')) {
        let digits = part.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default();
        *place = digits.parse().unwrap_or_default();
    }
    numbers
}
