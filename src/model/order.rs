//! In which order services can be built and started.

use std::collections::BTreeSet;

use super::{Model, ServiceId};

impl Model {
    /// Services in waves: those of a wave need only those of earlier waves. Where all that are left wait, a knot is cut that waits for
    /// itself alone, at the lowest name.
    pub fn waves(&self) -> Vec<Vec<ServiceId>> {
        let needs: Vec<BTreeSet<ServiceId>> =
            self.services.iter().map(|service| self.needs(service.id)).collect();
        let mut needed_by: Vec<Vec<ServiceId>> = vec![Vec::new(); needs.len()];
        for (needs, service) in needs.iter().zip(&self.services) {
            for needed in needs {
                needed_by[needed.0].push(service.id);
            }
        }
        let mut unmet: Vec<usize> = needs.iter().map(BTreeSet::len).collect();
        let mut left: BTreeSet<ServiceId> =
            self.services.iter().map(|service| service.id).collect();
        let mut waves = Vec::new();
        let mut next: BTreeSet<ServiceId> =
            left.iter().copied().filter(|id| unmet[id.0] == 0).collect();
        while let Some(lowest) = left.first().copied() {
            let wave = if next.is_empty() {
                knot(lowest, &left, &needs, &needed_by).into_iter().take(1).collect()
            } else {
                next
            };
            next = BTreeSet::new();
            for met in &wave {
                left.remove(met);
            }
            for id in wave.iter().flat_map(|met| &needed_by[met.0]) {
                unmet[id.0] -= 1;
                if unmet[id.0] == 0 && left.contains(id) {
                    next.insert(*id);
                }
            }
            waves.push(wave.into_iter().collect());
        }
        waves
    }

    /// All services, those first that others need.
    pub fn start_order(&self) -> Vec<ServiceId> {
        self.waves().concat()
    }

    /// The services that must be there before this one: those that it calls or says it starts after.
    pub fn needs(&self, id: ServiceId) -> BTreeSet<ServiceId> {
        let called = self.calls_of(id).filter_map(|call| self.callee(call));
        let after = self.service(id).starts_after.iter().copied();
        called.chain(after).filter(|other| *other != id).collect()
    }
}

/// Services that wait for each other and for nobody else: the way down from one that waits ends in them.
fn knot(
    from: ServiceId,
    left: &BTreeSet<ServiceId>,
    needs: &[BTreeSet<ServiceId>],
    needed_by: &[Vec<ServiceId>],
) -> BTreeSet<ServiceId> {
    let mut at = from;
    loop {
        let below = reached(at, left, |id| needs[id.0].iter());
        let above = reached(at, left, |id| needed_by[id.0].iter());
        match below.difference(&above).next() {
            Some(lower) => at = *lower,
            None => return below,
        }
    }
}

/// A service, and those that are left and that steps lead to from it.
fn reached<'a, I: Iterator<Item = &'a ServiceId>>(
    from: ServiceId,
    left: &BTreeSet<ServiceId>,
    steps: impl Fn(ServiceId) -> I,
) -> BTreeSet<ServiceId> {
    let mut found = BTreeSet::from([from]);
    let mut open = vec![from];
    while let Some(id) = open.pop() {
        for next in steps(id).filter(|next| left.contains(next)) {
            if found.insert(*next) {
                open.push(*next);
            }
        }
    }
    found
}
