//! Dialog *Revoke authorization*: names the application, says that everyone loses access and how
//! it is used, and takes a note. Sends the tag of what it showed, so that a change in between is
//! not swept away.

use countersign_contract::{AuthorizationState, Feature, Impact};
use leptos::prelude::*;

use super::confirm::{Confirm, Question};
use super::note_field::NoteField;
use super::undo::{self, Revoked, Undone};
use super::write::Write;
use crate::access::{Failure, StillWorking, error_words, use_backend};
use crate::api::{Load, Stored, use_api};
use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::ui::{Look, part, use_toasts, words_in};

/// What is to be revoked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RevokeTarget {
    /// Client ID.
    pub client_id: String,
    /// Name, ready to be shown.
    pub name: String,
}

/// The dialog; open while there is a target.
#[component]
pub fn RevokeDialog(
    /// What is to be revoked.
    target: Writable<Option<RevokeTarget>>,
    /// Told after a revoke, and after one whose outcome nobody waited for.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let backend = use_backend();
    let toasts = use_toasts();
    let undone = expect_context::<Undone>();
    let write = Write::new();
    let note = Writable::new(String::new());
    let aim = move || target.get().unwrap_or_default();
    let stored = Load::new(move || {
        let id = target.get()?.client_id;
        note.set(String::new());
        Some(async move { api.get_authorization(&id).await })
    });
    let impact = Load::new(move || {
        let id = target.get()?.client_id;
        (backend.has(&Feature::Impact) == Some(true)).then_some(())?;
        Some(async move {
            let impact = api.impact(&id).await?;
            Ok((id, impact))
        })
    });
    // An answer about the application before is none.
    let here = move || {
        stored
            .ready()
            .filter(|stored| stored.authorization.client.id == aim().client_id)
    };
    // `etag` is that of the revoke; without the version before there is nothing to go back to.
    let finish = move |before: &Stored, etag: Option<String>| {
        let RevokeTarget { client_id, name } = untrack(aim);
        write.reset();
        target.set(None);
        on_done.run(());
        let was = &before.authorization;
        let version = was
            .version
            .filter(|_| was.state == AuthorizationState::Authorized)
            .filter(|_| untrack(|| backend.has(&Feature::Versions)) == Some(true));
        match version {
            Some(version) => undo::offer(
                i18n,
                api,
                toasts,
                undone,
                Revoked {
                    client_id,
                    name,
                    version,
                    etag,
                },
            ),
            None => toasts.show(t!(i18n, "revoke.done", name = name)),
        }
    };
    let send = move |()| {
        let Some(before) = untrack(here) else {
            return;
        };
        let RevokeTarget { client_id, name } = untrack(aim);
        // The page around may take it over, as with a question of its own.
        if !api.tell("cs-revoking", &[("clientId", &client_id)]) {
            target.set(None);
            return;
        }
        let (note, etag) = (note.get_untracked(), before.etag.clone());
        let answer = async move { api.revoke(&client_id, etag.as_deref(), &note).await };
        write.send(i18n, &name, answer, move |answer| match answer {
            Ok(etag) => finish(&before, etag),
            Err(refusal) => {
                // Show what changed and take its tag, so that a second press means it.
                if refusal.status == 412 {
                    stored.retry();
                }
                write.refuse(i18n, &refusal);
            }
        });
    };
    let check = move |()| {
        let before = untrack(here).unwrap_or_default();
        write.look_at(api, untrack(aim).client_id, move |now| {
            if now.authorization.state == AuthorizationState::Revoked {
                let next = before.authorization.version.map(|version| version + 1);
                // Only what follows at once is known to be undone by the version before.
                let before = if next == now.authorization.version {
                    before
                } else {
                    Stored::default()
                };
                finish(&before, now.etag);
            } else {
                stored.set(now);
                write.say(i18n, t!(i18n, "revoke.not_stored"));
            }
        });
    };
    let close = move |is_unknown| {
        target.set(None);
        if is_unknown {
            on_done.run(());
        }
    };
    let blocked = Signal::derive(move || match (here(), stored.error()) {
        (Some(_), _) => None,
        (None, Some(error)) => Some(error_words::of_failed_read(i18n, &error)),
        (None, None) => Some(t!(i18n, "revoke.looking")),
    });
    let title = ViewFn::from(move || {
        i18n.rich(catalogue_key!("revoke.title"), |_| {
            part("bdi", "", vec![aim().name.into_any()])
        })
    });
    let body = ViewFn::from(move || {
        let label = view! { {t!(i18n, "note.label")} " " {words_in("span", "muted", t!(i18n, "note.optional"))} };
        view! {
            <p>{t!(i18n, "revoke.text", name = untrack(aim).name)}</p>
            {move || figures(here(), impact)}
            {move || {
                stored
                    .error()
                    .map(|error| {
                        view! { <Failure title=t!(i18n, "review.failed") error retry=move |()| stored.retry()/> }.into_any()
                    })
            }}
            <StillWorking loads=vec![stored.into()]/>
            <NoteField label=label.into_any() hint=t!(i18n, "note.hint") text=note/>
        }
    });
    let words = Question {
        action: t!(i18n, "revoke.action"),
        sending: t!(i18n, "revoke.sending"),
        unknown: t!(i18n, "revoke.unknown"),
        foot: t!(i18n, "revoke.kept"),
    };
    view! {
        <Confirm
            open=Signal::derive(move || target.with(Option::is_some))
            title
            body
            words
            look=Look::Danger
            blocked
            write
            on_act=send
            on_check=check
            on_close=close
        />
    }
}

/// How much it is used, where the backend says it. Never in the way of revoking.
fn figures(here: Option<Stored>, impact: Load<(String, Impact)>) -> AnyView {
    let i18n = use_i18n();
    let api = use_api();
    let backend = use_backend();
    let Some(Stored { authorization, .. }) = here else {
        return ().into_any();
    };
    let number = |number: u32| i18n.number(number.into());
    let ago = |at: Option<String>| {
        at.map_or_else(|| t!(i18n, "list.never"), |at| i18n.ago(&at, api.now()))
    };
    let item = |label: String, value: String| {
        let inside = vec![
            words_in("dt", "impact__label", label),
            words_in("dd", "impact__value", value),
        ];
        part("div", "impact__item", inside)
    };
    let (tokens, people, last) = if backend.has(&Feature::Impact) == Some(true) {
        if impact.error().is_some() {
            return words_in("p", "muted", t!(i18n, "revoke.impact_failed"));
        }
        let known = impact
            .ready()
            .filter(|(id, _)| *id == authorization.client.id)
            .map(|(_, impact)| impact);
        let words = |words: &dyn Fn(Impact) -> String| known.clone().map_or("…".to_owned(), words);
        (
            Some(words(&|impact| number(impact.active_tokens))),
            words(&|impact| number(impact.active_users30d)),
            words(&|impact| ago(impact.last_used)),
        )
    } else {
        let Some(people) = authorization.active_users30d else {
            return ().into_any();
        };
        (None, number(people), ago(authorization.last_used))
    };
    let mut items: Vec<_> = tokens
        .map(|tokens| item(t!(i18n, "revoke.tokens"), tokens))
        .into_iter()
        .collect();
    items.push(item(t!(i18n, "revoke.people"), people));
    items.push(item(t!(i18n, "revoke.last_used"), last));
    part("dl", "impact", items)
}
