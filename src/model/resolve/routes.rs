//! Which declared route answers a request.

/// A route in two parts, the query left out: `GET`, `/v1/users/{id}`.
pub(super) fn split(route: &str) -> Option<(&str, &str)> {
    let (method, path) = route.split_once(' ')?;
    Some((method, path.trim()))
}

/// How many segments are literally equal when `declared` answers `asked`; `None` when it does not.
///
/// Variables match whatever their names; a declared `/**` matches any rest; `ANY` matches every method. A query
/// counts only where the declared route has one.
pub(super) fn answers(declared: (&str, &str), asked: (&str, &str)) -> Option<usize> {
    if declared.0 != "ANY" && declared.0 != asked.0 {
        return None;
    }
    let (declared_path, declared_query) = parts(declared.1);
    let (asked_path, asked_query) = parts(asked.1);
    if declared_query.is_some() && declared_query != asked_query {
        return None;
    }
    let mut literal = usize::from(declared_query.is_some());
    let mut asked = asked_path.split('/');
    for segment in declared_path.split('/') {
        if segment == "**" {
            return Some(literal);
        }
        let other = asked.next()?;
        if segment == other {
            literal += 1;
        } else if !is_variable(segment) {
            return None;
        }
    }
    asked.next().is_none().then_some(literal)
}

fn parts(path: &str) -> (&str, Option<&str>) {
    path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)))
}

fn is_variable(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}
