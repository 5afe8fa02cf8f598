//! Ids of elements that belong together, such as a field and its error.

use std::cell::Cell;

thread_local! {
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An id that no other element of this document has.
pub fn fresh_id(what: &str) -> String {
    let number = NEXT.with(|next| next.replace(next.get() + 1));
    format!("cs-{what}-{number}")
}
