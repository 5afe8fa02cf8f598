//! Allow and Deny.

use std::sync::Arc;

use countersign_contract::{Audience, ConsentRequest, Decision};
use leptos::prelude::*;

use super::flow::{Flow, Work};
use super::{expiry, foot, head, roles, scopes, why, words};
use crate::ui::{Glyph, Icon};

/// The screen for who can decide.
pub fn decision(flow: Flow, request: &Arc<ConsentRequest>) -> AnyView {
    let i18n = flow.i18n;
    let shared = request.audience == Some(Audience::Organization);
    let lasts = if shared {
        t!(i18n, "foot.lasts_shared")
    } else {
        t!(i18n, "foot.lasts")
    };
    let region = t!(i18n, "scope.region", app = words::app(request));
    view! {
        {head::head(flow, request, why::why(flow, request))}
        <div class="consent__body" tabindex="0" role="region" aria-label=region>
            {scopes::choices(flow, request)}
            {shared.then(|| roles::roles(flow, request))}
        </div>
        <footer class="consent__foot">
            {foot::account(flow, request)}
            {foot::way(flow, request)}
            {expiry::expiry(flow)}
            {foot::news(flow)}
            {buttons(flow)}
            <p class="consent__undo">{lasts}</p>
        </footer>
    }
    .into_any()
}

/// Two equal buttons. While something is under way they keep their place and do nothing.
fn buttons(flow: Flow) -> AnyView {
    let i18n = flow.i18n;
    let idle = move || flow.work.get() == Work::Idle;
    let off = move || (!idle()).then_some("true");
    let why =
        move || matches!(flow.work.get(), Work::Sending { .. }).then(|| t!(i18n, "work.sending"));
    view! {
        <div class="consent__decide">
            <button type="button" class="button button--decide" aria-disabled=off on:click=move |_| flow.decide(Decision::Deny)>
                <Icon glyph=Glyph::X/>
                {t!(i18n, "decide.deny")}
            </button>
            <button type="button" class="button button--decide" aria-disabled=off on:click=move |_| flow.press_allow()>
                <Icon glyph=Glyph::Check/>
                {t!(i18n, "decide.allow")}
            </button>
        </div>
        <p class="visually-hidden" role="status">{why}</p>
    }
    .into_any()
}
