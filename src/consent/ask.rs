//! Who can't decide asks an administrator: a form, and a link to hand over.

use countersign_contract::{ApprovalState, ConsentRequest, RoleRef};
use leptos::prelude::{event_target_value, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, HtmlElement, HtmlInputElement};

use super::approval::{Wrong, wrong_with};
use super::decision::body;
use super::flow::Flow;
use super::outside::{SENTENCE, name, text, whole};
use super::screen::Why;
use super::{copy, foot, head, scopes, words};
use crate::erased::Writable;
use crate::ui::dom::{El, el, icon, of};
use crate::ui::{Glyph, fresh_id};

/// The screen with the form.
pub fn ask(flow: Flow, request: &ConsentRequest, why: Why) -> Vec<El> {
    let i18n = flow.i18n;
    let listed = why == Why::Permission && !request.scopes.is_empty();
    let body = body(&t!(i18n, "ask.region", app = words::app(request)))
        .with(stop(flow, request, why))
        .all(denied(flow, request))
        .all(listed.then(|| scopes::list(flow, request)))
        .with(form(flow, request))
        .all(hand_over(flow, request));
    vec![head::head(flow, request, None), body, back(flow, request)]
}

/// The screen of an application that administrators blocked.
pub fn blocked(flow: Flow, request: &ConsentRequest) -> Vec<El> {
    let i18n = flow.i18n;
    let organization = words::organization(i18n, request);
    let words = t!(
        i18n,
        "blocked.text",
        app = words::app(request),
        organization = organization
    );
    let reason = request.blocked_reason.as_deref().unwrap_or_default();
    let stop = stopped(
        Glyph::Ban,
        &t!(i18n, "blocked.title"),
        &words,
        said(flow, reason),
    );
    let body = body(&t!(i18n, "blocked.title")).with(stop);
    vec![head::head(flow, request, None), body, back(flow, request)]
}

fn back(flow: Flow, request: &ConsentRequest) -> El {
    foot::foot(flow, request, Some(foot::back(flow, request)))
}

fn stopped(glyph: Glyph, title: &str, words: &str, more: Vec<El>) -> El {
    let words = el("div")
        .with(el("h2").say(title))
        .with(el("p").say(words))
        .all(more);
    of("div", "consent__stop").with(icon(glyph, "")).with(words)
}

/// Why the person can't decide.
fn stop(flow: Flow, request: &ConsentRequest, why: Why) -> El {
    let i18n = flow.i18n;
    if why == Why::Permission {
        let (title, words) = (t!(i18n, "ask.title"), t!(i18n, "ask.text"));
        return stopped(Glyph::Lock, &title, &words, Vec::new());
    }
    let names = |roles: &[RoleRef]| {
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
    stopped(Glyph::Users, &t!(i18n, "role.title"), &words, Vec::new())
}

/// What an administrator said to the last request.
fn denied(flow: Flow, request: &ConsentRequest) -> Option<El> {
    let i18n = flow.i18n;
    let last = request.request.as_ref()?;
    if !matches!(last.state, ApprovalState::Denied | ApprovalState::Blocked) {
        return None;
    }
    let by = last.handled_by.as_ref().and_then(|by| by.name.as_deref());
    let by = by.map_or_else(|| t!(i18n, "ask.somebody"), name);
    let date = i18n.date(last.date_handled.as_deref().unwrap_or_default());
    let title = if date.is_empty() {
        t!(i18n, "ask.denied_undated", who = by)
    } else {
        t!(i18n, "ask.denied", who = by, date = date)
    };
    let answer = said(flow, last.answer.as_deref().unwrap_or_default());
    Some(stopped(
        Glyph::X,
        &title,
        &t!(i18n, "ask.denied_text"),
        answer,
    ))
}

fn said(flow: Flow, words: &str) -> Vec<El> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let quote = of("blockquote", "consent__said").with(text(words, SENTENCE));
    let whole = whole(flow.i18n, words, SENTENCE);
    std::iter::once(quote).chain(whole).collect()
}

fn form(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let (id, hint_id, error_id) = (fresh_id("why"), fresh_id("hint"), fresh_id("error"));
    // Nothing is called wrong before somebody tried to send it.
    let tried = Writable::new(false);
    let wrong = move || {
        let wrong = flow.reason.with(|reason| wrong_with(reason));
        wrong.filter(|_| tried.get())
    };
    let error = move || {
        Some(match wrong()? {
            Wrong::Empty => t!(i18n, "ask.empty"),
            Wrong::TooLong(by) => t!(i18n, "ask.too_long", count = by),
        })
    };
    let field = of("textarea", "input textarea")
        .attr("id", &id)
        .attr("rows", "3")
        .attr("required", "")
        .attr(
            "aria-describedby",
            &[error_id.as_str(), " ", &hint_id].concat(),
        )
        .attr_of("aria-invalid", move || wrong().map(|_| "true".to_owned()))
        .property("value", move || JsValue::from_str(&flow.reason.get()))
        .on("input", move |event| {
            flow.reason.set(event_target_value(&event));
        });
    let typed = field.node().clone();
    let send = move |event: Event| {
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
        if let Some(typed) = typed.dyn_ref::<HtmlElement>() {
            let _ = typed.focus();
        }
    };
    let mut hint = t!(
        i18n,
        "ask.read",
        organization = words::organization(i18n, request)
    );
    if request.approvers > 0 {
        let count = t!(i18n, "ask.approvers", count = request.approvers);
        hint = [hint.as_str(), " ", &count].concat();
    }
    let label = of("label", "field__label").attr("for", &id);
    let error = of("p", "field__error")
        .attr("id", &error_id)
        .attr_of("hidden", move || wrong().is_none().then(String::new))
        .says(error);
    let send_words = t!(i18n, "ask.send");
    let submit = of("button", "button button--primary")
        .attr("type", "submit")
        .attr_of("aria-disabled", foot::busy(flow))
        .say(&send_words);
    of("form", "consent__form")
        .attr("aria-label", &send_words)
        .attr("novalidate", "")
        .on("submit", send)
        .with(
            of("div", "field")
                .with(label.say(&t!(i18n, "ask.why")))
                .with(field)
                .with(error)
                .with(of("p", "field__hint").attr("id", &hint_id).say(&hint)),
        )
        .with(submit)
}

/// The address where an administrator reviews the application.
pub fn link(flow: Flow, request: &ConsentRequest) -> Option<String> {
    let path = foot::own_path(flow, request.review_uri.as_ref())?;
    if path.starts_with('/') {
        Some([window().location().origin().ok()?, path].concat())
    } else {
        Some(path)
    }
}

fn hand_over(flow: Flow, request: &ConsentRequest) -> Option<El> {
    let i18n = flow.i18n;
    let link = link(flow, request)?;
    let id = fresh_id("link");
    let select = |event: Event| {
        let field = event
            .target()
            .and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field {
            field.select();
        }
    };
    let field = of("input", "input")
        .attr("id", &id)
        .attr("type", "text")
        .attr("readonly", "")
        .attr("dir", "ltr")
        .attr("value", &link)
        .on("focus", select);
    let label = of("label", "field__label")
        .attr("for", &id)
        .say(&t!(i18n, "ask.link"));
    let row = of("div", "consent__handover").with(field).with(copy::copy(
        flow,
        "button",
        link,
        t!(i18n, "ask.copy"),
    ));
    Some(of("div", "field").with(label).with(row))
}
