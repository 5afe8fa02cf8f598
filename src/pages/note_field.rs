//! Field for a note or a reason.

use countersign_contract::MAX_NOTE;
use leptos::prelude::*;

use crate::erased::Writable;
use crate::ui::fresh_id;

/// A few lines of text.
#[component]
pub fn NoteField(
    /// Its name.
    label: AnyView,
    /// Who reads it.
    hint: String,
    /// What is typed.
    text: Writable<String>,
    /// Must not stay empty.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let (id, hint_id) = (fresh_id("note"), fresh_id("hint"));
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <textarea
                class="input textarea"
                id=id
                rows="2"
                maxlength=MAX_NOTE.to_string()
                autofocus=true
                aria-required=required.then_some("true")
                aria-describedby=hint_id.clone()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <p class="field__hint" id=hint_id>{hint}</p>
        </div>
    }
}
