//! Rows that stay while what they stand for is there; all lists share one piece of code.

use std::sync::Arc;

use leptos::prelude::*;

/// A row to be: what it is known by, and how it is made.
pub struct Item {
    key: String,
    make: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Item {
    /// The row known by `key`; `make` is called once, when the row appears.
    pub fn new(key: String, make: impl FnOnce() -> AnyView + Send + 'static) -> Self {
        Self {
            key,
            make: Box::new(make),
        }
    }
}

/// The rows of `items`, in their order. A row is made when its key appears and goes with it.
pub fn each(items: impl Fn() -> Vec<Item> + Send + Sync + 'static) -> AnyView {
    let items: Arc<dyn Fn() -> Vec<Item> + Send + Sync> = Arc::new(items);
    view! { <For each=move || items() key=|item| item.key.clone() children=|item| (item.make)()/> }
        .into_any()
}
