//! Where bands reach: boxes stand as near to each other as what is between them in each layer lets them, and what stands
//! in corridors has the room between the boxes of its layer.

use std::collections::BTreeMap;

use super::across::{Run, height};
use super::bands::is_box;
use super::chains::Chains;

/// The room between a box and what stands beside it.
const MARGIN: f64 = 12.0;

/// The knots of each layer by the boxes that they stand in or between; before and behind its knots a box leaves so much free.
pub(super) fn runs(chains: &Chains, sides: (f64, f64)) -> Vec<Vec<Run>> {
    let boxes = boxes(chains);
    let (highest, bottom) = stack(chains, &boxes, Way::Down, sides);
    let (lowest, _) = stack(chains, &boxes, Way::Up, (sides.1, sides.0));
    let place = |(band, one): (usize, Span)| {
        let last = bottom - lowest[&band] - one.height;
        (band, Placed { top: f64::midpoint(highest[&band], last), span: one })
    };
    let between = Between { boxes: boxes.into_iter().map(place).collect(), sides, bottom };
    (0..chains.layers.len()).map(|layer| between.split(chains, layer)).collect()
}

/// The layers that a box is in, the one before it for its title, and how high it is.
struct Span {
    first: usize,
    last: usize,
    height: f64,
}

/// The span of each box, by its band.
fn boxes(chains: &Chains) -> BTreeMap<usize, Span> {
    let mut boxes: BTreeMap<usize, Span> = BTreeMap::new();
    for layer in 0..chains.layers.len() {
        for (band, run) in chains.runs(layer).filter(|(band, _)| is_box(*band)) {
            let first = filled_before(chains, layer);
            let one = boxes.entry(band).or_insert(Span { first, last: layer, height: 0.0 });
            one.last = layer;
            one.height = one.height.max(height(chains, run));
        }
    }
    boxes
}

/// The layer before this one that is not empty, where there is one.
fn filled_before(chains: &Chains, layer: usize) -> usize {
    (0..layer).rev().find(|before| !chains.layers[*before].is_empty()).unwrap_or(layer)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Down,
    Up,
}

/// How far from one side boxes stand at least, when everything is stacked from there; and how high all of it is.
fn stack(
    chains: &Chains,
    boxes: &BTreeMap<usize, Span>,
    way: Way,
    (before, behind): (f64, f64),
) -> (BTreeMap<usize, f64>, f64) {
    let mut corridors: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for layer in 0..chains.layers.len() {
        for (band, run) in chains.runs(layer).filter(|(band, _)| !is_box(*band)) {
            corridors.entry(band).or_default().push((layer, height(chains, run) + 2.0 * MARGIN));
        }
    }
    let mut filled = vec![0.0_f64; chains.layers.len()];
    let mut tops = BTreeMap::new();
    let mut bands: Vec<usize> = boxes.keys().chain(corridors.keys()).copied().collect();
    bands.sort_unstable();
    if way == Way::Up {
        bands.reverse();
    }
    for band in bands {
        for (layer, height) in corridors.get(&band).into_iter().flatten() {
            filled[*layer] += height;
        }
        let Some(Span { first, last, height }) = boxes.get(&band) else { continue };
        let layers = &mut filled[*first..=*last];
        let top = layers.iter().copied().fold(0.0, f64::max) + before;
        layers.fill(top + height + behind);
        tops.insert(band, top);
    }
    (tops, filled.into_iter().fold(0.0, f64::max))
}

/// A box and where it begins.
struct Placed {
    span: Span,
    top: f64,
}

/// The boxes by their bands, what they leave free before and behind their knots, and where everything ends.
struct Between {
    boxes: BTreeMap<usize, Placed>,
    sides: (f64, f64),
    bottom: f64,
}

impl Between {
    /// The runs of a layer, from top to bottom.
    fn split(&self, chains: &Chains, layer: usize) -> Vec<Run> {
        let is_here = |one: &Placed| (one.span.first..=one.span.last).contains(&layer);
        let mut runs: Vec<Run> = Vec::new();
        let mut last = None;
        for (band, knots) in chains.runs(layer) {
            let above = self.boxes.range(..band).rfind(|(_, one)| is_here(one));
            let place = (is_box(band), above.map(|(band, _)| *band));
            if let Some(run) = runs.last_mut().filter(|_| last == Some(place)) {
                run.knots.extend(knots);
                continue;
            }
            let below = self.boxes.range(band + 1..).find(|(_, one)| is_here(one));
            let [above, below] = [above, below].map(|found| found.map(|(_, one)| one));
            runs.push(Run { knots: knots.to_vec(), reach: self.reach(band, above, below) });
            last = Some(place);
        }
        runs
    }

    /// From where to where the knots of a band may stand in a layer with these boxes above and below them.
    fn reach(&self, band: usize, above: Option<&Placed>, below: Option<&Placed>) -> (f64, f64) {
        if let Some(Placed { span, top }) = self.boxes.get(&band) {
            return (*top, top + span.height);
        }
        let (before, behind) = self.sides;
        let from = above.map_or(0.0, |one| one.top + one.span.height + behind + MARGIN);
        let to = below.map_or(self.bottom, |one| one.top - before - MARGIN);
        (from, to)
    }
}
