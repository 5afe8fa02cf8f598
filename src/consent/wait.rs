//! An administrator was asked: where that stands, live.

use countersign_contract::ConsentRequest;

use super::decision::body;
use super::flow::Flow;
use super::{ask, copy, foot, head, words};
use crate::ui::Glyph;
use crate::ui::dom::{El, button, el, icon, of};

/// The screen of a request that waits for an administrator.
pub fn wait(flow: Flow, request: &ConsentRequest) -> Vec<El> {
    let i18n = flow.i18n;
    let asked = request.request.as_ref();
    let when = i18n.date_time(asked.map_or("", |asked| asked.date_created.as_str()));
    let told = match request.approvers {
        0 => String::new(),
        count => t!(i18n, "ask.approvers", count = count),
    };
    let why = of("p", "consent__why")
        .with(el("b").say(&t!(i18n, "wait.title")))
        .say(" ")
        .say(&t!(i18n, "wait.text"));
    let steps = of("ol", "consent__steps")
        .with(step(Glyph::CheckCircle, &t!(i18n, "wait.asked"), &when))
        .with(step(Glyph::Clock, &t!(i18n, "wait.decides"), &told))
        .with(step(
            Glyph::ChevronRight,
            &t!(i18n, "wait.own"),
            &t!(i18n, "wait.where"),
        ));
    let link = ask::link(flow, request)
        .map(|link| copy::copy(flow, "button button--grow", link, t!(i18n, "wait.copy")));
    let withdraw = button(
        "button button--grow",
        &t!(i18n, "wait.withdraw"),
        move |_| flow.withdraw(),
    )
    .attr_of("aria-disabled", foot::busy(flow));
    let foot = foot::foot(flow, request, Some(foot::back(flow, request)))
        .with(of("div", "consent__decide").with(withdraw).all(link))
        .with(of("p", "consent__undo").say(&t!(i18n, "wait.close")));
    let region = t!(i18n, "ask.region", app = words::app(request));
    vec![
        head::head(flow, request, Some(why)),
        body(&region).with(steps),
        foot,
    ]
}

fn step(glyph: Glyph, words: &str, more: &str) -> El {
    let said = el("span").say(words);
    let said = if more.is_empty() {
        said
    } else {
        said.with(el("br")).with(of("span", "muted").say(more))
    };
    el("li").with(icon(glyph, "icon--directional")).with(said)
}
