//! Where things stand in a picture that reads from left to right, or downwards: in layers, every arrow forward where that
//! can be. Everything is laid out from left to right; a picture that reads downwards is turned over.
//!
//! Pure and deterministic: items in, places out. The steps are those of Sugiyama: turn the arrows of cycles round
//! ([`acyclic`]), share the items out over layers ([`layers`]), cut long arrows into pieces of one layer each ([`chains`]), order
//! every layer so that few arrows cross ([`order`]), move items to where their arrows are straight ([`across`]), draw the
//! arrows ([`routes`]). Boxes around items are layouts of their own, laid out once more as wholes ([`boxes`]), or bands one
//! below the other ([`banded`]): [`arranged`] takes what is easier to read.

mod across;
mod acyclic;
mod arranged;
mod banded;
mod bands;
mod boxes;
mod chains;
mod crossings;
mod layers;
mod order;
mod routes;
mod row;
mod runs;

pub(super) use arranged::{Boxed, arranged};

/// A point, or a distance: to the right and downwards.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// To the right.
    pub x: f64,
    /// Downwards.
    pub y: f64,
}

impl Point {
    /// The same in a picture that is turned over.
    fn turned_over(self) -> Self {
        Self { x: self.y, y: self.x }
    }
}

/// Which way a picture reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Right,
    Down,
}

/// Something that takes up space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) pin: Pin,
}

/// Whether an item has to stand at a side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pin {
    Free,
    First,
    Last,
}

/// An arrow from one item to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) from: usize,
    pub(super) to: usize,
    /// Where it begins and ends, counted downwards from the middle of the item; nothing: wherever there is room.
    pub(super) from_at: Option<f64>,
    pub(super) to_at: Option<f64>,
    /// The size of what is written on it.
    pub(super) label: Option<Point>,
}

/// A finished layout; its top left corner is the origin.
#[derive(Clone, Debug, Default)]
pub(super) struct Layout {
    pub(super) size: Point,
    /// The top left corner of each item.
    pub(super) corners: Vec<Point>,
    /// What each link passes; between two points it bends only where both differ.
    pub(super) routes: Vec<Vec<Point>>,
    /// The middle of what is written on each link.
    pub(super) labels: Vec<Option<Point>>,
}

/// Lays out items; a link from an item to itself has no route.
pub(super) fn layered(items: &[Item], links: &[Link], direction: Direction) -> Layout {
    let turned = acyclic::turned(items.len(), links);
    directed(items, links, &turned, direction)
}

/// The same where it is known which links go backwards.
fn directed(items: &[Item], links: &[Link], turned: &[bool], direction: Direction) -> Layout {
    let forward = forward(links, turned);
    let layers = layers::layers(items, &forward, direction);
    let bands = bands::Bands::one(items.len(), links.len());
    let mut chains = chains::chains(items, &forward, &layers, &bands);
    order::order(&mut chains);
    let ports = routes::ports(items, &forward, &chains);
    let middles = across::across(&chains, &ports, &across::free(&chains));
    routes::layout(&chains, &ports, &middles, turned, direction)
}

/// Links as they are laid out: from left to right.
fn forward(links: &[Link], turned: &[bool]) -> Vec<Link> {
    let forward = |(link, turned): (&Link, &bool)| match turned {
        true => {
            Link { from: link.to, to: link.from, from_at: link.to_at, to_at: link.from_at, ..*link }
        }
        false => *link,
    };
    links.iter().zip(turned).map(forward).collect()
}

fn moved(point: Point, by: Point) -> Point {
    Point { x: point.x + by.x, y: point.y + by.y }
}

/// A number of things as a measure.
fn measure(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
