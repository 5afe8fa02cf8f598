//! Undo of a revoke, offered by its toast. The version before becomes what is stored, unless
//! somebody else was first.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{Api, ApiError};
use crate::i18n::I18n;
use crate::ui::Toasts;
use crate::write::WriteAnswer;

/// Heard by pages that show what an undo changes, wherever they were opened since.
#[derive(Clone, Copy)]
pub struct Undone(Trigger);

impl Undone {
    /// Nothing was undone yet.
    pub fn new() -> Self {
        Self(Trigger::new())
    }

    /// Follows it. Tracked.
    pub fn track(self) {
        self.0.track();
    }
}

impl Default for Undone {
    fn default() -> Self {
        Self::new()
    }
}

/// What was revoked.
pub struct Revoked {
    /// Client ID.
    pub client_id: String,
    /// Name, ready to be shown.
    pub name: String,
    /// Number of the version before.
    pub version: u32,
    /// Tag of what is stored since.
    pub etag: Option<String>,
}

/// Says that it is revoked, with a button that undoes it. All words are made now: the language of
/// the pages may be another one by then.
pub fn offer(i18n: I18n, api: Api, toasts: Toasts, undone: Undone, revoked: Revoked) {
    let Revoked {
        client_id,
        name,
        version,
        etag,
    } = revoked;
    let words = Arc::new([
        t!(i18n, "undo.sending"),
        t!(i18n, "undo.done", name = name),
        t!(i18n, "save.late_unknown", name = name),
        t!(i18n, "undo.stale", name = name),
        t!(i18n, "undo.failed", name = name),
    ]);
    let undo = {
        let words = words.clone();
        move || {
            let (words, id, etag) = (words.clone(), client_id.clone(), etag.clone());
            let [sending, ..] = &*words;
            toasts.show(sending.clone());
            spawn_local(async move {
                let answer = api.restore(&id, version, etag.as_deref()).await;
                let [_, done, unknown, stale, failed] = &*words;
                let error = answer.as_ref().err();
                let words = match (ApiError::write_answer(error), error.map(ApiError::status)) {
                    (WriteAnswer::Done, _) => done,
                    (WriteAnswer::Unknown, _) => unknown,
                    (WriteAnswer::Refused, Some(409 | 412)) => stale,
                    (WriteAnswer::Refused, _) => failed,
                };
                toasts.show(words.clone());
                undone.0.notify();
            });
        }
    };
    toasts.offer(
        t!(i18n, "revoke.done", name = name),
        t!(i18n, "undo.action"),
        Arc::new(undo),
    );
}
