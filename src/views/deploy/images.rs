//! The images and actions of others, each pinned to a digest that several public projects agree on.
//!
//! Where none is known for a version, the tag stands alone, and the Dockerfile takes a better one as an argument.

use serde::Serialize;

use crate::names::Written;
use crate::names::written::data;
use crate::views::meaning::system::System;

/// What templates see of them.
#[derive(Serialize)]
pub(super) struct View {
    kafka: Written,
    postgres: Written,
    /// Where it keeps its data.
    postgres_data: Written,
    redis: Written,
    collector: Written,
    prometheus: Written,
    tempo: Written,
    grafana: Written,
}

const UV: &str = "ghcr.io/astral-sh/uv:0.13.0@sha256:cdc6093146eb3ff6a40107b38f008b789e050e77ad87865e381d9917da55a168";
const KAFKA: &str =
    "apache/kafka:4.3.1@sha256:77e3df9054047a88b520d0cc46e16696d3b22022e1d580aeccd2632df6532837";
const REDIS: &str =
    "redis:7-alpine@sha256:6ab0b6e7381779332f97b8ca76193e45b0756f38d4c0dcda72dbb3c32061ab99";
const COLLECTOR: &str = "otel/opentelemetry-collector-contrib:0.159.0@sha256:1f2c54a30e713fac6b3ae77a1ec84010c2007e29ced8ec666214fc2f6739c1cc";
const PROMETHEUS: &str = "prom/prometheus:v3.13.0@sha256:c6b27ea434f8389bfe233fbc7be381cf50587c286e871bc842008f5a1b1908a7";
const TEMPO: &str =
    "grafana/tempo:2.10.8@sha256:f0561deb1c68ec44d6e6e7e4487f30106c4e5e768642077695b37958b105812a";
const GRAFANA: &str = "grafana/grafana:13.1.0@sha256:121a7a9ece6dc10b969f1f96eed64b4f07dfac0d0b8abc070f7cb83bbde86f63";

/// Python's official images, by version.
const PYTHON: [(&str, &str); 3] = [
    ("3.11", "sha256:a36c24f9cbdf4fd0f52d67f0823eeac19c2028c637cecc392d97f980d4fec56b"),
    ("3.12", "sha256:782412e85d0f0984994c290652577d4018aff08145c85b262bb63dc0c7522254"),
    ("3.13", "sha256:67a1e1f215ccda113cfc024e8639049257e88f273898f595b61476d128d387e8"),
];

/// PostgreSQL's official images, by version.
const POSTGRES: [(&str, &str); 4] = [
    ("15", "sha256:fe0737ba566a2c5b2a28f34433c0a423261900ec17b9bf7ad115e1aae7e57f1b"),
    ("16", "sha256:57c72fd2a128e416c7fcc499958864df5301e940bca0a56f58fddf30ffc07777"),
    ("17", "sha256:742f40ea20b9ff2ff31db5458d127452988a2164df9e17441e191f3b72252193"),
    ("18", "sha256:9a8afca54e7861fd90fab5fdf4c42477a6b1cb7d293595148e674e0a3181de15"),
];

pub(super) fn view(system: &System) -> View {
    let version = postgres_version(system);
    View {
        kafka: Written::own(KAFKA),
        postgres: postgres(version),
        postgres_data: postgres_data(version),
        redis: Written::own(REDIS),
        collector: Written::own(COLLECTOR),
        prometheus: Written::own(PROMETHEUS),
        tempo: Written::own(TEMPO),
        grafana: Written::own(GRAFANA),
    }
}

/// What `uv` is copied from.
pub(super) fn uv() -> Written {
    Written::own(UV)
}

/// The image of a version of Python.
pub(super) fn python(version: &Written) -> Written {
    match PYTHON.iter().find(|(known, _)| *known == version.as_str()) {
        Some((known, digest)) => {
            let digest = Written::own(digest);
            Written::fill("python:{}-slim-bookworm@{}", &[&Written::own(known), &digest])
        }
        None => Written::fill("python:{}-slim-bookworm", &[version]),
    }
}

/// The newest version that a store of the system asks for.
fn postgres_version<'a>(system: &System<'a>) -> &'a str {
    let stores = system.model.stores.iter().filter(|store| store.engine.starts_with("postgres"));
    let versions = stores.filter_map(|store| store.version.as_deref());
    let newest = versions.max_by_key(|version| version.parse::<u32>().unwrap_or_default());
    newest.unwrap_or("16")
}

fn postgres(version: &str) -> Written {
    match POSTGRES.into_iter().find(|(known, _)| *known == version) {
        Some((known, digest)) => {
            Written::fill("postgres:{}-alpine@{}", &[&Written::own(known), &Written::own(digest)])
        }
        None => Written::fill("postgres:{}-alpine", &[&data::word(version).unwrap_or_default()]),
    }
}

/// Since version 18 the image keeps a folder for each version.
fn postgres_data(version: &str) -> Written {
    let is_old = version.parse::<u32>().is_ok_and(|version| version < 18);
    Written::own(if is_old { "/var/lib/postgresql/data" } else { "/var/lib/postgresql" })
}
