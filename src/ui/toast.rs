//! Toasts: a sentence about what was done. Stays 10 s, longer under pointer or focus.

use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use crate::erased::Writable;

use super::{Glyph, Icon};

/// How long a toast stays.
const STAY: Duration = Duration::from_secs(10);

/// What a toast offers to do. It outlives the page that offers it.
pub type Act = Arc<dyn Fn() + Send + Sync>;

/// What is said, and what is offered, with its name.
type Said = (String, Option<(String, Act)>);

/// The newest toast of these pages.
#[derive(Clone, Copy)]
pub struct Toasts {
    said: Writable<Option<Said>>,
    held: Writable<bool>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Toasts {
    /// None yet.
    pub fn new() -> Self {
        Self {
            said: Writable::new(None),
            held: Writable::new(false),
            timer: StoredValue::new(None),
        }
    }

    /// Shows a sentence.
    pub fn show(self, text: String) {
        self.say((text, None));
    }

    /// Shows a sentence with a button.
    pub fn offer(self, text: String, name: String, act: Act) {
        self.say((text, Some((name, act))));
    }

    fn say(self, said: Said) {
        // A new one is not under the pointer yet, even if the button that made it was.
        self.held.set(false);
        self.said.set(Some(said));
        self.restart();
    }

    fn restart(self) {
        if let Some(timer) = self.timer.get_value() {
            timer.clear();
        }
        let close = move || {
            if self.held.try_get_untracked() == Some(true) {
                self.restart();
            } else {
                let _ = self.said.try_set(None);
            }
        };
        self.timer
            .set_value(set_timeout_with_handle(close, STAY).ok());
    }
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// The toasts of the surrounding pages.
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where toasts appear. Always there, so that screen readers hear what comes into it.
#[component]
pub fn ToastRegion(
    /// The toasts.
    toasts: Toasts,
    /// Name of the close button.
    close: String,
) -> impl IntoView {
    let region = NodeRef::<html::Div>::new();
    let hold = move |on: bool| toasts.held.set(on);
    // The button goes away: the focus stays where it was.
    let stay = move || {
        if let Some(region) = region.get_untracked() {
            let _ = region.focus();
        }
    };
    view! {
        <div class="toast-region" role="status" tabindex="-1" node_ref=region>
            {move || {
                let close = close.clone();
                toasts
                    .said
                    .get()
                    .map(|(text, offer)| {
                        let offer = offer
                            .map(|(name, act)| {
                                let press = move |_| {
                                    stay();
                                    act();
                                };
                                view! { <button type="button" class="button button--small" on:click=press>{name}</button> }.into_any()
                            });
                        view! {
                            <div
                                class="toast"
                                part="toast"
                                on:pointerenter=move |_| hold(true)
                                on:pointerleave=move |_| hold(false)
                                on:focusin=move |_| hold(true)
                                on:focusout=move |_| hold(false)
                            >
                                <span class="toast__text">{text}</span>
                                {offer}
                                <button
                                    type="button"
                                    class="button button--quiet button--icon"
                                    aria-label=close
                                    on:click=move |_| {
                                        hold(false);
                                        toasts.said.set(None);
                                        stay();
                                    }
                                >
                                    <Icon glyph=Glyph::X/>
                                </button>
                            </div>
                        }.into_any()
                    })
            }}
        </div>
    }
}
