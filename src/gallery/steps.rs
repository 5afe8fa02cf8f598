//! What a person does until a specimen is in its state.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, HtmlInputElement, HtmlTextAreaElement, ShadowRoot};

use crate::api::sleep;

/// How often it is looked whether something is there, in milliseconds.
const LOOK: f64 = 40.0;

/// One act on the first element that a selector finds, once it is there.
#[derive(Clone, Copy)]
pub enum Step {
    /// Presses it.
    Press(&'static str),
    /// Presses it until it goes away.
    Insist(&'static str),
    /// Types into it.
    Type(&'static str, &'static str),
    /// Rests the pointer on it.
    Point(&'static str),
}

/// Does the steps, waits for `until`, and says on the host that the state is reached.
pub async fn perform(root: ShadowRoot, steps: &'static [Step], until: &'static str) {
    for step in steps {
        match *step {
            Step::Press(selector) => press(&found(&root, selector).await),
            Step::Insist(selector) => {
                let mut element = Some(found(&root, selector).await);
                while let Some(there) = element {
                    press(&there);
                    sleep(LOOK * 3.0).await;
                    element = root.query_selector(selector).ok().flatten();
                }
            }
            Step::Type(selector, text) => type_into(&found(&root, selector).await, text),
            Step::Point(selector) => tell(&found(&root, selector).await, "pointerenter"),
        }
        // What follows from it is on screen by then.
        sleep(0.0).await;
    }
    found(&root, until).await;
    let _ = root.host().set_attribute("data-ready", "");
}

async fn found(root: &ShadowRoot, selector: &str) -> Element {
    loop {
        // The element that pages stand in is there from the start.
        let inside = [".embed :is(", selector, ")"].concat();
        if let Ok(Some(element)) = root.query_selector(&inside) {
            return element;
        }
        sleep(LOOK).await;
    }
}

fn press(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.click();
    }
}

fn type_into(element: &Element, text: &str) {
    if let Some(field) = element.dyn_ref::<HtmlInputElement>() {
        field.set_value(text);
    } else if let Some(field) = element.dyn_ref::<HtmlTextAreaElement>() {
        field.set_value(text);
    }
    tell(element, "input");
}

fn tell(element: &Element, event: &str) {
    if let Ok(event) = Event::new(event) {
        let _ = element.dispatch_event(&event);
    }
}
