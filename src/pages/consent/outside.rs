//! Text from outside on this screen: isolated, hidden characters shown, capped, the whole within
//! reach.

use leptos::prelude::*;

use crate::i18n::I18n;
use crate::text::visible;

/// Longest name of an application, a person, an organization.
pub const NAME: usize = 100;

/// Longest sentence.
pub const SENTENCE: usize = 300;

/// A name, or a sentence of somebody else.
pub fn text(text: &str, cap: usize) -> AnyView {
    view! { <bdi>{visible(text, cap).shown}</bdi> }.into_any()
}

/// The whole of what [`text`] cuts, folded; nothing where it cuts nothing.
pub fn whole(i18n: I18n, text: &str, cap: usize) -> AnyView {
    if !visible(text, cap).cut {
        return ().into_any();
    }
    let whole = visible(text, usize::MAX).shown;
    view! {
        <details class="consent__details">
            <summary>{t!(i18n, "text.whole")}</summary>
            <bdi>{whole}</bdi>
        </details>
    }
    .into_any()
}

/// A name inside a sentence.
pub fn name(text: &str) -> String {
    visible(text, NAME).shown
}
