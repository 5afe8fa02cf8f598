//! Errors of the OAuth endpoints (RFC 6749 section 5.2).

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::problem::Problem;

/// An error answer of the token, revocation or introspection endpoint.
#[derive(Debug)]
pub enum OAuthError {
    /// 400 or 401 with a registered code and an English sentence for developers.
    Refused(&'static str, Cow<'static, str>),
    /// `invalid_grant` for a code or token that was never one. It reads as any other.
    MadeUp,
    /// 401 `invalid_client`; by `Basic` if the client came that way.
    InvalidClient,
    /// 429; wait this many seconds.
    TooMany(i64),
    /// The server failed: never told as a success or as a refusal.
    Failed(Problem),
}

impl OAuthError {
    /// The request is malformed.
    pub fn request(why: &'static str) -> Self {
        Self::refused("invalid_request", why)
    }

    /// A registered code with its sentence.
    pub fn refused(error: &'static str, why: &'static str) -> Self {
        Self::Refused(error, Cow::Borrowed(why))
    }

    /// A scope that the client can't have; names it.
    pub fn scope(why: &str, id: &str) -> Self {
        Self::Refused("invalid_scope", about_scope(why, id).into())
    }

    /// The code or the refresh token is not valid. One sentence for every cause.
    pub fn grant() -> Self {
        Self::refused(
            "invalid_grant",
            "The code or token is not valid, was used, has expired, or its access was taken away.",
        )
    }
}

/// Longest part of a scope's name that an error repeats, in characters.
const SCOPE_SHOWN: usize = 80;

/// A sentence with the name of a scope, as far as an `error_description` may have it: printable
/// ASCII without quotation marks and backslashes (RFC 6749 section 5.2).
pub fn about_scope(why: &str, id: &str) -> String {
    let may = |letter: &char| matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\');
    let shown: String = id.chars().filter(may).take(SCOPE_SHOWN).collect();
    format!("{why}: {shown}")
}

impl From<Problem> for OAuthError {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

impl From<sqlx::Error> for OAuthError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for OAuthError {
    fn into_response(self) -> Response {
        let body = |error: &str, description: &str| {
            Json(json!({ "error": error, "error_description": description }))
        };
        match self {
            Self::Refused(error, description) => {
                (StatusCode::BAD_REQUEST, body(error, &description)).into_response()
            }
            Self::MadeUp => Self::grant().into_response(),
            Self::InvalidClient => {
                let challenge = HeaderValue::from_static("Basic realm=\"OAuth client\"");
                let body = body(
                    "invalid_client",
                    "The client is not known, or it could not prove that it is the one.",
                );
                let headers = [(header::WWW_AUTHENTICATE, challenge)];
                (StatusCode::UNAUTHORIZED, headers, body).into_response()
            }
            Self::TooMany(seconds) => {
                let body = body(
                    "temporarily_unavailable",
                    "Too many failed attempts. Wait as the header Retry-After says.",
                );
                let headers = [(header::RETRY_AFTER, seconds.to_string())];
                (StatusCode::TOO_MANY_REQUESTS, headers, body).into_response()
            }
            Self::Failed(problem) => {
                let body = body("server_error", "The server failed. Nothing was changed.");
                let mut response = (problem.status(), body).into_response();
                response.headers_mut().extend(problem.into_headers());
                response
            }
        }
    }
}
