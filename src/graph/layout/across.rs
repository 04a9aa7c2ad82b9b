//! How far down each knot stands: as near as can be to where its links are straight, without touching another.

use super::chains::{Chains, KnotKind, Piece};
use super::routes::Ports;

const SWEEPS: usize = 25;
/// Between two wishes that are so near to each other there is no middle: one of the two links is straight.
const NEAR: f64 = 16.0;
/// How much a piece insists on being straight: between two joints, at one, between two items.
const WEIGHTS: (f64, f64, f64) = (8.0, 2.0, 1.0);

/// Knots of a layer that stand one below the other, and from where to where they may.
pub(super) struct Run {
    pub(super) knots: Vec<usize>,
    pub(super) reach: (f64, f64),
}

/// One run for each layer, which may stand anywhere.
pub(super) fn free(chains: &Chains) -> Vec<Vec<Run>> {
    let reach = (f64::NEG_INFINITY, f64::INFINITY);
    let run = |layer: &Vec<usize>| vec![Run { knots: layer.clone(), reach }];
    chains.layers.iter().map(run).collect()
}

/// The middle of each knot, given the runs of each layer.
pub(super) fn across(chains: &Chains, ports: &Ports, runs: &[Vec<Run>]) -> Vec<f64> {
    let mut middles = begin(chains, runs);
    let pulls = pulls(chains, ports);
    let count = chains.layers.len();
    for sweep in 0..SWEEPS {
        let best = if sweep < SWEEPS / 2 { mean } else { median };
        let settle = |layer: usize, middles: &mut Vec<f64>| {
            for run in &runs[layer] {
                settle(chains, run, &pulls, middles, best);
            }
        };
        if sweep % 2 == 0 {
            (0..count).for_each(|layer| settle(layer, &mut middles));
        } else {
            (0..count).rev().for_each(|layer| settle(layer, &mut middles));
        }
    }
    middles
}

/// Every run of knots as high up as can be.
fn begin(chains: &Chains, runs: &[Vec<Run>]) -> Vec<f64> {
    let mut middles = vec![0.0; chains.knots.len()];
    for run in runs.iter().flatten() {
        let (highest, _) = room(chains, run);
        let top = if highest.is_finite() { highest } else { 0.0 };
        let offsets = offsets(chains, &run.knots);
        run.knots.iter().zip(offsets).for_each(|(knot, offset)| middles[*knot] = top + offset);
    }
    middles
}

/// The height of knots that stand one below the other, as close as they can.
pub(super) fn height(chains: &Chains, knots: &[usize]) -> f64 {
    let ends = [knots.first(), knots.last()].into_iter().flatten();
    let ends: f64 = ends.map(|knot| chains.knots[*knot].height / 2.0).sum();
    ends + offsets(chains, knots).last().copied().unwrap_or_default()
}

/// The least and the most that the first knot of a run may stand at, if the others follow as close as they can.
fn room(chains: &Chains, run: &Run) -> (f64, f64) {
    let half = run.knots.first().map_or(0.0, |first| chains.knots[*first].height / 2.0);
    let (top, bottom) = run.reach;
    let least = top + half;
    (least, (bottom - height(chains, &run.knots) + half).max(least))
}

/// What draws a knot: another one, how far from it the knot would stand, and how strongly.
#[derive(Clone, Copy)]
struct Pull {
    to: usize,
    shift: f64,
    weight: f64,
}

fn pulls(chains: &Chains, ports: &Ports) -> Vec<Vec<Pull>> {
    let mut pulls: Vec<Vec<Pull>> = vec![Vec::new(); chains.knots.len()];
    for piece in chains.pieces.iter().flatten() {
        let Piece { from, to, link, .. } = *piece;
        let is_item = |knot: usize| chains.knots[knot].kind == KnotKind::Item;
        let weight = match (is_item(from), is_item(to)) {
            (false, false) => WEIGHTS.0,
            (true, true) => WEIGHTS.2,
            _ => WEIGHTS.1,
        };
        let begins = if is_item(from) { ports.from[link] } else { 0.0 };
        let ends = if is_item(to) { ports.to[link] } else { 0.0 };
        pulls[from].push(Pull { to, shift: ends - begins, weight });
        pulls[to].push(Pull { to: from, shift: begins - ends, weight });
    }
    pulls
}

/// Where each knot would stand if the first one stood at 0 and all others as close as they can.
fn offsets(chains: &Chains, knots: &[usize]) -> Vec<f64> {
    let mut offsets = Vec::with_capacity(knots.len());
    let mut last: Option<(usize, f64)> = None;
    for knot in knots {
        let offset = last.map_or(0.0, |(above, at)| at + distance(chains, above, *knot));
        offsets.push(offset);
        last = Some((*knot, offset));
    }
    offsets
}

/// How far the middles of two neighbours stand apart at least.
fn distance(chains: &Chains, above: usize, below: usize) -> f64 {
    let (above, below) = (chains.knots[above], chains.knots[below]);
    let gap = match (above.kind, below.kind) {
        (KnotKind::Item, KnotKind::Item) => 22.0,
        (KnotKind::Joint, KnotKind::Joint) => 9.0,
        (KnotKind::Label, KnotKind::Label) => 5.0,
        _ => 14.0,
    };
    f64::midpoint(above.height, below.height) + gap
}

/// The value that a block of knots agrees on, of weighted wishes.
type Agree = fn(&mut [(f64, f64)]) -> f64;

/// Moves a run of knots to where they want to be: blocks of knots that would touch move as one (isotonic regression by
/// pooling adjacent violators), and no farther than the run may.
fn settle(chains: &Chains, run: &Run, pulls: &[Vec<Pull>], middles: &mut [f64], agree: Agree) {
    let offsets = offsets(chains, &run.knots);
    let (least, most) = room(chains, run);
    let mut blocks: Vec<Block> = Vec::new();
    for (knot, offset) in run.knots.iter().zip(&offsets) {
        let wish = |pull: &Pull| (middles[pull.to] + pull.shift - offset, pull.weight);
        let mut wishes: Vec<(f64, f64)> = pulls[*knot].iter().map(wish).collect();
        if wishes.is_empty() {
            wishes.push((middles[*knot] - offset, 0.01));
        }
        let mut block = Block { at: agree(&mut wishes), wishes, count: 1 };
        while let Some(above) = blocks.pop_if(|above| above.at > block.at) {
            block = above.joined(block, agree);
        }
        blocks.push(block);
    }
    let ats = blocks.iter().flat_map(|block| std::iter::repeat_n(block.at, block.count));
    for ((knot, offset), at) in run.knots.iter().zip(&offsets).zip(ats) {
        middles[*knot] = at.clamp(least, most) + offset;
    }
}

/// Knots that stand as close as they can.
struct Block {
    at: f64,
    wishes: Vec<(f64, f64)>,
    count: usize,
}

impl Block {
    fn joined(mut self, below: Self, agree: Agree) -> Self {
        self.wishes.extend(below.wishes);
        self.count += below.count;
        self.at = agree(&mut self.wishes);
        self
    }
}

fn mean(wishes: &mut [(f64, f64)]) -> f64 {
    let weight: f64 = wishes.iter().map(|(_, weight)| weight).sum();
    wishes.iter().map(|(at, weight)| at * weight).sum::<f64>() / weight
}

/// The middle wish, so that at least one link is quite straight.
fn median(wishes: &mut [(f64, f64)]) -> f64 {
    wishes.sort_by(|a, b| a.0.total_cmp(&b.0));
    let half = wishes.iter().map(|(_, weight)| weight).sum::<f64>() / 2.0;
    let mut sum = 0.0;
    for (index, (at, weight)) in wishes.iter().enumerate() {
        sum += weight;
        if sum > half {
            return *at;
        }
        if let Some((next, _)) = wishes.get(index + 1).filter(|_| sum >= half) {
            return if next - at < NEAR { *at } else { f64::midpoint(*at, *next) };
        }
    }
    wishes.last().map_or(0.0, |(at, _)| *at)
}
