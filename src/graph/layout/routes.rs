//! What links pass on their way, and how far to the right the layers stand.

use super::bands::is_box;
use super::boxes::PADDING;
use super::chains::{Chains, Knot, KnotKind};
use super::{Direction, Item, Layout, Link, Point, measure};

/// The most that two links are apart where they meet an item.
const APART: f64 = 9.0;
/// What links leave free at the corners of an item.
const CORNER: f64 = 9.0;
/// What is less than this apart is at the same place.
const SAME: f64 = 0.05;

/// How much room there is between two layers.
struct Gaps {
    least: f64,
    most: f64,
    /// Before and behind what is written on links.
    beside_label: f64,
    /// For each step that a link goes up or down.
    slope: f64,
}

const RIGHT: Gaps = Gaps { least: 44.0, most: 130.0, beside_label: 26.0, slope: 0.16 };
const DOWN: Gaps = Gaps { least: 34.0, most: 120.0, beside_label: 13.0, slope: 0.1 };
/// The least room between items and the way out of their box.
const LANE: f64 = 14.0;
/// The least room behind a layer that no link leaves, or where a box ends: a little more than the box leaves free.
const BARE: f64 = PADDING + 4.0;

/// Where links meet items, counted downwards from their middles.
pub(super) struct Ports {
    pub(super) from: Vec<f64>,
    pub(super) to: Vec<f64>,
}

/// Where links meet items: where they say, else side by side in the order of their other ends.
pub(super) fn ports(items: &[Item], links: &[Link], chains: &Chains) -> Ports {
    let places = chains.places();
    let mut leaving: Vec<Vec<(usize, usize)>> = vec![Vec::new(); items.len()];
    let mut arriving = leaving.clone();
    for (index, passed) in chains.links.iter().enumerate() {
        let [first, second, ..] = passed[..] else { continue };
        leaving[first].push((places[second], index));
        let [.., before, last] = passed[..] else { continue };
        arriving[last].push((places[before], index));
    }
    let spread = |ends: Vec<Vec<(usize, usize)>>, said: &dyn Fn(&Link) -> Option<f64>| {
        let mut at = vec![0.0; links.len()];
        for (item, mut ends) in ends.into_iter().enumerate() {
            ends.sort_unstable();
            let room = (items[item].height - 2.0 * CORNER).max(0.0);
            let apart = (room / measure(ends.len())).min(APART);
            let half = measure(ends.len().saturating_sub(1)) / 2.0;
            for (place, (_, link)) in ends.into_iter().enumerate() {
                at[link] = said(&links[link]).unwrap_or((measure(place) - half) * apart);
            }
        }
        at
    };
    Ports { from: spread(leaving, &|link| link.from_at), to: spread(arriving, &|link| link.to_at) }
}

/// The layout that knots come to.
pub(super) fn layout(
    chains: &Chains,
    ports: &Ports,
    middles: &[f64],
    turned: &[bool],
    direction: Direction,
) -> Layout {
    let columns = columns(chains, middles, direction);
    let top = (0..middles.len())
        .map(|knot| middles[knot] - chains.knots[knot].height / 2.0)
        .fold(f64::INFINITY, f64::min);
    let top = if top.is_finite() { top } else { 0.0 };
    let middle = |knot: usize| {
        let column = columns[chains.knots[knot].layer];
        Point { x: f64::midpoint(column.0, column.1), y: middles[knot] - top }
    };
    let items = || {
        let is_item = |knot: &usize| chains.knots[*knot].kind == KnotKind::Item;
        (0..chains.knots.len()).filter(is_item)
    };
    let corner = |knot: usize| {
        let Point { x, y } = middle(knot);
        Point { x: x - chains.knots[knot].width / 2.0, y: y - chains.knots[knot].height / 2.0 }
    };
    let bottoms = (0..middles.len()).map(|knot| middle(knot).y + chains.knots[knot].height / 2.0);
    let size =
        Point { x: columns.last().map_or(0.0, |column| column.1), y: bottoms.fold(0.0, f64::max) };
    let routes = (0..chains.links.len()).map(|link| {
        let mut route = route(chains, ports, link, &columns, middle);
        if turned[link] {
            route.reverse();
        }
        route
    });
    Layout {
        size,
        corners: items().map(corner).collect(),
        routes: routes.collect(),
        labels: chains.labels.iter().map(|knot| knot.map(middle)).collect(),
    }
}

/// From where to where each layer reaches.
fn columns(chains: &Chains, middles: &[f64], direction: Direction) -> Vec<(f64, f64)> {
    let gaps = match direction {
        Direction::Right => RIGHT,
        Direction::Down => DOWN,
    };
    let width =
        |layer: &Vec<usize>| layer.iter().map(|knot| chains.knots[*knot].width).fold(0.0, f64::max);
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut left = 0.0;
    for (index, layer) in chains.layers.iter().enumerate() {
        let right = left + width(layer);
        columns.push((left, right));
        left = right + gap(chains, index, middles, &gaps);
    }
    columns
}

/// The room behind a layer: more where links go far up or down, so that they do not become steep.
fn gap(chains: &Chains, layer: usize, middles: &[f64], gaps: &Gaps) -> f64 {
    let pieces = &chains.pieces[layer];
    if pieces.is_empty() {
        let is_empty = chains.layers[layer].is_empty();
        return if is_empty { 0.0 } else { BARE };
    }
    let steps = pieces.iter().map(|piece| (middles[piece.from] - middles[piece.to]).abs());
    let farthest = steps.fold(0.0, f64::max);
    let knots = |is: &dyn Fn(Knot) -> bool| {
        pieces
            .iter()
            .map(|piece| [piece.from, piece.to].map(|knot| is(chains.knots[knot])))
            .all(|[from, to]| from || to)
    };
    let least = if knots(&|knot| knot.kind == KnotKind::Label) {
        gaps.beside_label
    } else if knots(&|knot| knot.kind == KnotKind::Item && knot.width == 0.0) {
        LANE
    } else {
        gaps.least
    };
    let wanted = (least + farthest * gaps.slope + measure(pieces.len()) * 0.5).min(gaps.most);
    let stands_in_box = |knot: &usize| is_box(chains.knots[*knot].band);
    if chains.layers[layer].iter().any(stands_in_box) { wanted.max(BARE) } else { wanted }
}

fn route(
    chains: &Chains,
    ports: &Ports,
    link: usize,
    columns: &[(f64, f64)],
    middle: impl Fn(usize) -> Point,
) -> Vec<Point> {
    let passed = &chains.links[link];
    let mut route = Vec::new();
    for (step, knot) in passed.iter().enumerate() {
        let (column, width) = (columns[chains.knots[*knot].layer], chains.knots[*knot].width);
        let Point { x, y } = middle(*knot);
        if step == 0 {
            let y = y + ports.from[link];
            route.extend([Point { x: x + width / 2.0, y }, Point { x: column.1, y }]);
        } else if step + 1 == passed.len() {
            let y = y + ports.to[link];
            route.extend([Point { x: column.0, y }, Point { x: x - width / 2.0, y }]);
        } else {
            route.extend([Point { x: column.0, y }, Point { x: column.1, y }]);
        }
    }
    route.dedup_by(|a, b| (a.x - b.x).abs() < SAME && (a.y - b.y).abs() < SAME);
    route
}
