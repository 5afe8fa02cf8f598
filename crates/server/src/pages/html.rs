//! The frame of the server's own pages: no script, one small style sheet.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::language::Lang;

/// Nothing but our style sheet, our icon and our form.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page with a title and the inside of its main part, which is HTML already.
pub fn page(status: StatusCode, lang: Lang, title: &str, main: &str) -> Response {
    let text = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title} · Countersign</title>\n\
         <link rel=\"icon\" type=\"image/svg+xml\" href=\"/icon.svg\">\n<link rel=\"stylesheet\" href=\"/login.css\">\n\
         </head>\n<body>\n<main class=\"card\">\n{main}</main>\n</body>\n</html>\n",
        lang = lang.tag(),
        title = escape(title),
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CONTENT_LANGUAGE, lang.tag()),
        (header::VARY, "Accept-Language"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (status, headers, text).into_response()
}

/// Text that may come from outside, for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(
            escape(r#"<b a="1" c='2'>&"#),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;"
        );
    }
}
