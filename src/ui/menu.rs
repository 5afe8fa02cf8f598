//! Menus and popovers over the native `popover`: top layer, Esc and a click outside close.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::erased::Writable;

use super::fresh_id;

/// What a popover is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PopoverKind {
    /// Actions.
    #[default]
    Menu,
    /// More to read.
    Peek,
}

/// A button with a popover that is made when it opens.
#[component]
pub fn Popover(
    /// Menu or peek.
    #[prop(optional)]
    kind: PopoverKind,
    /// More classes of the popover.
    #[prop(optional)]
    class: &'static str,
    /// Classes of the button.
    button_class: &'static str,
    /// Name of the button where its words do not tell.
    #[prop(optional, into)]
    label: Option<String>,
    /// Inside of the button.
    button: AnyView,
    /// Inside of the popover.
    children: ChildrenFn,
) -> impl IntoView {
    let id = fresh_id("popover");
    // Made when it opens first, and kept: what was chosen inside still has to be carried out when
    // it closes.
    let made = Writable::new(false);
    let element = NodeRef::<html::Div>::new();
    let opener = NodeRef::<html::Button>::new();
    // What is chosen inside a menu closes it.
    let chosen = move |_| {
        if kind == PopoverKind::Menu
            && let Some(popover) = element.get_untracked()
        {
            let _ = popover.hide_popover();
        }
    };
    let base = match kind {
        PopoverKind::Menu => "menu",
        PopoverKind::Peek => "popover",
    };
    view! {
        <button
            type="button"
            class=button_class
            aria-label=label
            aria-expanded="false"
            popovertarget=id.clone()
            node_ref=opener
        >
            {button}
        </button>
        <div
            class=format!("{base} {class}")
            id=id
            popover=""
            node_ref=element
            // `toggle` comes after the popover is shown; `beforetoggle` in time for its first paint.
            on:beforetoggle=move |event: web_sys::Event| {
                // Once: made anew, what is inside would be gone before it hears of a click.
                if !made.get_untracked() {
                    made.set(true);
                }
                let opens = event.unchecked_ref::<web_sys::ToggleEvent>().new_state() == "open";
                if let Some(opener) = opener.get_untracked() {
                    let _ = opener.set_attribute("aria-expanded", if opens { "true" } else { "false" });
                }
            }
            // Before what is inside hears of it: the focus is back on the button when a dialog opens.
            on:click:capture=chosen
        >
            {move || made.get().then(&*children)}
        </div>
    }
}
