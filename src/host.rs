//! The page around an embedded element: what it gives, and what it is told (docs/embedding.md).

use std::collections::BTreeMap;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Request;

use crate::i18n::{English, Locale, pairs};

/// A host, as the element's script hands it over: `{token, fetch, catalogue, messages, emit,
/// href, speak, restart}`, each a function or absent.
#[derive(Clone, Copy, Debug)]
pub struct Host(StoredValue<JsValue, LocalStorage>);

/// Why a token is asked for (docs/embedding.md, `getAccessToken`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A request is about to be sent.
    Request,
    /// The backend answered 401 to the last one.
    Unauthorized,
}

impl Host {
    /// A host of an element.
    pub fn new(of: JsValue) -> Self {
        Self(StoredValue::new_local(of))
    }

    fn call(self, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
        call(&self.0.get_value(), name, arguments)
    }

    /// Whether requests carry a token of the host; without one they carry the browser's cookie.
    pub fn has_token(self) -> bool {
        self.0.with_value(|of| {
            Reflect::get(of, &"token".into()).is_ok_and(|token| token.is_function())
        })
    }

    /// A token for the next request, another one than `used` if that was refused. `None` where the
    /// host has none.
    pub async fn token(self, reason: Reason, used: Option<&str>) -> Option<String> {
        let reason = match reason {
            Reason::Request => "request",
            Reason::Unauthorized => "unauthorized",
        };
        let used = used.map_or(JsValue::UNDEFINED, JsValue::from_str);
        let answer = self.call("token", &[reason.into(), used])?;
        JsFuture::from(Promise::resolve(&answer))
            .await
            .ok()?
            .as_string()
    }

    /// Sends a request the host's way, if it has one.
    pub fn fetch(self, request: &Request) -> Option<Promise> {
        self.call("fetch", &[request.into()])?.dyn_into().ok()
    }

    /// Where a catalogue of ours is, such as `fr/pages.json`, if not where `base` has it.
    pub fn catalogue(self, name: &str, base: &str) -> String {
        self.0.with_value(|of| catalogue(of, name, base))
    }

    /// Puts the host's own texts for a language in place of ours, and tells it of those that are
    /// none of ours.
    pub fn put_messages(
        self,
        english: English,
        locale: Locale,
        texts: &mut BTreeMap<String, String>,
    ) {
        let own = self.call("messages", &[locale.tag().into()]);
        for (key, text) in own.and_then(|own| pairs(&own)).unwrap_or_default() {
            if english.has(&key) {
                texts.insert(key, text);
            } else {
                let detail = [("code", "element.messages"), ("message", &*key)];
                self.emit("cs-error", &detail);
            }
        }
    }

    /// Tells of an event. False if the host prevents what is about to happen.
    pub fn emit(self, event: &str, detail: &[(&str, &str)]) -> bool {
        let about = js_sys::Object::new();
        for (name, value) in detail {
            // Setting a property of a fresh plain object cannot fail.
            let _ = Reflect::set(&about, &(*name).into(), &(*value).into());
        }
        let goes_on = self.call("emit", &[event.into(), about.into()]);
        goes_on.is_none_or(|goes_on| !goes_on.is_falsy())
    }

    /// Says in which language the pages are.
    pub fn speak(self, locale: Locale) {
        let (tag, direction) = (locale.tag(), locale.direction());
        self.call("speak", &[tag.into(), direction.into()]);
    }

    /// Makes the pages anew, as for another user: nothing of the former one is kept.
    pub fn restart(self) {
        self.call("restart", &[]);
    }

    /// What the link to a place says: nothing of the host's own addresses is ours.
    pub fn href(self, route: &str) -> String {
        self.call("href", &[route.into()])
            .and_then(|href| href.as_string())
            .unwrap_or_else(|| "#".to_owned())
    }
}

fn call(of: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let function: Function = Reflect::get(of, &name.into()).ok()?.dyn_into().ok()?;
    function
        .apply(of, &arguments.iter().cloned().collect())
        .ok()
}

/// The same as [`Host::catalogue`], before there is a [`Host`].
pub fn catalogue(host: &JsValue, name: &str, base: &str) -> String {
    let url = call(host, "catalogue", &[name.into()]);
    url.and_then(|url| url.as_string())
        .unwrap_or_else(|| [base, "/", name].concat())
}

/// A setting of an element that is a string; empty where it is none.
pub fn setting(of: &JsValue, name: &str) -> String {
    let value = Reflect::get(of, &name.into()).ok();
    value
        .and_then(|value| value.as_string())
        .unwrap_or_default()
}

/// The host of the surrounding element; `None` in the standalone pages.
pub fn use_host() -> Option<Host> {
    use_context()
}
