//! Scheme and host of a URI, read strictly: what browsers repair or read in different ways is none.

use std::net::{Ipv4Addr, Ipv6Addr};

use countersign_contract::text::is_hidden;

/// Longest host, RFC 1035 section 2.3.4.
const MAX_HOST: usize = 253;

/// Longest scheme that is believed.
const MAX_SCHEME: usize = 64;

/// Scheme in lower case and what follows its colon (RFC 3986 section 3.1).
pub(super) fn scheme_of(uri: &str) -> Option<(String, &str)> {
    let clean = |one: char| !is_hidden(one) && !one.is_whitespace() && one != '\\';
    let (scheme, rest) = uri.split_once(':').filter(|_| uri.chars().all(clean))?;
    let letters = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (scheme.len() <= MAX_SCHEME
        && scheme.starts_with(|one: char| one.is_ascii_alphabetic())
        && scheme.bytes().all(letters))
    .then(|| (scheme.to_ascii_lowercase(), rest))
}

pub(super) fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Host of an authority in lower case; the last `@` ends the user information.
pub(super) fn host_of(authority: &str) -> Option<String> {
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    let (host, port) = if place.starts_with('[') {
        place.split_at_checked(place.find(']')? + 1)?
    } else {
        place.split_at_checked(place.find(':').unwrap_or(place.len()))?
    };
    let port = port.strip_prefix(':').unwrap_or(port);
    if !port.bytes().all(|byte| byte.is_ascii_digit())
        || (!port.is_empty() && port.parse::<u16>().is_err())
    {
        return None;
    }
    let host = host.to_ascii_lowercase();
    if let Some(inner) = host.strip_prefix('[') {
        inner.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?;
        return Some(host);
    }
    let name = host.strip_suffix('.').unwrap_or(&host);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let labels = name
        .split('.')
        .all(|label| (1..=63).contains(&label.len()) && label.bytes().all(allowed));
    // WHATWG URL: a host whose last label is a number is an IPv4 address, whatever its form.
    let last = name.rsplit('.').next()?;
    let numeric = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    let sound = labels && name.len() <= MAX_HOST && (!numeric || name.parse::<Ipv4Addr>().is_ok());
    sound.then(|| name.to_owned())
}

/// Whether a host is this device; the unspecified address reaches it as well.
pub(super) fn is_loopback(host: &str) -> bool {
    if let Ok(four) = host.parse::<Ipv4Addr>() {
        return four.is_loopback() || four.is_unspecified();
    }
    let inner = host
        .strip_prefix('[')
        .and_then(|inner| inner.strip_suffix(']'));
    if let Some(six) = inner.and_then(|inner| inner.parse::<Ipv6Addr>().ok()) {
        let mapped = six.to_ipv4_mapped();
        return six.is_loopback()
            || six.is_unspecified()
            || mapped.is_some_and(|four| four.is_loopback() || four.is_unspecified());
    }
    host == "localhost" || host.ends_with(".localhost")
}
