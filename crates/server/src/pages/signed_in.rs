//! `GET /signed-in`: the end of signing in again in a second tab, or a step on the way.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use countersign_contract::places::NEXT;

use super::html::{escape, page};
use crate::http::next::own_path;
use crate::http::params::Params;
use crate::languages::Language;

/// Goes on to `next`, by itself and as a link; without it, says that the tab can be closed.
pub async fn show_signed_in(language: Arc<Language>, params: Params) -> Response {
    let texts = &language.texts;
    let rest = match params.get(NEXT) {
        None => format!("<p>{}</p>\n", texts.signed_in_hint),
        Some(next) => {
            let next = escape(&own_path(next));
            format!(
                "<meta http-equiv=\"refresh\" content=\"0;url={next}\">\n<p><a href=\"{next}\">{}</a></p>\n",
                texts.go_on
            )
        }
    };
    let main = format!("<h1>{}</h1>\n{rest}", texts.signed_in);
    page(StatusCode::OK, &language, &texts.signed_in, &main)
}
