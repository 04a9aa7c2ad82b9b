//! `clients/PEER.py` of an external whose protocol is not read: a transport under a policy, and a double.

use super::client::View;
use super::method::{Otherwise, client_doc, otherwise};
use super::policy::policy;
use crate::names::Written;
use crate::names::written::python;
use crate::views::meaning::system::{Peer, PyService, System};
use crate::views::writing::lines::{LONGEST, Lines, fit};

pub(super) fn fill(system: &System, service: &PyService, peer: &Peer, view: &mut View) {
    let mut imports = system.imports();
    let mut tests = system.imports();
    tests.module("pytest");
    let runtime = &system.runtime;
    let module = format!("{}.clients.{}", service.package, peer.module);
    imports.name("typing", "Protocol");
    imports.name(&format!("{runtime}.logs"), "get_logger");
    imports.name(&format!("{runtime}.resilience"), "Guard");
    tests.name(&module, "SEND");
    tests.name(&module, &format!("{}Client", peer.class));
    tests.name(&module, &format!("{}Double", peer.class));
    tests.name(&format!("{runtime}.errors"), "PeerUnavailable");
    tests.name(&format!("{runtime}.testing"), "captured_logs");
    let Some(call) = peer.calls.first() else { return };
    view.policies = policy(system, peer, ("SEND", peer.name), call, &mut imports).into_vec();
    view.send_docstring = python::docstring(&client_doc(system, peer, call), 8);
    let way = otherwise(call);
    let (returns, statement, needs) = match way {
        Otherwise::Raise => ("bytes", "return await self._send.run(attempt)", None),
        Otherwise::Absent => {
            ("bytes | None", "return await or_none(self._send.run(attempt))", Some("or_none"))
        }
        Otherwise::Empty => {
            ("bytes", "return await or_default(self._send.run(attempt), b\"\")", Some("or_default"))
        }
        Otherwise::LastGood => (
            "bytes",
            "return await self._last.get(request, self._send.run(attempt))",
            Some("LastGood"),
        ),
    };
    if let Some(name) = needs {
        imports.name(&format!("{runtime}.resilience"), name);
    }
    view.send_returns = Written::own(returns);
    view.send_statement = Written::own(statement);
    view.keeps_last_good = way == Otherwise::LastGood;
    let (name, statements): (_, &[_]) = match way {
        Otherwise::Absent => ("may_fail", &["assert await client.send(b\"\") is None"]),
        Otherwise::Empty => {
            ("falls_back_to_an_empty_reply", &["assert await client.send(b\"\") == b\"\""])
        }
        Otherwise::Raise | Otherwise::LastGood => {
            tests.name(&format!("{runtime}.errors"), "PeerError");
            let statements = &["with pytest.raises(PeerError):", "    await client.send(b\"\")"];
            ("names_a_peer_that_is_away", statements)
        }
    };
    view.away_name = Written::own(name);
    view.away_test = statements.iter().map(|line| Written::own(line)).collect();
    let class = python::identifier(&peer.class);
    let away = python::string(&format!("{} is away", peer.name));
    let arguments = [away, Written::own("operation=SEND.operation")];
    let mut broken = Lines::default();
    broken.nest(2, &fit(2, &Written::own("raise PeerUnavailable"), &arguments, ""));
    view.broken = broken.into_vec();
    view.double_test = double_test(&class).into_vec();
    view.imports = imports.written();
    view.test_imports = tests.written();
}

/// What the double answers, through the client.
fn double_test(class: &Written) -> Lines {
    let mut lines = Lines::default();
    let line =
        Written::fill("assert await {}Client({}Double()).send(b\"\") == b\"\"", &[class, class]);
    if line.as_str().len() + 8 <= LONGEST {
        lines.add(2, line);
        return lines;
    }
    let double = Written::fill("{}Double()", &[class]);
    lines.nest(2, &fit(2, &Written::fill("client = {}Client", &[class]), &[double], ""));
    lines.own(2, "assert await client.send(b\"\") == b\"\"");
    lines
}
