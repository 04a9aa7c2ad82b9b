//! The Python libraries that generated code uses: the versions that are known to work together, and why these.
//!
//! One catalogue for the manifests and for the specification. Its figures are those of PyPI on [`ASSESSED`].

use crate::names::Written;
use crate::names::written::data;

/// When the figures were looked up.
pub const ASSESSED: &str = "2026-11-21";

/// A library, and what speaks for it.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    /// Its name on PyPI.
    pub name: &'static str,
    /// `[crypto]`, where the code needs an extra; or empty.
    pub extra: &'static str,
    /// The versions that work: `>=1.20.1,<2`.
    pub versions: &'static str,
    /// The versions of Python that it runs on: `>=3.10`.
    pub python: &'static str,
    /// Its licence, as an SPDX expression.
    pub licence: &'static str,
    /// How it waits.
    pub waits: Waits,
    /// Who says its types: itself, a package of stubs, or nobody.
    pub types: &'static str,
    /// The day of its latest release.
    pub released: &'static str,
    /// What it is for, and why it.
    pub why: &'static str,
    /// What was not chosen.
    pub instead_of: &'static str,
}

/// How a library waits for others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waits {
    /// In coroutines.
    Async,
    /// In threads: it blocks.
    Blocking,
    /// It never waits.
    Never,
}

use Waits::{Async, Blocking, Never};

/// By their names on PyPI.
const LIBRARIES: &[Library] = &[
    Library {
        name: "aiokafka",
        extra: "",
        versions: ">=0.14,<0.15",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Async,
        types: "none",
        released: "2026-04-29",
        why: "Kafka client that waits in coroutines, with transactions and groups",
        instead_of: "confluent-kafka: a C library with threads of its own",
    },
    Library {
        name: "aiosqlite",
        extra: "",
        versions: ">=0.22.1,<0.23",
        python: ">=3.9",
        licence: "MIT",
        waits: Async,
        types: "its own",
        released: "2025-12-23",
        why: "SQLite for local runs and tests, behind the same code as PostgreSQL",
        instead_of: "a PostgreSQL on every machine",
    },
    Library {
        name: "alembic",
        extra: "",
        versions: ">=1.20.1,<2",
        python: ">=3.10",
        licence: "MIT",
        waits: Blocking,
        types: "its own",
        released: "2026-10-22",
        why: "Migrations from the SQLAlchemy models; run before the process starts",
        instead_of: "hand-written SQL files",
    },
    Library {
        name: "asyncpg",
        extra: "",
        versions: ">=0.32,<0.33",
        python: ">=3.9",
        licence: "Apache-2.0",
        waits: Async,
        types: "none",
        released: "2026-10-06",
        why: "PostgreSQL in its binary protocol",
        instead_of: "psycopg 3: LGPL",
    },
    Library {
        name: "celery",
        extra: "",
        versions: ">=5.7,<6",
        python: ">=3.10",
        licence: "BSD-3-Clause",
        waits: Blocking,
        types: "none",
        released: "2026-11-05",
        why: "Keeps the results of jobs; runs in threads beside the loop",
        instead_of: "arq: Redis alone",
    },
    Library {
        name: "cronsim",
        extra: "",
        versions: ">=2.8,<3",
        python: ">=3.11",
        licence: "BSD-3-Clause",
        waits: Never,
        types: "its own",
        released: "2026-11-05",
        why: "Tells when five cron fields come round, across changes of the clock",
        instead_of: "APScheduler: a scheduler with state of its own",
    },
    Library {
        name: "fastapi",
        extra: "",
        versions: ">=0.165,<0.166",
        python: ">=3.11",
        licence: "MIT",
        waits: Async,
        types: "its own",
        released: "2026-11-18",
        why: "Routes, validation and OpenAPI from type hints",
        instead_of: "Litestar: the smaller community",
    },
    Library {
        name: "grpcio",
        extra: "",
        versions: ">=1.85.1,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Async,
        types: "types-grpcio",
        released: "2026-10-30",
        why: "gRPC of its makers",
        instead_of: "grpclib: pure Python",
    },
    Library {
        name: "grpcio-health-checking",
        extra: "",
        versions: ">=1.85.1,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Async,
        types: "types-grpcio-health-checking",
        released: "2026-10-30",
        why: "The standard health service, which probes and clients know",
        instead_of: "a health RPC of our own",
    },
    Library {
        name: "grpcio-reflection",
        extra: "",
        versions: ">=1.85.1,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Async,
        types: "types-grpcio-reflection",
        released: "2026-10-30",
        why: "Lets tools list the RPCs of a running service",
        instead_of: "handing out protos",
    },
    Library {
        name: "httpx",
        extra: "",
        versions: ">=0.28.1,<0.29",
        python: ">=3.8",
        licence: "BSD-3-Clause",
        waits: Async,
        types: "its own",
        released: "2024-12-06",
        why: "HTTP client with timeouts by part and doubles in the process; complete, though seldom released",
        instead_of: "aiohttp: no transport that tests can replace",
    },
    Library {
        name: "opentelemetry-api",
        extra: "",
        versions: ">=1.45.2,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Never,
        types: "its own",
        released: "2026-10-29",
        why: "Traces across services, by a standard",
        instead_of: "a vendor's agent",
    },
    Library {
        name: "opentelemetry-exporter-otlp-proto-http",
        extra: "",
        versions: ">=1.45.2,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Blocking,
        types: "its own",
        released: "2026-10-29",
        why: "Sends spans to a collector from a thread of its own",
        instead_of: "the exporter over gRPC: a second channel to keep",
    },
    Library {
        name: "opentelemetry-sdk",
        extra: "",
        versions: ">=1.45.2,<2",
        python: ">=3.10",
        licence: "Apache-2.0",
        waits: Blocking,
        types: "its own",
        released: "2026-10-29",
        why: "Samples spans, sends them in batches",
        instead_of: "a vendor's agent",
    },
    Library {
        name: "orjson",
        extra: "",
        versions: ">=3.13,<4",
        python: ">=3.10",
        licence: "MPL-2.0 AND (Apache-2.0 OR MIT)",
        waits: Never,
        types: "its own",
        released: "2026-10-07",
        why: "Writes log lines without costing requests time",
        instead_of: "json of the standard library: several times slower",
    },
    Library {
        name: "prometheus-client",
        extra: "",
        versions: ">=0.26,<0.27",
        python: ">=3.9",
        licence: "Apache-2.0 AND BSD-2-Clause",
        waits: Never,
        types: "its own",
        released: "2026-07-24",
        why: "Metrics in the format that Prometheus scrapes",
        instead_of: "OpenTelemetry metrics: one hop more",
    },
    Library {
        name: "protobuf",
        extra: "",
        versions: ">=7.36.2,<8",
        python: ">=3.10",
        licence: "BSD-3-Clause",
        waits: Never,
        types: "types-protobuf",
        released: "2026-09-17",
        why: "Messages of the contracts",
        instead_of: "betterproto: not of the makers of protobuf",
    },
    Library {
        name: "pydantic-settings",
        extra: "",
        versions: ">=2.16.3,<3",
        python: ">=3.11",
        licence: "MIT",
        waits: Never,
        types: "its own",
        released: "2026-11-13",
        why: "Settings from the environment, checked at the start",
        instead_of: "os.environ: unchecked",
    },
    Library {
        name: "pydantic",
        extra: "",
        versions: ">=2.14.3,<3",
        python: ">=3.10",
        licence: "MIT",
        waits: Never,
        types: "its own",
        released: "2026-11-05",
        why: "Validates bodies and settings at the border",
        instead_of: "attrs and cattrs: no OpenAPI",
    },
    Library {
        name: "pyjwt",
        extra: "[crypto]",
        versions: ">=2.15.1,<3",
        python: ">=3.9",
        licence: "MIT",
        waits: Never,
        types: "its own",
        released: "2026-09-28",
        why: "Signs and verifies access tokens",
        instead_of: "Authlib: far more than is needed",
    },
    Library {
        name: "redis",
        extra: "",
        versions: ">=8.1,<9",
        python: ">=3.10",
        licence: "MIT",
        waits: Async,
        types: "its own",
        released: "2026-07-30",
        why: "Cache, rate limits and turns of schedules",
        instead_of: "Valkey GLIDE: young",
    },
    Library {
        name: "sentry-sdk",
        extra: "",
        versions: ">=2.75,<3",
        python: ">=3.6",
        licence: "MIT",
        waits: Blocking,
        types: "its own",
        released: "2026-11-12",
        why: "Reports errors with their context, from a thread of its own",
        instead_of: "errors in logs only",
    },
    Library {
        name: "sqlalchemy",
        extra: "[asyncio]",
        versions: ">=2.1.9,<2.2",
        python: ">=3.11",
        licence: "MIT",
        waits: Async,
        types: "its own",
        released: "2026-11-16",
        why: "Typed models, unit of work, both engines by one code",
        instead_of: "raw asyncpg: SQL by hand",
    },
    Library {
        name: "structlog",
        extra: "",
        versions: ">=26.1,<27",
        python: ">=3.10",
        licence: "MIT OR Apache-2.0",
        waits: Never,
        types: "its own",
        released: "2026-06-06",
        why: "Log lines as data, with the context of the request",
        instead_of: "logging of the standard library alone",
    },
    Library {
        name: "uvicorn",
        extra: "[standard]",
        versions: ">=0.54,<0.55",
        python: ">=3.10",
        licence: "BSD-3-Clause",
        waits: Async,
        types: "its own",
        released: "2026-09-25",
        why: "Serves ASGI; drains before it stops",
        instead_of: "Hypercorn: less used",
    },
];

/// The requirements of these libraries as TOML strings, sorted by name.
pub(super) fn requirements(names: &[(&'static str, bool)]) -> Vec<Written> {
    let written = |library: &Library| {
        data::string(&format!("{}{}{}", library.name, library.extra, library.versions))
    };
    wanted(names).into_iter().map(written).collect()
}

/// The libraries that are wanted, sorted by name.
pub(super) fn wanted(names: &[(&'static str, bool)]) -> Vec<&'static Library> {
    let mut wanted: Vec<&str> =
        names.iter().filter(|(_, wanted)| *wanted).map(|(name, _)| *name).collect();
    wanted.sort_unstable();
    wanted.into_iter().map(library).collect()
}

fn library(name: &str) -> &'static Library {
    let found = LIBRARIES.iter().find(|library| library.name == name);
    found.expect("every library that is used is listed")
}
