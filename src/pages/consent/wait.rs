//! An administrator was asked: where that stands, live.

use std::sync::Arc;

use countersign_contract::ConsentRequest;
use leptos::prelude::*;

use super::flow::{Flow, Work};
use super::{ask, expiry, foot, head, words};
use crate::ui::{Glyph, Icon};

/// The ticket.
pub fn wait(flow: Flow, request: &Arc<ConsentRequest>) -> AnyView {
    let i18n = flow.i18n;
    let asked = request.request.as_ref();
    let when = asked
        .map(|asked| asked.date_created.as_str())
        .unwrap_or_default();
    let when = i18n.date_time(when).into_owned();
    let told =
        (request.approvers > 0).then(|| t!(i18n, "ask.approvers", count = request.approvers));
    let region = t!(i18n, "ask.region", app = words::app(request));
    let why = view! {
        <p class="consent__why"><b>{t!(i18n, "wait.title")}</b> " " {t!(i18n, "wait.text")}</p>
    }
    .into_any();
    let busy = move || (flow.work.get() != Work::Idle).then_some("true");
    let copy = ask::link(request)
        .map(|link| ask::copy(flow, "button button--grow", link, t!(i18n, "wait.copy")));
    view! {
        {head::head(flow, request, why)}
        <div class="consent__body" tabindex="0" role="region" aria-label=region>
            <ol class="consent__steps">
                {step(Glyph::CheckCircle, t!(i18n, "wait.asked"), Some(when))}
                {step(Glyph::Clock, t!(i18n, "wait.decides"), told)}
                {step(Glyph::ChevronRight, t!(i18n, "wait.own"), Some(t!(i18n, "wait.where")))}
            </ol>
        </div>
        <footer class="consent__foot">
            {foot::account(flow, request)}
            {expiry::expiry(flow)}
            {foot::news(flow)}
            {foot::back(flow, request)}
            <div class="consent__decide">
                <button type="button" class="button button--grow" aria-disabled=busy on:click=move |_| flow.withdraw()>
                    {t!(i18n, "wait.withdraw")}
                </button>
                {copy}
            </div>
            <p class="consent__undo">{t!(i18n, "wait.close")}</p>
        </footer>
    }
    .into_any()
}

fn step(glyph: Glyph, words: String, more: Option<String>) -> AnyView {
    let more = more.filter(|more| !more.is_empty());
    view! {
        <li>
            <Icon glyph class="icon--directional"/>
            <span>
                {words}
                {more.map(|more| view! { <br/> <span class="muted">{more}</span> }.into_any())}
            </span>
        </li>
    }
    .into_any()
}
