//! Segments: a choice of few that looks like one control.

use leptos::prelude::*;

use super::fresh_id;

/// Radio buttons side by side, each with a count where that is known.
#[component]
pub fn Segments(
    /// Name of the whole.
    legend: String,
    /// Names of the choices.
    names: Vec<String>,
    /// Number of the chosen one.
    chosen: Signal<usize>,
    /// How many each would show.
    #[prop(into)]
    count: Callback<usize, Option<String>>,
    /// Told the number of the wanted one.
    #[prop(into)]
    on_choose: Callback<usize>,
) -> impl IntoView {
    let group = fresh_id("segments");
    let items = names.into_iter().enumerate().map(|(at, name)| {
        let count = move || {
            count
                .run(at)
                .map(|count| view! { " " <span class="segments__count">{count}</span> }.into_any())
        };
        view! {
            <label class="segments__item">
                <input
                    type="radio"
                    name=group.clone()
                    prop:checked=move || chosen.get() == at
                    on:change=move |_| on_choose.run(at)
                />
                <span class="segments__label">{name}{move || count()}</span>
            </label>
        }
        .into_any()
    });
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{legend}</legend>
            {items.collect_view()}
        </fieldset>
    }
}
