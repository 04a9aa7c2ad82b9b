//! The Python libraries that generated code uses, each with the versions that are known to work together.

use crate::names::Written;
use crate::names::written::data;

/// By the name on PyPI, with extras where the code needs them.
const REQUIREMENTS: &[&str] = &[
    "aiokafka>=0.14,<0.15",
    "aiosqlite>=0.22.1,<0.23",
    "alembic>=1.20.1,<2",
    "asyncpg>=0.32,<0.33",
    "celery>=5.7,<6",
    "cronsim>=2.8,<3",
    "fastapi>=0.165,<0.166",
    "grpcio>=1.85.1,<2",
    "grpcio-health-checking>=1.85.1,<2",
    "grpcio-reflection>=1.85.1,<2",
    "httpx>=0.28.1,<0.29",
    "opentelemetry-api>=1.45.2,<2",
    "opentelemetry-exporter-otlp-proto-http>=1.45.2,<2",
    "opentelemetry-sdk>=1.45.2,<2",
    "orjson>=3.13,<4",
    "prometheus-client>=0.26,<0.27",
    "protobuf>=7.36.2,<8",
    "pydantic-settings>=2.16.3,<3",
    "pydantic>=2.14.3,<3",
    "pyjwt[crypto]>=2.15.1,<3",
    "redis>=8.1,<9",
    "sentry-sdk>=2.75,<3",
    "sqlalchemy[asyncio]>=2.1.9,<2.2",
    "structlog>=26.1,<27",
    "uvicorn[standard]>=0.54,<0.55",
];

/// The requirements of these libraries as TOML strings, sorted by name.
pub(super) fn requirements(names: &[(&'static str, bool)]) -> Vec<Written> {
    let mut wanted: Vec<&str> =
        names.iter().filter(|(_, wanted)| *wanted).map(|(name, _)| *name).collect();
    wanted.sort_unstable();
    wanted.into_iter().map(requirement).collect()
}

fn requirement(name: &str) -> Written {
    let is_it = |requirement: &&str| {
        requirement.strip_prefix(name).is_some_and(|rest| rest.starts_with(['>', '[']))
    };
    let found =
        REQUIREMENTS.iter().copied().find(is_it).expect("every library that is used is listed");
    data::string(found)
}
