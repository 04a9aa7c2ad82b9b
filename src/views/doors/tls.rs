//! How doors are spoken to: in the clear, or with certificates of the server or of both ends; and who speaks to them so.

use serde::Serialize;

use super::issuer;
use crate::model::{Call, Caller, Effective, Model, Service};
use crate::names::Written;
use crate::topology::Auth;
use crate::views::meaning::system::{Peer, PeerKind, PyService, System};

/// Who shows a certificate where a caller meets a door.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::views) enum Certified {
    /// The door speaks in the clear.
    #[default]
    Nobody,
    Server,
    Both,
}

impl Certified {
    pub(in crate::views) fn is_any(self) -> bool {
        self != Self::Nobody
    }
}

/// What the runtime says of doors: the same for all of them, unless some want certificates and some do not.
#[derive(Serialize)]
pub(in crate::views) struct View {
    /// Whether any connection is one with certificates of both ends.
    is_mutual: bool,
    /// Whether a door shows a certificate and wants none.
    is_one_sided: bool,
    /// `self, *, mutual: bool`, or `self`
    parameters: Written,
    /// Of a door that wants certificates: `mutual=True`, or nothing.
    asking: Written,
    /// Of one that wants none.
    not_asking: Written,
    /// What a door promises.
    promise: Written,
    /// Whether a door wants certificates: `True`, `False`, `mutual`
    wanted: Written,
    /// The same in the words of `ssl`.
    verify_mode: Written,
    /// What makes the context of a door of HTTP.
    make: Written,
    /// Whether `partial` is used.
    has_partial: bool,
}

pub(in crate::views) fn view(system: &System) -> View {
    let has = |is: fn(&PyService) -> bool| system.services.iter().any(is);
    let (is_mutual, is_one_sided) = (has(|one| one.has.mtls), has(|one| one.has.one_sided()));
    let (promise, wanted, verify_mode) = match (is_mutual, is_one_sided) {
        (true, true) => (
            "`mutual` turns callers away that show no certificate of its authority.",
            "mutual",
            "ssl.CERT_REQUIRED if mutual else ssl.CERT_NONE",
        ),
        (true, false) => (
            "callers without a certificate of the same authority are turned away.",
            "True",
            "ssl.CERT_REQUIRED",
        ),
        (false, _) => ("it shows a certificate, and asks callers for none.", "False", ""),
    };
    let differs = is_mutual && is_one_sided;
    let either = |yes, no| Written::own(if differs { yes } else { no });
    View {
        is_mutual,
        is_one_sided,
        parameters: either("self, *, mutual: bool", "self"),
        asking: either("mutual=True", ""),
        not_asking: either("mutual=False", ""),
        promise: Written::own(promise),
        wanted: Written::own(wanted),
        verify_mode: Written::own(verify_mode),
        make: either("partial(self._door, mutual=mutual)", "self._door"),
        has_partial: differs || has(|one| one.has.grpc_tls),
    }
}

/// What a bootstrap says of one of its doors.
pub(in crate::views) fn argument(system: &System, shown: Certified) -> Written {
    let view = view(system);
    match shown {
        Certified::Both => view.asking,
        Certified::Server => view.not_asking,
        Certified::Nobody => Written::default(),
    }
}

/// At the gRPC door of a service.
pub(in crate::views) fn over_grpc(model: &Model, service: &Service) -> Certified {
    certified(wants_certificates(service), is_encrypted(model, service))
}

/// At the HTTP door of a service. The API gateway has no certificate to show: who is behind it asks nobody for one.
pub(in crate::views) fn over_http(model: &Model, service: &Service) -> Certified {
    let wants_certificates = wants_certificates(service) && !model.is_behind_gateway(service);
    certified(wants_certificates, is_encrypted(model, service))
}

fn certified(wants_certificates: bool, is_encrypted: bool) -> Certified {
    match (wants_certificates, is_encrypted) {
        (true, _) => Certified::Both,
        (false, true) => Certified::Server,
        (false, false) => Certified::Nobody,
    }
}

/// Where a service calls a peer.
pub(in crate::views) fn to_peer(model: &Model, peer: &Peer) -> Certified {
    match peer.kind {
        PeerKind::Grpc(id) => over_grpc(model, model.service(id)),
        PeerKind::Http(None) => model
            .service_named(peer.name)
            .map_or(Certified::Nobody, |service| over_http(model, service)),
        PeerKind::Http(Some(_)) | PeerKind::Opaque(_) => Certified::Nobody,
    }
}

/// Where services read the keys of tokens.
pub(in crate::views) fn to_issuer(model: &Model) -> Certified {
    let issues_keys = |service: &&Service| {
        let operations = model.operations_of(service.id);
        service.generated && operations.iter().any(|one| issuer::publishes_keys(service, one))
    };
    let issuer = model.services.iter().find(issues_keys);
    issuer.map_or(Certified::Nobody, |service| over_http(model, service))
}

/// Where a service is reached over HTTP by its name; nothing is encrypted in local.
pub(in crate::views) fn http_url(model: &Model, service: &Service, is_local: bool) -> String {
    let is_https = !is_local && over_http(model, service).is_any();
    let scheme = if is_https { "https" } else { "http" };
    let port = if is_local { service.http_port.value } else { service.http_exposed };
    format!("{scheme}://{}:{port}", service.name)
}

/// Whether it says so of itself, or one of its callers of the call: a door speaks one way with all of them.
fn is_encrypted(model: &Model, service: &Service) -> bool {
    let of_service = |call: &&Call| matches!(call.caller, Caller::Service(_));
    let mut calls = model.callers_of(service.id).filter(of_service);
    let says = |tls: Option<&Effective<bool>>| tls.is_some_and(|tls| tls.value);
    says(service.tls.as_ref()) || calls.any(|call| says(call.tls.as_ref()))
}

fn wants_certificates(service: &Service) -> bool {
    service.auth.as_ref().is_some_and(|auth| auth.value == Auth::Mtls)
}
