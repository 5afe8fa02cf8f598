//! The session cookie.

use axum::http::{HeaderMap, HeaderValue, header};

/// Name under https: browsers refuse the prefix without `Secure`, with a `Domain`, or set by http.
const SECURE_NAME: &str = "__Host-countersign_session";
const PLAIN_NAME: &str = "countersign_session";

/// The session token of a request.
pub fn session(headers: &HeaderMap, secure: bool) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, _)| *name == name_of(secure))
        .map(|(_, token)| token.to_owned())
}

/// `Set-Cookie` for a new session. It ends with the browser; the server ends it earlier.
pub fn set(token: &str, secure: bool) -> HeaderValue {
    header_value(token, secure, "")
}

/// `Set-Cookie` that removes it.
pub fn clear(secure: bool) -> HeaderValue {
    header_value("", secure, "; Max-Age=0")
}

fn name_of(secure: bool) -> &'static str {
    if secure { SECURE_NAME } else { PLAIN_NAME }
}

fn header_value(token: &str, secure: bool, extra: &str) -> HeaderValue {
    let name = name_of(secure);
    let flag = if secure { "; Secure" } else { "" };
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{flag}{extra}");
    // Our tokens are hexadecimal, so this is always a header value.
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}
