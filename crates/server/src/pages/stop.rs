//! The page where a sign-in ends that must not go on: nobody is sent anywhere from it.

use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escape, page};
use crate::languages::Language;

/// Why it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// No such client, or it was deleted.
    UnknownClient,
    /// A redirect URI that is not registered.
    UnknownRedirect,
    /// Client or redirect URI are there twice.
    Malformed,
}

/// The page, with the id of the request.
pub fn stop_page(language: &Language, why: Stop, request_id: &str) -> Response {
    let texts = &language.texts;
    let what = match why {
        Stop::UnknownClient => &texts.unknown_client,
        Stop::UnknownRedirect => &texts.unknown_redirect,
        Stop::Malformed => &texts.malformed,
    };
    let main = format!(
        "<h1>{}</h1>\n<p>{what}</p>\n<p>{}</p>\n<p>{} <code>{}</code></p>\n",
        texts.not_started,
        texts.nothing_changed,
        texts.context,
        escape(request_id),
    );
    page(StatusCode::BAD_REQUEST, language, &texts.not_started, &main)
}
