//! Where the browser may go after a decision. The server made the address; this is the last look.

use countersign_contract::RedirectKind;
use countersign_contract::schemes::is_active;

/// Whether the browser may be sent to `url`: absolute, and not of a scheme that acts here.
pub fn may_open(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    // RFC 3986 section 3.1. A browser strips spaces and controls before it looks; none is taken.
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|one| one.is_ascii_alphanumeric() || "+-.".contains(one))
        && !rest.is_empty()
        && !is_active(scheme)
}

/// Whether what follows is a program on this device rather than a site.
pub fn is_app(kind: Option<&RedirectKind>) -> bool {
    matches!(kind, Some(RedirectKind::Loopback | RedirectKind::App))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sites_and_apps_are_opened_and_what_acts_here_is_not() {
        for good in [
            "https://crm.partner.example/callback?code=1",
            "http://127.0.0.1:8090/callback?code=1",
            "com.example.app:/callback?code=1",
            "x-app+1://callback",
        ] {
            assert!(may_open(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            " javascript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "blob:https://a.example/1",
            "file:///etc/passwd",
            "//evil.example",
            "/callback",
            "https:",
            "",
        ] {
            assert!(!may_open(bad), "{bad}");
        }
    }
}
