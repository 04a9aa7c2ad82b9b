//! In which order things stand in a row: those with many joins near each other.

/// After so many rounds the order is good enough.
const MOST_ROUNDS: usize = 12;

/// The place of each of so many things, so that joins are short: each thing in turn is put where it makes them the
/// shortest, as long as that helps.
pub(super) fn in_a_row(count: usize, joins: impl Iterator<Item = (usize, usize)>) -> Vec<usize> {
    let mut weights = vec![vec![0_i64; count]; count];
    for (one, other) in joins.filter(|(one, other)| one != other) {
        weights[one][other] += 1;
        weights[other][one] += 1;
    }
    let mut row: Vec<usize> = (0..count).collect();
    for _ in 0..MOST_ROUNDS {
        let moved = (0..count).filter(|thing| sift(&mut row, *thing, &weights)).count();
        if moved == 0 {
            break;
        }
    }
    let mut places = vec![0; count];
    row.iter().enumerate().for_each(|(place, thing)| places[*thing] = place);
    places
}

/// Puts a thing where joins are the shortest; whether that is somewhere else.
fn sift(row: &mut Vec<usize>, thing: usize, weights: &[Vec<i64>]) -> bool {
    let before = row.iter().position(|other| *other == thing).expect("the row holds everything");
    row.remove(before);
    let mut lengths = vec![0];
    for place in 0..row.len() {
        lengths.push(lengths[place] + lengthened(row, thing, place, weights));
    }
    let shortest = lengths.iter().min().copied().unwrap_or_default();
    let is_best = |place: &usize| lengths[*place] == shortest;
    let best = [before].into_iter().chain(0..lengths.len()).find(is_best).unwrap_or(before);
    row.insert(best, thing);
    best != before
}

/// By how much joins become longer when a thing passes from before a place of the row to behind it.
fn lengthened(row: &[usize], thing: usize, place: usize, weights: &[Vec<i64>]) -> i64 {
    let passed = row[place];
    let nearer = |other: &usize| weights[passed][*other] - weights[thing][*other];
    let behind: i64 = row[place + 1..].iter().map(nearer).sum();
    let before: i64 = row[..place].iter().map(nearer).sum();
    behind - before
}
