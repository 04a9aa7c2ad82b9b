//! How a question is put, and what comes back.

/// A question about a certain thing: the kind of service `web`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// What flags and files call it: `services.web.kind`.
    pub key: String,
    /// What a terminal shows.
    pub prompt: String,
    /// One more line for who does not know what to say; may be empty.
    pub help: &'static str,
    /// What an answer looks like: `NAME`, `gateway|api|worker|job`.
    pub form: &'static str,
    /// What is taken when nobody says otherwise.
    pub default: Option<String>,
    /// Whether somebody has to say it, or agree to the default.
    pub required: bool,
}

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer<T> {
    /// An answer that holds.
    Given(T),
    /// Nobody said anything.
    Missing,
    /// Somebody said what cannot be.
    Refused {
        /// What was said.
        value: String,
        /// The end of a sentence about it.
        reason: String,
    },
}

/// Whether an answer holds; the error is the reason, the end of a sentence that begins with what was said.
pub type Accept<'a, T> = &'a dyn Fn(&T) -> Result<(), String>;

/// Somebody who answers. An error is a fault of the world: the terminal is gone, or the person left.
pub trait Ask {
    /// Text on one line.
    fn text(&mut self, asked: &Asked, accept: Accept<str>) -> anyhow::Result<Answer<String>>;

    /// Yes or no.
    fn confirm(&mut self, asked: &Asked) -> anyhow::Result<Answer<bool>>;

    /// One of the choices, by its place.
    fn select(&mut self, asked: &Asked, choices: &[String]) -> anyhow::Result<Answer<usize>>;

    /// Any of the choices, by their places.
    fn multi_select(
        &mut self,
        asked: &Asked,
        choices: &[String],
        accept: Accept<[usize]>,
    ) -> anyhow::Result<Answer<Vec<usize>>>;

    /// The keys of answers to questions that nobody asked.
    fn unused(&self) -> Vec<String> {
        Vec::new()
    }
}
