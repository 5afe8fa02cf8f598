//! What the server writes into a built page, so that the page is there without another round trip.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use crate::languages::{Direction, Language, Languages};
use crate::problem::Answer;

/// Before what, in a built page, its data goes: after all that the browser has to load.
const PLACE: &str = "</head>";

/// The policy of an entry page (security.md, "Pages and embedding").
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
     connect-src 'self'; img-src 'self' data:; base-uri 'none'; object-src 'none'; \
     form-action 'none'; frame-ancestors 'none'";

/// A built page with its data: of one person, so that nobody keeps it.
pub fn page(text: &str, data: &str) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
    ];
    (headers, with_data(text, data)).into_response()
}

/// From a page without the place the program asks for all of it.
fn with_data(text: &str, data: &str) -> String {
    text.replacen(PLACE, &[data, PLACE].concat(), 1)
}

/// A page that was built in English in another language, minified or not.
pub fn in_language(text: &str, language: &Language) -> String {
    ["<html lang=\"en\"", "<html lang=en"]
        .into_iter()
        .fold(text.to_owned(), |text, start| {
            text.replacen(start, &format!("<html {}", language.attributes()), 1)
        })
}

/// A data block, which a policy without inline scripts lets through (HTML standard, section
/// 4.12.1). It can't be left by what is in it: no `<` stands there.
pub fn block(id: &str, attribute: &str, value: &impl Serialize) -> Answer<String> {
    let json = serde_json::to_string(value)?.replace('<', "\\u003c");
    Ok(format!(
        "<script type=\"application/json\" id=\"{id}\"{attribute}>{json}</script>"
    ))
}

/// A language as the program lists it.
#[derive(Serialize)]
struct Listed<'a> {
    tag: &'a str,
    name: &'a str,
    direction: Direction,
}

/// The list of languages, as `locales/languages.json` has it, for the program.
pub fn languages_block(languages: &Languages) -> Answer<String> {
    let listed = languages.all().iter().map(|language| Listed {
        tag: &language.tag,
        name: &language.name,
        direction: language.direction,
    });
    block("languages", "", &listed.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_and_language_find_their_places_in_a_page_minified_or_not() {
        let languages = Languages::embedded().unwrap();
        let french = languages.all().iter().find(|one| one.tag == "fr").unwrap();
        for page in [
            "<html lang=en><head></head><body>",
            "<html lang=\"en\"><head></head><body>",
        ] {
            assert_eq!(
                in_language(&with_data(page, "data"), french),
                "<html lang=\"fr\"><head>data</head><body>"
            );
        }
    }

    #[test]
    fn a_data_block_is_not_left_by_what_is_in_it() {
        let text = block("x", "", &"</script><script>alert(1)<!--").unwrap();
        assert_eq!(text.matches('<').count(), 2, "{text}");
    }
}
