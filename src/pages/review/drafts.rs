//! Edits that are not saved yet. They live above the pages, so that switching the language,
//! Back and Forward, or a lost session lose nothing that was typed.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::draft::Draft;
use crate::api::Stored;

/// An edit and what it began with.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsaved {
    /// What is ticked and typed.
    pub draft: Draft,
    /// What was stored when the edit began.
    pub base: Stored,
}

/// Unsaved edits by client ID; in memory only.
#[derive(Clone, Copy)]
pub struct Drafts(StoredValue<BTreeMap<String, Unsaved>>);

impl Drafts {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(BTreeMap::new()))
    }

    /// The edit of a client.
    pub fn get(self, client_id: &str) -> Option<Unsaved> {
        self.0.with_value(|drafts| drafts.get(client_id).cloned())
    }

    /// Keeps an edit, or forgets it.
    pub fn keep(self, client_id: &str, unsaved: Option<Unsaved>) {
        self.0.update_value(|drafts| match unsaved {
            Some(unsaved) => drop(drafts.insert(client_id.to_owned(), unsaved)),
            None => drop(drafts.remove(client_id)),
        });
    }
}

impl Default for Drafts {
    fn default() -> Self {
        Self::new()
    }
}
