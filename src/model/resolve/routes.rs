//! Which declared route answers a request.

use std::cell::Cell;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::OperationId;

const VARIABLE: &str = "{}";
const REST: &str = "**";

/// The declared routes of a service, as a tree of segments whose branches are numbered; 0 is the root.
#[derive(Default)]
pub(super) struct Routes<'a> {
    branches: BTreeMap<(usize, &'a str), usize>,
    /// What ends at a branch, by method and query.
    ends: BTreeMap<(usize, &'a str, Option<&'a str>), OperationId>,
}

/// A way into the tree: the branch, the number of segments before it, and how many of them are literally equal.
#[derive(Clone, Copy)]
struct Way {
    branch: usize,
    depth: usize,
    literal: usize,
}

/// How literally a route answers; of two that do so equally the first counts.
type Answer = (usize, Reverse<OperationId>);

/// A route in two parts, the query left in: `GET`, `/v1/users/{id}`.
pub(super) fn split(route: &str) -> Option<(&str, &str)> {
    let (method, path) = route.split_once(' ')?;
    Some((method, path.trim()))
}

/// A route without the names of its variables: two of one shape are the same.
pub(super) fn shape(method: &str, path: &str) -> String {
    let (path, query) = parts(path);
    let path = path.split('/').map(unnamed).collect::<Vec<_>>().join("/");
    format!("{method} {path}?{}", query.unwrap_or_default())
}

impl<'a> Routes<'a> {
    /// Of two routes of one shape the first counts.
    pub(super) fn of(declared: impl Iterator<Item = (&'a str, &'a str, OperationId)>) -> Self {
        let mut routes = Self::default();
        for (method, path, id) in declared {
            let (path, query) = parts(path);
            let mut end = 0;
            for segment in path.split('/').map(unnamed) {
                let new = routes.branches.len() + 1;
                end = *routes.branches.entry((end, segment)).or_insert(new);
                if segment == REST {
                    break;
                }
            }
            routes.ends.entry((end, method, query)).or_insert(id);
        }
        routes
    }

    /// The most literal route that answers: variables match whatever their names, `/**` any rest, `ANY` every method,
    /// a query only the same one. `patience` is how many branches may be looked at: a tree can be made to have very
    /// many ways to one end.
    pub(super) fn answer(
        &self,
        (method, path): (&str, &str),
        patience: &Cell<usize>,
    ) -> Option<OperationId> {
        let (path, query) = parts(path);
        let segments: Vec<&str> = path.split('/').map(unnamed).collect();
        let mut best: Option<Answer> = None;
        let mut open = vec![Way { branch: 0, depth: 0, literal: 0 }];
        while let Some(way) = open.pop()
            && patience.replace(patience.get().saturating_sub(1)) > 0
        {
            let Some(segment) = segments.get(way.depth) else {
                best = best.max(self.end(way, method, query));
                continue;
            };
            let rest = self.next(way, REST);
            best = best.max(rest.and_then(|rest| self.end(rest, method, query)));
            open.extend(self.next(way, VARIABLE));
            if *segment != VARIABLE && *segment != REST {
                let literal = way.literal + 1;
                open.extend(self.next(way, segment).map(|next| Way { literal, ..next }));
            }
        }
        best.map(|(_, Reverse(id))| id)
    }

    fn next(&self, way: Way, segment: &str) -> Option<Way> {
        let branch = *self.branches.get(&(way.branch, segment))?;
        Some(Way { branch, depth: way.depth + 1, ..way })
    }

    /// The first of the routes at an end that take this method and query; a query that is declared counts as literal.
    fn end(&self, way: Way, method: &str, query: Option<&str>) -> Option<Answer> {
        let found = |query: Option<&str>| {
            let of_method = |method| self.ends.get(&(way.branch, method, query));
            let id = ["ANY", method].into_iter().filter_map(of_method).min()?;
            Some((way.literal + usize::from(query.is_some()), Reverse(*id)))
        };
        query.and_then(|query| found(Some(query))).or_else(|| found(None))
    }
}

fn parts(path: &str) -> (&str, Option<&str>) {
    path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)))
}

/// A segment, a variable without its name.
fn unnamed(segment: &str) -> &str {
    if segment.starts_with('{') && segment.ends_with('}') { VARIABLE } else { segment }
}
