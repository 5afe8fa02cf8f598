//! Answers that a page came with (docs/contract.md, "What every backend has"): each stands for the
//! first request of its path, so that the page is there without a round trip.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};

/// What came, as `{date, answers: {path: body}}`; each answer is used once.
#[derive(Clone, Copy)]
pub struct Brought(StoredValue<JsValue, LocalStorage>);

impl Brought {
    /// Nothing.
    pub fn new() -> Self {
        Self(StoredValue::new_local(JsValue::UNDEFINED))
    }

    /// Keeps what came; says when it was made, by the server's clock.
    pub fn keep(self, page: JsValue) -> Option<String> {
        let part = |name: &str| Reflect::get(&page, &name.into()).ok();
        self.0.set_value(part("answers")?);
        part("date")?.as_string()
    }

    /// The answer for a path.
    pub fn take(self, path: &str) -> Option<JsValue> {
        self.0.with_value(|answers| {
            let path = JsValue::from_str(path);
            let found = Reflect::get(answers, &path).ok()?;
            let answers = answers.dyn_ref::<js_sys::Object>()?;
            // Asked again, it is asked of the server.
            let _ = Reflect::delete_property(answers, &path);
            (!found.is_undefined()).then_some(found)
        })
    }
}
