//! Files beside the pages: the catalogues of other languages.

use std::collections::BTreeMap;

use leptos::prelude::window;
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::reply::json;
use crate::i18n::pairs;

/// The flat i18next catalogue at a URL; `None` where it is not to be had.
pub async fn fetch_texts(url: &str) -> Option<BTreeMap<String, String>> {
    let answer = JsFuture::from(window().fetch_with_str(url)).await.ok()?;
    let response: Response = answer.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    pairs(&json(&response).await?)
}
