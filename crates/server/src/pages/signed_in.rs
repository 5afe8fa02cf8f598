//! `GET /signed-in`: the end of signing in again in a second tab.

use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::html::page;
use crate::language::Lang;

/// Says that the tab can be closed.
pub async fn show_signed_in(headers: HeaderMap) -> Response {
    let lang = Lang::of(&headers);
    let texts = lang.texts();
    let main = format!(
        "<h1>{}</h1>\n<p>{}</p>\n",
        texts.signed_in, texts.signed_in_hint
    );
    page(StatusCode::OK, lang, texts.signed_in, &main)
}
