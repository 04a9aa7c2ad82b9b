//! Boxes as bands one below the other: everything stands in the same layers, so that arrows lead forward through all boxes.

use std::collections::BTreeMap;

use super::across::across;
use super::bands::Bands;
use super::boxes::{PADDING, TITLE};
use super::chains::chains;
use super::runs::runs;
use super::{
    Boxed, Direction, Item, Layout, Link, Point, acyclic, forward, layers, moved, order, routes,
};

/// Lays out items of which some stand in boxes, numbered from 0.
pub(super) fn banded(
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
    direction: Direction,
) -> Boxed {
    let turned = acyclic::turned(items.len(), links);
    let links = forward(links, &turned);
    let bands = Bands::of(homes, &links);
    let layers = layers::layers(items, &links, direction);
    let mut chains = chains(items, &links, &layers, &bands);
    order::order(&mut chains);
    let ports = routes::ports(items, &links, &chains);
    let sides = Sides::of(direction);
    let middles = across(&chains, &ports, &runs(&chains, sides.across));
    let layout = routes::layout(&chains, &ports, &middles, &turned, direction);
    framed(layout, items, &links, homes, &sides)
}

/// What a box leaves free around its items: before and behind them, along its layers and across them.
struct Sides {
    along: (f64, f64),
    across: (f64, f64),
}

impl Sides {
    fn of(direction: Direction) -> Self {
        let (titled, bare) = ((TITLE, PADDING), (PADDING, PADDING));
        match direction {
            Direction::Right => Self { along: bare, across: titled },
            Direction::Down => Self { along: titled, across: bare },
        }
    }
}

/// The layout with boxes around their items and the links between these; its top left corner is the origin again.
fn framed(
    mut layout: Layout,
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
    sides: &Sides,
) -> Boxed {
    let grounds = grounds(&layout, items, links, homes, sides);
    let all = grounds.iter().fold(Ground::of(Point::default(), layout.size), Ground::with);
    let by = Point { x: -all.least.x, y: -all.least.y };
    let points = layout.corners.iter_mut().chain(layout.routes.iter_mut().flatten());
    for point in points.chain(layout.labels.iter_mut().flatten()) {
        *point = moved(*point, by);
    }
    layout.size = all.size();
    let frame = |ground: Ground| (moved(ground.least, by), ground.size());
    Boxed { layout, boxes: grounds.into_iter().map(frame).collect() }
}

/// What each box covers.
fn grounds(
    layout: &Layout,
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
    sides: &Sides,
) -> Vec<Ground> {
    let mut grounds: BTreeMap<usize, Ground> = BTreeMap::new();
    let mut add = |home: usize, ground: Ground| {
        let known = grounds.entry(home).or_insert(ground);
        *known = known.with(&ground);
    };
    for ((corner, item), home) in layout.corners.iter().zip(items).zip(homes) {
        let size = Point { x: item.width, y: item.height };
        if let Some(home) = home {
            add(*home, Ground::of(*corner, size));
        }
    }
    for (route, link) in layout.routes.iter().zip(links) {
        let Some(home) = homes[link.from].filter(|_| homes[link.from] == homes[link.to]) else {
            continue;
        };
        for point in route {
            add(home, Ground::of(*point, Point::default()));
        }
    }
    grounds.into_values().map(|ground| ground.widened(sides)).collect()
}

/// A box by its corners.
#[derive(Clone, Copy)]
struct Ground {
    least: Point,
    most: Point,
}

impl Ground {
    fn of(corner: Point, size: Point) -> Self {
        Self { least: corner, most: moved(corner, size) }
    }

    /// What covers this and another.
    fn with(self, other: &Self) -> Self {
        let (least, most) = (self.least, self.most);
        Self {
            least: Point { x: least.x.min(other.least.x), y: least.y.min(other.least.y) },
            most: Point { x: most.x.max(other.most.x), y: most.y.max(other.most.y) },
        }
    }

    fn widened(self, sides: &Sides) -> Self {
        let before = Point { x: -sides.along.0, y: -sides.across.0 };
        let behind = Point { x: sides.along.1, y: sides.across.1 };
        Self { least: moved(self.least, before), most: moved(self.most, behind) }
    }

    fn size(self) -> Point {
        Point { x: self.most.x - self.least.x, y: self.most.y - self.least.y }
    }
}
