//! How amounts with a unit are read, and what to write instead of a wrong unit.

use std::time::Duration as Time;

use super::lower::{Misread, Word};
use super::quantities::{Cpu, Duration, Percentage, Rate, Schedule, Size, Timeout};
use super::words::text_of;
use super::yaml::Scalar;

impl Duration {
    /// One that stands by itself, such as an answer.
    pub fn of(text: &str) -> Option<Self> {
        alone(text)
    }
}

impl Schedule {
    /// One that stands by itself, such as an answer.
    pub fn of(text: &str) -> Option<Self> {
        alone(text)
    }
}

fn alone<T: Word>(text: &str) -> Option<T> {
    T::read(&Scalar { text: text.into(), plain: false }).ok()
}

/// A number has at most so many characters.
const MOST_DIGITS: usize = 15;

impl Word for Duration {
    const FORM: &'static str = "a duration";
    const EXAMPLE: &'static str = "300ms";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        let (number, unit) = split(text).ok_or_else(Misread::new)?;
        let whole = number.parse::<u64>().ok();
        let Some(value) = whole.and_then(|amount| time(amount, unit)) else {
            return Err(duration_meant(number, unit));
        };
        if value.is_zero() {
            return Err(Misread::new()
                .because("is no time at all")
                .hint("write a duration such as `300ms`"));
        }
        Ok(Self { text: text.into(), value })
    }
}

fn time(amount: u64, unit: &str) -> Option<Time> {
    let each = match unit {
        "ms" => return Some(Time::from_millis(amount)),
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => return None,
    };
    amount.checked_mul(each).map(Time::from_secs)
}

fn duration_meant(number: &str, unit: &str) -> Misread {
    let known = match unit.trim().to_ascii_lowercase().as_str() {
        "" => {
            let hint =
                format!("say the unit: `{number}s` for seconds, `{number}ms` for milliseconds");
            return Misread::new().hint(hint);
        }
        "msec" | "msecs" | "millis" | "millisecond" | "milliseconds" | "ms" => "ms",
        "sec" | "secs" | "second" | "seconds" | "s" => "s",
        "min" | "mins" | "minute" | "minutes" | "m" => "m",
        "hr" | "hrs" | "hour" | "hours" | "h" => "h",
        "day" | "days" | "d" => "d",
        "w" | "week" | "weeks" => return Misread::new().hint("write it in days, such as `7d`"),
        _ => return Misread::new().hint("the units are `ms`, `s`, `m`, `h` and `d`"),
    };
    if number.contains('.') {
        return Misread::new().hint("write a whole number in a smaller unit, such as `1500ms`");
    }
    Misread::new().hint(format!("write `{number}{known}`"))
}

/// A number at the beginning, and the rest.
fn split(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, unit) = text.split_at(end);
    let sound = number.len() <= MOST_DIGITS && number.parse::<f64>().is_ok();
    sound.then_some((number, unit))
}

impl Word for Timeout {
    const FORM: &'static str = "`none` or a duration";
    const EXAMPLE: &'static str = "300ms";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        if scalar.text == "none" {
            Ok(Self::Never)
        } else {
            Duration::read(scalar).map(Self::After)
        }
    }
}

impl Word for Size {
    const FORM: &'static str = "a size";
    const EXAMPLE: &'static str = "50Gi";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        let (number, unit) = split(text).ok_or_else(Misread::new)?;
        let amount = number.parse::<u64>().ok();
        let bytes = amount.zip(scale(unit)).and_then(|(amount, scale)| amount.checked_mul(scale));
        let bytes = bytes.ok_or_else(|| size_meant(number, unit))?;
        Ok(Self { text: text.into(), bytes })
    }
}

fn scale(unit: &str) -> Option<u64> {
    Some(match unit {
        "Ki" => 1 << 10,
        "Mi" => 1 << 20,
        "Gi" => 1 << 30,
        "Ti" => 1 << 40,
        _ => return None,
    })
}

fn size_meant(number: &str, unit: &str) -> Misread {
    let unit = unit.trim().to_ascii_lowercase();
    if number.contains('.') {
        return Misread::new().hint("write a whole number in a smaller unit, such as `1536Mi`");
    }
    match unit.chars().next().filter(|first| "kmgt".contains(*first)) {
        Some(first) => {
            Misread::new().hint(format!("write `{number}{}i`", first.to_ascii_uppercase()))
        }
        None if unit.is_empty() => {
            Misread::new().hint(format!("say the unit: `{number}Mi` or `{number}Gi`"))
        }
        None => Misread::new().hint("the units are `Ki`, `Mi`, `Gi` and `Ti`"),
    }
}

impl Word for Percentage {
    const FORM: &'static str = "a percentage";
    const EXAMPLE: &'static str = "99.5%";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        let (number, unit) = split(text).ok_or_else(Misread::new)?;
        let value: f64 = number.parse().map_err(|_| Misread::new())?;
        if !matches!(unit, "" | "%") {
            return Err(Misread::new().hint(format!("write `{number}%`")));
        }
        if value > 100.0 {
            return Err(Misread::new().because("is more than all").hint("write at most `100%`"));
        }
        if unit.is_empty() && value > 0.0 && value < 1.0 {
            let percent = format!("{:.6}", value * 100.0);
            let percent = percent.trim_end_matches('0').trim_end_matches('.');
            return Err(Misread::new().hint(format!("write `{percent}%`")));
        }
        Ok(Self { text: text.into(), value })
    }
}

impl Word for Rate {
    const FORM: &'static str = "a rate";
    const EXAMPLE: &'static str = "100/s";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        let (number, unit) = split(text).ok_or_else(Misread::new)?;
        let seconds = match unit {
            "/s" => 1.0,
            "/m" => 60.0,
            "/h" => 3600.0,
            "/d" => 86400.0,
            _ => return Err(Misread::new().hint(rate_meant(number, unit))),
        };
        let amount: f64 = number.parse().map_err(|_| Misread::new())?;
        Ok(Self { text: text.into(), per_second: amount / seconds })
    }
}

fn rate_meant(number: &str, unit: &str) -> String {
    let word = unit.trim_start_matches([' ', '/']).trim_start_matches("per ");
    match word.chars().next().filter(|first| "mhd".contains(*first)) {
        Some(first) => format!("write `{number}/{first}`"),
        None => format!("write `{number}/s`"),
    }
}

impl Word for Cpu {
    const FORM: &'static str = "a share of processors";
    const EXAMPLE: &'static str = "500m";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = scalar.text.as_ref();
        let (number, unit) = split(text).ok_or_else(Misread::new)?;
        let thousandths = match unit {
            "m" => number.parse().ok(),
            "" => thousandths(number),
            _ => None,
        };
        let thousandths = thousandths.filter(|share| *share > 0);
        let thousandths = thousandths
            .ok_or_else(|| Misread::new().hint("write `2`, `0.5` or, in thousandths, `500m`"))?;
        Ok(Self { text: text.into(), thousandths })
    }
}

fn thousandths(number: &str) -> Option<u64> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if part.len() > 3 {
        return None;
    }
    format!("{whole}{part:0<3}").parse().ok()
}

impl Word for Schedule {
    const FORM: &'static str = "five cron fields or an interval";
    const EXAMPLE: &'static str = "every 30s";

    fn read(scalar: &Scalar) -> Result<Self, Misread> {
        let text = text_of(scalar)?;
        if let Some(interval) = text.strip_prefix("every ") {
            let interval = Scalar { text: interval.into(), plain: scalar.plain };
            return Duration::read(&interval).map(Self::Every);
        }
        let fields: Vec<&str> = text.split_ascii_whitespace().take(CRON.len() + 2).collect();
        if fields.len() != CRON.len() {
            let hint = "write five fields such as `\"*/15 * * * *\"`, or `every 15m`";
            return Err(Misread::new().hint(hint));
        }
        for (field, part) in fields.iter().zip(&CRON) {
            if !part.reads(field) {
                let hint = format!("the {} is from {} to {}", part.name, part.least, part.most);
                return Err(Misread::new()
                    .because(format!("has a wrong {}", part.name))
                    .hint(hint));
            }
        }
        Ok(Self::Cron(text.to_owned()))
    }
}

/// One of the five fields of cron.
struct CronField {
    name: &'static str,
    least: u8,
    most: u8,
    words: &'static [&'static str],
}

const CRON: [CronField; 5] = [
    CronField { name: "minute", least: 0, most: 59, words: &[] },
    CronField { name: "hour", least: 0, most: 23, words: &[] },
    CronField { name: "day of the month", least: 1, most: 31, words: &[] },
    CronField {
        name: "month",
        least: 1,
        most: 12,
        words: &[
            "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
        ],
    },
    CronField {
        name: "day of the week",
        least: 0,
        most: 7,
        words: &["sun", "mon", "tue", "wed", "thu", "fri", "sat"],
    },
];

impl CronField {
    /// `*`, `5`, `1-5`, each perhaps with `/STEP`, and lists of these.
    fn reads(&self, text: &str) -> bool {
        text.split(',').all(|range| {
            let (range, step) = range.split_once('/').map_or((range, None), |(r, s)| (r, Some(s)));
            let stepped = step.is_none_or(|step| step.parse::<u8>().is_ok_and(|step| step > 0));
            let bounds = range.split_once('-').unwrap_or((range, range));
            stepped && (range == "*" || self.holds(bounds.0) && self.holds(bounds.1))
        })
    }

    fn holds(&self, text: &str) -> bool {
        let number = text.parse::<u8>().is_ok_and(|n| (self.least..=self.most).contains(&n));
        number || self.words.contains(&text.to_ascii_lowercase().as_str())
    }
}
