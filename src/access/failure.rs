//! A read that failed or takes long: what happened, and the way on.

use std::time::Duration;

use countersign_contract::places::{NEXT, SIGN_IN, SIGNED_IN};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::error_words;
use super::session::use_session;
use crate::api::{ApiError, Pending};
use crate::components::ContextId;
use crate::erased::{Derived, Writable};
use crate::host::{Reason, use_host};
use crate::i18n::use_i18n;
use crate::route::query::with_query;
use crate::ui::{Button, Glyph, Look, Notice, dynamic};

/// Stands where the content of `load` would, when it failed. Goes on by itself after a 429.
#[component]
pub fn Failure(
    /// What could not be loaded, as a sentence.
    title: String,
    /// Why.
    error: ApiError,
    /// Tries again.
    #[prop(into)]
    retry: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sentence = error_words::of_failed_read(i18n, &error);
    let countdown = error
        .refusal()
        .and_then(|refusal| refusal.retry_after)
        .map(|seconds| {
            let left = Writable::new(seconds);
            let timer = set_interval_with_handle(
                move || {
                    // Once: the question that goes on must not be asked again every second.
                    let before = left.get_untracked();
                    left.set(before.saturating_sub(1));
                    if before == 1 {
                        retry.run(());
                    }
                },
                Duration::from_secs(1),
            );
            on_cleanup(move || {
                if let Ok(timer) = timer {
                    timer.clear();
                }
            });
            view! { <p>{move || t!(i18n, "error.goes_on", count = left.get())}</p> }.into_any()
        });
    let context_id = error.context_id().to_owned();
    let sign_in = (error.status() == 401).then(|| view! { <SignIn/> }.into_any());
    let actions = NodeRef::<html::Div>::new();
    let again = move |()| {
        focus_page(actions);
        retry.run(());
    };
    view! {
        <Notice glyph=Glyph::Alert title=title alert=true>
            <p class="muted">{sentence}</p>
            {countdown}
            <div class="button-row" node_ref=actions>
                <Button glyph=Glyph::Refresh on_press=again>{t!(i18n, "error.retry")}</Button>
                {sign_in}
            </div>
            {(!context_id.is_empty()).then(|| view! { <ContextId id=context_id/> }.into_any())}
        </Notice>
    }
}

/// Moves the focus to the top of the page, or of the dialog, before what is in `inside` goes away.
fn focus_page(inside: NodeRef<html::Div>) {
    let around = inside
        .get_untracked()
        .and_then(|inside| inside.closest("dialog, main, .embed").ok().flatten());
    if let Some(around) = around.and_then(|around| around.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = around.focus();
    }
}

/// Signs in again beside this page, so that nothing here is lost.
#[component]
pub fn SignIn() -> impl IntoView {
    let i18n = use_i18n();
    let words = t!(i18n, "session.sign_in");
    match use_host() {
        None => view! {
            <a class="button" href=with_query(SIGN_IN, &[(NEXT, SIGNED_IN.to_owned())]) target="_blank" rel="external noopener">
                {words}
            </a>
        }
        .into_any(),
        Some(host) => {
            let session = use_session();
            let sign_in = move |()| {
                spawn_local(async move {
                    let token = host.token(Reason::Unauthorized, None).await;
                    if token.is_some_and(|token| !token.is_empty()) && session.is_there() {
                        session.refresh();
                    }
                });
            };
            view! { <Button on_press=sign_in>{words}</Button> }.into_any()
        }
    }
}

/// Says that what a page waits for takes long, with a way out.
#[component]
pub fn StillWorking(
    /// The reads, whichever of them is under way.
    loads: Vec<Pending>,
) -> impl IntoView {
    let i18n = use_i18n();
    let loads = StoredValue::new(loads);
    let slow =
        Derived::new(move |_| loads.with_value(|loads| loads.iter().any(|load| load.is_slow())));
    let line = NodeRef::<html::Div>::new();
    let cancel = move |()| {
        focus_page(line);
        loads.with_value(|loads| {
            for load in loads.iter().filter(|load| untrack(|| load.is_slow())) {
                load.cancel();
            }
        });
    };
    dynamic(move || {
        slow.get()
            .then(|| {
                view! {
                    <p class="state__line" role="status">
                        {t!(i18n, "loading.slow")}
                        " "
                        <Button look=Look::Link on_press=cancel>{t!(i18n, "action.cancel")}</Button>
                    </p>
                }
                .into_any()
            })
            .into_any()
    })
}
