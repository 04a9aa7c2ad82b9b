//! Which layer each item stands in.

use std::cmp::Reverse;

use super::{Direction, Item, Link, Pin, measure};

/// How much wider than high a picture is to be.
const ASPECT: f64 = 1.5;
/// What an item takes up beside itself.
const MARGIN: (f64, f64) = (70.0, 22.0);
/// A layer may always be this high.
const LEAST_HEIGHT: f64 = 420.0;

/// The layer of each item, from 0: behind everything that leads to it, and not more in one layer than look well. A link
/// with a label takes two layers.
pub(super) fn layers(items: &[Item], links: &[Link], direction: Direction) -> Vec<usize> {
    let mut ways = Ways::of(items, links);
    ways.share_out(items, most_height(items, direction));
    ways.pull();
    ways.pin(items);
    ways.layers
}

struct Ways {
    /// By item: where links lead, and how many layers further that is at least; likewise back.
    outward: Vec<Vec<(usize, usize)>>,
    inward: Vec<Vec<(usize, usize)>>,
    layers: Vec<usize>,
    /// Everything in an order in which links lead onwards only.
    sorted: Vec<usize>,
}

impl Ways {
    fn of(items: &[Item], links: &[Link]) -> Self {
        let count = items.len();
        let (mut outward, mut inward) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        let is_free = |item: usize| items[item].pin == Pin::Free;
        let between = |link: &&Link| link.from != link.to && is_free(link.from) && is_free(link.to);
        for link in links.iter().filter(between) {
            let length = if link.label.is_some() { 2 } else { 1 };
            outward[link.from].push((link.to, length));
            inward[link.to].push((link.from, length));
        }
        let sorted = sorted(&outward, &inward);
        Self { outward, inward, layers: vec![0; count], sorted }
    }

    /// Fills one layer after the other with what may stand in it; first what most stands behind.
    fn share_out(&mut self, items: &[Item], most: f64) {
        let depths = self.depths();
        let mut missing: Vec<usize> = self.inward.iter().map(Vec::len).collect();
        let free = |item: &usize| items[*item].pin == Pin::Free;
        let mut ready: Vec<usize> =
            (0..items.len()).filter(free).filter(|item| missing[*item] == 0).collect();
        let (mut layer, mut waiting) = (0, ready.len());
        while waiting > 0 {
            ready.sort_by_key(|item| (Reverse(depths[*item]), *item));
            let (mut height, mut left) = (0.0, Vec::new());
            for item in std::mem::take(&mut ready) {
                let next = height + items[item].height + MARGIN.1;
                let is_open = self.earliest(item) <= layer && (height == 0.0 || next <= most);
                if !is_open {
                    left.push(item);
                    continue;
                }
                height = next;
                self.layers[item] = layer;
                waiting -= 1;
                for (to, _) in &self.outward[item] {
                    missing[*to] -= 1;
                    if missing[*to] == 0 {
                        left.push(*to);
                        waiting += 1;
                    }
                }
            }
            ready = left;
            layer += 1;
        }
    }

    fn earliest(&self, item: usize) -> usize {
        let ends = self.inward[item].iter().map(|(from, length)| self.layers[*from] + length);
        ends.max().unwrap_or(0)
    }

    /// How many layers stand behind each item at least.
    fn depths(&self) -> Vec<usize> {
        let mut depths = vec![0; self.layers.len()];
        for item in self.sorted.iter().rev() {
            let behind = self.outward[*item].iter().map(|(to, length)| depths[*to] + length);
            depths[*item] = behind.max().unwrap_or(0);
        }
        depths
    }

    /// Brings what begins something near to what it begins.
    fn pull(&mut self) {
        for item in self.sorted.iter().rev().copied() {
            if self.inward[item].len() >= self.outward[item].len() {
                continue;
            }
            let latest = self.outward[item].iter().map(|(to, length)| self.layers[*to] - length);
            self.layers[item] = latest.min().unwrap_or(0).max(self.layers[item]);
        }
        let first = self.layers.iter().min().copied().unwrap_or(0);
        self.layers.iter_mut().for_each(|layer| *layer -= first);
    }

    fn pin(&mut self, items: &[Item]) {
        let last = self.layers.iter().max().copied().unwrap_or(0) + 2;
        for (layer, item) in self.layers.iter_mut().zip(items) {
            *layer = match item.pin {
                Pin::First => 0,
                Pin::Free => *layer + 1,
                Pin::Last => last,
            };
        }
    }
}

fn sorted(outward: &[Vec<(usize, usize)>], inward: &[Vec<(usize, usize)>]) -> Vec<usize> {
    let mut missing: Vec<usize> = inward.iter().map(Vec::len).collect();
    let mut sorted: Vec<usize> = (0..inward.len()).filter(|item| missing[*item] == 0).collect();
    let mut next = 0;
    while let Some(item) = sorted.get(next).copied() {
        next += 1;
        for (to, _) in &outward[item] {
            missing[*to] -= 1;
            if missing[*to] == 0 {
                sorted.push(*to);
            }
        }
    }
    sorted
}

/// How high a layer may be, for all of them together to have the aspect.
fn most_height(items: &[Item], direction: Direction) -> f64 {
    let free = || items.iter().filter(|item| item.pin == Pin::Free);
    let area: f64 = free().map(|item| (item.width + MARGIN.0) * (item.height + MARGIN.1)).sum();
    let slack = if free().count() > 1 { 1.15 } else { measure(1) };
    let highest = free().map(|item| item.height + MARGIN.1).fold(0.0, f64::max);
    let aspect = match direction {
        Direction::Right => ASPECT,
        Direction::Down => 1.0 / ASPECT,
    };
    ((area / aspect).sqrt() * slack).max(LEAST_HEIGHT).max(highest)
}
