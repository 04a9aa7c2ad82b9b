//! The paths of `google.api.http`: `/v1/{name=shelves/*}/books:search`.

/// A path, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathTemplate {
    /// What stands between the slashes.
    pub segments: Vec<Segment>,
    /// What stands behind the last colon.
    pub verb: Option<String>,
    /// The fields that parts of the path fill, as written: `shelf.name`; each once.
    pub variables: Vec<String>,
}

/// What stands between two slashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it matches.
    pub matches: Matches,
    /// Its variable, by its place in [`PathTemplate::variables`].
    pub variable: Option<usize>,
}

/// What a segment matches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Matches {
    /// These words.
    Literal(String),
    /// `*`: anything up to the next slash.
    One,
    /// `**`: the rest of the path.
    Rest,
}

impl PathTemplate {
    /// The parts of a path; `None` where it is none that can be served.
    pub fn parse(path: &str) -> Option<Self> {
        let (path, verb) = verb(path.strip_prefix('/')?);
        let mut template = Self { segments: Vec::new(), verb, variables: Vec::new() };
        let mut open = path;
        loop {
            open = if let Some(inside) = open.strip_prefix('{') {
                let (inside, behind) = inside.split_once('}')?;
                template.variable(inside)?;
                behind
            } else {
                let end = open.find('/').unwrap_or(open.len());
                template.segments.push(segment(&open[..end], None)?);
                &open[end..]
            };
            match open.strip_prefix('/') {
                Some(behind) => open = behind,
                None if open.is_empty() => break,
                None => return None,
            }
        }
        template.is_sound().then_some(template)
    }

    /// The path with every variable as `{}`: two of one shape cannot be told apart.
    pub fn shape(&self) -> String {
        let mut shape = String::new();
        for segment in &self.segments {
            shape.push('/');
            shape.push_str(match &segment.matches {
                Matches::Literal(words) => words,
                Matches::One => "{}",
                Matches::Rest => "**",
            });
        }
        if let Some(verb) = &self.verb {
            shape.push(':');
            shape.push_str(verb);
        }
        shape
    }

    fn variable(&mut self, inside: &str) -> Option<()> {
        let (field, pattern) = inside.split_once('=').unwrap_or((inside, "*"));
        let number = self.variables.len();
        self.variables.push(field.trim().to_owned());
        for part in pattern.trim().split('/') {
            self.segments.push(segment(part, Some(number))?);
        }
        Some(())
    }

    /// Whether the rest of the path comes last, every wildcard has a variable, and no variable comes twice.
    fn is_sound(&self) -> bool {
        let last = self.segments.len().saturating_sub(1);
        let is_sound = |(place, segment): (usize, &Segment)| match segment.matches {
            Matches::Literal(_) => true,
            Matches::One => segment.variable.is_some(),
            Matches::Rest => segment.variable.is_some() && place == last,
        };
        let is_new = |(place, name): (usize, &String)| !self.variables[..place].contains(name);
        self.segments.iter().enumerate().all(is_sound)
            && self.variables.iter().enumerate().all(is_new)
    }
}

/// The verb stands behind the last colon that is in no variable.
fn verb(path: &str) -> (&str, Option<String>) {
    match path.rsplit_once(':') {
        Some((before, verb)) if is_word(verb) => (before, Some(verb.to_owned())),
        _ => (path, None),
    }
}

fn segment(text: &str, variable: Option<usize>) -> Option<Segment> {
    let matches = match text {
        "*" => Matches::One,
        "**" => Matches::Rest,
        words if is_word(words) => Matches::Literal(words.to_owned()),
        _ => return None,
    };
    Some(Segment { matches, variable })
}

/// Characters that a path holds as they are.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c))
}
