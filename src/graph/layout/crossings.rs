//! How many links cross.

use super::chains::Chains;

/// The crossings between all layers, as the knots stand now.
pub(super) fn crossings(chains: &Chains) -> usize {
    let places = chains.places();
    (0..chains.layers.len()).map(|layer| leaving(chains, layer, &places)).sum()
}

/// The crossings of the pieces that leave a layer: for each, how many before it end behind it.
fn leaving(chains: &Chains, layer: usize, places: &[usize]) -> usize {
    let mut ends: Vec<(usize, usize)> =
        chains.pieces[layer].iter().map(|piece| (places[piece.from], places[piece.to])).collect();
    ends.sort_unstable();
    let count = chains.layers.get(layer + 1).map_or(0, Vec::len);
    let mut seen = Counted { tree: vec![0; count + 1], total: 0 };
    ends.into_iter().map(|(_, end)| seen.behind_then_add(end)).sum()
}

/// A Fenwick tree: how many have ended up to each place.
struct Counted {
    tree: Vec<usize>,
    total: usize,
}

impl Counted {
    fn behind_then_add(&mut self, end: usize) -> usize {
        let (mut up_to, mut at) = (0, end + 1);
        while at > 0 {
            up_to += self.tree[at];
            at &= at - 1;
        }
        let behind = self.total - up_to;
        at = end + 1;
        while at < self.tree.len() {
            self.tree[at] += 1;
            at += at & at.wrapping_neg();
        }
        self.total += 1;
        behind
    }
}
