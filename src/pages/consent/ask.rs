//! Who can't decide asks an administrator: a form, and a link to hand over.

use std::sync::Arc;
use std::time::Duration;

use countersign_contract::{ApprovalState, ConsentRequest};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::approval::{Wrong, wrong_with};
use super::flow::{Flow, Work};
use super::outside::{SENTENCE, name, text, whole};
use super::screen::Why;
use super::{expiry, foot, head, scopes, words};
use crate::memo::RwSignal;
use crate::ui::{Glyph, Icon, copy_text, fresh_id};

/// The screen with the form.
pub fn ask(flow: Flow, request: &Arc<ConsentRequest>, why: Why) -> AnyView {
    let i18n = flow.i18n;
    let region = t!(i18n, "ask.region", app = words::app(request));
    let list =
        (why == Why::Permission && !request.scopes.is_empty()).then(|| scopes::list(flow, request));
    view! {
        {head::head(flow, request, ().into_any())}
        <div class="consent__body" tabindex="0" role="region" aria-label=region>
            {stop(flow, request, why)}
            {denied(flow, request)}
            {list}
            {form(flow, request)}
            {hand_over(flow, request)}
        </div>
        <footer class="consent__foot">
            {foot::account(flow, request)}
            {expiry::expiry(flow)}
            {foot::news(flow)}
            {foot::back(flow, request)}
        </footer>
    }
    .into_any()
}

/// The screen of an application that administrators blocked.
pub fn blocked(flow: Flow, request: &Arc<ConsentRequest>) -> AnyView {
    let i18n = flow.i18n;
    let organization = words::organization(i18n, request);
    let reason = request.blocked_reason.as_deref().unwrap_or_default();
    let words = t!(
        i18n,
        "blocked.text",
        app = words::app(request),
        organization = organization
    );
    view! {
        {head::head(flow, request, ().into_any())}
        <div class="consent__body">
            {stopped(Glyph::Ban, t!(i18n, "blocked.title"), words, said(flow, reason))}
        </div>
        <footer class="consent__foot">
            {foot::account(flow, request)}
            {expiry::expiry(flow)}
            {foot::news(flow)}
            {foot::back(flow, request)}
        </footer>
    }
    .into_any()
}

fn stopped(glyph: Glyph, title: String, words: String, more: AnyView) -> AnyView {
    view! {
        <div class="consent__stop">
            <Icon glyph/>
            <div>
                <h2>{title}</h2>
                <p>{words}</p>
                {more}
            </div>
        </div>
    }
    .into_any()
}

/// Why the person can't decide.
fn stop(flow: Flow, request: &ConsentRequest, why: Why) -> AnyView {
    let i18n = flow.i18n;
    if why == Why::Permission {
        let (title, words) = (t!(i18n, "ask.title"), t!(i18n, "ask.text"));
        return stopped(Glyph::Lock, title, words, ().into_any());
    }
    let names = |roles: &[countersign_contract::RoleRef]| {
        let names: Vec<_> = roles.iter().map(|role| name(&role.name)).collect();
        i18n.list(&names)
    };
    let allows = t!(
        i18n,
        "role.allows",
        organization = words::organization(i18n, request),
        app = words::app(request),
        roles = names(&request.roles)
    );
    let own = &request.user.roles;
    let has = match u32::try_from(own.len()).unwrap_or(u32::MAX) {
        0 => t!(i18n, "role.has_none"),
        count => t!(i18n, "role.has", count = count, roles = names(own)),
    };
    let words = [allows.as_str(), &has, &t!(i18n, "role.add")].join(" ");
    stopped(Glyph::Users, t!(i18n, "role.title"), words, ().into_any())
}

/// What an administrator said to the last request.
fn denied(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let denied =
        |state: &ApprovalState| matches!(state, ApprovalState::Denied | ApprovalState::Blocked);
    let Some(last) = request.request.as_ref().filter(|last| denied(&last.state)) else {
        return ().into_any();
    };
    let by = last.handled_by.as_ref().and_then(|by| by.name.as_deref());
    let by = by.map_or_else(|| t!(i18n, "ask.somebody"), name);
    let date = i18n.date(last.date_handled.as_deref().unwrap_or_default());
    let title = if date.is_empty() {
        t!(i18n, "ask.denied_undated", who = by)
    } else {
        t!(i18n, "ask.denied", who = by, date = date)
    };
    let answer = last.answer.as_deref().unwrap_or_default();
    stopped(
        Glyph::X,
        title,
        t!(i18n, "ask.denied_text"),
        said(flow, answer),
    )
}

fn said(flow: Flow, words: &str) -> AnyView {
    if words.trim().is_empty() {
        return ().into_any();
    }
    view! {
        <blockquote class="consent__said">{text(words, SENTENCE)}</blockquote>
        {whole(flow.i18n, words, SENTENCE)}
    }
    .into_any()
}

fn form(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let (id, hint_id, error_id) = (fresh_id("why"), fresh_id("hint"), fresh_id("error"));
    let field = NodeRef::<html::Textarea>::new();
    // Nothing is called wrong before somebody tried to send it.
    let tried = RwSignal::new(false);
    let wrong = move || {
        tried
            .get()
            .then(|| flow.reason.with(|reason| wrong_with(reason)))
            .flatten()
    };
    let error = move || {
        wrong().map(|wrong| match wrong {
            Wrong::Empty => t!(i18n, "ask.empty"),
            Wrong::TooLong(by) => t!(i18n, "ask.too_long", count = by),
        })
    };
    let send = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        if flow
            .reason
            .with_untracked(|reason| wrong_with(reason))
            .is_none()
        {
            flow.ask();
            return;
        }
        tried.set(true);
        if let Some(field) = field.get_untracked() {
            let _ = field.focus();
        }
    };
    let read = t!(
        i18n,
        "ask.read",
        organization = words::organization(i18n, request)
    );
    let approvers = if request.approvers > 0 {
        t!(i18n, "ask.approvers", count = request.approvers)
    } else {
        String::new()
    };
    let hint = [read, approvers].join(" ");
    let described = [error_id.as_str(), " ", &hint_id].concat();
    let busy = move || (flow.work.get() != Work::Idle).then_some("true");
    view! {
        <form class="consent__form" aria-label=t!(i18n, "ask.send") novalidate on:submit=send>
            <div class="field">
                <label class="field__label" for=id.clone()>{t!(i18n, "ask.why")}</label>
                <textarea
                    class="input textarea"
                    id=id
                    rows="3"
                    required
                    node_ref=field
                    aria-describedby=described
                    aria-invalid=move || wrong().map(|_| "true")
                    prop:value=move || flow.reason.get()
                    on:input=move |event| flow.reason.set(event_target_value(&event))
                ></textarea>
                <p class="field__error" id=error_id hidden=move || wrong().is_none()>{error}</p>
                <p class="field__hint" id=hint_id>{hint.trim().to_owned()}</p>
            </div>
            <button type="submit" class="button button--primary" aria-disabled=busy>{t!(i18n, "ask.send")}</button>
        </form>
    }
    .into_any()
}

/// The address where an administrator reviews the application.
pub fn link(request: &ConsentRequest) -> Option<String> {
    let path = foot::own_path(request.review_uri.as_ref())?;
    Some([window().location().origin().ok()?, path].concat())
}

fn hand_over(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let Some(link) = link(request) else {
        return ().into_any();
    };
    let id = fresh_id("link");
    let select =
        |event: web_sys::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{t!(i18n, "ask.link")}</label>
            <div class="consent__handover">
                <input
                    class="input"
                    id=id
                    type="text"
                    readonly
                    dir="ltr"
                    value=link.clone()
                    on:focus=select/>
                {copy(flow, "button", link, t!(i18n, "ask.copy"))}
            </div>
        </div>
    }
    .into_any()
}

/// A button that copies `what` and says so in its own place.
pub fn copy(flow: Flow, class: &'static str, what: String, words: String) -> AnyView {
    let i18n = flow.i18n;
    let done = RwSignal::new(None::<bool>);
    let press = move |_| {
        let what = what.clone();
        spawn_local(async move {
            let worked = copy_text(&what).await;
            let said = if worked {
                t!(i18n, "copy.done")
            } else {
                t!(i18n, "copy.failed")
            };
            if flow.is_there() {
                flow.say(said);
                let _ = done.try_set(Some(worked));
                let again = move || drop(done.try_set(None));
                set_timeout(again, Duration::from_secs(2));
            }
        });
    };
    let glyph = move || match done.get() {
        None => view! { <Icon glyph=Glyph::Copy/> }.into_any(),
        Some(true) => view! { <Icon glyph=Glyph::Check/> }.into_any(),
        Some(false) => view! { <Icon glyph=Glyph::X/> }.into_any(),
    };
    view! { <button type="button" class=class on:click=press>{glyph} {words}</button> }.into_any()
}
