//! Lists that are asked for page by page: their queries, and what the query of authorizations means.
//!
//! Both ends read a query with the same function, so that an address that the pages take is one that
//! the server answers. [`apply`] is the meaning of [`ListQuery`] as a pure function. The reference
//! server answers the same in SQL (a test holds the two together), and the component uses it where
//! a backend has no `paging`.

mod apply;
mod authorizations;
mod clients;

use std::collections::BTreeSet;

pub use apply::{apply, compare, state_rank};
pub use authorizations::{ListQuery, RiskFilter, SortBy};
pub use clients::{ClientQuery, ClientSort};

open_enum! {
    /// Direction of a sort.
    SortOrder {
        /// Smallest first.
        Ascending = "asc",
        /// Largest first.
        Descending = "desc",
    }
}

impl SortOrder {
    /// The direction by whether the largest comes first.
    pub fn of(descending: bool) -> Self {
        if descending {
            Self::Descending
        } else {
            Self::Ascending
        }
    }

    /// Reads `asc` or `desc` in any case, or the whole word, as SDKs of the compatible API write it.
    pub fn of_sdk(text: &str) -> Option<Self> {
        let is = |word: &str| text.eq_ignore_ascii_case(word);
        if is("asc") || is("ascending") {
            Some(Self::Ascending)
        } else if is("desc") || is("descending") {
            Some(Self::Descending)
        } else {
            None
        }
    }
}

/// The value, if it is one of those that a parameter may have.
///
/// # Errors
/// The name of the parameter.
fn known<T: PartialEq>(value: T, allowed: &[T], name: &'static str) -> Result<T, &'static str> {
    if allowed.contains(&value) {
        Ok(value)
    } else {
        Err(name)
    }
}

fn number(text: &str, most: u32) -> Option<u32> {
    text.parse()
        .ok()
        .filter(|number| (1..=most).contains(number))
}

/// Name as it is searched and sorted: lower case.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        lower_case(name)
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn lower_case(name: &str) -> String {
    name.to_lowercase()
}

/// The browser's own: the tables for it are 20 KB.
#[cfg(target_arch = "wasm32")]
fn lower_case(name: &str) -> String {
    js_sys::JsString::from(name).to_lower_case().into()
}

/// The ids without repeats, in their order.
pub fn unique(ids: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    ids.iter()
        .filter(|id| seen.insert(id.as_str()))
        .cloned()
        .collect()
}
