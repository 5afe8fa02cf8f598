//! `GET /logout`, `POST /logout`

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use countersign_contract::places::SIGN_IN;

use super::html::page;
use super::refused::refused_page;
use crate::access::Anyone;
use crate::http::cookie;
use crate::http::request_id::RequestId;
use crate::languages::Language;
use crate::problem::Answer;

/// Asks: a link of another site must not sign anybody out.
pub async fn show_logout(language: Arc<Language>) -> Response {
    let texts = &language.texts;
    let main = format!(
        "<h1>{sign_out}</h1>\n<p>{}</p>\n<form method=\"post\" action=\"/logout\">\n\
         <button type=\"submit\">{sign_out}</button>\n</form>\n",
        texts.sign_out_question,
        sign_out = texts.sign_out,
    );
    page(StatusCode::OK, &language, &texts.sign_out, &main)
}

/// Ends the session of the browser; nothing but a form of ours may.
pub async fn sign_out(
    anyone: Anyone,
    language: Arc<Language>,
    request: Request,
) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    if !anyone.origin().sent_form(&parts.headers) {
        return Ok(refused_page(&language, &parts, "/logout"));
    }
    let secure = anyone.origin().is_secure();
    for token in cookie::sessions(&parts.headers, secure) {
        let id = parts.extensions.get::<RequestId>();
        let id = id.map_or("", |id| id.0.as_str());
        anyone.doorway().sign_out(&token, id).await?;
    }
    let cookie = [(header::SET_COOKIE, cookie::clear(secure))];
    let to = [(header::LOCATION, SIGN_IN)];
    Ok((StatusCode::SEE_OTHER, cookie, to).into_response())
}
