//! One fault under the id of a rule, and how it is printed.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Severity, Span};

use super::{Place, Proto, Subject};

/// What a rule has against a contract, in buf's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The id of the rule.
    pub rule: &'static str,
    /// The file as shown; `None` where there is no such file any more.
    pub file: Option<Arc<str>>,
    /// Where in the file; `None` for all of it.
    pub place: Option<Place>,
    /// What it is about; of what was deleted, what there was.
    pub subject: Subject,
    /// One sentence.
    pub message: String,
}

impl Finding {
    /// At a descriptor path; about the whole file where nothing is written there.
    pub fn new(rule: &'static str, proto: &Proto, path: Option<&[i32]>, message: String) -> Self {
        let place = path.and_then(|path| proto.places.get(path));
        let subject = Subject::at(proto, path.unwrap_or_default());
        Self { rule, file: Some(Arc::clone(&proto.path)), place, subject, message }
    }

    /// As buf prints it.
    pub fn line(&self) -> String {
        let (line, column) = self.start();
        let file = self.file.as_deref().unwrap_or("<input>");
        format!("{file}:{line}:{column}:{}", self.message)
    }

    /// As scaffold shows it: `name` is that of the family of rules.
    pub fn diagnostic(&self, name: &'static str, severity: Severity) -> Diagnostic {
        let code = Code { id: self.rule, name };
        let diagnostic =
            Diagnostic { severity, ..Diagnostic::error(code, in_our_words(&self.message)) };
        let Some(file) = &self.file else { return diagnostic };
        let bytes = self.place.as_ref().map_or(0..0, |place| place.bytes.clone());
        diagnostic.at(&Span::new(file, bytes.start, bytes.end))
    }

    fn start(&self) -> (usize, usize) {
        self.place.as_ref().map_or((1, 1), |place| place.start)
    }

    fn end(&self) -> (usize, usize) {
        self.place.as_ref().map_or((1, 1), |place| place.end)
    }
}

/// Lower case, backticks, no period: the look of all other diagnostics.
fn in_our_words(message: &str) -> String {
    let message = message.strip_suffix('.').unwrap_or(message).replace('"', "`");
    let mut characters = message.chars();
    match (characters.next(), characters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(characters).collect()
        }
        _ => message,
    }
}

/// By file, place, rule and message; what is said twice is said once.
pub fn sort(findings: &mut Vec<Finding>) {
    findings.sort_by(|a, b| {
        let key = |finding: &Finding| (finding.start(), finding.rule);
        let (left, right) =
            ((&a.file, key(a), &a.message, a.end()), (&b.file, key(b), &b.message, b.end()));
        left.cmp(&right)
    });
    findings.dedup_by(|a, b| {
        (a.rule, &a.file, &a.place, &a.message) == (b.rule, &b.file, &b.place, &b.message)
    });
}

/// One line for each, as `buf lint` and `buf breaking` print them.
pub fn lines(findings: &[Finding]) -> String {
    findings.iter().map(|finding| finding.line() + "\n").collect()
}
