//! G04: a door that should ask for something else than an access token.

use crate::diagnostic::{Code, Span};
use crate::model::{Model, Service};
use crate::topology::Auth;

use super::{Finding, Rule, Subject};

pub(super) const RULE: Rule = Rule {
    code: Code { id: "G04", name: "other-credentials" },
    page: include_str!("other_credentials.md"),
    stops: false,
    check,
};

fn check(model: &Model) -> Vec<Finding> {
    model.services.iter().filter(|service| service.generated).filter_map(of_service).collect()
}

fn of_service(service: &Service) -> Option<Finding> {
    if service.grpc.is_empty() && !service.http {
        return None;
    }
    let (auth, place) = wanted(service)?;
    let credentials = match auth {
        Auth::ApiKey => "an API key",
        Auth::Basic => "a name and a password",
        Auth::None | Auth::Jwt | Auth::Mtls | Auth::Oidc => return None,
    };
    let words = format!(
        "`{}` wants {credentials}; the door that is written asks for a token",
        service.name
    );
    Some(
        Finding::warning(words)
            .at(place)
            .hint("write `auth: jwt` or `auth: oidc`, and let a gateway before it take the rest")
            .about(Subject::Service(service.id)),
    )
}

/// What its doors should ask for: what the outside is told wins.
fn wanted(service: &Service) -> Option<(Auth, &Span)> {
    let public = service.public.as_ref().and_then(|public| public.auth.as_ref());
    if let Some(auth) = public {
        return Some((auth.value, &auth.span));
    }
    let own = service.auth.as_ref()?;
    Some((own.value, own.origin.span().unwrap_or(&service.span)))
}
