//! What is promised for any input, and what this process has used.

use std::time::Duration;

/// How long reading a file may take: two seconds in a release build.
pub(crate) const MOST_TIME: Duration =
    Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 2 });

/// How much memory it may need, in KiB: 256 MiB.
pub(crate) const MOST_MEMORY: usize = 256 << 10;

/// The most memory that this process has had at once, in KiB; 0 where the system does not say.
pub(crate) fn most_memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|number| number.parse().ok()).unwrap_or_default()
}
