//! Where the focus goes when something else comes on screen.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlTextAreaElement, ShadowRoot};

use crate::api::sleep;

/// Where the caret is, if somebody types the reason.
pub fn caret(root: &Element) -> Option<u32> {
    let field = active(root)?;
    let field = field.dyn_into::<HtmlTextAreaElement>().ok()?;
    field.selection_end().ok().flatten()
}

/// What has the focus, in the document or in the shadow root that the screen stands in.
fn active(root: &Element) -> Option<Element> {
    let around = root.get_root_node();
    let around: &ShadowRoot = around.unchecked_ref();
    around.active_element()
}

/// The element that the screen stands in.
type Root = StoredValue<Element, LocalStorage>;

/// Moves the focus to the heading, once it is there.
pub fn focus_heading(root: Root) {
    spawn_local(async move {
        sleep(0.0).await;
        if let Some(heading) = found::<HtmlElement>(root, "h1") {
            let _ = heading.focus();
        }
    });
}

/// Puts the caret into the field that came in place of the one before.
pub fn type_on(root: Root, caret: Option<u32>) {
    spawn_local(async move {
        sleep(0.0).await;
        if let Some(field) = found::<HtmlTextAreaElement>(root, "textarea") {
            let _ = field.focus();
            let _ = field.set_selection_start(caret);
            let _ = field.set_selection_end(caret);
        }
    });
}

/// `None` as well where the screen is gone.
fn found<T: JsCast>(root: Root, selector: &str) -> Option<T> {
    let found = root.try_with_value(|root| root.query_selector(selector).ok().flatten());
    found.flatten()?.dyn_into().ok()
}
