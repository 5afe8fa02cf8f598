//! Parameters of the OAuth endpoints: none that is read comes twice (RFC 6749 sections 3.1 and 3.2).
//! Others are ignored however often they come: `resource` may be repeated (RFC 8707 section 2), and
//! clients send what some other server knows.

use axum::body::Body;
use axum::http::{HeaderMap, header};

use crate::http::body;
use crate::http::params::Params;
use crate::rules::oauth_error::OAuthError;

/// What the token, revocation and introspection endpoints read.
const READ: [&str; 9] = [
    "client_id",
    "client_secret",
    "code",
    "code_verifier",
    "grant_type",
    "redirect_uri",
    "refresh_token",
    "scope",
    "token",
];

/// The name of a parameter among `read` that was sent more than once.
pub fn repeated<'a>(params: &'a Params, read: &[&str]) -> Option<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    params
        .iter()
        .map(|(name, _)| name)
        .find(|name| read.contains(name) && !seen.insert(*name))
}

/// The value of a parameter; an empty one counts as absent (RFC 6749 section 3.1).
pub fn value<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params.get(name).filter(|value| !value.is_empty())
}

/// Reads a form-encoded body.
///
/// # Errors
/// `invalid_request` for another type, too large a body, or a parameter of ours that comes twice.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Params, OAuthError> {
    let sent = headers.get(header::CONTENT_TYPE);
    let essence = sent.and_then(|value| value.to_str().ok()?.split(';').next());
    let is_form = essence.is_some_and(|essence| {
        essence
            .trim()
            .eq_ignore_ascii_case("application/x-www-form-urlencoded")
    });
    if !is_form {
        return Err(OAuthError::request(
            "The body must have the content type application/x-www-form-urlencoded.",
        ));
    }
    let bytes = body::read(headers, body)
        .await
        .map_err(|_| OAuthError::request("The body could not be read or is too large."))?;
    let params = Params::parse(&String::from_utf8_lossy(&bytes));
    if repeated(&params, &READ).is_some() {
        return Err(OAuthError::request("A parameter is there more than once."));
    }
    Ok(params)
}
