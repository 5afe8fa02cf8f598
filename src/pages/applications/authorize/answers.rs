//! Sentences of the dialog: what is wrong with what was pasted, and what the server knows of it.

use countersign_contract::{AuthorizationState, OAuthAuthorization};

use crate::access::error_words;
use crate::api::ApiError;
use crate::components::name_of;
use crate::i18n::I18n;
use crate::pages::applications::pasted::MalformedKind;
use crate::text::visible;

/// Why what was pasted names no client.
pub fn of_malformed(i18n: I18n, kind: &MalformedKind) -> String {
    match kind {
        MalformedKind::TooShort { have, of } => {
            t!(
                i18n,
                "authorize.too_short",
                have = have.to_string(),
                of = of.to_string()
            )
        }
        MalformedKind::SeveralIds(ids) => t!(i18n, "authorize.several", ids = i18n.list(ids)),
        MalformedKind::NoId => t!(i18n, "authorize.no_id"),
    }
}

/// Why the server could not say anything about the client.
pub fn of_look_up(i18n: I18n, error: &ApiError) -> String {
    let deleted = error.refusal().and_then(|refusal| {
        Some((
            refusal.params.get("name")?,
            refusal.params.get("dateDeleted")?,
        ))
    });
    match (error.status(), deleted) {
        (404, Some((name, date))) => {
            t!(
                i18n,
                "authorize.deleted",
                name = visible(name, 120).shown,
                date = i18n.date(date)
            )
        }
        (404, None) => t!(i18n, "authorize.unknown"),
        _ => error_words::of_failed_read(i18n, error),
    }
}

/// What was decided about the client before, when and by whom.
pub fn of_decided(i18n: I18n, stored: &OAuthAuthorization) -> String {
    let name = name_of(&stored.client);
    let who = stored
        .modified_by
        .as_ref()
        .or(stored.created_by.as_ref())
        .and_then(|who| who.name.clone());
    let who = who.unwrap_or_else(|| t!(i18n, "authorize.portal"));
    let at = stored
        .date_modified
        .as_deref()
        .or(stored.date_created.as_deref())
        .unwrap_or_default();
    let date = i18n.date(at);
    match (&stored.state, &stored.note) {
        (AuthorizationState::Revoked, Some(note)) => {
            t!(
                i18n,
                "authorize.revoked_note",
                name = name,
                date = date,
                who = who,
                note = visible(note, 200).shown
            )
        }
        (AuthorizationState::Revoked, None) => t!(
            i18n,
            "authorize.revoked",
            name = name,
            date = date,
            who = who
        ),
        _ => t!(
            i18n,
            "authorize.already",
            name = name,
            date = date,
            who = who
        ),
    }
}
