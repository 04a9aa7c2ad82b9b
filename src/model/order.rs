//! In which order services can be built and started.

use super::{Model, ServiceId, Target};

impl Model {
    /// Services in waves: those of a wave need only those of earlier waves. Cycles are broken at the lowest name.
    pub fn waves(&self) -> Vec<Vec<ServiceId>> {
        let needs: Vec<Vec<usize>> =
            self.services.iter().map(|service| self.needs(service.id)).collect();
        let mut wave_of: Vec<Option<usize>> = vec![None; self.services.len()];
        let mut waves: Vec<Vec<ServiceId>> = Vec::new();
        let mut left = self.services.len();
        while left > 0 {
            let free = |index: &usize| {
                wave_of[*index].is_none()
                    && needs[*index].iter().all(|need| wave_of[*need].is_some())
            };
            let mut wave: Vec<usize> = (0..self.services.len()).filter(free).collect();
            if wave.is_empty() {
                wave.extend(wave_of.iter().position(Option::is_none));
            }
            for index in &wave {
                wave_of[*index] = Some(waves.len());
            }
            left -= wave.len();
            waves.push(wave.into_iter().map(ServiceId).collect());
        }
        waves
    }

    /// All services, those first that others need.
    pub fn start_order(&self) -> Vec<ServiceId> {
        self.waves().concat()
    }

    /// The services that must be there before this one: those that it calls or says it starts after.
    fn needs(&self, id: ServiceId) -> Vec<usize> {
        let called = self.calls_of(id).filter_map(|call| match &call.target {
            Target::Service(callee) => Some(*callee),
            Target::Operation(operation) => Some(self.operation(*operation).service),
            Target::External { .. } => None,
        });
        let after = self.service(id).starts_after.iter().copied();
        called.chain(after).filter(|other| *other != id).map(|other| other.0).collect()
    }
}
