//! Which arrows have to be turned round, so that there is no way back to where one came from.

use super::Link;

/// For each link whether it goes backwards: few do (the heuristic of Eades, Lin and Smyth), none without a cycle.
pub(super) fn turned(count: usize, links: &[Link]) -> Vec<bool> {
    let places = places(count, links);
    links.iter().map(|link| places[link.from] > places[link.to]).collect()
}

/// A place in line for each item: those that nothing leads to at the front, those that lead nowhere at the back.
fn places(count: usize, links: &[Link]) -> Vec<usize> {
    let mut line = Line::of(count, links);
    let (mut front, mut back) = (0, count);
    while front < back {
        if let Some(item) = line.without_way_out() {
            back -= 1;
            line.take(item, back);
        } else {
            let item = line.without_way_in().unwrap_or_else(|| line.mostly_out());
            line.take(item, front);
            front += 1;
        }
    }
    line.places.into_iter().map(Option::unwrap_or_default).collect()
}

/// The items that still wait for a place, with the links between them.
struct Line {
    places: Vec<Option<usize>>,
    outward: Vec<Vec<usize>>,
    inward: Vec<Vec<usize>>,
    out_degree: Vec<usize>,
    in_degree: Vec<usize>,
    sinks: Vec<usize>,
    sources: Vec<usize>,
}

impl Line {
    fn of(count: usize, links: &[Link]) -> Self {
        let (mut outward, mut inward) = (vec![Vec::new(); count], vec![Vec::new(); count]);
        for link in links.iter().filter(|link| link.from != link.to) {
            outward[link.from].push(link.to);
            inward[link.to].push(link.from);
        }
        let out_degree: Vec<usize> = outward.iter().map(Vec::len).collect();
        let in_degree: Vec<usize> = inward.iter().map(Vec::len).collect();
        let none = |degrees: &[usize]| (0..count).rev().filter(|i| degrees[*i] == 0).collect();
        let (sinks, sources) = (none(&out_degree), none(&in_degree));
        Self { places: vec![None; count], outward, inward, out_degree, in_degree, sinks, sources }
    }

    fn without_way_out(&mut self) -> Option<usize> {
        let places = &self.places;
        std::iter::from_fn(|| self.sinks.pop()).find(|item| places[*item].is_none())
    }

    fn without_way_in(&mut self) -> Option<usize> {
        let places = &self.places;
        std::iter::from_fn(|| self.sources.pop()).find(|item| places[*item].is_none())
    }

    /// Of those that wait, the first one with the most links out for its links in.
    fn mostly_out(&self) -> usize {
        let waiting = (0..self.places.len()).filter(|item| self.places[*item].is_none());
        let surplus = |item: &usize| {
            let count = self.places.len() + self.out_degree.len();
            (count + self.out_degree[*item]).saturating_sub(self.in_degree[*item])
        };
        waiting.rev().max_by_key(surplus).expect("somebody waits")
    }

    fn take(&mut self, item: usize, place: usize) {
        self.places[item] = Some(place);
        for to in &self.outward[item] {
            self.in_degree[*to] -= 1;
            if self.in_degree[*to] == 0 {
                self.sources.push(*to);
            }
        }
        for from in &self.inward[item] {
            self.out_degree[*from] -= 1;
            if self.out_degree[*from] == 0 {
                self.sinks.push(*from);
            }
        }
    }
}
