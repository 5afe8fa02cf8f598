//! Files beside the pages: the catalogues of other languages.

use std::collections::BTreeMap;

use gloo_net::http::Request;

use super::reply::json;
use crate::i18n::pairs;

/// The flat i18next catalogue at a URL; `None` where it is not to be had.
pub async fn fetch_texts(url: &str) -> Option<BTreeMap<String, String>> {
    let response = Request::get(url).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    pairs(&json(response).await?)
}
