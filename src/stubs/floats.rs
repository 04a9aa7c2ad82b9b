//! Default numbers as protoc writes them: C's `%g` with as few digits as give the number back.
//!
//! C's reader of floats calls the smallest ones out of range, so that protoc takes the longer text of them.

/// A `float` default; `None` when the text is no number.
pub(super) fn float_text(text: &str) -> Option<String> {
    let value: f32 = text.parse().ok()?;
    Some(shortest(f64::from(value), [6, 9], |text| {
        !value.is_subnormal() && text.parse::<f32>() == Ok(value)
    }))
}

/// A `double` default; `None` when the text is no number.
pub(super) fn double_text(text: &str) -> Option<String> {
    let value: f64 = text.parse().ok()?;
    Some(shortest(value, [15, 17], |text| text.parse::<f64>() == Ok(value)))
}

fn shortest(value: f64, digits: [usize; 2], gives_back: impl Fn(&str) -> bool) -> String {
    if value.is_nan() {
        return "nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { "inf" } else { "-inf" }.to_owned();
    }
    let short = general(value, digits[0]);
    if gives_back(&short) { short } else { general(value, digits[1]) }
}

/// `%.{digits}g`.
fn general(value: f64, digits: usize) -> String {
    let scientific = format!("{value:.*e}", digits - 1);
    let (mantissa, exponent) = scientific.split_once('e').expect("{:e} writes an exponent");
    let exponent: i32 = exponent.parse().expect("{:e} writes a decimal exponent");
    let most = i32::try_from(digits).expect("at most 17 digits");
    if exponent < -4 || exponent >= most {
        let sign = if exponent < 0 { '-' } else { '+' };
        return format!("{}e{sign}{:02}", without_zeros(mantissa), exponent.abs());
    }
    let decimals = usize::try_from(most - 1 - exponent).unwrap_or(0);
    without_zeros(&format!("{value:.decimals$}")).to_owned()
}

fn without_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}
