//! News of the server: an event says that an answer may differ, never what it is now.

use std::time::Duration;

use countersign_contract::CHANGED;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventSource;

use super::client::Api;

/// After how many pauses it is asked although a stream is open.
const TURNS: u32 = 6;

impl Api {
    /// Calls `changed` whenever the answer to what `path` is about may differ, for as long as the
    /// surrounding view is there; every few seconds (`pause`) where events do not come.
    pub fn follow(self, path: &str, pause: Duration, changed: impl Fn() + Clone + 'static) {
        // A stream can't carry a token.
        let source = (!self.has_token())
            .then(|| EventSource::new(&self.url(path)).ok())
            .flatten();
        let told = changed.clone();
        let heard = Closure::<dyn Fn()>::new(move || told());
        let heard = heard.into_js_value();
        if let Some(source) = &source {
            for event in [CHANGED, "open"] {
                // After a gap in the connection, too: what happened meanwhile was not told.
                let _ = source.add_event_listener_with_callback(event, heard.unchecked_ref());
            }
        }
        let source = StoredValue::new_local(source);
        let turn = StoredValue::new(0u32);
        let timer = set_interval_with_handle(
            move || {
                turn.update_value(|turn| *turn += 1);
                // Now and then also while a stream is open: a proxy may hold its events back.
                let is_due = turn.get_value().is_multiple_of(TURNS);
                let is_open = source.with_value(|source| {
                    source
                        .as_ref()
                        .is_some_and(|source| source.ready_state() == EventSource::OPEN)
                });
                if (is_due || !is_open) && !document().hidden() {
                    changed();
                }
            },
            pause,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
            source.with_value(|source| source.iter().for_each(EventSource::close));
        });
    }
}
