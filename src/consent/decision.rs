//! Allow and Deny.

use countersign_contract::{Audience, ConsentRequest, Decision};

use super::flow::Flow;
use super::{foot, head, roles, scopes, why, words};
use crate::ui::Glyph;
use crate::ui::dom::{El, icon, of};
use crate::write::WriteStage;

/// The screen for who can decide.
pub fn decision(flow: Flow, request: &ConsentRequest) -> Vec<El> {
    let i18n = flow.i18n;
    let shared = request.audience == Some(Audience::Organization);
    let lasts = if shared {
        t!(i18n, "foot.lasts_shared")
    } else {
        t!(i18n, "foot.lasts")
    };
    let body = body(&t!(i18n, "scope.region", app = words::app(request)))
        .all(scopes::choices(flow, request));
    let body = if shared {
        body.all(roles::roles(flow, request))
    } else {
        body
    };
    let foot = foot::foot(flow, request, Some(foot::way(flow, request)))
        .with(
            of("div", "consent__decide")
                .with(choice(
                    flow,
                    Glyph::X,
                    &t!(i18n, "decide.deny"),
                    move || {
                        flow.decide(Decision::Deny);
                    },
                ))
                .with(choice(
                    flow,
                    Glyph::Check,
                    &t!(i18n, "decide.allow"),
                    move || {
                        flow.press_allow();
                    },
                )),
        )
        .with(
            of("p", "visually-hidden")
                .attr("role", "status")
                .says(move || {
                    let sending = matches!(flow.course.stage(), WriteStage::Sending { .. });
                    sending.then(|| t!(i18n, "work.sending"))
                }),
        )
        .with(of("p", "consent__undo").say(&lasts));
    vec![
        head::head(flow, request, Some(why::why(flow, request))),
        body,
        foot,
    ]
}

/// The middle, which scrolls where it must, also by keyboard.
pub fn body(label: &str) -> El {
    of("div", "consent__body")
        .attr("tabindex", "0")
        .attr("role", "region")
        .attr("aria-label", label)
}

/// Both look the same.
fn choice(flow: Flow, glyph: Glyph, words: &str, press: impl Fn() + 'static) -> El {
    of("button", "button button--decide")
        .attr("type", "button")
        .with(icon(glyph, ""))
        .say(words)
        .attr_of("aria-disabled", foot::busy(flow))
        .on("click", move |_| press())
}
