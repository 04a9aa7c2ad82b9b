//! Ranges of numbers, both ends included: which numbers of one are in none of the others.

/// The largest number of a field.
pub(super) const LAST_FIELD: i64 = 536_870_911;
/// The largest number of an extension of a message set.
pub(super) const LAST_IN_SET: i64 = i32::MAX as i64 - 1;
/// The largest number of an enum value.
pub(super) const LAST_VALUE: i64 = i32::MAX as i64;

/// From the first up to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Range {
    first: i64,
    last: i64,
}

impl Range {
    /// As messages have it: the end is behind the last.
    pub(super) fn up_to(start: i32, end: i32) -> Self {
        Self { first: start.into(), last: i64::from(end) - 1 }
    }

    /// As enums have it.
    pub(super) fn through(start: i32, end: i32) -> Self {
        Self { first: start.into(), last: end.into() }
    }

    pub(super) fn holds(&self, number: i32) -> bool {
        (self.first..=self.last).contains(&number.into())
    }

    /// `[5]`, `[5,9]`, `[40,max]`.
    pub(super) fn shown(&self, max: i64) -> String {
        let Self { first, last } = self;
        if first == last {
            format!("[{first}]")
        } else if *last == max {
            format!("[{first},max]")
        } else {
            format!("[{first},{last}]")
        }
    }

    /// What of it is in none of these, in order.
    fn without(&self, others: &[Self]) -> Vec<Self> {
        let mut others: Vec<Self> = others.to_vec();
        others.sort_unstable();
        let mut missing = Vec::new();
        let mut first = self.first;
        for other in others.iter().filter(|other| other.last >= self.first) {
            if other.first > self.last {
                break;
            }
            if other.first > first {
                missing.push(Self { first, last: other.first - 1 });
            }
            first = first.max(other.last + 1);
        }
        if first <= self.last {
            missing.push(Self { first, last: self.last });
        }
        missing
    }
}

/// Each range of which something is in none of those of now, and what, as they are shown: `last` is what is called `max`, before
/// and now.
pub(super) fn lost(before: &[Range], now: &[Range], last: (i64, i64)) -> Vec<(String, String)> {
    let shown = |range: &Range| {
        let missing = range.without(now);
        let missing: Vec<String> = missing.iter().map(|range| range.shown(last.1)).collect();
        (!missing.is_empty()).then(|| (range.shown(last.0), missing.join(", ")))
    };
    before.iter().filter_map(shown).collect()
}
