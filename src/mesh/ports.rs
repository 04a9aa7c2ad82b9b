//! Ports: those that somebody else has, and those that nobody has.

use std::fs;
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;

use anyhow::{Context, Result};

use super::Program;

/// A port that a program cannot have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The place of the program among the given ones.
    pub program: usize,
    /// Which port.
    pub port: u16,
    /// Whether it is for gRPC; else for HTTP.
    pub grpc: bool,
    /// Who has it, as far as that can be told: `python (process 4711)`.
    pub holder: Option<String>,
}

/// The ports that programs want and that are not free.
pub fn taken(programs: &[Program]) -> Vec<Taken> {
    let mut taken = Vec::new();
    let mut wanted: Vec<(u16, &str)> = Vec::new();
    for (index, program) in programs.iter().enumerate() {
        let grpc = program.grpc_port.map(|port| (port, true));
        for (port, grpc) in std::iter::once((program.http_port, false)).chain(grpc) {
            let by_another = wanted.iter().find(|(other, _)| *other == port);
            let holder = match by_another {
                Some((_, name)) => Some((*name).to_owned()),
                None if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() => {
                    wanted.push((port, &program.name));
                    continue;
                }
                None => holder(port),
            };
            taken.push(Taken { program: index, port, grpc, holder });
        }
    }
    taken
}

/// A port that nobody has.
pub fn free() -> Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("no port is free")?;
    Ok(listener.local_addr().context("no port is free")?.port())
}

/// The program that listens on a port, where the system shows that in files.
fn holder(port: u16) -> Option<String> {
    let sockets: Vec<String> = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|table| sockets(&table, port))
        .collect();
    let processes = fs::read_dir("/proc").ok()?.filter_map(Result::ok);
    processes.map(|process| process.path()).find(|process| has_one(process, &sockets)).and_then(
        |process| {
            let name = fs::read_to_string(process.join("comm")).ok()?;
            let number = process.file_name()?.to_string_lossy().into_owned();
            Some(format!("{} (process {number})", name.trim_end()))
        },
    )
}

/// The links of the sockets that listen on a port: `socket:[12345]`.
fn sockets(table: &str, port: u16) -> Vec<String> {
    const LISTENS: &str = "0A";
    let wanted = format!(":{port:04X}");
    let rows = table.lines().map(|row| row.split_whitespace().collect::<Vec<_>>());
    rows.filter(|cells| cells.len() > 9 && cells[1].ends_with(&wanted) && cells[3] == LISTENS)
        .map(|cells| format!("socket:[{}]", cells[9]))
        .collect()
}

fn has_one(process: &Path, sockets: &[String]) -> bool {
    let Ok(files) = fs::read_dir(process.join("fd")) else { return false };
    let links = files.filter_map(Result::ok).filter_map(|file| fs::read_link(file.path()).ok());
    links.into_iter().any(|link| sockets.iter().any(|socket| link.as_os_str() == socket.as_str()))
}
