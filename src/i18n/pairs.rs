//! A flat object of texts, as catalogues are.

use std::collections::BTreeMap;

use js_sys::{Array, Object};
use wasm_bindgen::{JsCast as _, JsValue};

/// The texts of an object by name; what is no text is left out.
pub fn pairs(json: &JsValue) -> Option<BTreeMap<String, String>> {
    if !json.is_object() {
        return None;
    }
    let mut pairs = BTreeMap::new();
    for pair in Object::entries(json.unchecked_ref()).iter() {
        let pair: Array = pair.unchecked_into();
        if let (Some(name), Some(text)) = (pair.get(0).as_string(), pair.get(1).as_string()) {
            pairs.insert(name, text);
        }
    }
    Some(pairs)
}
