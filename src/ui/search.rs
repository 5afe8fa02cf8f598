//! Search field.

use leptos::prelude::*;

use super::{Glyph, Icon, fresh_id};

/// A search field with a hidden label that is also its placeholder.
#[component]
pub fn SearchField(
    /// What is searched.
    #[prop(into)]
    label: String,
    /// What stands in it.
    #[prop(into)]
    value: Signal<String>,
    /// More classes.
    #[prop(optional)]
    class: &'static str,
    /// Takes the focus when a dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// Id of an element that says how many were found.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Told at every keystroke.
    #[prop(into)]
    on_input: Callback<String>,
) -> impl IntoView {
    let id = fresh_id("search");
    view! {
        <div class=format!("search {class}")>
            <label class="visually-hidden" for=id.clone()>{label.clone()}</label>
            <Icon glyph=Glyph::Search/>
            <input
                class="input"
                id=id
                type="search"
                placeholder=label
                autocomplete="off"
                autofocus=autofocus
                aria-describedby=described_by
                prop:value=move || value.get()
                on:input=move |event| on_input.run(event_target_value(&event))
                // Enter searches as it is typed; it submits nothing.
                on:keydown=move |event| if event.key() == "Enter" { event.prevent_default() }
            />
        </div>
    }
}
