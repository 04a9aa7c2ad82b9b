//! Boxes around items: each is laid out by itself, then all of them as wholes, so that no box touches another.
//!
//! A link that leaves a box does so through a lane, which the links of one item share.

use std::collections::BTreeMap;

use super::{Boxed, Direction, Item, Layout, Link, Pin, Point, acyclic, directed, layered, moved};

/// What a box leaves free around its items, and for its title.
pub(super) const PADDING: f64 = 18.0;
pub(super) const TITLE: f64 = 30.0;

/// Lays out items of which some stand in boxes, numbered from 0.
pub(super) fn boxed(
    items: &[Item],
    links: &[Link],
    homes: &[Option<usize>],
    direction: Direction,
) -> Boxed {
    let units = Units::of(homes);
    let between: Vec<Link> = links.iter().map(|link| units.link(link)).collect();
    let turned = acyclic::turned(units.count, &between);
    let room = |home| Room::new(home, items, links, homes, &turned, direction);
    let rooms: Vec<Room> = (0..units.boxes).map(room).collect();
    let mut wholes: Vec<Item> = rooms.iter().map(Room::whole).collect();
    let alone = items.iter().zip(homes).filter(|(_, home)| home.is_none());
    wholes.extend(alone.map(|(item, _)| *item));
    let mut joined = between;
    for (index, link) in joined.iter_mut().enumerate().filter(|(_, link)| link.from != link.to) {
        let from = homes[links[index].from].map(|home| &rooms[home]);
        let to = homes[links[index].to].map(|home| &rooms[home]);
        link.from_at = from.map(|room| room.port((links[index].from, End::Begins, turned[index])));
        link.to_at = to.map(|room| room.port((links[index].to, End::Ends, turned[index])));
    }
    let outer = directed(&wholes, &joined, &turned, direction);
    let whole = Whole { items, links, homes, units: &units, rooms: &rooms, turned: &turned };
    whole.assembled(&outer)
}

/// What is laid out as a whole: the boxes, then the items without one.
struct Units {
    boxes: usize,
    count: usize,
    of_items: Vec<usize>,
}

impl Units {
    fn of(homes: &[Option<usize>]) -> Self {
        let boxes = homes.iter().flatten().max().map_or(0, |last| last + 1);
        let mut count = boxes;
        let unit = |home: &Option<usize>| {
            home.unwrap_or_else(|| {
                count += 1;
                count - 1
            })
        };
        let of_items = homes.iter().map(unit).collect();
        Self { boxes, count, of_items }
    }

    fn link(&self, link: &Link) -> Link {
        Link { from: self.of_items[link.from], to: self.of_items[link.to], ..*link }
    }
}

/// Which end of a link a lane is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Begins,
    Ends,
}

/// The way of an item out of its box: for links that begin or end at it, and whether these are turned.
type Lane = (usize, End, bool);

/// Whether a lane leaves its box to the right.
fn is_right((_, end, turned): Lane) -> bool {
    (end == End::Begins) != turned
}

/// The inside of a box.
struct Room {
    layout: Layout,
    /// Where its items stand among all items.
    members: BTreeMap<usize, usize>,
    /// Where its own links stand in the layout.
    links: BTreeMap<usize, usize>,
    /// Where lanes stand in the layout: among the items, and among the links.
    lanes: BTreeMap<Lane, (usize, usize)>,
    /// Where the layout begins in the box.
    origin: Point,
}

impl Room {
    fn new(
        home: usize,
        items: &[Item],
        links: &[Link],
        homes: &[Option<usize>],
        turned: &[bool],
        direction: Direction,
    ) -> Self {
        let here = |item: usize| homes[item] == Some(home);
        let all = (0..items.len()).filter(|item| here(*item));
        let members: BTreeMap<usize, usize> =
            all.enumerate().map(|(place, item)| (item, place)).collect();
        let mut inside: Vec<Item> = members.keys().map(|item| items[*item]).collect();
        let mut inner: Vec<Link> = Vec::new();
        let (mut own, mut lanes) = (BTreeMap::new(), BTreeMap::new());
        for (index, link) in links.iter().enumerate() {
            if here(link.from) && here(link.to) {
                own.insert(index, inner.len());
                inner.push(Link { from: members[&link.from], to: members[&link.to], ..*link });
                continue;
            }
            let ends = [(link.from, End::Begins), (link.to, End::Ends)];
            for (item, end) in ends.into_iter().filter(|(item, _)| here(*item)) {
                let lane = (item, end, turned[index]);
                lanes.entry(lane).or_insert_with(|| {
                    let pin = if is_right(lane) { Pin::Last } else { Pin::First };
                    inside.push(Item { width: 0.0, height: 0.0, pin });
                    inner.push(way(members[&item], inside.len() - 1, is_right(lane)));
                    (inside.len() - 1, inner.len() - 1)
                });
            }
        }
        let layout = layered(&inside, &inner, direction);
        let origin = match direction {
            Direction::Right => Point { x: PADDING, y: TITLE },
            Direction::Down => Point { x: TITLE, y: PADDING },
        };
        Self { layout, members, links: own, lanes, origin }
    }

    fn whole(&self) -> Item {
        let Point { x, y } = self.layout.size;
        let (width, height) = (x + self.origin.x + PADDING, y + self.origin.y + PADDING);
        Item { width, height, pin: Pin::Free }
    }

    /// How far below the middle of the box a lane leaves it.
    fn port(&self, lane: Lane) -> f64 {
        let (item, _) = self.lanes[&lane];
        self.layout.corners[item].y + self.origin.y - self.whole().height / 2.0
    }

    /// From an item out of its box, or back into it.
    fn way(&self, lane: Lane) -> Vec<Point> {
        let (_, link) = self.lanes[&lane];
        let mut way = self.layout.routes[link].clone();
        if lane.2 {
            way.reverse();
        }
        way
    }
}

/// The link between an item and its lane, in the direction of the layers.
fn way(item: usize, lane: usize, right: bool) -> Link {
    let (from, to) = if right { (item, lane) } else { (lane, item) };
    Link { from, to, from_at: None, to_at: None, label: None }
}

/// Everything that is put together.
struct Whole<'a> {
    items: &'a [Item],
    links: &'a [Link],
    homes: &'a [Option<usize>],
    units: &'a Units,
    rooms: &'a [Room],
    turned: &'a [bool],
}

impl Whole<'_> {
    /// Everything at its place.
    fn assembled(&self, outer: &Layout) -> Boxed {
        let place = |item: usize| match self.homes[item] {
            None => outer.corners[self.units.of_items[item]],
            Some(home) => {
                let room = &self.rooms[home];
                moved(room.layout.corners[room.members[&item]], self.origin(outer, home))
            }
        };
        let corners = (0..self.items.len()).map(place).collect();
        let ways = (0..self.links.len()).map(|index| self.way(outer, index));
        let (routes, labels) = ways.unzip();
        let frame = |(home, room): (usize, &Room)| {
            let Item { width, height, .. } = room.whole();
            (outer.corners[home], Point { x: width, y: height })
        };
        let boxes = self.rooms.iter().enumerate().map(frame).collect();
        Boxed { layout: Layout { size: outer.size, corners, routes, labels }, boxes }
    }

    /// What a link passes, and where its label stands.
    fn way(&self, outer: &Layout, index: usize) -> (Vec<Point>, Option<Point>) {
        let link = &self.links[index];
        let inside = |home: usize, way: &[Point]| -> Vec<Point> {
            let origin = self.origin(outer, home);
            way.iter().map(|point| moved(*point, origin)).collect()
        };
        let (from, to) = (self.homes[link.from], self.homes[link.to]);
        if let Some(home) = from.filter(|_| from == to) {
            let Room { layout, links, .. } = &self.rooms[home];
            let own = links[&index];
            let label = layout.labels[own].map(|at| moved(at, self.origin(outer, home)));
            return (inside(home, &layout.routes[own]), label);
        }
        let lane = |home: Option<usize>, item: usize, end: End| {
            let way =
                |home: usize| inside(home, &self.rooms[home].way((item, end, self.turned[index])));
            home.map(way).unwrap_or_default()
        };
        let mut route = lane(from, link.from, End::Begins);
        route.extend(&outer.routes[index]);
        route.extend(lane(to, link.to, End::Ends));
        route.dedup();
        (route, outer.labels[index])
    }

    /// Where the layout of a box begins in the whole.
    fn origin(&self, outer: &Layout, home: usize) -> Point {
        moved(outer.corners[home], self.rooms[home].origin)
    }
}
