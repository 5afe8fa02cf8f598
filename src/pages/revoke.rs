//! Dialog *Revoke authorization*: names the application, says that everyone loses access, and
//! takes a note. Sends the tag of what it showed, so that a change in between is not swept away.

use countersign_contract::{AuthorizationState, MAX_NOTE};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::{ApiError, Load, SLOW, Stored, sleep, use_api};
use crate::components::words;
use crate::i18n::use_i18n;
use crate::memo::RwSignal;
use crate::ui::{Button, Dialog, Glyph, Icon, Look, fresh_id, use_toasts};

/// What is to be revoked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RevokeTarget {
    /// Client ID.
    pub client_id: String,
    /// Name, ready to be shown.
    pub name: String,
}

/// Where a revoke stands.
#[derive(Clone, PartialEq)]
enum Step {
    Asking,
    Sending {
        slow: bool,
    },
    Refused {
        sentence: String,
        context_id: String,
    },
    /// No answer: what is stored has to be looked at before anything is sent again.
    Unknown,
}

/// The dialog; open while there is a target.
#[component]
pub fn RevokeDialog(
    /// What is to be revoked.
    target: RwSignal<Option<RevokeTarget>>,
    /// Told after a revoke.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let close = move |()| target.set(None);
    let title = ViewFn::from(move || {
        let name = target.get().map(|target| target.name).unwrap_or_default();
        i18n.rich(catalogue_key!("revoke.title"), |_| {
            view! { <bdi>{name.clone()}</bdi> }.into_any()
        })
    });
    view! {
        <Dialog open=Signal::derive(move || target.with(Option::is_some)) on_close=close title>
            {move || target.get_untracked().map(|target| view! { <Form target close=Callback::new(close) on_done/> }.into_any())}
        </Dialog>
    }
}

#[component]
fn Form(target: RevokeTarget, close: Callback<()>, on_done: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let note = RwSignal::new(String::new());
    let step = RwSignal::new(Step::Asking);
    let target = StoredValue::new(target);
    let (note_id, hint_id) = (fresh_id("note"), fresh_id("hint"));
    let stored = Load::new(move || {
        let id = target.with_value(|target| target.client_id.clone());
        Some(async move { api.get_authorization(&id).await })
    });
    let finish = move || {
        close.run(());
        on_done.run(());
        toasts.show(t!(
            i18n,
            "revoke.done",
            name = target.with_value(|target| target.name.clone())
        ));
    };
    let send = move |()| {
        let Some(Stored { etag, .. }) = stored.ready() else {
            return;
        };
        let id = target.with_value(|target| target.client_id.clone());
        step.set(Step::Sending { slow: false });
        spawn_local(async move {
            let answer = api
                .revoke(&id, etag.as_deref(), &note.get_untracked())
                .await;
            if step.try_get_untracked().is_none() {
                return;
            }
            match answer {
                Ok(()) => finish(),
                Err(ApiError::Refused(refusal)) if refusal.status < 500 => {
                    // Show what changed and take its tag, so that a second press means it.
                    if refusal.status == 412 {
                        stored.retry();
                    }
                    let context_id = refusal.context_id.clone();
                    step.set(Step::Refused {
                        sentence: words::of_refused_write(i18n, &refusal),
                        context_id,
                    });
                }
                Err(_) => step.set(Step::Unknown),
            }
        });
        spawn_local(async move {
            sleep(SLOW).await;
            if step.try_get_untracked() == Some(Step::Sending { slow: false }) {
                step.set(Step::Sending { slow: true });
            }
        });
    };
    let check = move |()| {
        let id = target.with_value(|target| target.client_id.clone());
        spawn_local(async move {
            match api.get_authorization(&id).await {
                Ok(now) if now.authorization.state == AuthorizationState::Revoked => finish(),
                Ok(now) => {
                    stored.set(now);
                    let sentence = t!(i18n, "revoke.not_stored");
                    let _ = step.try_set(Step::Refused {
                        sentence,
                        context_id: String::new(),
                    });
                }
                Err(_) => {}
            }
        });
    };
    let sending = move || matches!(step.get(), Step::Sending { .. });
    let blocked = Signal::derive(move || {
        if sending() {
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
            <div role="alert">
                {move || match step.get() {
                    Step::Refused { sentence, context_id } => {
                        Some(
                            view! {
                                <p class="field__error">
                                    <Icon glyph=Glyph::Alert/>
                                    <span>{sentence} " " <code>{context_id}</code></span>
                                </p>
                            }
                                .into_any(),
                        )
                    }
                    Step::Unknown => {
                        Some(
                            view! {
                                <p class="field__error">
                                    <Icon glyph=Glyph::Alert/>
                                    <span>{t!(i18n, "revoke.unknown")}</span>
                                </p>
                                <Button on_press=check>{t!(i18n, "save.check")}</Button>
                            }
                                .into_any(),
                        )
                    }
                    Step::Sending { slow: true } => Some(view! { <p>{t!(i18n, "loading.slow")}</p> }.into_any()),
                    _ => None,
                }}
            </div>
        </div>
        <div class="dialog__foot">
            <p class="dialog__foot-text">{t!(i18n, "revoke.kept")}</p>
            <Button on_press=close>{t!(i18n, "action.cancel")}</Button>
            {move || {
                (step.get() != Step::Unknown)
                    .then(|| {
                        view! {
                            <Button look=Look::Danger blocked on_press=send>
                                {move || if sending() { t!(i18n, "revoke.sending") } else { t!(i18n, "revoke.action") }}
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
