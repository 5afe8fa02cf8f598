//! Link to a place. The only way that pages link to each other.

use leptos::prelude::*;

use super::{How, use_navigator};
use crate::host::use_host;
use crate::route::Route;

/// A link; a plain click goes through the navigator, so that unsaved work is asked about.
#[component]
pub fn Link(
    /// Where to.
    to: Route,
    /// Classes.
    #[prop(optional)]
    class: &'static str,
    /// Whether it stands for where we are: `page`, or `true` for something above it.
    #[prop(optional)]
    current: Option<Signal<Option<&'static str>>>,
    /// Name where the words do not tell.
    #[prop(optional_no_strip, into, default = None)]
    label: Option<String>,
    /// Full text where it is cut.
    #[prop(optional_no_strip, into, default = None)]
    title: Option<String>,
    /// Leads nowhere just now.
    #[prop(optional)]
    off: bool,
    /// Words.
    children: Children,
) -> impl IntoView {
    let navigator = use_navigator();
    let href = use_host().map_or_else(|| to.href(), |host| host.href(&to.href()));
    let follow = move |event: leptos::ev::MouseEvent| {
        let plain = event.button() == 0
            && !(event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key());
        if plain {
            event.prevent_default();
            navigator.go(&to, How::Push);
        }
    };
    view! {
        <a class=class href=href aria-current=current aria-disabled=off.then_some("true") aria-label=label title=title on:click=follow>
            {children()}
        </a>
    }
}
