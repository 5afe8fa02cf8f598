//! Dialog *Revoke authorization*: names the application, says that everyone loses access, and
//! takes a note. Sends the tag of what it showed, so that a change in between is not swept away.

use countersign_contract::{AuthorizationState, MAX_NOTE};
use leptos::prelude::*;

use super::write::{Outcome, Write};
use crate::api::{Load, Stored, use_api};
use crate::components::{Failure, StillWorking, words};
use crate::i18n::use_i18n;
use crate::memo::{Memo, RwSignal};
use crate::ui::{Button, Dialog, Look, fresh_id, use_toasts};

/// What is to be revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    target: RwSignal<Option<RevokeTarget>>,
    /// Told after a revoke, and after one whose outcome nobody waited for.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let write = Write::new();
    let close = move |()| {
        let is_unknown = untrack(|| write.is_unknown());
        if untrack(|| write.is_sending()) {
            // It may be done already: to close now would hide that.
            write.stop_waiting();
            return;
        }
        write.reset();
        target.set(None);
        if is_unknown {
            on_done.run(());
        }
    };
    let title = ViewFn::from(move || {
        let name = target.get().map(|target| target.name).unwrap_or_default();
        i18n.rich(catalogue_key!("revoke.title"), |_| {
            view! { <bdi>{name.clone()}</bdi> }.into_any()
        })
    });
    view! {
        <Dialog open=Signal::derive(move || target.with(Option::is_some)) on_close=close title>
            {move || target.get_untracked().map(|target| view! { <Form target write close=Callback::new(close) on_done/> }.into_any())}
        </Dialog>
    }
}

#[component]
fn Form(
    target: RevokeTarget,
    write: Write,
    close: Callback<()>,
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let note = RwSignal::new(String::new());
    let target = StoredValue::new(target);
    let id = move || target.with_value(|target| target.client_id.clone());
    let (note_id, hint_id) = (fresh_id("note"), fresh_id("hint"));
    let stored = Load::new(move || {
        let id = id();
        Some(async move { api.get_authorization(&id).await })
    });
    let finish = move || {
        let name = target.with_value(|target| target.name.clone());
        write.reset();
        close.run(());
        on_done.run(());
        toasts.show(t!(i18n, "revoke.done", name = name));
    };
    let send = move |()| {
        let Some(Stored { etag, .. }) = untrack(|| stored.ready()) else {
            return;
        };
        let (id, note) = (id(), note.get_untracked());
        let name = target.with_value(|target| target.name.clone());
        let answer = async move { api.revoke(&id, etag.as_deref(), &note).await };
        write.send(i18n, name, answer, move |answer| match answer {
            Ok(()) => finish(),
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
        write.look(api, id(), move |now| {
            if now.authorization.state == AuthorizationState::Revoked {
                finish();
            } else {
                stored.set(now);
                write.say(i18n, t!(i18n, "revoke.not_stored"));
            }
        });
    };
    let sending = Memo::new(move |_| write.is_sending());
    let is_unknown = Memo::new(move |_| write.is_unknown());
    let blocked = Signal::derive(move || {
        if sending.get() {
            return Some(t!(i18n, "revoke.sending"));
        }
        match (stored.ready(), stored.error()) {
            (Some(_), _) => None,
            (None, Some(error)) => Some(words::of_failed_read(i18n, &error)),
            (None, None) => Some(t!(i18n, "revoke.looking")),
        }
    });
    view! {
        <div class="dialog__body">
            <p>{t!(i18n, "revoke.text", name = target.with_value(|target| target.name.clone()))}</p>
            {move || stored.ready().map(|stored| view! { <Figures stored/> }.into_any())}
            {move || {
                stored
                    .error()
                    .map(|error| {
                        view! { <Failure title=t!(i18n, "review.failed") error retry=move |()| stored.retry()/> }.into_any()
                    })
            }}
            <StillWorking loads=vec![stored.into()]/>
            <div class="field">
                <label class="field__label" for=note_id.clone()>
                    {t!(i18n, "note.label")} " " <span class="muted">{t!(i18n, "note.optional")}</span>
                </label>
                <textarea
                    class="input textarea"
                    id=note_id
                    rows="2"
                    maxlength=MAX_NOTE.to_string()
                    autofocus=true
                    aria-describedby=hint_id.clone()
                    prop:value=move || note.get()
                    on:input=move |event| note.set(event_target_value(&event))
                ></textarea>
                <p class="field__hint" id=hint_id>{t!(i18n, "note.hint")}</p>
            </div>
            <Outcome write unknown=t!(i18n, "revoke.unknown") on_check=check/>
        </div>
        <div class="dialog__foot">
            <p class="dialog__foot-text">{t!(i18n, "revoke.kept")}</p>
            <Button on_press=close>{t!(i18n, "action.cancel")}</Button>
            {move || {
                (!is_unknown.get())
                    .then(|| {
                        view! {
                            <Button look=Look::Danger blocked on_press=send>
                                {move || if sending.get() { t!(i18n, "revoke.sending") } else { t!(i18n, "revoke.action") }}
                            </Button>
                        }.into_any()
                    })
            }}
        </div>
    }
}

/// How much it is used, where the backend says it.
#[component]
fn Figures(stored: Stored) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let people = stored.authorization.active_users30d?;
    let last = stored
        .authorization
        .last_used
        .map_or_else(|| t!(i18n, "list.never"), |at| i18n.ago(&at, api.now()));
    Some(
        view! {
            <dl class="impact">
                <div class="impact__item">
                    <dt class="impact__label">{t!(i18n, "revoke.people")}</dt>
                    <dd class="impact__value">{i18n.number(people.into())}</dd>
                </div>
                <div class="impact__item">
                    <dt class="impact__label">{t!(i18n, "revoke.last_used")}</dt>
                    <dd class="impact__value">{last}</dd>
                </div>
            </dl>
        }
        .into_any(),
    )
}
