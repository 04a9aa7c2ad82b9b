//! `tests/integration/test_MODULE_PEER.py` of a peer over HTTP: before a canned server, before none, and its double.

use super::client::View;
use super::method::{
    Answered, Otherwise, Sent, answered, client_method, otherwise, parts_of, sent,
};
use crate::contracts::{Kind, Scalar};
use crate::model::{Call, Target};
use crate::names::Written;
use crate::names::written::python;
use crate::views::doors::credentials::{self, Shown, shown_to};
use crate::views::http_contract;
use crate::views::meaning::path_variables::path_variables;
use crate::views::meaning::system::{Peer, PyService, System};
use crate::views::tested::sample;
use crate::views::writing::imports::Imports;
use crate::views::writing::lines::{
    LONGEST, Lines, exploded, exploded_blocks, fit, function_head, one_line,
};
use crate::views::writing::literal::json_lines;

pub(super) fn fill(system: &System, service: &PyService, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    imports.module("httpx");
    imports.module("pytest");
    let module = format!("{}.clients.{}", service.package, peer.module);
    imports.name(&module, &format!("{}Client", peer.class));
    if view.has_double {
        imports.name(&module, &format!("{}Double", peer.class));
        imports.name(&format!("{}.testing", system.runtime), "captured_logs");
    }
    if view.has_api_key {
        imports.name("pydantic", "SecretStr");
    }
    for call in &peer.calls {
        let test = HttpTest {
            system,
            peer,
            call,
            has_api_key: view.has_api_key,
            shown: shown_to(system.model, peer).and_then(Shown::sample),
            name: python::identifier(&client_method(system, peer, call)),
        };
        view.tests.push(test.is_called(&mut imports).into_vec());
        view.tests.push(test.is_away(&mut imports).into_vec());
        if otherwise(call) == Otherwise::Raise {
            let broken = test.breaks_its_contract(&mut imports);
            view.tests.extend(broken.map(Lines::into_vec));
        }
        if view.has_double {
            view.tests.push(test.has_a_double(&mut imports).into_vec());
        }
    }
    view.test_imports = imports.written();
}

/// An operation of the peer in its tests.
struct HttpTest<'a, 'b> {
    system: &'b System<'a>,
    peer: &'b Peer<'a>,
    call: &'a Call,
    has_api_key: bool,
    /// A header that shows who calls, where the peer asks for that.
    shown: Option<(Written, Written)>,
    name: Written,
}

impl HttpTest<'_, '_> {
    fn begun(&self, what: &'static str) -> Lines {
        let module = python::identifier(&self.peer.module);
        let names = [&module, &self.name, &Written::own(what)];
        function_head(&Written::fill("test_{}_{}_{}", &names))
    }

    /// `request = agent_pb2.Prompt()`, where a message is sent.
    fn request(&self, lines: &mut Lines, imports: &mut Imports) {
        if let Sent::Described(schema) = sent(self.system, self.call)
            && let Some(shaped) =
                http_contract::request::sample(self.system.model, self.call, schema)
        {
            let sample = shaped.sampled(self.system, imports);
            lines.nest(1, &sample.with_head(&Written::own("request = ")));
        }
        if let Sent::Message(message) = sent(self.system, self.call) {
            let sample = if self.variables().is_empty() {
                let class = self.system.messages.class(&message.full_name, imports);
                exploded(&class, &[], "")
            } else {
                sample::message(self.system, message, "", imports)
            };
            lines.nest(1, &sample.with_head(&Written::own("request = ")));
        }
    }

    fn arguments(&self) -> Vec<Written> {
        match sent(self.system, self.call) {
            Sent::Message(_) | Sent::Described(_) => vec![Written::own("request")],
            Sent::Json => {
                let given = self.variables().into_iter().map(|name| {
                    let string = python::string(name);
                    Written::fill("{}: {}", &[&string, &string])
                });
                let given: Vec<Written> = given.collect();
                let pieces = [Written::own("{"), Written::join(&given, ", "), Written::own("}")];
                vec![Written::concat(&pieces)]
            }
            Sent::Nothing => Vec::new(),
        }
    }

    fn variables(&self) -> Vec<&str> {
        path_variables(self.system.model, self.call)
    }

    /// The path as the test asks for it.
    fn path(&self, path: &str) -> String {
        let message = match sent(self.system, self.call) {
            Sent::Message(message) => Some(message),
            Sent::Described(_) | Sent::Json | Sent::Nothing => None,
        };
        let mut path = path.split('?').next().unwrap_or(path).to_owned();
        for name in self.variables() {
            let field = message.and_then(|message| message.field(name));
            let value = match field.map(|field| &field.kind) {
                Some(Kind::Scalar(Scalar::Bool)) => "True",
                Some(Kind::Scalar(scalar)) if *scalar != Scalar::String => "1",
                _ => name,
            };
            path = path.replace(&format!("{{{name}}}"), value);
        }
        path
    }

    /// `client = LlmClient(http)`
    fn client(&self, key: &'static str) -> Lines {
        let head = Written::fill("client = {}Client", &[&python::identifier(&self.peer.class)]);
        let mut arguments = vec![Written::own("http")];
        if self.has_api_key {
            arguments.push(Written::fill("api_key={}", &[&Written::own(key)]));
        }
        if let Some((name, value)) = &self.shown {
            arguments.push(credentials::header(name, value));
        }
        fit(2, &head, &arguments, "")
    }

    fn is_called(&self, imports: &mut Imports) -> Lines {
        let is_password = shown_to(self.system.model, self.peer) == Some(Shown::Password);
        let what = match (is_password, self.has_api_key || self.shown.is_some()) {
            (true, _) => "is_called_with_the_password",
            (false, true) => "is_called_with_the_key",
            (false, false) => "is_called",
        };
        let mut lines = self.begun(what);
        let (method, path) = parts_of(self.system, self.call);
        lines.own(1, "def answer(request: httpx.Request) -> httpx.Response:");
        lines.add(2, Written::fill("assert request.method == {}", &[&python::string(method)]));
        lines.nest(2, &path_test(&python::string(&self.path(path))));
        if self.has_api_key {
            lines.own(2, "assert request.headers[\"authorization\"] == \"Bearer key\"");
        }
        if let Some((name, value)) = &self.shown {
            lines.add(2, Written::fill("assert request.headers[{}] == {}", &[name, value]));
        }
        lines.nest(2, &self.response());
        lines.gap();
        self.request(&mut lines, imports);
        lines.nest(1, &self.before_a_canned_server());
        let call = self.calling("client");
        match self.answer(imports) {
            Some(expected) => {
                let head = Written::fill("reply = await {}", &[&call]);
                lines.nest(2, &fit(2, &head, &self.arguments(), ""));
                lines.nest(1, &expected.with_head(&Written::own("assert reply == ")));
            }
            None if self.answers_nothing() => {
                let head = Written::fill("await {}", &[&call]);
                lines.nest(2, &fit(2, &head, &self.arguments(), ""));
            }
            None => lines.nest(2, &equals(2, &call, &self.arguments(), "== {}")),
        }
        lines
    }

    /// `async with httpx.AsyncClient(` .., and the client in it.
    fn before_a_canned_server(&self) -> Lines {
        let mut lines = Lines::default();
        lines.own(0, "transport = httpx.MockTransport(answer)");
        let url = format!("http://{}.test", self.peer.name);
        let arguments = [
            Written::own("transport=transport"),
            Written::fill("base_url={}", &[&python::string(&url)]),
        ];
        let head = Written::own("async with httpx.AsyncClient");
        lines.nest(0, &fit(1, &head, &arguments, " as http:"));
        lines.nest(1, &self.client("SecretStr(\"key\")"));
        lines
    }

    fn answers_nothing(&self) -> bool {
        matches!(answered(self.system, self.call), Answered::Nothing)
    }

    /// What the peer's answer becomes, where a document describes it.
    fn answer(&self, imports: &mut Imports) -> Option<Lines> {
        let Answered::Class(schema) = answered(self.system, self.call) else { return None };
        let shaped = http_contract::request::sample(self.system.model, self.call, schema)?;
        Some(shaped.sampled(self.system, imports))
    }

    /// `return httpx.Response(200, json={})`
    fn response(&self) -> Lines {
        let mut lines = Lines::default();
        let described = http_contract::request::called(self.system.model, self.call);
        let status = described.map_or(200, |described| described.answer.status);
        let status = python::number(&status.to_string());
        if self.answers_nothing() {
            lines.add(0, Written::fill("return httpx.Response({})", &[&status]));
            return lines;
        }
        let Target::Operation(id) = self.call.target else {
            lines.own(0, "return httpx.Response(200, json={})");
            return lines;
        };
        let contract = self.system.http_of(self.system.model.operation(id).service);
        let (Answered::Class(schema), Some(contract)) =
            (answered(self.system, self.call), contract)
        else {
            lines.add(
                0,
                Written::fill(
                    "return httpx.Response({}, json={})",
                    &[&status, &Written::own("{}")],
                ),
            );
            return lines;
        };
        let value = json_lines(&http_contract::samples::sample(contract.document, schema, "value"));
        let value = value.with_head(&Written::own("json="));
        exploded_blocks(&Written::own("return httpx.Response"), vec![one_line(status), value], "")
    }

    /// An answer that is not what the document says: the peer's failure.
    fn breaks_its_contract(&self, imports: &mut Imports) -> Option<Lines> {
        let Answered::Class(schema) = answered(self.system, self.call) else { return None };
        let shaped = http_contract::request::sample(self.system.model, self.call, schema)?;
        shaped.missing().next()?;
        let mut lines = self.begun("names_an_answer_that_breaks_the_contract");
        lines.own(1, "def answer(_request: httpx.Request) -> httpx.Response:");
        lines.own(2, "return httpx.Response(200, json={})");
        lines.gap();
        self.request(&mut lines, imports);
        imports.module("pytest");
        imports.name(&format!("{}.errors", self.system.runtime), "PeerError");
        lines.nest(1, &self.before_a_canned_server());
        lines.own(2, "with pytest.raises(PeerError):");
        let head = Written::fill("await {}", &[&self.calling("client")]);
        lines.nest(3, &fit(3, &head, &self.arguments(), ""));
        Some(lines)
    }

    fn calling(&self, who: &'static str) -> Written {
        Written::fill("{}.{}", &[&Written::own(who), &self.name])
    }

    /// Nobody listens: an error, or what stands in for the answer.
    fn is_away(&self, imports: &mut Imports) -> Lines {
        let way = otherwise(self.call);
        let mut lines = self.begun(match way {
            Otherwise::Raise | Otherwise::LastGood => "names_a_peer_that_is_away",
            Otherwise::Absent => "may_fail",
            Otherwise::Empty => "falls_back_to_an_empty_reply",
        });
        self.request(&mut lines, imports);
        lines.own(1, "async with httpx.AsyncClient(base_url=\"http://127.0.0.1:1\") as http:");
        lines.nest(2, &self.client("None"));
        let call = self.calling("client");
        match way {
            Otherwise::Raise | Otherwise::LastGood => {
                imports.name(&format!("{}.errors", self.system.runtime), "PeerError");
                lines.own(2, "with pytest.raises(PeerError):");
                let head = Written::fill("await {}", &[&call]);
                lines.nest(3, &fit(3, &head, &self.arguments(), ""));
            }
            Otherwise::Absent => {
                lines.nest(2, &equals(2, &call, &self.arguments(), "is None"));
            }
            Otherwise::Empty if !matches!(answered(self.system, self.call), Answered::Json) => {
                lines.nest(2, &equals(2, &call, &self.arguments(), "is None"));
            }
            Otherwise::Empty => lines.nest(2, &equals(2, &call, &self.arguments(), "== {}")),
        }
        lines
    }

    fn has_a_double(&self, imports: &mut Imports) -> Lines {
        let mut lines = self.begun("has_a_double_that_says_so");
        self.request(&mut lines, imports);
        lines.own(1, "with captured_logs() as lines:");
        let double = Written::fill("{}Double()", &[&python::identifier(&self.peer.class)]);
        let call = Written::fill("{}.{}", &[&double, &self.name]);
        let inner = Written::join(&self.arguments(), ", ");
        let line =
            Written::fill("assert await {}({}) == {}", &[&call, &inner, &Written::own("{}")]);
        if line.as_str().len() + 8 <= LONGEST {
            lines.add(2, line);
        } else {
            lines.add(2, Written::fill("double = {}", &[&double]));
            lines.nest(2, &equals(2, &self.calling("double"), &self.arguments(), "== {}"));
        }
        lines.own(1, "assert [line[\"event\"] for line in lines] == [\"external.double\"]");
        lines
    }
}

/// `assert await head(arguments) ==` something; where that is too long, in two statements.
fn equals(level: usize, head: &Written, arguments: &[Written], what: &'static str) -> Lines {
    let inner = Written::join(arguments, ", ");
    let what = Written::own(what);
    let line = Written::fill("assert await {}({}) {}", &[head, &inner, &what]);
    let mut lines = Lines::default();
    if line.as_str().len() + 4 * level <= LONGEST {
        lines.add(0, line);
        return lines;
    }
    lines.nest(0, &fit(level, &Written::fill("reply = await {}", &[head]), arguments, ""));
    lines.add(0, Written::fill("assert reply {}", &[&what]));
    lines
}

/// `assert request.url.path == PATH`
fn path_test(path: &Written) -> Lines {
    let (mut folded, mut lines) = (Lines::default(), Lines::default());
    folded.own(0, "assert (");
    folded.own(1, "request.url.path");
    folded.add(1, Written::fill("== {}", &[path]));
    folded.own(0, ")");
    lines.add_folding(0, Written::fill("assert request.url.path == {}", &[path]), folded);
    lines
}
