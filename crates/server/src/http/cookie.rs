//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};
use countersign_contract::places::SIGN_IN;

/// Name under https: browsers refuse the prefix without `Secure`, with a `Domain`, or set by http.
const SECURE_NAME: &str = "__Host-countersign_session";
const PLAIN_NAME: &str = "countersign_session";
/// Session tokens that are tried.
const MOST_SESSIONS: usize = 4;

/// The one by which a browser is known at the sign-in page. It is sent nowhere else.
const SECURE_BROWSER: &str = "__Secure-countersign_browser";
const PLAIN_BROWSER: &str = "countersign_browser";

/// Session tokens of a request, the likeliest first. More than one come where another application of
/// the same host has set a cookie of our name for a path.
pub fn sessions(headers: &HeaderMap, secure: bool) -> Vec<String> {
    let values = values(headers, session_name(secure));
    values.take(MOST_SESSIONS).collect()
}

/// The first of them.
pub fn session(headers: &HeaderMap, secure: bool) -> Option<String> {
    sessions(headers, secure).into_iter().next()
}

/// The token by which the browser may be known.
pub fn browser(headers: &HeaderMap, secure: bool) -> Option<String> {
    values(headers, browser_name(secure)).next()
}

/// `Set-Cookie` for a new session. It ends with the browser; the server ends it earlier.
pub fn set(token: &str, secure: bool) -> HeaderValue {
    let name = session_name(secure);
    header_value(&format!("{name}={token}; Path=/"), secure)
}

/// `Set-Cookie` for a browser that somebody signed in with, for some seconds.
pub fn set_browser(token: &str, seconds: i64, secure: bool) -> HeaderValue {
    let name = browser_name(secure);
    let cookie = format!("{name}={token}; Path={SIGN_IN}; Max-Age={seconds}");
    header_value(&cookie, secure)
}

/// `Set-Cookie` that removes the session.
pub fn clear(secure: bool) -> HeaderValue {
    let name = session_name(secure);
    header_value(&format!("{name}=; Path=/; Max-Age=0"), secure)
}

fn session_name(secure: bool) -> &'static str {
    if secure { SECURE_NAME } else { PLAIN_NAME }
}

fn browser_name(secure: bool) -> &'static str {
    if secure {
        SECURE_BROWSER
    } else {
        PLAIN_BROWSER
    }
}

/// Values of a cookie of ours. Cookies of others on the same host come in the same header, and
/// they may hold any byte (RFC 6265 section 5.2), so that it is not read as text.
fn values(headers: &HeaderMap, wanted: &'static str) -> impl Iterator<Item = String> {
    let lines = headers.get_all(header::COOKIE).iter();
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(move |pair| {
        let value = pair.trim_ascii().strip_prefix(wanted.as_bytes())?;
        let value = std::str::from_utf8(value.strip_prefix(b"=")?).ok()?;
        Some(value.to_owned())
    })
}

fn header_value(cookie: &str, secure: bool) -> HeaderValue {
    let flag = if secure { "; Secure" } else { "" };
    let text = format!("{cookie}; HttpOnly; SameSite=Lax{flag}");
    // Our tokens are hexadecimal, so this is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &[u8]) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_bytes(line).unwrap());
        session(&headers, false)
    }

    #[test]
    fn ours_is_found_among_any_others() {
        for line in [
            "countersign_session=abc",
            "a=b; countersign_session=abc; c=d",
            "city=Zürich; countersign_session=abc",
            "countersign_session=abc; city=\u{1f3d4}",
            "odd; =; countersign_session=abc",
            "countersign_session2=no; countersign_session=abc",
        ] {
            assert_eq!(found(line.as_bytes()).as_deref(), Some("abc"), "{line}");
        }
        assert_eq!(
            found(b"x=\xff\xfe;countersign_session=abc").as_deref(),
            Some("abc")
        );
        for line in ["", "countersign_session", "x=countersign_session=abc"] {
            assert_eq!(found(line.as_bytes()), None, "{line}");
        }
    }
}
