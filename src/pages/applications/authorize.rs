//! Dialog *Authorize client*: takes whatever an admin has in the clipboard, says what it found,
//! and leads to the review.

mod answers;

use countersign_contract::{AuthorizationState, OAuthAuthorization};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::answers::{of_decided, of_look_up, of_malformed};
use super::pasted::{Found, Pasted, Source, read};
use crate::access::SignIn;
use crate::api::{SLOW, sleep, use_api};
use crate::components::Problem;
use crate::erased::{Derived, Writable};
use crate::i18n::use_i18n;
use crate::navigator::{How, Link, use_navigator};
use crate::route::Route;
use crate::text::visible;
use crate::ui::{Button, Dialog, Glyph, Icon, Look, fresh_id};

/// What the server said about the ID.
#[derive(Clone, PartialEq)]
enum Looked {
    NotYet,
    /// For this ID.
    Asking(String),
    /// Authorized or revoked already: not an error, another next act.
    Decided(Box<OAuthAuthorization>),
    Wrong {
        sentence: String,
        context_id: String,
        signed_out: bool,
    },
}

/// The dialog.
#[component]
pub fn AuthorizeDialog(open: Writable<bool>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open on_close=move |()| open.set(false) title=ViewFn::from(move || t!(i18n, "authorize.title"))>
            <Form open/>
        </Dialog>
    }
}

#[component]
fn Form(open: Writable<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let navigator = use_navigator();
    let text = Writable::new(String::new());
    let looked = Writable::new(Looked::NotYet);
    let slow = Writable::new(false);
    let pasted = Derived::new(move |_| text.with(|text| read(text)));
    let (field_id, hint_id, answer_id) =
        (fresh_id("client-id"), fresh_id("hint"), fresh_id("answer"));
    let described = format!("{hint_id} {answer_id}");

    let look_up = move |found: Found| {
        let asking = Looked::Asking(found.client_id.clone());
        looked.set(asking.clone());
        slow.set(false);
        // Closed, or typed on, in the meantime.
        let is_over = move || looked.try_get_untracked().as_ref() != Some(&asking);
        spawn_local({
            let is_over = is_over.clone();
            async move {
                sleep(SLOW).await;
                if !is_over() {
                    slow.set(true);
                }
            }
        });
        spawn_local(async move {
            let answer = api.get_authorization(&found.client_id).await;
            if is_over() {
                return;
            }
            match answer {
                Ok(stored) => match stored.authorization.state {
                    AuthorizationState::Authorized | AuthorizationState::Revoked => {
                        looked.set(Looked::Decided(Box::new(stored.authorization)));
                    }
                    _ => {
                        open.set(false);
                        navigator.go(
                            &Route::Review {
                                client_id: found.client_id,
                                asked: found.scopes,
                            },
                            How::Push,
                        );
                    }
                },
                Err(error) => looked.set(Looked::Wrong {
                    sentence: of_look_up(i18n, &error),
                    context_id: error.context_id().to_owned(),
                    signed_out: error.status() == 401,
                }),
            }
        });
    };
    let wrong = move |sentence| {
        looked.set(Looked::Wrong {
            sentence,
            context_id: String::new(),
            signed_out: false,
        });
    };
    let submit = move || match (pasted.get_untracked(), looked.get_untracked()) {
        (_, Looked::Asking(_)) => {}
        (Pasted::ClientId(found), Looked::Decided(stored)) => {
            open.set(false);
            let asked = if stored.state == AuthorizationState::Revoked {
                found.scopes
            } else {
                Vec::new()
            };
            navigator.go(
                &Route::Review {
                    client_id: found.client_id,
                    asked,
                },
                How::Push,
            );
        }
        (Pasted::ClientId(found), _) => look_up(found),
        (Pasted::Empty, _) => wrong(t!(i18n, "authorize.empty")),
        (Pasted::Malformed { looks_like }, _) => wrong(of_malformed(i18n, &looks_like)),
    };
    let is_wrong = move || matches!(looked.get(), Looked::Wrong { .. });
    let button = move || match looked.get() {
        Looked::Asking(_) => t!(i18n, "authorize.asking"),
        Looked::Decided(stored) if stored.state == AuthorizationState::Revoked => {
            t!(i18n, "list.review_again")
        }
        Looked::Decided(_) => t!(i18n, "authorize.open"),
        _ => t!(i18n, "authorize.submit"),
    };
    view! {
        <div class="dialog__body">
            <div class="field">
                <label class="field__label" for=field_id.clone()>{t!(i18n, "authorize.field")}</label>
                <p class="field__hint" id=hint_id>{t!(i18n, "authorize.hint")}</p>
                <textarea
                    class="input textarea textarea--grow input--mono"
                    id=field_id
                    rows="1"
                    spellcheck="false"
                    autocapitalize="off"
                    autocomplete="off"
                    autofocus=true
                    aria-describedby=described
                    aria-invalid=move || is_wrong().then_some("true")
                    prop:value=move || text.get()
                    on:input=move |event| {
                        text.set(event_target_value(&event));
                        looked.set(Looked::NotYet);
                    }
                    on:keydown=move |event| {
                        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
                            event.prevent_default();
                            submit();
                        }
                    }
                ></textarea>
                <div id=answer_id role="status">
                    {move || match looked.get() {
                        Looked::Wrong { sentence, context_id, signed_out } => {
                            Some(
                                view! {
                                    <Problem sentence=sentence.into_any() context_id/>
                                    {signed_out.then(|| view! { <SignIn/> }.into_any())}
                                }
                                    .into_any(),
                            )
                        }
                        Looked::Asking(_) if slow.get() => Some(view! { <p>{t!(i18n, "loading.slow")}</p> }.into_any()),
                        Looked::Decided(stored) => {
                            Some(
                                view! {
                                    <p class="field__info">
                                        <Icon glyph=Glyph::Info/>
                                        <span>{of_decided(i18n, &stored)}</span>
                                    </p>
                                }
                                    .into_any(),
                            )
                        }
                        _ => None,
                    }}
                </div>
            </div>
            {move || match (pasted.get(), looked.get()) {
                (Pasted::ClientId(found), Looked::NotYet | Looked::Asking(_)) if found.source != Source::Id => {
                    Some(view! { <FoundFacts found/> }.into_any())
                }
                _ => None,
            }}
            <p class="small">
                <Link to=Route::clients()>{t!(i18n, "authorize.where")}</Link>
            </p>
        </div>
        <div class="dialog__foot">
            <Button on_press=move |()| open.set(false)>{t!(i18n, "action.cancel")}</Button>
            <Button look=Look::Primary on_press=move |()| submit()>{move || button()}</Button>
        </div>
    }
}

/// What was recognized, read locally.
#[component]
fn FoundFacts(found: Found) -> impl IntoView {
    let i18n = use_i18n();
    let source = match found.source {
        Source::Id => String::new(),
        Source::AuthorizeUrl => t!(i18n, "found.authorize_url"),
        Source::ErrorUrl => t!(i18n, "found.error_url"),
        Source::Json => t!(i18n, "found.json"),
        Source::Ini => t!(i18n, "found.ini"),
    };
    let asks = found.scopes.len() as u64;
    view! {
        <div class="found" role="status">
            <p class="found__title"><Icon glyph=Glyph::CheckCircle/>{source}</p>
            <dl class="facts">
                <dt>{t!(i18n, "authorize.field")}</dt>
                <dd><code>{found.client_id}</code></dd>
                {(asks > 0)
                    .then(|| {
                        view! {
                            <dt>{t!(i18n, "found.asks")}</dt>
                            <dd>{t!(i18n, "found.scopes", count = asks)}</dd>
                        }.into_any()
                    })}
                {found
                    .redirect_host
                    .map(|host| {
                        view! {
                            <dt>{t!(i18n, "identity.returns")}</dt>
                            <dd><bdi>{visible(&host, 120).shown}</bdi></dd>
                        }.into_any()
                    })}
            </dl>
        </div>
    }
}
