//! `GET /logout`, `POST /logout`

use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use super::html::page;
use crate::caller::Anyone;
use crate::cookie;
use crate::language::Lang;
use crate::problem::{Answer, Problem};

/// Asks: a link of another site must not sign anybody out.
pub async fn show_logout(headers: HeaderMap) -> Response {
    let lang = Lang::of(&headers);
    let texts = lang.texts();
    let main = format!(
        "<h1>{sign_out}</h1>\n<p>{}</p>\n<form method=\"post\" action=\"/logout\">\n\
         <button type=\"submit\">{sign_out}</button>\n</form>\n",
        texts.sign_out_question,
        sign_out = texts.sign_out,
    );
    page(StatusCode::OK, lang, texts.sign_out, &main)
}

/// Ends the session of the browser. A form of ours sends `Origin`; nothing else may sign out.
pub async fn sign_out(anyone: Anyone, headers: HeaderMap) -> Answer<Response> {
    if anyone.origin().is_ours(&headers) != Some(true) {
        return Err(Problem::cross_origin());
    }
    let secure = anyone.origin().is_secure();
    if let Some(token) = cookie::session(&headers, secure) {
        anyone.doorway().sign_out(&token).await?;
    }
    let cookie = [(header::SET_COOKIE, cookie::clear(secure))];
    let to = [(header::LOCATION, "/login")];
    Ok((StatusCode::SEE_OTHER, cookie, to).into_response())
}
