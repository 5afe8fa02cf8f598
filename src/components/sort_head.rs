//! Head of a column that a list can be sorted by.

use leptos::prelude::*;

use crate::ui::{Glyph, Icon};

/// A column head; says how the list is sorted, and sorts it.
#[component]
pub fn SortHead(
    /// Name of the column.
    name: String,
    /// Whether the largest comes first; `None` while the list is sorted by another column.
    descending: Signal<Option<bool>>,
    /// Classes of the cell.
    #[prop(optional)]
    class: &'static str,
    /// Told whether the largest has to come first.
    #[prop(into)]
    on_sort: Callback<bool>,
) -> impl IntoView {
    let aria_sort = move || match descending.get() {
        None => "none",
        Some(true) => "descending",
        Some(false) => "ascending",
    };
    let icon = move || {
        let (glyph, class) = match descending.get() {
            None => (Glyph::Sort, "icon--idle"),
            Some(true) => (Glyph::SortDown, ""),
            Some(false) => (Glyph::SortUp, ""),
        };
        view! { <Icon glyph class/> }.into_any()
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=move || aria_sort() class=class>
            <button
                type="button"
                class="table__sort"
                on:click=move |_| on_sort.run(descending.get_untracked() == Some(false))
            >
                {name}
                {move || icon()}
            </button>
        </th>
    }
}
