//! Versions of a service that run side by side, and the share of the requests that each gets.
//!
//! The file says which there are, an environment how the requests are shared among them. A mesh and the API gateway share them out
//! exactly; without a mesh, calls inside of the cluster spread over pods, of which each version has its share.

use serde::Serialize;

use crate::model::Service;
use crate::names::written::python;
use crate::names::{Name, Written};
use crate::views::meaning::system::{PyService, System};

/// A Deployment of a service: the only one, or that of a version.
#[derive(Serialize)]
pub(super) struct Deployment {
    /// `orders`, `orders-v2`
    pub(super) name: Written,
    /// `shop/orders-v2`: the overlay names the image, and the tag `v2`.
    image: Written,
    /// `v2`, or empty.
    version: Written,
    is_versioned: bool,
    /// Whether it moves the database to its own schema when it starts.
    has_migrations: bool,
    /// What stands before each line of its pod.
    pad: Written,
}

/// How far the pod of a Deployment is indented.
const PAD: &str = "      ";

/// The versions of a service that is asked for something.
pub(super) fn of<'a>(service: &PyService<'a>) -> &'a [(Name, crate::diagnostic::Spanned<u32>)] {
    let is_asked = service.has.api || service.has.grpc;
    if is_asked { &service.service.versions } else { &[] }
}

/// The Deployments of a service. Only the newest version migrates: an older one does not know what came after it.
pub(super) fn deployments(system: &System, service: &PyService) -> Vec<Deployment> {
    let image = image(system, service);
    let versions = of(service);
    if versions.is_empty() {
        return vec![Deployment {
            name: python::comment(service.service.name.as_str()),
            image,
            version: Written::default(),
            is_versioned: false,
            has_migrations: service.has.store,
            pad: Written::own(PAD),
        }];
    }
    let last = versions.len() - 1;
    let deployment = |(index, (version, _)): (usize, &(Name, _))| Deployment {
        name: named(service, version),
        image: Written::fill("{}-{}", &[&image, &python::comment(version.as_str())]),
        version: python::comment(version.as_str()),
        is_versioned: true,
        has_migrations: service.has.store && index == last,
        pad: Written::own(PAD),
    };
    versions.iter().enumerate().map(deployment).collect()
}

/// `orders-v2`
pub(super) fn named(service: &PyService, version: &Name) -> Written {
    let name = python::comment(service.service.name.as_str());
    Written::fill("{}-{}", &[&name, &python::comment(version.as_str())])
}

/// The Services that take a share of the requests: the only one, or those of versions.
pub(super) fn backends(service: &PyService) -> Vec<Written> {
    let versions = of(service);
    if versions.is_empty() {
        return vec![python::comment(service.service.name.as_str())];
    }
    versions.iter().map(|(version, _)| named(service, version)).collect()
}

/// What the images of the Deployments are in an environment.
pub(super) fn images(system: &System, service: &PyService) -> Vec<(Written, Vec<Written>)> {
    let image = image(system, service);
    let of_deployment = |one: Deployment| {
        let lines = if one.is_versioned {
            vec![
                Written::fill("newName: {}", &[&image]),
                Written::fill("newTag: \"{}\"", &[&one.version]),
            ]
        } else {
            vec![Written::own("newTag: \"0.1.0\"")]
        };
        (one.image, lines)
    };
    deployments(system, service).into_iter().map(of_deployment).collect()
}

/// The share of each version as an environment has it; those of the file where it says nothing.
pub(super) fn shares<'a>(
    service: &PyService<'a>,
    here: &'a Service,
) -> impl Iterator<Item = (&'a Name, u32)> {
    of(service).iter().map(|(version, share)| {
        let said = here.versions.iter().find(|(name, _)| name == version);
        (version, said.map_or(share.value, |(_, share)| share.value))
    })
}

/// How many of so many are a version's: at least one where it has a share.
pub(super) fn part(all: u32, share: u32) -> u32 {
    let part = (u64::from(all) * u64::from(share)).div_ceil(100);
    u32::try_from(part).unwrap_or(u32::MAX)
}

/// `shop/orders`
pub(super) fn image(system: &System, service: &PyService) -> Written {
    let system = python::comment(system.model.system.as_str());
    Written::fill("{}/{}", &[&system, &python::comment(service.service.name.as_str())])
}
