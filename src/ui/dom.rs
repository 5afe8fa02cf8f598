//! Elements made by hand, for a bundle that has to be small: signals as everywhere, without the
//! views of leptos, whose types are the better half of a program. What is said is text, never
//! markup.

use leptos::prelude::document;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, EventTarget, Node};

use super::Glyph;
use crate::erased::effect_now;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element that is being put together.
#[derive(Clone)]
#[must_use]
pub struct El(Element);

type Words = Box<dyn Fn() -> Option<String>>;
type Inside = Box<dyn Fn() -> Vec<El>>;
type Heard = Box<dyn FnMut(Event)>;

/// A new element; every name that is asked for here is one of HTML.
pub fn el(name: &str) -> El {
    make(document().create_element(name))
}

/// A new element with a class.
pub fn of(name: &str, class: &str) -> El {
    el(name).attr("class", class)
}

fn make(made: Result<Element, JsValue>) -> El {
    match made {
        Ok(element) => El(element),
        Err(_) => unreachable!("the name is one of HTML"),
    }
}

/// An icon; hidden from screen readers, so a word stands beside it.
pub fn icon(glyph: Glyph, class: &str) -> El {
    let svg = |name| make(document().create_element_ns(Some(SVG), name));
    svg("svg")
        .attr("class", &["icon ", class].concat())
        .attr("viewBox", "0 0 16 16")
        .attr("aria-hidden", "true")
        .with(svg("path").attr("d", glyph.path()))
}

/// Runs `run` at each event of a kind, until the returned listener is dropped by the garbage
/// collector with its target, or removed by [`forget`].
pub fn listen(target: &EventTarget, event: &str, run: impl FnMut(Event) + 'static) -> JsValue {
    heard(target, event, Box::new(run))
}

/// Ends what [`listen`] began.
pub fn forget(target: &EventTarget, event: &str, listener: &JsValue) {
    let _ = target.remove_event_listener_with_callback(event, listener.unchecked_ref());
}

fn heard(target: &EventTarget, event: &str, run: Heard) -> JsValue {
    let listener = Closure::<dyn FnMut(Event)>::wrap(run).into_js_value();
    let _ = target.add_event_listener_with_callback(event, listener.unchecked_ref());
    listener
}

impl El {
    /// The element itself.
    pub fn node(&self) -> &Element {
        &self.0
    }

    /// An attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        let _ = self.0.set_attribute(name, value);
        self
    }

    /// An attribute that follows signals; `None` takes it away.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.follow_attr(name, Box::new(value))
    }

    fn follow_attr(self, name: &'static str, value: Words) -> Self {
        let element = self.0.clone();
        effect_now(move || {
            let _ = match value() {
                Some(value) => element.set_attribute(name, &value),
                None => element.remove_attribute(name),
            };
        });
        self
    }

    /// A property that follows signals.
    pub fn property(self, name: &'static str, value: impl Fn() -> JsValue + 'static) -> Self {
        let element = self.0.clone();
        let value: Box<dyn Fn() -> JsValue> = Box::new(value);
        effect_now(move || {
            // Properties of an element can be set.
            let _ = js_sys::Reflect::set(&element, &JsValue::from_str(name), &value());
        });
        self
    }

    /// Words after what is in it.
    pub fn say(self, words: &str) -> Self {
        self.append(&document().create_text_node(words))
    }

    /// Words that follow signals, and nothing else.
    pub fn says(self, words: impl Fn() -> Option<String> + 'static) -> Self {
        self.follow_words(Box::new(words))
    }

    fn follow_words(self, words: Words) -> Self {
        let element = self.0.clone();
        effect_now(move || element.set_text_content(words().as_deref()));
        self
    }

    /// An element after what is in it.
    pub fn with(self, child: El) -> Self {
        self.append(&child.0)
    }

    /// Elements after what is in it.
    pub fn all(self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            let _ = self.0.append_child(&child.0);
        }
        self
    }

    /// Elements that follow signals, and nothing else. They are made anew.
    pub fn inside(self, children: impl Fn() -> Vec<El> + 'static) -> Self {
        self.follow_inside(Box::new(children))
    }

    fn follow_inside(self, children: Inside) -> Self {
        let element = self.0.clone();
        effect_now(move || {
            let children = children();
            element.set_text_content(None);
            for child in children {
                let _ = element.append_child(&child.0);
            }
        });
        self
    }

    /// Does something at each event of a kind.
    pub fn on(self, event: &str, run: impl FnMut(Event) + 'static) -> Self {
        heard(&self.0, event, Box::new(run));
        self
    }

    fn append(self, child: &Node) -> Self {
        let _ = self.0.append_child(child);
        self
    }
}

/// A button of a class, with words.
pub fn button(class: &str, words: &str, press: impl FnMut(Event) + 'static) -> El {
    of("button", class)
        .attr("type", "button")
        .say(words)
        .on("click", press)
}
