//! Pages on which nothing can be decided. None of them sends the browser anywhere by itself.

use std::sync::Arc;

use countersign_contract::ConsentRequest;
use leptos::prelude::*;

use super::decide::open;
use super::flow::{At, Done, Flow};
use super::outside::name;
use super::screen::End;
use super::target::is_app;
use super::{foot, head, words};
use crate::api::ApiError;
use crate::route::encode;
use crate::ui::{Button, Glyph, Icon, Look};

/// Where people take back what they allowed.
const MINE: &str = "/me/applications";

/// Where administrators find what was asked of them.
const REQUESTS: &str = "/admin/integrations/authorized-applications/requests";

/// A page: what happened, in sentences, and the way on.
fn page(flow: Flow, glyph: Glyph, title: String, sentences: Vec<AnyView>, way: AnyView) -> AnyView {
    let sentences = sentences
        .into_iter()
        .map(|words| view! { <p>{words}</p> }.into_any())
        .collect_view();
    view! {
        <div class="consent__terminal">
            <Icon glyph class="notice__icon"/>
            <h1 tabindex="-1" node_ref=flow.heading>{title}</h1>
            {sentences}
            {foot::news(flow)}
            <div class="button-row">{way}</div>
        </div>
    }
    .into_any()
}

fn nothing() -> AnyView {
    ().into_any()
}

/// A request that is over.
pub fn ended(flow: Flow, request: &Arc<ConsentRequest>, end: End) -> AnyView {
    let i18n = flow.i18n;
    let app = words::app(request);
    let again = foot::own_path(request.restart_uri.as_ref())
        .map(|path| view! { <a class="button" href=path>{t!(i18n, "end.again")}</a> }.into_any());
    let mine = || {
        i18n.rich(consent_key!("end.take_back"), |_| {
            view! { <a href=MINE>{t!(i18n, "end.mine")}</a> }.into_any()
        })
        .into_any()
    };
    let when = request
        .decided_at
        .as_deref()
        .map(|when| i18n.date_time(when));
    let decided = match (end, when) {
        (End::Allowed, Some(when)) => t!(i18n, "end.allowed_when", app = app, when = when),
        (End::Allowed, None) => t!(i18n, "end.allowed", app = app),
        (End::Denied, Some(when)) => t!(i18n, "end.denied_when", app = app, when = when),
        (End::Denied, None) => t!(i18n, "end.denied", app = app),
        (End::Expired, _) => t!(i18n, "end.expired_text", app = app),
    };
    let once = || t!(i18n, "end.once").into_any();
    let restart = || t!(i18n, "end.restart", app = words::app(request)).into_any();
    let (glyph, title, sentences) = match end {
        End::Allowed => (
            Glyph::CheckCircle,
            t!(i18n, "end.title"),
            vec![decided.into_any(), once(), mine()],
        ),
        End::Denied => (
            Glyph::Ban,
            t!(i18n, "end.title"),
            vec![decided.into_any(), once(), restart()],
        ),
        End::Expired => (
            Glyph::Clock,
            t!(i18n, "end.expired"),
            vec![decided.into_any()],
        ),
    };
    view! {
        <header class="consent__head">{head::organization(flow, request)}</header>
        {page(flow, glyph, title, sentences, again.into_any())}
    }
    .into_any()
}

/// Decided in this window: the browser is on its way, or an app of this device goes on.
pub fn done(flow: Flow, done: Done) -> AnyView {
    let i18n = flow.i18n;
    let request = &done.request;
    let app = words::app(request);
    let device = is_app(request.redirect.kind.as_ref());
    let title = if done.allowed {
        t!(i18n, "done.allowed", app = app)
    } else {
        t!(i18n, "done.denied", app = app)
    };
    let sentence = match (&done.way, device) {
        (None, _) => t!(i18n, "done.no_way"),
        (Some(_), true) => t!(i18n, "done.return"),
        (Some(_), false) => t!(i18n, "done.goes_on", place = words::place(i18n, request)),
    };
    let words = if device {
        t!(i18n, "done.open")
    } else {
        t!(i18n, "done.go_on")
    };
    let glyph = if done.allowed {
        Glyph::CheckCircle
    } else {
        Glyph::Ban
    };
    // A button and no link: the address has a code in it, which stays out of the page.
    let way = done
        .way
        .map(|way| view! { <Button on_press=move |()| open(&way)>{words}</Button> }.into_any());
    view! {
        <header class="consent__head">{head::organization(flow, request)}</header>
        {page(flow, glyph, title, vec![sentence.into_any()], way.into_any())}
    }
    .into_any()
}

/// No request to show.
pub fn without_request(flow: Flow, at: At) -> AnyView {
    let i18n = flow.i18n;
    match at {
        At::SignedOut => {
            let location = window().location();
            let here = [location.pathname(), location.search()];
            let here = here.into_iter().filter_map(Result::ok).collect::<String>();
            let href = ["/login?next=", &encode(&here)].concat();
            let way =
                view! { <a class="button button--primary" href=href>{t!(i18n, "out.sign_in")}</a> };
            let words = vec![t!(i18n, "out.text").into_any()];
            page(
                flow,
                Glyph::Key,
                t!(i18n, "out.title"),
                words,
                way.into_any(),
            )
        }
        At::NotYours { switched } => {
            let words = if switched {
                t!(i18n, "other.switched")
            } else {
                t!(i18n, "other.text")
            };
            let hint = i18n.rich(consent_key!("other.admin"), |_| {
                view! { <a href=REQUESTS>{t!(i18n, "other.requests")}</a> }.into_any()
            });
            let words = vec![
                words.into_any(),
                t!(i18n, "end.fresh").into_any(),
                hint.into_any(),
            ];
            page(flow, Glyph::User, t!(i18n, "other.title"), words, nothing())
        }
        At::Unknown => {
            let words = vec![
                t!(i18n, "unknown.text").into_any(),
                t!(i18n, "end.fresh").into_any(),
            ];
            page(
                flow,
                Glyph::Search,
                t!(i18n, "unknown.title"),
                words,
                nothing(),
            )
        }
        At::Failed(error) => failed(flow, &error),
        At::Asking | At::Shown(_) | At::Done(_) => nothing(),
    }
}

fn failed(flow: Flow, error: &ApiError) -> AnyView {
    let i18n = flow.i18n;
    let busy = error.refusal().and_then(|refusal| refusal.retry_after);
    let words = match (error, busy) {
        (_, Some(seconds)) => t!(i18n, "failed.busy", count = seconds),
        (ApiError::Unreachable | ApiError::Cancelled, None) => t!(i18n, "failed.offline"),
        (_, None) => t!(i18n, "failed.server", status = error.status().to_string()),
    };
    let id = error.context_id();
    let id = (!id.is_empty()).then(|| t!(i18n, "failed.id", id = name(id)));
    let again = move |()| {
        flow.end(At::Asking);
        flow.look();
    };
    let way =
        view! { <Button look=Look::Primary on_press=again>{t!(i18n, "failed.again")}</Button> };
    let mut sentences = vec![words.into_any(), t!(i18n, "failed.nothing").into_any()];
    sentences.extend(id.map(|id| view! { <span class="small muted">{id}</span> }.into_any()));
    page(
        flow,
        Glyph::Alert,
        t!(i18n, "failed.title"),
        sentences,
        way.into_any(),
    )
}
