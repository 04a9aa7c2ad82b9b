//! Every question, once: prompts, `--set`, the answers file and their help all come from this list.

use super::ask::Asked;

/// A question. Words in capitals stand for what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// What flags and files call it.
    pub key: &'static str,
    /// What an answer looks like.
    pub form: &'static str,
    /// What a terminal shows.
    pub prompt: &'static str,
    /// One more line for who does not know what to say.
    pub help: &'static str,
    /// What is suggested, in words.
    pub default: &'static str,
    /// Whether the suggestion is only taken when somebody agrees, or with `--defaults`.
    pub required: bool,
}

/// Its name.
pub const SYSTEM: Question = Question {
    key: "system",
    form: "NAME",
    prompt: "Name of the system",
    help: "In kebab-case; service `auth` of system `shop` becomes the Python package `shop_auth`.",
    default: "the name of DIR",
    required: true,
};

/// What for.
pub const DESCRIPTION: Question = Question {
    key: "description",
    form: "TEXT",
    prompt: "What it is for, in one line",
    help: "",
    default: "nothing",
    required: false,
};

/// Its parts.
pub const SERVICES: Question = Question {
    key: "services",
    form: "NAME, ..",
    prompt: "Its services",
    help: "Names in kebab-case with commas between them; each becomes a process of its own.",
    default: "greeter, web",
    required: true,
};

/// What one does.
pub const KIND: Question = Question {
    key: "services.SERVICE.kind",
    form: "api|gateway|worker|job",
    prompt: "Kind of `SERVICE`",
    help: "An api answers over gRPC, a gateway takes HTTP requests, a worker reads events, a job runs at set times.",
    default: "by its name: a gateway for `web` and the like, a job for `sweeper` and the like, else an api",
    required: true,
};

/// What one is for.
pub const PURPOSE: Question = Question {
    key: "services.SERVICE.purpose",
    form: "TEXT",
    prompt: "Purpose of `SERVICE`, in one line",
    help: "",
    default: "nothing",
    required: false,
};

/// Where one belongs.
pub const DOMAIN: Question = Question {
    key: "services.SERVICE.domain",
    form: "NAME",
    prompt: "Domain (bounded context) of `SERVICE`",
    help: "Services that change together share one; leave it empty while there is only one team.",
    default: "none",
    required: false,
};

/// Who answers for it.
pub const TEAM: Question = Question {
    key: "domains.DOMAIN.team",
    form: "NAME",
    prompt: "Team that owns domain `DOMAIN`",
    help: "",
    default: "none",
    required: false,
};

/// What a gRPC API can do.
pub const RPCS: Question = Question {
    key: "services.SERVICE.rpcs",
    form: "RPC, ..",
    prompt: "Operations of `SERVICE`",
    help: "In PascalCase with commas between them, such as `GetOrder, PlaceOrder`; each becomes an RPC.",
    default: "Get and List of what the service is named after",
    required: true,
};

/// Which of them stream.
pub const STREAMS: Question = Question {
    key: "services.SERVICE.streams",
    form: "RPC, ..",
    prompt: "Which of them answer piece by piece (streams)",
    help: "",
    default: "none",
    required: false,
};

/// What a gateway takes.
pub const ENDPOINTS: Question = Question {
    key: "services.SERVICE.endpoints",
    form: "METHOD /path, ..",
    prompt: "HTTP endpoints of `SERVICE`",
    help: "With commas between them, such as `GET /orders/{order_id}, POST /orders`.",
    default: "one for each RPC",
    required: true,
};

/// From whom.
pub const PUBLIC: Question = Question {
    key: "services.SERVICE.public",
    form: "open|jwt|internal",
    prompt: "Who may reach `SERVICE`",
    help: "open: everyone; jwt: who brings a token; internal: only who is inside.",
    default: "open",
    required: false,
};

/// When a job runs.
pub const SCHEDULE: Question = Question {
    key: "services.SERVICE.schedule",
    form: "CRON",
    prompt: "When `SERVICE` runs",
    help: "Five cron fields in UTC, such as `0 3 * * *`, or `every 30s`.",
    default: "*/15 * * * *",
    required: true,
};

/// What is told.
pub const TOPICS: Question = Question {
    key: "topics",
    form: "TOPIC, ..",
    prompt: "Events",
    help: "Topics with commas between them, such as `order.placed`; leave it empty if there are none.",
    default: "none",
    required: false,
};

/// By whom.
pub const PUBLISHER: Question = Question {
    key: "topics.TOPIC.publisher",
    form: "SERVICE.RPC",
    prompt: "What publishes `TOPIC`",
    help: "An RPC, an endpoint (`web POST /orders`), or a whole worker or job.",
    default: "the only operation, or an RPC that changes what TOPIC is named after",
    required: true,
};

/// To whom.
pub const CONSUMERS: Question = Question {
    key: "topics.TOPIC.consumers",
    form: "WORKER, ..",
    prompt: "Which workers consume `TOPIC`",
    help: "",
    default: "all workers, if there is one",
    required: true,
};

/// What is kept.
pub const STORES: Question = Question {
    key: "stores",
    form: "NAME, ..",
    prompt: "Stores",
    help: "Databases and caches with commas between them, such as `orders-db`; leave it empty if there are none.",
    default: "none",
    required: false,
};

/// Where.
pub const ENGINE: Question = Question {
    key: "stores.STORE.engine",
    form: "postgres@16|redis@7",
    prompt: "Engine of `STORE`",
    help: "",
    default: "redis@7 for a cache, else postgres@16",
    required: false,
};

/// By whom.
pub const OWNER: Question = Question {
    key: "stores.STORE.owner",
    form: "SERVICE",
    prompt: "Owner of `STORE`",
    help: "The only service that touches it; the others ask the owner.",
    default: "the service that it is named after",
    required: true,
};

/// Which things.
pub const ENTITIES: Question = Question {
    key: "stores.STORE.entities",
    form: "NAME, ..",
    prompt: "What `STORE` keeps",
    help: "Plurals in snake_case with commas between them, such as `orders, order_lines`; each becomes a table.",
    default: "what its owner is named after",
    required: false,
};

/// How long a call may take.
pub const TIMEOUT: Question = Question {
    key: "timeout",
    form: "DURATION",
    prompt: "How long a call may take that makes no further calls",
    help: "Such as `300ms` or `1s`; a call that makes others gets their time on top.",
    default: "1s",
    required: false,
};

/// Whom an endpoint asks.
pub const ENDPOINT_CALLS: Question = Question {
    key: "services.SERVICE.endpoints.ROUTE",
    form: "SERVICE.RPC, ..",
    prompt: "What `SERVICE ROUTE` calls, in this order",
    help: "",
    default: "the RPC that it was suggested for",
    required: false,
};

/// Whom an RPC asks.
pub const RPC_CALLS: Question = Question {
    key: "services.SERVICE.rpcs.RPC",
    form: "SERVICE.RPC, ..",
    prompt: "What `SERVICE.RPC` calls, in this order",
    help: "",
    default: "nothing",
    required: false,
};

/// Whom a worker or job asks.
pub const CALLS: Question = Question {
    key: "services.SERVICE.calls",
    form: "SERVICE.RPC, ..",
    prompt: "What `SERVICE` calls, in this order",
    help: "",
    default: "nothing",
    required: false,
};

/// The last word.
pub const WRITE: Question = Question {
    key: "write",
    form: "yes|no",
    prompt: "Write it",
    help: "",
    default: "yes",
    required: false,
};

/// All, in the order in which they are asked.
pub const ALL: &[Question] = &[
    SYSTEM,
    DESCRIPTION,
    SERVICES,
    KIND,
    PURPOSE,
    DOMAIN,
    TEAM,
    RPCS,
    STREAMS,
    ENDPOINTS,
    PUBLIC,
    SCHEDULE,
    TOPICS,
    PUBLISHER,
    CONSUMERS,
    STORES,
    ENGINE,
    OWNER,
    ENTITIES,
    ENDPOINT_CALLS,
    RPC_CALLS,
    CALLS,
    TIMEOUT,
    WRITE,
];

impl Question {
    /// The question about certain things, one for each word in capitals of its key.
    pub fn about(&self, things: &[&str], suggestion: Option<String>) -> Asked {
        let mut things = things.iter();
        let mut prompt = self.prompt.to_owned();
        let mut key = Vec::new();
        for part in self.key.split('.') {
            let thing = if is_placeholder(part) { things.next() } else { None };
            if let Some(thing) = thing {
                prompt = prompt.replacen(part, thing, 1);
            }
            key.push(thing.map_or(part, |thing| *thing));
        }
        Asked {
            key: key.join("."),
            prompt,
            help: self.help,
            form: self.form,
            default: suggestion,
            required: self.required,
        }
    }

    /// Whether a key asks this question about something.
    pub fn matches(&self, key: &str) -> bool {
        let pattern: Vec<&str> = self.key.split('.').collect();
        let parts: Vec<&str> = key.split('.').collect();
        fits(&pattern, &parts)
    }

    /// Whether an answer is a list of things.
    pub(super) fn is_list(&self) -> bool {
        self.form.ends_with(", ..")
    }
}

/// A word in capitals stands for one part or, as topics and routes have dots, for several.
fn fits(pattern: &[&str], parts: &[&str]) -> bool {
    match pattern {
        [] => parts.is_empty(),
        [first, rest @ ..] if is_placeholder(first) => {
            (1..=parts.len()).any(|taken| fits(rest, &parts[taken..]))
        }
        [first, rest @ ..] => {
            parts.split_first().is_some_and(|(part, others)| part == first && fits(rest, others))
        }
    }
}

fn is_placeholder(part: &str) -> bool {
    part.bytes().all(|b| b.is_ascii_uppercase())
}
