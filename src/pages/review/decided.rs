//! Who decided last, and when.

use countersign_contract::AuthorizationState;
use leptos::prelude::*;

use super::editor::Editor;
use crate::i18n::use_i18n;
use crate::ui::dynamic;

/// Who decided last, and when.
#[component]
pub fn Decided(editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    dynamic(move || {
        editor
            .base
            .with(|base| {
                let stored = &base.authorization;
                let who = stored
                    .modified_by
                    .as_ref()
                    .or(stored.created_by.as_ref())
                    .and_then(|who| who.name.clone())?;
                let at = stored
                    .date_modified
                    .as_deref()
                    .or(stored.date_created.as_deref())?;
                let date = i18n.date(at);
                Some(match stored.state {
                    AuthorizationState::Authorized => {
                        t!(i18n, "review.authorized_by", who = who, date = date)
                    }
                    AuthorizationState::Revoked => {
                        t!(i18n, "review.revoked_by", who = who, date = date)
                    }
                    AuthorizationState::Requested => {
                        t!(i18n, "review.asked_by", who = who, date = date)
                    }
                    _ => return None,
                })
            })
            .map(|sentence| view! { <span>{sentence}</span> }.into_any())
            .into_any()
    })
}
