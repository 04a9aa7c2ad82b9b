//! What lies below an import root and cannot be read: what keeps it from that, and what to do about it.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use super::place::place_of;

/// What keeps a proto, or a folder of them, from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is a link: none is followed.
    Link {
        /// As the link says.
        to: String,
        /// Where that is.
        leads: Leads,
    },
    /// It is something else that is no file: `a pipe, socket or device`.
    NoFile(&'static str),
    /// It is larger than this number of MiB.
    TooLarge(u64),
    /// Its path has characters that a path may not have everywhere.
    NoName,
    /// The system refuses it, in its words.
    Refused(String),
}

/// Where a link leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// Out of the project.
    Outside,
    /// To a place where nothing is.
    Nowhere,
    /// To something else.
    Elsewhere,
}

impl Unread {
    /// A link as it is; `project` is the folder that it should not lead out of, where there is one.
    pub(super) fn link(link: &Path, project: Option<&Path>) -> Self {
        let Ok(to) = fs::read_link(link) else { return Self::NoFile("a link") };
        let leads = match project {
            Some(project) if leads_out(link, &to, project) => Leads::Outside,
            _ if fs::metadata(link).is_err_and(|error| error.kind() == ErrorKind::NotFound) => {
                Leads::Nowhere
            }
            _ => Leads::Elsewhere,
        };
        Self::Link { to: to.to_string_lossy().into_owned(), leads }
    }

    /// What is wrong with what is shown by this path.
    pub fn words(&self, shown: &str) -> String {
        match self {
            Self::Link { to, leads } => {
                let but = match leads {
                    Leads::Outside => "which lies outside of the project",
                    Leads::Nowhere => "where nothing is",
                    Leads::Elsewhere => "and links are not followed",
                };
                format!("`{shown}` is a link to `{to}`, {but}")
            }
            Self::NoFile(kind) => format!("`{shown}` is {kind}, not a file"),
            Self::TooLarge(most) => format!("`{shown}` is larger than {most} MiB"),
            Self::NoName => format!("`{shown}` is no name for a proto file"),
            Self::Refused(words) => format!("cannot read `{shown}`: {words}"),
        }
    }

    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Link { leads: Leads::Nowhere, .. } => {
                "put what is meant in the place of the link, or remove it"
            }
            Self::Link { .. } => "put what it leads to in the place of the link",
            Self::NoFile(_) => "put a file in its place, or take it out of the import root",
            Self::TooLarge(_) => {
                "split the file, or keep what is not a contract out of the import root"
            }
            Self::NoName => "rename it: without `\\`, `:` and control characters",
            Self::Refused(_) => {
                "change its permissions so that it can be read, or take it out of the import root"
            }
        }
    }
}

/// Whether a link names a place outside of a folder. Nothing there is looked at.
fn leads_out(link: &Path, to: &Path, project: &Path) -> bool {
    let around = link.parent().unwrap_or(project);
    !place_of(&around.join(to)).starts_with(place_of(project))
}
