//! Where to go after signing in: an own path, never another site.

use countersign_contract::places::{NEXT, SIGN_IN, SIGNED_IN, is_own};
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// Longest path that is kept.
pub const MAX_NEXT: usize = 4096;

/// What a Location header can't carry; everything that has a meaning in a path stays.
const LOCATION: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// `next` if it is a path on this server, otherwise `/`.
pub fn own_path(next: &str) -> String {
    if is_own(next) && next.len() <= MAX_NEXT {
        utf8_percent_encode(next, LOCATION).to_string()
    } else {
        "/".to_owned()
    }
}

/// The sign-in page, to come back to `path` afterwards.
pub fn login_for(path: &str) -> String {
    format!(
        "{SIGN_IN}?{NEXT}={}",
        utf8_percent_encode(path, NON_ALPHANUMERIC)
    )
}

/// The page that goes on to `path` without being part of a form.
pub fn signed_in_for(path: &str) -> String {
    format!(
        "{SIGNED_IN}?{NEXT}={}",
        utf8_percent_encode(path, NON_ALPHANUMERIC)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_followed() {
        for own in [
            "/",
            "/apps",
            "/admin?x=1&y=//z#top",
            "/consent?request=a%2Fb",
        ] {
            assert_eq!(own_path(own), own);
        }
        assert_eq!(own_path("/é \""), "/%C3%A9%20%22");
        for foreign in [
            "",
            "apps",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "https:evil.example",
            "javascript:alert(1)",
            " /apps",
            "/\t/evil.example",
            "/\n/evil.example",
            "/x\r\nSet-Cookie: a=b",
            "\u{0}/apps",
            "/apps\u{85}",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
        assert_eq!(own_path(&format!("/{}", "a".repeat(5000))), "/");
    }

    #[test]
    fn the_way_back_survives_the_query() {
        assert_eq!(login_for("/a?b=c&d"), "/login?next=%2Fa%3Fb%3Dc%26d");
    }
}
