//! Copy button: answers with a tick.

use std::time::Duration;

use leptos::prelude::*;

use crate::erased::Writable;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::{Glyph, Icon, dynamic};

/// Writes `text` to the clipboard; tells whether it worked.
pub async fn copy_text(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Absent outside secure contexts, whatever the binding says.
    if clipboard.is_undefined() {
        return false;
    }
    JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Copies a text.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: String,
    /// Its name, for example "Copy client ID of Wallboard".
    #[prop(into)]
    label: String,
    /// Said when it is done.
    #[prop(into)]
    done: String,
    /// Said when the browser refuses.
    #[prop(into)]
    failed: String,
) -> impl IntoView {
    let copied = Writable::new(None::<bool>);
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let _ = copied.try_set(Some(copy_text(&text).await));
            set_timeout(
                move || {
                    let _ = copied.try_set(None);
                },
                Duration::from_millis(1_500),
            );
        });
    };
    view! {
        <button type="button" class="copy" aria-label=label on:click=copy>
            {dynamic(move || match copied.get() {
                None => view! { <Icon glyph=Glyph::Copy/> }.into_any(),
                Some(true) => view! { <Icon glyph=Glyph::Check class="copy__done"/> }.into_any(),
                Some(false) => view! { <Icon glyph=Glyph::X class="copy__failed"/> }.into_any(),
            })}
        </button>
        <span class="visually-hidden" role="status">{move || copied.get().map(|is| if is { done.clone() } else { failed.clone() })}</span>
    }
}
