//! Pages on which nothing can be decided. None of them sends the browser anywhere by itself.

use countersign_contract::ConsentRequest;
use countersign_contract::places::{MINE, NEXT, REQUESTS, SIGN_IN};
use leptos::prelude::window;

use super::at::{At, Done};
use super::decide::open;
use super::flow::Flow;
use super::foot::{link, page_link};
use super::head::{heading, organization};
use super::outside::{NAME, name, rich, whole};
use super::screen::End;
use super::target::is_app;
use super::{foot, words};
use crate::api::ApiError;
use crate::route::query::encode;
use crate::ui::Glyph;
use crate::ui::dom::{El, button, el, icon, of};

/// What happened, in sentences, and the way on.
struct Ending {
    glyph: Glyph,
    title: String,
    sentences: Vec<El>,
    way: Option<El>,
}

impl Ending {
    fn view(self, flow: Flow, request: Option<&ConsentRequest>) -> Vec<El> {
        let head = request.map(|request| {
            let name = request.organization.name.trim();
            of("header", "consent__head")
                .with(organization(flow, request))
                .all(whole(flow.i18n, name, NAME))
        });
        let page = of("div", "consent__terminal")
            .with(icon(self.glyph, "notice__icon"))
            .with(heading("").say(&self.title))
            .all(self.sentences)
            .all(foot::news(flow))
            .with(of("div", "button-row").all(self.way));
        head.into_iter().chain([page]).collect()
    }
}

fn said(words: &str) -> El {
    el("p").say(words)
}

/// What is known of what was sent, if anything was.
fn outcome(flow: Flow) -> El {
    said(&if flow.course.is_in_doubt() {
        t!(flow.i18n, "note.lost")
    } else {
        t!(flow.i18n, "failed.nothing")
    })
}

/// A request that is over.
pub fn ended(flow: Flow, request: &ConsentRequest, end: End) -> Vec<El> {
    let i18n = flow.i18n;
    let app = words::app(request);
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
    let mut sentences = vec![said(&decided)];
    if end != End::Expired {
        sentences.push(said(&t!(i18n, "end.once")));
    }
    sentences.push(if end == End::Allowed {
        let mine = |_: &str| page_link(flow, MINE, &t!(i18n, "end.mine"));
        rich(el("p"), i18n, consent_key!("end.take_back"), &mine)
    } else {
        said(&t!(i18n, "end.restart", app = app))
    });
    let (glyph, title) = match end {
        End::Allowed => (Glyph::CheckCircle, t!(i18n, "end.title")),
        End::Denied => (Glyph::Ban, t!(i18n, "end.title")),
        End::Expired => (Glyph::Clock, t!(i18n, "end.expired")),
    };
    let page = Ending {
        glyph,
        title,
        sentences,
        way: foot::own_path(flow, request.restart_uri.as_ref())
            .map(|path| link("button", &path, &t!(i18n, "end.again"))),
    };
    page.view(flow, Some(request))
}

/// Decided in this window: the browser is on its way, or an app of this device goes on.
pub fn done(flow: Flow, done: Done) -> Vec<El> {
    let i18n = flow.i18n;
    let request = &done.request;
    let app = words::app(request);
    let device = is_app(request.redirect.kind.as_ref());
    let sentence = match (&done.way, device) {
        (None, _) => t!(i18n, "done.no_way"),
        (Some(_), true) => t!(i18n, "done.return"),
        (Some(_), false) => t!(i18n, "done.goes_on", place = words::place(i18n, request)),
    };
    let on = if device {
        t!(i18n, "done.open")
    } else {
        t!(i18n, "done.go_on")
    };
    let (glyph, title) = if done.allowed {
        (Glyph::CheckCircle, t!(i18n, "done.allowed", app = app))
    } else {
        (Glyph::Ban, t!(i18n, "done.denied", app = app))
    };
    let page = Ending {
        glyph,
        title,
        sentences: vec![said(&sentence)],
        // A button and no link: the address has a code in it, which stays out of the page.
        way: done
            .way
            .map(|way| button("button", &on, move |_| open(&way))),
    };
    page.view(flow, Some(request))
}

/// No request to show.
pub fn without_request(flow: Flow, at: At) -> Vec<El> {
    let i18n = flow.i18n;
    let page = match at {
        At::SignedOut { way } => {
            let path = foot::own_path(flow, way.as_ref()).or_else(|| sign_in(flow));
            Ending {
                glyph: Glyph::Key,
                title: t!(i18n, "out.title"),
                sentences: vec![said(&t!(i18n, "out.text")), outcome(flow)],
                way: Some(match path {
                    Some(path) => link("button button--primary", &path, &t!(i18n, "out.sign_in")),
                    None => again(flow),
                }),
            }
        }
        At::NotYours { switched } => {
            let words = if switched {
                t!(i18n, "other.switched")
            } else {
                t!(i18n, "other.text")
            };
            let requests = |_: &str| page_link(flow, REQUESTS, &t!(i18n, "other.requests"));
            Ending {
                glyph: Glyph::User,
                title: t!(i18n, "other.title"),
                sentences: vec![
                    said(&words),
                    outcome(flow),
                    said(&t!(i18n, "end.fresh")),
                    rich(el("p"), i18n, consent_key!("other.admin"), &requests),
                ],
                way: None,
            }
        }
        At::Unknown => Ending {
            glyph: Glyph::Search,
            title: t!(i18n, "unknown.title"),
            sentences: vec![
                said(&t!(i18n, "unknown.text")),
                outcome(flow),
                said(&t!(i18n, "end.fresh")),
            ],
            way: None,
        },
        At::Failed(error) => failed(flow, &error),
        At::Asking | At::Shown(_) | At::Done(_) => return Vec::new(),
    };
    page.view(flow, None)
}

fn failed(flow: Flow, error: &ApiError) -> Ending {
    let i18n = flow.i18n;
    let busy = error.refusal().and_then(|refusal| refusal.retry_after);
    let words = match (error, busy) {
        (_, Some(seconds)) => t!(i18n, "failed.busy", count = seconds),
        (ApiError::Unreachable | ApiError::Cancelled, None) => t!(i18n, "failed.offline"),
        (_, None) => t!(i18n, "failed.server", status = error.status().to_string()),
    };
    let mut sentences = vec![said(&words), outcome(flow)];
    let id = error.context_id();
    if !id.is_empty() {
        sentences.push(of("p", "small muted").say(&t!(i18n, "failed.id", id = name(id))));
    }
    Ending {
        glyph: Glyph::Alert,
        title: t!(i18n, "failed.title"),
        sentences,
        way: Some(again(flow)),
    }
}

fn again(flow: Flow) -> El {
    let words = t!(flow.i18n, "failed.again");
    button("button button--primary", &words, move |_| {
        flow.end(At::Asking);
        flow.look();
    })
}

/// The page that signs in and leads back here. None in a host's page: that was told of it.
fn sign_in(flow: Flow) -> Option<String> {
    if flow.api.host().is_some() {
        return None;
    }
    let location = window().location();
    let here = [location.pathname(), location.search()];
    let here = here.into_iter().filter_map(Result::ok).collect::<String>();
    Some([SIGN_IN, "?", NEXT, "=", &encode(&here)].concat())
}
