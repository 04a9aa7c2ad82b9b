//! Boxes as bands, one below the other, with corridors above, between and below them. Items without a box stand in
//! corridors, and links from one band to another run through one.

use std::cmp::Ordering;

use super::Link;
use super::row::in_a_row;

/// The band of each item and of what each link passes. Corridors have even numbers, boxes odd ones.
pub(super) struct Bands {
    pub(super) of_items: Vec<usize>,
    pub(super) of_links: Vec<usize>,
}

impl Bands {
    /// A single corridor that everything stands in.
    pub(super) fn one(items: usize, links: usize) -> Self {
        Self { of_items: vec![0; items], of_links: vec![0; links] }
    }

    /// One band for each box: those that many links join stand near each other.
    pub(super) fn of(homes: &[Option<usize>], links: &[Link]) -> Self {
        let boxes = homes.iter().flatten().max().map_or(0, |last| last + 1);
        let joins = links.iter().filter_map(|link| Some((homes[link.from]?, homes[link.to]?)));
        let places = in_a_row(boxes, joins);
        let of_boxes: Vec<usize> = places.iter().map(|place| place * 2 + 1).collect();
        let middle = boxes / 2 * 2;
        let of_item = |home: &Option<usize>| home.map_or(middle, |home| of_boxes[home]);
        let of_items = homes.iter().map(of_item).collect();
        let mut bands = Self { of_items, of_links: Vec::new() };
        bands.place_loose(homes, links);
        bands.place_links(links);
        bands
    }

    /// Puts every item without a box into the corridor in the middle of what it is linked with.
    fn place_loose(&mut self, homes: &[Option<usize>], links: &[Link]) {
        let mut near: Vec<Vec<usize>> = vec![Vec::new(); homes.len()];
        for (one, other) in
            links.iter().flat_map(|link| [(link.from, link.to), (link.to, link.from)])
        {
            if homes[one].is_none() && homes[other].is_some() {
                near[one].push(self.of_items[other]);
            }
        }
        for (band, mut near) in self.of_items.iter_mut().zip(near) {
            near.sort_unstable();
            if let Some(middle) = near.get(near.len() / 2) {
                *band = middle + 1;
            }
        }
    }

    /// A link stays in its box, or runs through the corridor beside that of its ends which has fewer links.
    fn place_links(&mut self, links: &[Link]) {
        let mut counts = vec![0_usize; self.of_items.len()];
        for link in links {
            counts[link.from] += 1;
            counts[link.to] += 1;
        }
        let band = |link: &Link| {
            let (from, to) = (self.of_items[link.from], self.of_items[link.to]);
            let (own, other) =
                if counts[link.from] <= counts[link.to] { (from, to) } else { (to, from) };
            match own.cmp(&other) {
                Ordering::Less if is_box(own) => own + 1,
                Ordering::Greater if is_box(own) => own - 1,
                _ => own,
            }
        };
        self.of_links = links.iter().map(band).collect();
    }
}

/// Whether a band is a box; all others are corridors.
pub(super) fn is_box(band: usize) -> bool {
    band % 2 == 1
}
