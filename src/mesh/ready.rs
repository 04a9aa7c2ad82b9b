//! Whether a service says that it is ready.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use super::run::Message;

/// Asks a service again and again until it is ready, says so, or until nobody wants to know.
pub(super) fn ask(port: u16, unasked: Arc<AtomicBool>, messages: Sender<Message>, ready: Message) {
    const BETWEEN: Duration = Duration::from_millis(50);
    thread::spawn(move || {
        while !unasked.load(Ordering::Relaxed) {
            if is_ready(port) {
                let _ = messages.send(ready);
                return;
            }
            thread::sleep(BETWEEN);
        }
    });
}

/// Asks `/health/ready` on this machine's loopback.
fn is_ready(port: u16) -> bool {
    const PATIENCE: Duration = Duration::from_secs(2);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let Ok(mut stream) = TcpStream::connect_timeout(&address, PATIENCE) else { return false };
    let request = b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    let mut head = [0; 12];
    stream.set_read_timeout(Some(PATIENCE)).is_ok()
        && stream.write_all(request).is_ok()
        && stream.read_exact(&mut head).is_ok()
        && head.ends_with(b" 200")
}
