//! `buf.yaml`: which rules hold, where they do not, and what counts as a module.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use crate::contracts::codes::INVALID_BUF_YAML;
use crate::diagnostic::{Diagnostic, Span};

use super::keys::Keys;

/// Which edition of buf's rules holds; where there is no `buf.yaml`, the first one does.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Version {
    /// `v1`.
    #[default]
    One,
    /// `v2`.
    Two,
}

/// The two families of rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// What a contract should look like.
    Lint,
    /// What may not change.
    Breaking,
}

/// A `buf.yaml`, or what holds without one.
#[derive(Clone, Debug)]
pub struct Config {
    /// The edition of the rules.
    pub version: Version,
    /// At least one.
    pub modules: Vec<Module>,
}

/// A folder of protos that is judged on its own.
#[derive(Clone, Debug, Default)]
pub struct Module {
    /// Relative to the `buf.yaml`; empty for its own folder.
    pub folder: String,
    /// Only these folders, relative to the module; all where there are none.
    pub includes: Vec<String>,
    /// Not these folders, relative to the module.
    pub excludes: Vec<String>,
    /// What holds for lint.
    pub lint: Section,
    /// What holds for breaking.
    pub breaking: Section,
}

/// Which rules of one family hold, and how. Paths are relative to the module.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The `buf.yaml`, to say where something is wrong in it.
    pub text: Arc<str>,
    /// Where the section begins in it; 0 where it is not written.
    pub start: usize,
    /// Rules and categories; the default ones where there are none.
    pub using: Vec<String>,
    /// Rules and categories that do not hold.
    pub except: Vec<String>,
    /// Files and folders that are not looked at.
    pub ignore: Vec<String>,
    /// By rule or category, the files and folders where it does not hold.
    pub ignore_only: BTreeMap<String, Vec<String>>,
    /// No rule at all.
    pub disabled: bool,
    /// Lint: comments may say that a rule does not hold.
    pub comments_ignore: bool,
    /// Lint: how the value 0 of an enum ends.
    pub enum_zero_value_suffix: String,
    /// Lint: how the name of a service ends.
    pub service_suffix: String,
    /// Lint: one message may be both.
    pub same_request_response: bool,
    /// Lint: `google.protobuf.Empty` may be any request.
    pub empty_requests: bool,
    /// Lint: `google.protobuf.Empty` may be any response.
    pub empty_responses: bool,
    /// Breaking: packages that are not stable may change.
    pub ignore_unstable_packages: bool,
}

/// What comes first: what else there may be depends on it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Stated {
    version: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Written {
    #[serde(rename = "version")]
    _version: serde::de::IgnoredAny,
    #[serde(rename = "name")]
    _name: serde::de::IgnoredAny,
    #[serde(rename = "deps")]
    _deps: serde::de::IgnoredAny,
    #[serde(rename = "plugins")]
    _plugins: serde::de::IgnoredAny,
    #[serde(rename = "policies")]
    _policies: serde::de::IgnoredAny,
    build: WrittenBuild,
    modules: Vec<WrittenModule>,
    lint: WrittenSection,
    breaking: WrittenSection,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenBuild {
    excludes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenModule {
    path: String,
    #[serde(rename = "name")]
    _name: serde::de::IgnoredAny,
    includes: Vec<String>,
    excludes: Vec<String>,
    lint: Option<WrittenSection>,
    breaking: Option<WrittenSection>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct WrittenSection {
    #[serde(rename = "use")]
    using: Vec<String>,
    except: Vec<String>,
    ignore: Vec<String>,
    ignore_only: BTreeMap<String, Vec<String>>,
    enum_zero_value_suffix: Option<String>,
    rpc_allow_same_request_response: bool,
    rpc_allow_google_protobuf_empty_requests: bool,
    rpc_allow_google_protobuf_empty_responses: bool,
    service_suffix: Option<String>,
    allow_comment_ignores: bool,
    disallow_comment_ignores: bool,
    disable_builtin: bool,
    ignore_unstable_packages: bool,
}

impl Default for Config {
    fn default() -> Self {
        let section = WrittenSection::default();
        let module = Module {
            lint: section.read(Version::One, ""),
            breaking: section.read(Version::One, ""),
            ..Module::default()
        };
        Self { version: Version::One, modules: vec![module] }
    }
}

impl Config {
    /// What there is to say of a file that is there, and whose text cannot be read.
    pub fn unreadable(file: &Arc<str>, error: &anyhow::Error) -> Diagnostic {
        Diagnostic::error(INVALID_BUF_YAML, format!("{error:#}")).at(&Span::new(file, 0, 0)).hint(
            "make it a readable file of UTF-8 text, or take it away: it says how contracts are judged",
        )
    }

    /// Reads the text of a `buf.yaml`; `file` is how diagnostics call it.
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Self, Box<Diagnostic>> {
        let unreadable = |error| Box::new(unreadable(file, text, &error));
        let stated: Stated = serde_yaml::from_str(text).map_err(unreadable)?;
        let version = match stated.version.as_str() {
            "v1" => Version::One,
            "v2" => Version::Two,
            other => return Err(Box::new(unknown_version(file, other))),
        };
        let written: Written = serde_yaml::from_str(text).map_err(unreadable)?;
        let mut modules = match version {
            Version::One => vec![Module {
                excludes: below("", &written.build.excludes),
                lint: written.lint.read(version, ""),
                breaking: written.breaking.read(version, ""),
                ..Module::default()
            }],
            Version::Two => modules(&written),
        };
        let text: Arc<str> = Arc::from(text);
        let (mut lints, mut breakings) = (Keys::of("lint", &text), Keys::of("breaking", &text));
        let mut own = written.modules.iter();
        for module in &mut modules {
            let own = own.next();
            module.lint.text = Arc::clone(&text);
            module.lint.start = lints.section(own.is_some_and(|module| module.lint.is_some()));
            module.breaking.text = Arc::clone(&text);
            module.breaking.start =
                breakings.section(own.is_some_and(|module| module.breaking.is_some()));
        }
        Ok(Self { version, modules })
    }

    /// What holds for a folder of protos, relative to the `buf.yaml`: that of the module that it is, that it lies in, or that
    /// lies in it, with all paths relative to the folder.
    pub fn module_of(&self, folder: &str) -> Module {
        let folder = normal(folder);
        let holds = |module: &&Module| within(&folder, &module.folder).is_some();
        let outer = self.modules.iter().filter(holds).max_by_key(|module| module.folder.len());
        let module = outer.or(self.modules.first()).cloned().unwrap_or_default();
        let inside = within(&folder, &module.folder).unwrap_or_default().to_owned();
        let around = within(&module.folder, &folder).unwrap_or_default().to_owned();
        module.moved(&folder, |paths| match around.as_str() {
            "" => below(&inside, paths),
            around => paths.iter().map(|path| format!("{around}/{path}")).collect(),
        })
    }
}

/// A path relative to a folder around it; empty for the folder itself.
pub(super) fn within<'a>(path: &'a str, around: &str) -> Option<&'a str> {
    match path.strip_prefix(around)? {
        "" => Some(""),
        rest if around.is_empty() => Some(rest),
        rest => rest.strip_prefix('/'),
    }
}

impl Module {
    /// Whether a file counts, by its path relative to the module.
    pub fn holds(&self, path: &str) -> bool {
        let under = |folders: &[String]| folders.iter().any(|it| within(path, it).is_some());
        (self.includes.is_empty() || under(&self.includes)) && !under(&self.excludes)
    }

    fn moved(self, folder: &str, paths: impl Fn(&[String]) -> Vec<String>) -> Self {
        let section = |section: Section| Section {
            ignore: paths(&section.ignore),
            ignore_only: section
                .ignore_only
                .iter()
                .map(|(id, it)| (id.clone(), paths(it)))
                .collect(),
            ..section
        };
        Self {
            folder: folder.to_owned(),
            includes: paths(&self.includes),
            excludes: paths(&self.excludes),
            lint: section(self.lint),
            breaking: section(self.breaking),
        }
    }
}

fn modules(written: &Written) -> Vec<Module> {
    let own = [WrittenModule::default()];
    let modules = if written.modules.is_empty() { &own[..] } else { &written.modules };
    let module = |module: &WrittenModule| {
        let folder = normal(&module.path);
        Module {
            includes: below(&folder, &module.includes),
            excludes: below(&folder, &module.excludes),
            lint: module.lint.as_ref().unwrap_or(&written.lint).read(Version::Two, &folder),
            breaking: module
                .breaking
                .as_ref()
                .unwrap_or(&written.breaking)
                .read(Version::Two, &folder),
            folder,
        }
    };
    modules.iter().map(module).collect()
}

impl WrittenSection {
    fn read(&self, version: Version, folder: &str) -> Section {
        let ignore_only =
            self.ignore_only.iter().map(|(rule, paths)| (rule.clone(), below(folder, paths)));
        let or = |said: &Option<String>, usual: &str| {
            said.clone().filter(|said| !said.is_empty()).unwrap_or_else(|| usual.to_owned())
        };
        Section {
            text: Arc::default(),
            start: 0,
            using: self.using.clone(),
            except: self.except.clone(),
            ignore: below(folder, &self.ignore),
            ignore_only: ignore_only.collect(),
            disabled: self.disable_builtin,
            comments_ignore: match version {
                Version::One => self.allow_comment_ignores,
                Version::Two => !self.disallow_comment_ignores,
            },
            enum_zero_value_suffix: or(&self.enum_zero_value_suffix, "_UNSPECIFIED"),
            service_suffix: or(&self.service_suffix, "Service"),
            same_request_response: self.rpc_allow_same_request_response,
            empty_requests: self.rpc_allow_google_protobuf_empty_requests,
            empty_responses: self.rpc_allow_google_protobuf_empty_responses,
            ignore_unstable_packages: self.ignore_unstable_packages,
        }
    }
}

/// These paths relative to a folder; those outside of it are left out.
fn below(folder: &str, paths: &[String]) -> Vec<String> {
    let relative = |path: &String| {
        let path = normal(path);
        if folder.is_empty() || path.is_empty() {
            return Some(path);
        }
        let inside = within(&path, folder).map(str::to_owned);
        inside.or_else(|| within(folder, &path).map(|_| String::new()))
    };
    paths.iter().filter_map(relative).collect()
}

/// `./a/b/` is `a/b`, and `.` is nothing.
pub(super) fn normal(path: &str) -> String {
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

/// A file that is no YAML, or has keys that there are not.
pub(super) fn unreadable(file: &Arc<str>, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let at = error.location().map_or(0, |place| {
        let before = |number| usize::try_from(number).unwrap_or(1).saturating_sub(1);
        let lines = text.split_inclusive('\n').take(before(place.line()));
        lines.map(str::len).sum::<usize>() + before(place.column())
    });
    let words = error.to_string();
    let words = words.lines().next().unwrap_or_default();
    // The place stands at the beginning of the words too.
    let words = match words.split_once(": ") {
        Some(("error", rest)) => rest.split_once(": ").map_or(rest, |(_, rest)| rest),
        _ => words,
    };
    let at = at.min(text.len());
    Diagnostic::error(INVALID_BUF_YAML, format!("`{file}` cannot be read: {words}"))
        .at(&Span::new(file, at, at))
}

fn unknown_version(file: &Arc<str>, version: &str) -> Diagnostic {
    let message = match version {
        "" => format!("`{file}` does not say its version"),
        other => format!("`{file}` has the version `{other}`; only v1 and v2 are read"),
    };
    Diagnostic::error(INVALID_BUF_YAML, message)
        .at(&Span::new(file, 0, 0))
        .hint("begin it with `version: v2`; `buf config migrate` turns older files into that")
}
