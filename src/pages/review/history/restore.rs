//! Dialog *Restore version*: says what it would change in what is stored now.

use countersign_contract::{AuthorizationState, AuthorizationVersion, OAuthAuthorization};
use leptos::prelude::*;

use super::compare::compare;
use super::marks::marks;
use crate::api::{Stored, use_api};
use crate::components::name_of;
use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::pages::confirm::{Confirm, Question};
use crate::pages::review::editor::Editor;
use crate::pages::write::Write;
use crate::ui::{Look, dynamic, use_toasts};

/// The dialog; open while there is a version.
#[component]
pub fn RestoreDialog(
    /// What is to be restored.
    version: Writable<Option<AuthorizationVersion>>,
    editor: Editor,
    on_restored: Callback<Stored>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let write = Write::new();
    let wanted = move || version.get().unwrap_or_default();
    let number = move || wanted().version.to_string();
    let finish = move |now: Stored| {
        let words = t!(i18n, "history.restored", number = untrack(number));
        write.reset();
        version.set(None);
        on_restored.run(now);
        toasts.show(words);
    };
    // What somebody else stored meanwhile is shown, so that a second press means it.
    let look = move |sentence: String| {
        let id = editor
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        write.look_at(api, id, move |now| {
            if is_restored(&untrack(wanted), &now.authorization) {
                finish(now);
            } else {
                editor.reset(now);
                write.say(i18n, sentence);
            }
        });
    };
    let send = move |()| {
        let Stored {
            authorization,
            etag,
        } = editor.base.get_untracked();
        let (id, number) = (authorization.client.id.clone(), untrack(wanted).version);
        let answer = async move { api.restore(&id, number, etag.as_deref()).await };
        write.send(
            i18n,
            &name_of(&authorization.client),
            answer,
            move |answer| match answer {
                Ok(now) => finish(now),
                Err(refusal) if refusal.status == 412 => look(t!(i18n, "save.stale")),
                Err(refusal) => write.refuse(i18n, &refusal),
            },
        );
    };
    let title = ViewFn::from(move || t!(i18n, "history.restore_title", number = number()));
    let body = ViewFn::from(move || {
        dynamic(move || {
            let wanted = wanted();
            let now = editor.base.with(|base| version_of(&base.authorization));
            let change = compare(Some(&now), &wanted);
            let state = match (&now.state, &wanted.state) {
                (AuthorizationState::Revoked, AuthorizationState::Authorized) => {
                    t!(i18n, "history.authorizes")
                }
                (now, AuthorizationState::Revoked) if *now != AuthorizationState::Revoked => {
                    t!(i18n, "history.revokes")
                }
                _ if change.is_empty() => t!(i18n, "history.same"),
                _ => String::new(),
            };
            view! {
                <p>{t!(i18n, "history.restore_text")} " " <b>{state}</b></p>
                {marks(i18n, &change, editor, usize::MAX)}
            }
            .into_any()
        })
    });
    let words = Question {
        action: t!(i18n, "history.restore"),
        sending: t!(i18n, "effect.saving"),
        unknown: [t!(i18n, "save.unknown"), t!(i18n, "save.unknown_text")].join(" "),
        foot: t!(i18n, "history.kept"),
    };
    view! {
        <Confirm
            open=Signal::derive(move || version.with(Option::is_some))
            title
            body
            words
            look=Look::Primary
            blocked=Signal::stored(None)
            write
            on_act=send
            on_check=move |()| look(t!(i18n, "history.not_stored"))
            on_close=move |_| version.set(None)
        />
    }
}

/// What is stored, as a version.
fn version_of(stored: &OAuthAuthorization) -> AuthorizationVersion {
    AuthorizationVersion {
        state: stored.state.clone(),
        scope: stored.scope.clone(),
        roles: stored.roles.clone(),
        ..AuthorizationVersion::default()
    }
}

fn is_restored(wanted: &AuthorizationVersion, now: &OAuthAuthorization) -> bool {
    wanted.state == now.state && compare(Some(wanted), &version_of(now)).is_empty()
}
