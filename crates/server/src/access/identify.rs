//! Who sent a request, by its token or its cookie, and whether that one may.

use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use countersign_contract::{permission, scope_rules};

use super::App;
use super::policy::Policy;
use crate::http::cookie;
use crate::problem::{Answer, Problem};
use crate::store::Identity;

/// Scope first, then permission (contract, "Callers").
pub fn check<P: Policy>(identity: &Identity) -> Answer<()> {
    if let Some(granted) = &identity.scopes
        && !scope_rules::any_covers(granted, P::SCOPES)
    {
        return Err(Problem::missing_scope(P::SCOPES));
    }
    match P::PERMISSION {
        Some(wanted) if !permission::any(&identity.permissions, wanted) => {
            Err(Problem::missing_permission(wanted))
        }
        _ => Ok(()),
    }
}

/// A token in `Authorization` decides alone: a bad one never falls back to the cookie. Any other
/// scheme is somebody else's, for example of a gateway that passes on what it was told.
pub async fn identify(parts: &Parts, app: &App) -> Answer<Identity> {
    let sent = parts.headers.get_all(header::AUTHORIZATION).iter();
    let mut sent = sent.filter(|value| is_bearer(value));
    let Some(value) = sent.next() else {
        return identify_session(parts, app).await;
    };
    let token = token_in(value).filter(|_| sent.next().is_none());
    let token = token.ok_or_else(Problem::invalid_token)?;
    let now = app.0.clock.seconds();
    let identity = app.0.store.identity_of_token(token, now).await?;
    identity.ok_or_else(Problem::invalid_token)
}

/// Whether the scheme is `Bearer`, whatever follows it.
fn is_bearer(value: &HeaderValue) -> bool {
    let end_of_word = |byte: &u8| !byte.is_ascii_alphanumeric() && !b"-_.".contains(byte);
    let scheme = value.as_bytes().split(end_of_word).next();
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"bearer"))
}

/// The token of `Authorization: Bearer` (RFC 6750 section 2.1).
fn token_in(value: &HeaderValue) -> Option<&str> {
    let (_, token) = value.to_str().ok()?.split_once(' ')?;
    let plain = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
    plain.then_some(token)
}

/// Whose browser session it is: the first of its cookies that is of a living one.
///
/// # Errors
/// 401 for none; the store failed.
pub async fn identify_session(parts: &Parts, app: &App) -> Answer<Identity> {
    let tools = &app.0;
    let now = tools.clock.seconds();
    for token in cookie::sessions(&parts.headers, tools.origin.is_secure()) {
        if let Some(identity) = tools.store.identity_of_session(&token, now).await? {
            tools.store.record_session(&token, now);
            return Ok(identity);
        }
    }
    Err(Problem::unauthenticated())
}

/// Whether a stream may still tell something to who asked for it. Where the store fails it goes on.
pub async fn still_may<P: Policy>(app: &App, before: &Identity) -> bool {
    let tools = &app.0;
    let now = tools.clock.seconds();
    let found = match (&before.bearer, &before.session) {
        (Some(token), _) => tools.store.identity_of_token(token, now).await,
        (None, Some(session)) => tools.store.identity_of_session(session, now).await,
        (None, None) => Ok(None),
    };
    found.map_or(true, |found| {
        found.is_some_and(|identity| check::<P>(&identity).is_ok())
    })
}

#[cfg(test)]
mod tests {
    use super::super::policy::{Myself, ReadAuthorizations, WriteAuthorizations};
    use super::*;
    use axum::http::StatusCode;

    fn token(scopes: &[&str], permissions: &[&str]) -> Identity {
        let owned = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect();
        Identity {
            scopes: Some(owned(scopes)),
            permissions: owned(permissions),
            ..Identity::default()
        }
    }

    #[test]
    fn a_token_needs_the_scope_and_then_the_permission() {
        let code = |problem: Problem| problem.code();
        let refused = check::<ReadAuthorizations>(&token(&[], &["oauth:*:*"])).unwrap_err();
        assert_eq!(code(refused), "app.not.authorized.for.scope");
        let refused = check::<ReadAuthorizations>(&token(&["oauth"], &[])).unwrap_err();
        assert_eq!(code(refused), "missing.any.permissions");
        let read_only = token(&["oauth:readonly"], &["oauth:*:*"]);
        assert!(check::<ReadAuthorizations>(&read_only).is_ok());
        let refused = check::<WriteAuthorizations>(&read_only).unwrap_err();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(check::<Myself>(&token(&["user-basic-info"], &[])).is_ok());
    }

    #[test]
    fn a_session_is_not_limited_by_scopes() {
        let session = Identity {
            scopes: None,
            ..token(&[], &["oauth:client:authorize"])
        };
        assert!(check::<WriteAuthorizations>(&session).is_ok());
    }
}
