//! Who is signed in, where the browser goes, what became of what was sent.

use countersign_contract::places::is_own;
use countersign_contract::{ConsentRequest, Decision};

use super::expiry::expiry;
use super::flow::Flow;
use super::outside::{NAME, rich, text, unseen, whole};
use super::target::is_app;
use super::words;
use crate::ui::Glyph;
use crate::ui::dom::{El, button, el, icon, of};
use crate::write::WriteStage;

/// The address of a path that the server made; only its own are linked to.
pub fn own_path(flow: Flow, path: Option<&String>) -> Option<String> {
    path.filter(|path| is_own(path))
        .map(|path| flow.api.own(path))
}

/// A link to a page of ours, which a host's page has nowhere.
pub fn page_link(flow: Flow, path: &str, words: &str) -> El {
    match flow.api.host() {
        None => link("", path, words),
        Some(_) => el("span").say(words),
    }
}

/// A link to an own path.
pub fn link(class: &str, path: &str, words: &str) -> El {
    of("a", class).attr("href", path).say(words)
}

/// The foot of a request; `line` says where the browser goes.
pub fn foot(flow: Flow, request: &ConsentRequest, line: Option<El>) -> El {
    of("footer", "consent__foot")
        .with(account(flow, request))
        .all(whole(flow.i18n, words::person(&request.user), NAME))
        .all(line)
        .with(expiry(flow))
        .all(news(flow))
}

fn account(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let switch = own_path(flow, request.switch_uri.as_ref())
        .map(|path| link("", &path, &t!(i18n, "foot.switch")));
    let words = el("span")
        .with(unseen(&[t!(i18n, "foot.signed_in").as_str(), " "].concat()))
        .with(text(words::person(&request.user), NAME))
        .say(" ")
        .all(switch);
    line(Glyph::User, words)
}

fn line(glyph: Glyph, words: El) -> El {
    of("p", "consent__line").with(icon(glyph, "")).with(words)
}

fn way_glyph(request: &ConsentRequest) -> Glyph {
    if is_app(request.redirect.kind.as_ref()) {
        Glyph::Device
    } else {
        Glyph::Globe
    }
}

/// Where the browser goes after a decision.
pub fn way(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let place = words::place(i18n, request);
    let key = if is_app(request.redirect.kind.as_ref()) {
        consent_key!("foot.continues_in")
    } else {
        consent_key!("foot.continues")
    };
    let bold = |_: &str| el("b").with(el("bdi").say(&place));
    let address = words::address(request).map(|address| of("bdi", "muted").say(&address));
    let words = rich(el("span"), i18n, key, &bold).say(" ").all(address);
    line(way_glyph(request), words)
}

/// Back to the application without access: a decision like any other.
pub fn back(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let words = if is_app(request.redirect.kind.as_ref()) {
        t!(i18n, "foot.back_app")
    } else {
        t!(i18n, "foot.back", place = words::place(i18n, request))
    };
    let press = move |_| flow.decide(Decision::Deny);
    let words = el("span")
        .say(&t!(i18n, "foot.no_access"))
        .say(" ")
        .with(button("button button--link", &words, press));
    line(way_glyph(request), words)
}

/// What became of what was sent, or that it takes long. Always there, so that it is announced.
pub fn news(flow: Flow) -> [El; 3] {
    let i18n = flow.i18n;
    let words = move || match flow.course.stage() {
        WriteStage::Sending { slow: true } => Some(t!(i18n, "work.slow")),
        WriteStage::Paused(_) => Some(t!(i18n, "note.busy")),
        _ => flow.note.get(),
    };
    let left = move || match flow.course.stage() {
        WriteStage::Paused(seconds) => Some(t!(i18n, "work.pause", count = seconds)),
        _ => None,
    };
    let check = move || {
        let lost = matches!(flow.course.stage(), WriteStage::Unknown(_));
        let check = || button("button", &t!(i18n, "work.check"), move |_| flow.check());
        lost.then(check).into_iter().collect()
    };
    [
        of("p", "consent__note").attr("role", "alert").says(words),
        of("p", "consent__note").says(left),
        of("div", "consent__note").inside(check),
    ]
}

/// `aria-disabled` of a button that sends something: it keeps its place and does nothing.
pub fn busy(flow: Flow) -> impl Fn() -> Option<String> {
    move || (flow.course.stage() != WriteStage::Idle).then(|| "true".to_owned())
}
