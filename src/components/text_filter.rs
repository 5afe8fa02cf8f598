//! Text filter of a list: what it says is in the address.

use std::time::Duration;

use leptos::prelude::*;

use crate::erased::{Writable, effect};
use crate::i18n::use_i18n;
use crate::ui::SearchField;

/// How long after the list was asked it is not asked again: one keystroke is answered at once, and a
/// fast typist does not ask for every letter.
const PAUSE: Duration = Duration::from_millis(80);

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
    let text = Writable::new(value.get_untracked());
    // Back, or a link: the field follows the address, unless it says the same already.
    effect(move || {
        let name = value.get();
        if text.with_untracked(|text| text.trim() != name) {
            text.set(name);
        }
    });
    let pausing = StoredValue::new(false);
    let typed = move |typed: String| {
        text.set(typed);
        ask(text, pausing, on_filter);
    };
    view! { <SearchField label=t!(i18n, "list.search") value=text class="filters__search" on_input=typed/> }
}

fn ask(text: Writable<String>, pausing: StoredValue<bool>, on_filter: Callback<String>) {
    // The field may be gone by the end of a pause.
    let Some(typed) = text.try_get_untracked() else {
        return;
    };
    if pausing.get_value() {
        return;
    }
    pausing.set_value(true);
    on_filter.run(typed.trim().to_owned());
    let go_on = move || {
        if pausing.try_set_value(false).is_none() && text.try_get_untracked() != Some(typed) {
            ask(text, pausing, on_filter);
        }
    };
    set_timeout(go_on, PAUSE);
}
