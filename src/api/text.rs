//! Files beside the pages: the catalogues of other languages.

use gloo_net::http::Request;

/// The text at a URL; `None` where it is not to be had.
pub async fn fetch_text(url: &str) -> Option<String> {
    let response = Request::get(url).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    response.text().await.ok()
}
