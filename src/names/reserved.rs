//! Names that somebody else has already: devices of Windows, modules of Python, packages that generated services use,
//! libraries of every generated tree.

/// The libraries of every generated tree.
const OWN_LIBRARIES: [&str; 2] = ["contracts", "runtime"];

/// Whether every generated tree has a library of this name: a service of that name would be the same package.
pub fn is_own_library(name: &str) -> bool {
    OWN_LIBRARIES.contains(&name)
}

/// Whether Windows keeps the name for a device, so that no folder can have it.
pub fn is_windows_device(name: &str) -> bool {
    let numbered = |prefix| {
        name.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'1'..=b'9']))
    };
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// Whether Python's standard library has a module of this name.
pub fn is_standard_module(name: &str) -> bool {
    STANDARD_MODULES.binary_search(&name).is_ok()
}

/// Whether a package that generated services install or import has this name, with `_` for `-`.
pub fn is_distribution(name: &str) -> bool {
    DISTRIBUTIONS.binary_search(&name).is_ok()
}

/// Python 3.11 to 3.14, sorted; names with capitals or a leading underscore cannot clash.
#[rustfmt::skip]
const STANDARD_MODULES: &[&str] = &[
    "abc", "aifc", "annotationlib", "antigravity", "argparse", "array", "ast", "asynchat", "asyncio", "asyncore",
    "atexit", "audioop", "base64", "bdb", "binascii", "bisect", "builtins", "bz2", "calendar", "cgi", "cgitb",
    "chunk", "cmath", "cmd", "code", "codecs", "codeop", "collections", "colorsys", "compileall", "compression",
    "concurrent", "configparser", "contextlib", "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses",
    "dataclasses", "datetime", "dbm", "decimal", "difflib", "dis", "distutils", "doctest", "email", "encodings",
    "ensurepip", "enum", "errno", "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions", "ftplib",
    "functools", "gc", "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "grp", "gzip", "hashlib",
    "heapq", "hmac", "html", "http", "idlelib", "imaplib", "imghdr", "imp", "importlib", "inspect", "io",
    "ipaddress", "itertools", "json", "keyword", "lib2to3", "linecache", "locale", "logging", "lzma", "mailbox",
    "mailcap", "marshal", "math", "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt", "multiprocessing",
    "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode", "operator", "optparse", "os",
    "ossaudiodev", "pathlib", "pdb", "pickle", "pickletools", "pipes", "pkgutil", "platform", "plistlib", "poplib",
    "posix", "posixpath", "pprint", "profile", "pstats", "pty", "pwd", "py_compile", "pyclbr", "pydoc",
    "pydoc_data", "pyexpat", "queue", "quopri", "random", "re", "readline", "reprlib", "resource", "rlcompleter",
    "runpy", "sched", "secrets", "select", "selectors", "shelve", "shlex", "shutil", "signal", "site", "smtpd",
    "smtplib", "sndhdr", "socket", "socketserver", "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse",
    "ssl", "stat", "statistics", "string", "stringprep", "struct", "subprocess", "sunau", "symtable", "sys",
    "sysconfig", "syslog", "tabnanny", "tarfile", "telnetlib", "tempfile", "termios", "textwrap", "this",
    "threading", "time", "timeit", "tkinter", "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc",
    "tty", "turtle", "turtledemo", "types", "typing", "unicodedata", "unittest", "urllib", "uu", "uuid", "venv",
    "warnings", "wave", "weakref", "webbrowser", "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc",
    "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
];

/// Names to install and names to import, sorted.
#[rustfmt::skip]
const DISTRIBUTIONS: &[&str] = &[
    "aiokafka", "aiosqlite", "alembic", "annotated_doc", "annotated_types", "anyio", "argon2", "argon2_cffi",
    "asyncpg", "asyncpg_stubs", "celery", "click", "coverage", "dotenv", "fastapi", "google", "google_api",
    "googleapis_common_protos", "greenlet", "grpc", "grpc_health", "grpc_reflection", "grpc_status", "grpcio",
    "grpcio_health_checking", "grpcio_reflection", "grpcio_status", "grpcio_testing", "h11", "httpcore", "httptools",
    "httpx", "hypothesis", "idna", "import_linter", "importlinter", "iniconfig", "jwt", "locust", "mako",
    "markupsafe", "mypy", "mypy_extensions", "opentelemetry", "opentelemetry_api", "opentelemetry_exporter_otlp",
    "opentelemetry_proto", "opentelemetry_sdk", "opentelemetry_semantic_conventions", "orjson", "packaging",
    "pluggy", "polyfactory", "prometheus_client", "protobuf", "pwdlib", "pydantic", "pydantic_core",
    "pydantic_settings", "pyjwt", "pytest", "pytest_asyncio", "pytest_cov", "python_dotenv", "redis", "ruff",
    "schemathesis", "sentry_sdk", "sniffio", "sqlalchemy", "stamina", "starlette", "structlog", "tenacity",
    "types_grpcio", "types_grpcio_health_checking", "types_protobuf", "typing_extensions", "typing_inspection",
    "uvicorn", "uvloop", "watchfiles", "websockets", "yaml",
];

#[cfg(test)]
mod tests {
    use super::{DISTRIBUTIONS, STANDARD_MODULES};

    #[test]
    fn reserved_names_are_sorted() {
        assert!(STANDARD_MODULES.is_sorted() && DISTRIBUTIONS.is_sorted());
    }
}
