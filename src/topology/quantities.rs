//! Amounts with a unit: what was written, and how much it is.

/// A span of time: `300ms`, `2s`, `5m`, `12h`, `7d`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duration {
    /// As written.
    pub text: Box<str>,
    /// How long.
    pub value: std::time::Duration,
}

/// A deadline that may be waived: a duration or `none`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Timeout {
    /// At most this long.
    After(Duration),
    /// `none`: endless, on purpose.
    Never,
}

/// An amount of bytes: `512Mi`, `50Gi`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Size {
    /// As written.
    pub text: Box<str>,
    /// In bytes.
    pub bytes: u64,
}

/// A share of a hundred: `60%`, or `99.95` where only percentages are meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentage {
    /// As written.
    pub text: Box<str>,
    /// From 0 to 100.
    pub value: f64,
}

/// So many in a time: `100/s`, `20/m`, `1000/h`.
#[derive(Clone, Debug, PartialEq)]
pub struct Rate {
    /// As written.
    pub text: Box<str>,
    /// In a second.
    pub per_second: f64,
}

/// A share of processors: `2`, `0.5`, `500m`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cpu {
    /// As written.
    pub text: Box<str>,
    /// In thousandths of a processor.
    pub thousandths: u64,
}

/// When something runs by itself: five cron fields, or `every 30s`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Minute, hour, day of the month, month, day of the week.
    Cron(String),
    /// Again and again.
    Every(Duration),
}
