//! Text filter of a list: what it says is in the address.

use std::time::Duration;

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::memo::{RwSignal, effect};
use crate::ui::SearchField;

/// How long after a keystroke the list is asked.
const DEBOUNCE: Duration = Duration::from_millis(40);

/// A search field over name and client ID.
#[component]
pub fn TextFilter(
    /// What the address says.
    #[prop(into)]
    value: Signal<String>,
    /// Told what was typed, without spaces around it.
    #[prop(into)]
    on_filter: Callback<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let text = RwSignal::new(value.get_untracked());
    // Back, or a link: the field follows the address, unless it says the same already.
    effect(move || {
        let name = value.get();
        if text.with_untracked(|text| text.trim() != name) {
            text.set(name);
        }
    });
    let mut ask = debounce(DEBOUNCE, move |typed: String| {
        on_filter.run(typed.trim().to_owned());
    });
    let ask = StoredValue::new_local(move |typed| ask(typed));
    let typed = move |typed: String| {
        text.set(typed.clone());
        ask.update_value(|ask| ask(typed));
    };
    view! { <SearchField label=t!(i18n, "list.search") value=text class="filters__search" on_input=typed/> }
}
