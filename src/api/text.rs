//! Files beside the pages: the catalogues of other languages.

use std::collections::BTreeMap;

use gloo_net::http::Request;
use js_sys::{Array, Object};
use wasm_bindgen::JsCast;

use super::client::json;

/// The flat i18next catalogue at a URL; `None` where it is not to be had.
pub async fn fetch_texts(url: &str) -> Option<BTreeMap<String, String>> {
    let response = Request::get(url).send().await.ok()?;
    if !response.ok() {
        return None;
    }
    let texts = json(response).await?.dyn_into::<Object>().ok()?;
    let mut by_key = BTreeMap::new();
    for entry in Object::entries(&texts) {
        let entry: Array = entry.unchecked_into();
        by_key.insert(entry.get(0).as_string()?, entry.get(1).as_string()?);
    }
    Some(by_key)
}
