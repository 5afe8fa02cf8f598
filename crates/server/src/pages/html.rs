//! The frame of the server's own pages: no script, one small style sheet.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

pub use crate::languages::escape;
use crate::languages::{Language, Text};

/// Nothing but our style sheet, our icon and our form.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page with a title and the inside of its main part, which is HTML already.
pub fn page(status: StatusCode, language: &Language, title: &Text, main: &str) -> Response {
    let text = format!(
        "<!doctype html>\n<html {attributes}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · Countersign</title>\n\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/login.css\">\n\
         </head>\n<body>\n<main class=\"card\">\n{main}</main>\n</body>\n</html>\n",
        attributes = language.attributes(),
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CONTENT_LANGUAGE, language.tag.as_str()),
        (header::VARY, "Accept-Language"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, text).into_response()
}
