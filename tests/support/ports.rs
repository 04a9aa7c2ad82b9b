//! Ports that nobody has.

use std::collections::BTreeMap;
use std::net::TcpListener;

/// The variables that give each service of `scaffold up` ports of its own: `CHAT_HTTP_PORT`, `CHAT_GRPC_PORT`.
pub(crate) fn free_ports(services: &[&str]) -> BTreeMap<String, String> {
    // All are held until all are known, so that no two are the same.
    let mut held = Vec::new();
    let mut variables = BTreeMap::new();
    for service in services {
        for door in ["HTTP", "GRPC"] {
            let listener = TcpListener::bind("127.0.0.1:0").expect("there are free ports");
            let port = listener.local_addr().expect("it is bound").port();
            variables.insert(format!("{service}_{door}_PORT"), port.to_string());
            held.push(listener);
        }
    }
    variables
}
