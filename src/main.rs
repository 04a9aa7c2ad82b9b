//! The binary: everything is in the library.

use std::process::ExitCode;

use mimalloc::MiMalloc;

/// Documents are put together from very many short texts, on all processors: that takes a quarter less time than with the
/// allocator of glibc, and a fraction of what that of musl takes. Its second edition holds on to less than the third does.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    scaffold::cli::main(std::env::args_os())
}
