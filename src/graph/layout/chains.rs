//! Long links cut into pieces of one layer each.

use super::bands::Bands;
use super::{Item, Link, Point};

/// A layered graph in which every piece leads from a layer to the next.
pub(super) struct Chains {
    /// First the items, in their order; then the joints of links and what is written on them.
    pub(super) knots: Vec<Knot>,
    /// The knots of each layer, from top to bottom.
    pub(super) layers: Vec<Vec<usize>>,
    /// The pieces that leave a layer.
    pub(super) pieces: Vec<Vec<Piece>>,
    /// The knots that each link passes, from its beginning to its end.
    pub(super) links: Vec<Vec<usize>>,
    /// The knot with what is written on each link.
    pub(super) labels: Vec<Option<usize>>,
}

/// What takes up space in a layer.
#[derive(Clone, Copy)]
pub(super) struct Knot {
    pub(super) layer: usize,
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) kind: KnotKind,
    /// In a layer, the knots of a band stand above those of the next.
    pub(super) band: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KnotKind {
    Item,
    Joint,
    Label,
}

/// A piece of a link, from one layer to the next.
#[derive(Clone, Copy)]
pub(super) struct Piece {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) link: usize,
    /// Where it meets its ends, as a part of half their height: from -1, the top, to 1; 0 where nothing is said.
    pub(super) from_at: f64,
    pub(super) to_at: f64,
}

/// Cuts the links of items that stand in layers.
pub(super) fn chains(items: &[Item], links: &[Link], layers: &[usize], bands: &Bands) -> Chains {
    let knot = |((item, layer), band): ((&Item, &usize), &usize)| Knot {
        layer: *layer,
        width: item.width,
        height: item.height,
        kind: KnotKind::Item,
        band: *band,
    };
    let knots: Vec<Knot> = items.iter().zip(layers).zip(&bands.of_items).map(knot).collect();
    let count = layers.iter().max().map_or(0, |last| last + 1);
    let mut chains = Chains {
        layers: vec![Vec::new(); count],
        pieces: vec![Vec::new(); count],
        links: Vec::new(),
        labels: Vec::new(),
        knots,
    };
    for ((index, link), band) in links.iter().enumerate().zip(&bands.of_links) {
        chains.cut(index, link, *band);
    }
    for (knot, Knot { layer, .. }) in chains.knots.iter().enumerate() {
        chains.layers[*layer].push(knot);
    }
    chains
}

impl Chains {
    fn cut(&mut self, index: usize, link: &Link, band: usize) {
        let (first, last) = (self.knots[link.from].layer, self.knots[link.to].layer);
        if link.from == link.to {
            self.links.push(Vec::new());
            self.labels.push(None);
            return;
        }
        let written = link.label.map(|size| (usize::midpoint(first, last), size));
        let mut passed = vec![link.from];
        let mut label = None;
        for layer in first + 1..last {
            let size = written.filter(|(at, _)| *at == layer).map(|(_, size)| size);
            label = label.or(size.map(|_| self.knots.len()));
            passed.push(self.joint(layer, size, band));
        }
        passed.push(link.to);
        for (step, ends) in passed.windows(2).enumerate() {
            let at = |knot: usize, at: Option<f64>| {
                at.map_or(0.0, |at| at / (self.knots[knot].height / 2.0).max(1.0))
            };
            self.pieces[first + step].push(Piece {
                from: ends[0],
                to: ends[1],
                link: index,
                from_at: at(ends[0], link.from_at.filter(|_| step == 0)),
                to_at: at(ends[1], link.to_at.filter(|_| step + 2 == passed.len())),
            });
        }
        self.links.push(passed);
        self.labels.push(label);
    }

    fn joint(&mut self, layer: usize, label: Option<Point>, band: usize) -> usize {
        let (size, kind) = match label {
            Some(size) => (size, KnotKind::Label),
            None => (Point::default(), KnotKind::Joint),
        };
        self.knots.push(Knot { layer, width: size.x, height: size.y, kind, band });
        self.knots.len() - 1
    }

    /// The knots of a layer, band for band.
    pub(super) fn runs(&self, layer: usize) -> impl Iterator<Item = (usize, &[usize])> {
        let runs = self.layers[layer].chunk_by(|a, b| self.knots[*a].band == self.knots[*b].band);
        runs.map(|run| (self.knots[run[0]].band, run))
    }

    /// The place of every knot in its layer.
    pub(super) fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.knots.len()];
        for layer in &self.layers {
            for (place, knot) in layer.iter().enumerate() {
                places[*knot] = place;
            }
        }
        places
    }
}
