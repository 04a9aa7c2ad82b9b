//! What callers show at a door, and what a service shows its peers: an access token, a key, a name and a password.

use serde_json::{Value, json};

use super::door;
use crate::model::Model;
use crate::names::Written;
use crate::names::written::python;
use crate::topology::Auth;
use crate::views::meaning::system::{Peer, PyService};
use crate::views::writing::lines::{self, Lines, one_line};

/// What a door asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::views) enum Shown {
    /// An access token.
    Token,
    /// An API key.
    Key,
    /// A name and a password.
    Password,
}

impl Shown {
    /// `None` where nobody is asked, or for a certificate, which is no matter of headers.
    pub(in crate::views) fn of(auth: Auth) -> Option<Self> {
        match auth {
            Auth::Jwt | Auth::Oidc => Some(Self::Token),
            Auth::ApiKey => Some(Self::Key),
            Auth::Basic => Some(Self::Password),
            Auth::None | Auth::Mtls => None,
        }
    }

    /// As tests name it: `a_token`.
    pub(in crate::views) fn word(self) -> Written {
        Written::own(match self {
            Self::Token => "a_token",
            Self::Key => "a_key",
            Self::Password => "a_password",
        })
    }

    /// The dependency by which routes say what they want.
    pub(in crate::views) fn dependency(self) -> &'static str {
        match self {
            Self::Token => "TOKEN",
            Self::Key => "API_KEY",
            Self::Password => "PASSWORD",
        }
    }

    /// The header that browsers may send for it.
    pub(in crate::views) fn header(self) -> Option<&'static str> {
        (self == Self::Key).then_some("x-api-key")
    }

    /// The name of what a document at /openapi.json says of it, and that.
    pub(in crate::views) fn scheme(self) -> (&'static str, Value) {
        match self {
            Self::Token => (
                "HTTPBearer",
                json!({ "type": "http", "description": "An access token", "scheme": "bearer" }),
            ),
            Self::Key => (
                "APIKeyHeader",
                json!({
                    "type": "apiKey",
                    "description": "An API key",
                    "in": "header",
                    "name": "X-API-Key",
                }),
            ),
            Self::Password => (
                "HTTPBasic",
                json!({ "type": "http", "description": "A name and a password", "scheme": "basic" }),
            ),
        }
    }

    /// What such a document says of an operation that wants it.
    pub(in crate::views) fn security(self) -> Value {
        json!([{ self.scheme().0: [] }])
    }

    /// The variable of a service that keeps what its callers show; tokens are not kept.
    pub(in crate::views) fn kept(self) -> Option<&'static str> {
        match self {
            Self::Token => None,
            Self::Key => Some("API_KEYS"),
            Self::Password => Some("PASSWORDS"),
        }
    }

    /// The module of the runtime, its verifier, and what makes a header of a secret; tokens have their own.
    pub(in crate::views) fn functions(self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Self::Token => None,
            Self::Key => Some(("api_keys", "open_key_verifier", "own_key")),
            Self::Password => Some(("passwords", "open_password_verifier", "own_password")),
        }
    }

    /// A header of it, and what it says; tokens are no matter of a client.
    pub(in crate::views) fn sample(self) -> Option<(Written, Written)> {
        let pair = |name, value| Some((python::string(name), python::string(value)));
        match self {
            Self::Token => None,
            Self::Key => pair("x-api-key", "key"),
            Self::Password => pair("authorization", "Basic bWU6d29yZA=="),
        }
    }

    /// What a variable may hold that keeps it.
    pub(in crate::views) fn sample_kept(self) -> Option<Written> {
        match self {
            Self::Token => None,
            Self::Key => Some(Written::own("SecretStr(f\"me:sha256.{'0' * 64}\")")),
            Self::Password => Some(Written::own("SecretStr(\"me:scrypt.1.1.1.AAAA.AAAA\")")),
        }
    }

    /// The headers of a caller whose credentials are in `TOKEN`.
    pub(in crate::views) fn headers(self) -> Written {
        Written::own(match self {
            Self::Token => "{\"authorization\": f\"Bearer {TOKEN}\"}",
            Self::Key => "{\"x-api-key\": TOKEN}",
            Self::Password => "{\"authorization\": f\"Basic {TOKEN}\"}",
        })
    }

    /// What opens its verifier with the settings of a process; a token's is opened before.
    pub(in crate::views) fn verifier(self) -> Written {
        let (Some(kept), Some((_, open, _))) = (self.kept(), self.functions()) else {
            return Written::own("verifier");
        };
        let kept = python::identifier(&kept.to_lowercase());
        Written::fill("{}(settings, settings.{})", &[&Written::own(open), &kept])
    }
}

/// `{"x-api-key": "key"}`
pub(in crate::views) fn header(name: &Written, value: &Written) -> Written {
    Written::concat(&[
        Written::own("{"),
        Written::fill("{}: {}", &[name, value]),
        Written::own("}"),
    ])
}

/// What a service has to show a peer besides whose call it is.
pub(in crate::views) fn shown_to(model: &Model, peer: &Peer) -> Option<Shown> {
    door::of_peer(model, peer).filter(|shown| *shown != Shown::Token)
}

/// The secret that is shown to a peer: `PRICES_API_KEY`.
fn secret(peer: &Peer, shown: Shown) -> String {
    let suffix = if shown == Shown::Password { "PASSWORD" } else { "API_KEY" };
    format!("{}_{suffix}", peer.module.to_uppercase())
}

/// `own_key(settings, "PRICES_API_KEY", settings.prices_api_key)`
pub(in crate::views) fn own(model: &Model, peer: &Peer) -> Option<Written> {
    let shown = shown_to(model, peer)?;
    let (_, _, own) = shown.functions()?;
    let name = secret(peer, shown);
    let pieces =
        [Written::own(own), python::string(&name), python::identifier(&name.to_lowercase())];
    Some(Written::fill("{}(settings, {}, settings.{})", &[&pieces[0], &pieces[1], &pieces[2]]))
}

/// The secrets that a service shows its peers, in their order.
pub(in crate::views) fn secrets(model: &Model, service: &PyService) -> Vec<String> {
    let of = |peer: &Peer| shown_to(model, peer).map(|shown| secret(peer, shown));
    service.peers.iter().filter_map(of).collect()
}

/// The variables of credentials that the topology does not name itself: what callers show, and what peers are shown.
pub(in crate::views) fn unsaid(model: &Model, service: &PyService) -> Vec<String> {
    let kept = service.has.doors().filter_map(Shown::kept).map(str::to_owned);
    let is_said = |name: &String| service.service.secrets.iter().any(|(said, _)| said == name);
    kept.chain(secrets(model, service)).filter(|name| !is_said(name)).collect()
}

/// What is shown at a door in local, given the settings of a process: `own_key(settings, "", None)`.
pub(in crate::views) fn in_local(shown: Shown, settings: &'static str) -> Option<Written> {
    let (_, _, own) = shown.functions()?;
    Some(Written::fill("{}({}, \"\", None)", &[&Written::own(own), &Written::own(settings)]))
}

/// The same in a test of the doors: `ISSUER.bearer()`
pub(in crate::views) fn in_tests(shown: Shown) -> Written {
    in_local(shown, "SETTINGS").unwrap_or(Written::own("ISSUER.bearer()"))
}

/// The door of a test, which believes what [`in_tests`] shows: `DOORKEEPER = Doorkeeper(` ..
pub(in crate::views) fn doorkeeper_in_tests(
    name: &'static str,
    shown: Shown,
    class: &str,
) -> Lines {
    let verifier = match shown.functions() {
        None => Written::own("verifier=ISSUER.verifier()"),
        Some((_, open, _)) => Written::fill("verifier={}(SETTINGS, None)", &[&Written::own(open)]),
    };
    let policy = Written::fill("policy={}Policy()", &[&python::identifier(class)]);
    let head = Written::fill("{} = Doorkeeper", &[&Written::own(name)]);
    lines::exploded_blocks(&head, vec![one_line(verifier), one_line(policy)], "")
}
