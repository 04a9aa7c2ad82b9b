//! `clients/PEER.py` of a service or an external that is called over HTTP; an external has a double.

use super::client::View;
use super::method::{
    Answered, Otherwise, Sent, answered, client_doc, client_method, described_class,
    other_signature, otherwise, parts_of, route_of, sent,
};
use super::policy::{constant, given, policy};
use crate::model::Call;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{Peer, System};
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{Lines, exploded, fit};
use crate::views::writing::method::{Form, head};

pub(super) fn fill(system: &System, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    let runtime = &system.runtime;
    imports.module("httpx");
    imports.name(&format!("{runtime}.http_client"), "HttpCall");
    if view.has_double {
        imports.name(&format!("{runtime}.logs"), "get_logger");
        imports.name(&format!("{runtime}.resilience"), "Guard");
    }
    if view.has_api_key {
        imports.name("pydantic", "SecretStr");
    }
    for call in &peer.calls {
        let http = HttpMethod { system, peer, call, name: client_method(system, peer, call) };
        let label = format!("{} {}", peer.name, route_of(system, call));
        let policy = policy(system, peer, (&http.name, &label), call, &mut imports);
        view.policies.extend(policy.into_vec());
        view.calls.extend(http.opened(view.has_credentials, &mut imports).into_vec());
        view.methods.extend(http.client(view.has_api_key, &mut imports).into_vec());
        if view.has_double {
            view.guards.extend(http.guard().into_vec());
            view.double_methods.extend(http.double(&mut imports).into_vec());
        }
    }
    view.imports = imports.written();
}

/// An operation of the peer.
struct HttpMethod<'a, 'b> {
    system: &'b System<'a>,
    peer: &'b Peer<'a>,
    call: &'a Call,
    /// `post_v1_chat_completions`
    name: String,
}

impl HttpMethod<'_, '_> {
    fn field(&self) -> Written {
        python::identifier(&self.name)
    }

    fn resilience(&self, name: &str, imports: &mut Imports) {
        imports.name(&format!("{}.resilience", self.system.runtime), name);
    }

    /// `self._post_v1_chat_completions = HttpCall(` ..
    fn opened(&self, has_credentials: bool, imports: &mut Imports) -> Lines {
        let (method, path) = parts_of(self.system, self.call);
        let arguments = [
            Written::own("http"),
            given(&self.name, has_credentials, imports),
            Written::fill("method={}", &[&python::string(method)]),
            Written::fill("path={}", &[&python::string(path)]),
        ];
        let head = Written::fill("self._{} = HttpCall", &[&self.field()]);
        let mut lines = Lines::default();
        lines.nest(2, &exploded(&head, &arguments, ""));
        if otherwise(self.call) == Otherwise::LastGood {
            self.resilience("LastGood", imports);
            let kind = match answered(self.system, self.call) {
                Answered::Class(schema) => described_class(self.system, self.call, schema, imports),
                Answered::Nothing => Written::own("None"),
                Answered::Json => {
                    imports.name("pydantic", "JsonValue");
                    Written::own("JsonValue")
                }
            };
            let pieces = [&self.field(), &kind];
            let line = Written::fill("self._{}_last = LastGood[{}]()", &pieces);
            lines.add(2, line);
        }
        lines
    }

    /// The method of the client; where something can stand in for the answer, the asking is a method of its own.
    fn client(&self, has_api_key: bool, imports: &mut Imports) -> Lines {
        let mut lines = Lines::default();
        lines.gap();
        lines.nest(1, &self.head(&self.name, imports));
        lines.add(2, python::docstring(&client_doc(self.system, self.peer, self.call), 8));
        let way = otherwise(self.call);
        if way != Otherwise::Raise {
            lines.nest(2, &self.with_stand_in(way, imports));
            lines.gap();
            lines.nest(1, &self.head(&format!("_ask_{}", self.name), imports));
        }
        let mut arguments = Vec::new();
        match sent(self.system, self.call) {
            Sent::Message(_) => {
                imports.name("google.protobuf.json_format", "MessageToDict");
                arguments
                    .push(Written::own("MessageToDict(request, preserving_proto_field_name=True)"));
            }
            Sent::Described(_) => arguments.push(Written::own(
                "request.model_dump(mode=\"json\", by_alias=True, exclude_unset=True)",
            )),
            Sent::Json => arguments.push(Written::own("request")),
            Sent::Nothing => {}
        }
        if has_api_key {
            arguments.push(Written::own("headers=self._headers"));
        }
        let answered = answered(self.system, self.call);
        let pattern = match answered {
            Answered::Nothing => "await self._{}",
            Answered::Class(_) | Answered::Json => "response = await self._{}",
        };
        let head = Written::fill(pattern, &[&self.field()]);
        lines.nest(2, &exploded(&head, &arguments, ""));
        match answered {
            Answered::Class(schema) => {
                imports.name(&format!("{}.http_client", self.system.runtime), "answer_of");
                let class = described_class(self.system, self.call, schema, imports);
                let arguments = [Written::own("response"), class];
                lines.nest(2, &fit(2, &Written::own("return answer_of"), &arguments, ""));
            }
            Answered::Nothing => {}
            Answered::Json => {
                imports.name("pydantic", "JsonValue");
                lines.own(2, "answer: JsonValue = response.json()");
                lines.own(2, "return answer");
            }
        }
        lines
    }

    fn head(&self, name: &str, imports: &mut Imports) -> Lines {
        let signature = other_signature(self.system, self.peer, self.call, imports);
        head(name, &signature, Form::Defined)
    }

    fn with_stand_in(&self, way: Otherwise, imports: &mut Imports) -> Lines {
        let (argument, key) = match sent(self.system, self.call) {
            Sent::Message(_) => ("request", "request.SerializeToString(deterministic=True)"),
            Sent::Described(_) => ("request", "request.model_dump_json()"),
            Sent::Json => ("request", "json.dumps(request, sort_keys=True)"),
            Sent::Nothing => ("", "\"\""),
        };
        let is_typed = !matches!(answered(self.system, self.call), Answered::Json);
        let ask = Written::fill("self._ask_{}({})", &[&self.field(), &Written::own(argument)]);
        match way {
            Otherwise::Empty if !is_typed => {
                self.resilience("or_default", imports);
                exploded(&Written::own("return await or_default"), &[ask, Written::own("{}")], "")
            }
            Otherwise::LastGood => {
                if matches!(sent(self.system, self.call), Sent::Json) {
                    imports.module("json");
                }
                let head = Written::fill("return await self._{}_last.get", &[&self.field()]);
                exploded(&head, &[Written::own(key), ask], "")
            }
            Otherwise::Absent | Otherwise::Empty | Otherwise::Raise => {
                self.resilience("or_none", imports);
                fit(2, &Written::own("return await or_none"), &[ask], "")
            }
        }
    }

    /// `self._post_v1_chat_completions = Guard(POST_V1_CHAT_COMPLETIONS)`
    fn guard(&self) -> Lines {
        let head = Written::fill("self._{} = Guard", &[&self.field()]);
        let mut lines = Lines::default();
        lines.nest(2, &fit(2, &head, &[constant(&self.name)], ""));
        lines
    }

    /// The method of the double.
    fn double(&self, imports: &mut Imports) -> Lines {
        let mut lines = Lines::default();
        lines.gap();
        lines.nest(1, &self.head(&self.name, imports));
        let doc = format!("{}.", route_of(self.system, self.call));
        lines.add(2, python::docstring(&doc, 8));
        lines.gap();
        imports.name("pydantic", "JsonValue");
        lines.own(2, "async def answer(_timeout: float | None) -> JsonValue:");
        let arguments = [
            Written::own("\"external.double\""),
            Written::fill("operation={}.operation", &[&constant(&self.name)]),
        ];
        lines.nest(3, &fit(3, &Written::own("self._log.warning"), &arguments, ""));
        lines.own(3, "return {}");
        lines.gap();
        let head = Written::fill("return await self._{}.run", &[&self.field()]);
        lines.nest(2, &fit(2, &head, &[Written::own("answer")], ""));
        lines
    }
}
