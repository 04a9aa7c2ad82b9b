//! The version at the end of a package's name: `v1`, `v1beta1`, `v1p1alpha1`, `v1test`.

/// How much a version may still change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::contracts) enum Stability {
    /// `v1`.
    Stable,
    /// Alpha, beta or test.
    Unstable,
}

/// How stable a package says that it is; `None` where its name does not end in a version.
pub(in crate::contracts) fn stability(package: &str) -> Option<Stability> {
    let (_, last) = package.rsplit_once('.')?;
    let version = last.strip_prefix('v')?;
    if let Some((major, _)) = version.split_once("test") {
        return is_number(major).then_some(Stability::Unstable);
    }
    let word = match (version.contains("alpha"), version.contains("beta")) {
        (false, false) => return is_number(version).then_some(Stability::Stable),
        (true, true) => return None,
        (true, false) => "alpha",
        (false, true) => "beta",
    };
    let (before, minor) = version.split_once(word)?;
    let sound = match before.split_once('p') {
        Some((major, patch)) => is_number(major) && is_number(patch),
        None => is_number(before),
    };
    (sound && (minor.is_empty() || is_number(minor))).then_some(Stability::Unstable)
}

/// From 1, as far as 32 bits go.
fn is_number(text: &str) -> bool {
    text.parse::<i32>().is_ok_and(|number| number >= 1)
}
