//! Notice: stands where content would. What, why, the one next act.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// Empty, no match, forbidden, failed.
#[component]
pub fn Notice(
    /// What kind of news.
    glyph: Glyph,
    /// What happened.
    #[prop(into)]
    title: String,
    /// Whether something failed, so that it is announced at once.
    #[prop(optional)]
    alert: bool,
    /// Why, and the next act.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice" part="notice" role=alert.then_some("alert")>
            <Icon glyph class="notice__icon"/>
            <h2>{title}</h2>
            {children()}
        </div>
    }
}
