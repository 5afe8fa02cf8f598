//! Answers that browsers may keep but have to ask about: the texts of scopes.

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::languages::Language;
use crate::problem::Answer;
use crate::randomness::digest;

/// A JSON answer in a language with an `ETag`, or 304 where the caller has it already.
///
/// # Errors
/// It can't be written as JSON.
pub fn revalidated(
    value: &impl Serialize,
    language: &Language,
    request: &HeaderMap,
) -> Answer<Response> {
    let body = serde_json::to_string(value)?;
    // Weak, because the same text also goes out compressed.
    let etag = format!("W/\"{}\"", &digest(&body)[..32]);
    let known = request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|tag| tag.trim() == etag));
    let headers = [
        (header::ETAG, etag),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::VARY, "Accept-Language".to_owned()),
        (header::CONTENT_LANGUAGE, language.tag.clone()),
    ];
    if known {
        return Ok((StatusCode::NOT_MODIFIED, headers).into_response());
    }
    let json = [(header::CONTENT_TYPE, "application/json")];
    Ok((headers, json, body).into_response())
}
