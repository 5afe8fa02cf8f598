//! Keeps a waiting screen up to date: the server's event stream, and questions where it has none.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::EventSource;

use super::flow::Flow;
use crate::api::sleep;

/// First and longest pause between two questions, in milliseconds.
const PAUSES: (f64, f64) = (5_000.0, 15_000.0);

/// How often it is asked although a stream is open, in turns of the first pause: a server may
/// forget to tell.
const TURNS: u32 = 6;

/// Looks at what the server says whenever it says that something changed, and every few seconds
/// while no stream is open. Ends with the view that it is called in.
pub fn follow(flow: Flow) {
    let source = EventSource::new(&flow.api.consent_events(&flow.id.get_value())).ok();
    let changed = Closure::<dyn FnMut()>::new(move || flow.look());
    if let Some(source) = &source {
        let listener = changed.as_ref().unchecked_ref();
        let _ = source.add_event_listener_with_callback("changed", listener);
    }
    let alive = StoredValue::new(());
    let kept = StoredValue::new_local((source, changed));
    on_cleanup(move || {
        kept.try_with_value(|(source, _)| {
            if let Some(source) = source {
                source.close();
            }
        });
    });
    spawn_local(async move {
        let (mut pause, longest) = PAUSES;
        // The first stretch without a stream may have missed something.
        let mut was_open = true;
        for turn in 1u32.. {
            sleep(pause).await;
            if alive.try_get_value().is_none() {
                return;
            }
            let is_open = kept
                .try_with_value(|(source, _)| {
                    source
                        .as_ref()
                        .is_some_and(|source| source.ready_state() == EventSource::OPEN)
                })
                .unwrap_or_default();
            if !is_open || !was_open || turn % TURNS == 0 {
                flow.look();
            }
            pause = if is_open {
                PAUSES.0
            } else {
                (pause * 1.5).min(longest)
            };
            was_open = is_open;
        }
    });
}
