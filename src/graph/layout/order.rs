//! The order in each layer: sweeps that put every knot in the middle of its neighbours, and the best of what they come to.

use super::chains::{Chains, Piece};
use super::crossings::crossings;
use super::measure;

/// After so many sweeps without a better order, there is none to be found.
const PATIENCE: usize = 6;
const MOST_SWEEPS: usize = 40;

/// Orders every layer.
pub(super) fn order(chains: &mut Chains) {
    begin(chains);
    let mut best = (crossings(chains), chains.layers.clone());
    let mut in_vain = 0;
    for sweep in 0..MOST_SWEEPS {
        if best.0 == 0 || in_vain > PATIENCE {
            break;
        }
        let count = chains.layers.len();
        if sweep % 2 == 0 {
            (1..count).for_each(|layer| by_middles(chains, layer, Side::Before));
        } else {
            (0..count).rev().for_each(|layer| by_middles(chains, layer, Side::Behind));
        }
        let found = crossings(chains);
        in_vain += 1;
        if found < best.0 {
            best = (found, chains.layers.clone());
            in_vain = 0;
        }
    }
    chains.layers = best.1;
}

#[derive(Clone, Copy)]
enum Side {
    Before,
    Behind,
}

/// Band for band, and in these as a walk from layer to layer finds them: what hangs together stands together.
fn begin(chains: &mut Chains) {
    let mut next: Vec<Vec<usize>> = vec![Vec::new(); chains.knots.len()];
    for Piece { from, to, .. } in chains.pieces.iter().flatten() {
        next[*from].push(*to);
        next[*to].push(*from);
    }
    let mut found = vec![false; chains.knots.len()];
    let starts: Vec<usize> = chains.layers.iter().flatten().copied().collect();
    let mut layers: Vec<Vec<usize>> = vec![Vec::new(); chains.layers.len()];
    for start in starts {
        let mut open = vec![start];
        while let Some(knot) = open.pop() {
            if !std::mem::replace(&mut found[knot], true) {
                layers[chains.knots[knot].layer].push(knot);
                open.extend(next[knot].iter().rev());
            }
        }
    }
    for layer in &mut layers {
        layer.sort_by_key(|knot| chains.knots[*knot].band);
    }
    chains.layers = layers;
}

/// Sorts the bands of a layer by the middles of the neighbours on one side; a knot without any keeps its place.
fn by_middles(chains: &mut Chains, layer: usize, side: Side) {
    let middles = middles(chains, layer, side);
    chains.layers[layer] = chains.runs(layer).flat_map(|(_, run)| sorted(run, &middles)).collect();
}

fn sorted(run: &[usize], middles: &[Option<f64>]) -> Vec<usize> {
    let mut sorted: Vec<(f64, usize)> =
        run.iter().filter_map(|knot| Some((middles[*knot]?, *knot))).collect();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sorted = sorted.into_iter().map(|(_, knot)| knot);
    let placed = run.iter().map(|knot| match middles[*knot] {
        None => *knot,
        Some(_) => sorted.next().expect("there are as many as places for them"),
    });
    placed.collect()
}

fn middles(chains: &Chains, layer: usize, side: Side) -> Vec<Option<f64>> {
    let places = chains.places();
    let mut sums: Vec<(f64, usize)> = vec![(0.0, 0); chains.knots.len()];
    let pieces = match side {
        Side::Before => layer.checked_sub(1).map(|before| &chains.pieces[before]),
        Side::Behind => chains.pieces.get(layer),
    };
    for piece in pieces.into_iter().flatten() {
        let (knot, other, at) = match side {
            Side::Before => (piece.to, piece.from, piece.from_at),
            Side::Behind => (piece.from, piece.to, piece.to_at),
        };
        sums[knot].0 += measure(places[other]) + at / 2.0;
        sums[knot].1 += 1;
    }
    let middle = |(sum, count): (f64, usize)| (count > 0).then(|| sum / measure(count));
    sums.into_iter().map(middle).collect()
}
