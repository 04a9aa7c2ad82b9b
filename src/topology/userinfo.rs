//! Who asks, as a URL may say it: `user:password` before the host.

use std::borrow::Cow;

/// What stands before the host: the `user:password` of `https://user:password@host`.
pub fn userinfo(url: &str) -> Option<&str> {
    let (_, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    authority.rsplit_once('@').map(|(said, _)| said)
}

/// The URL as documents show it: `https://***@host`.
pub fn masked(url: &str) -> Cow<'_, str> {
    let (Some(said), Some((scheme, rest))) = (userinfo(url), url.split_once("://")) else {
        return url.into();
    };
    format!("{scheme}://***{}", &rest[said.len()..]).into()
}
