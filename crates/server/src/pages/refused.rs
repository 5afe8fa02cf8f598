//! The page for a form that did not come from here: says what to do, and does nothing.

use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::Response;

use super::html::{escape, page};
use crate::http::request_id::RequestId;
use crate::languages::Language;

/// The page, with a link to where the form is.
pub fn refused_page(language: &Language, parts: &Parts, form: &str) -> Response {
    let texts = &language.texts;
    let id = parts.extensions.get::<RequestId>();
    let main = format!(
        "<h1>{}</h1>\n<p>{}</p>\n<p><a href=\"{}\">{}</a></p>\n<p>{} <code>{}</code></p>\n",
        texts.form_refused,
        texts.form_refused_hint,
        escape(form),
        texts.open_again,
        texts.context,
        escape(id.map_or("", |id| &id.0)),
    );
    page(StatusCode::FORBIDDEN, language, &texts.form_refused, &main)
}
