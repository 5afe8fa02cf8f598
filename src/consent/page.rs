//! The consent screen: it takes an id and where the backend is, and stands in any element.

use countersign_contract::ConsentRequest;
use leptos::prelude::{GetValue, StoredValue, WithValue, document, on_cleanup, window};
use wasm_bindgen::JsCast;
use web_sys::{EventTarget, PageTransitionEvent};

use super::at::At;
use super::flow::{Flow, clock};
use super::screen::Screen;
use super::{ask, decision, end, wait};
use crate::api::Api;
use crate::config::Config;
use crate::host::Host;
use crate::i18n::I18n;
use crate::ui::dom::{El, el, forget, listen, of};

/// How long an answer is not asked for again, in milliseconds.
const FRESH: f64 = 1_000.0;

/// What a consent screen is made of.
pub struct Props {
    /// Id of the consent request.
    pub id: String,
    /// Where the backend is.
    pub config: Config,
    /// Texts and formats.
    pub i18n: I18n,
    /// The request, where it is known already.
    pub request: Option<ConsentRequest>,
    /// The page around an embedded element.
    pub host: Option<Host>,
}

/// Puts a consent screen into an element, but not where another page shows this one: what lies above
/// it could make people click what they do not see. It ends with the owner that it is called in.
/// Answers what it sends its requests with, if it is shown.
pub fn consent_page(place: &web_sys::Element, props: Props) -> Option<Api> {
    if is_framed() {
        let _ = place.append_child(framed(props.i18n).node());
        return None;
    }
    let api = Api::of_user(&props.config.api_base);
    api.speak(props.i18n.locale());
    if let Some(host) = props.host {
        api.send_as(host);
    }
    let flow = Flow::new(api, props.i18n, props.id, place.clone());
    match props.request {
        Some(request) => flow.take(request),
        None => flow.look(),
    }
    watch(flow);
    // The main part of a host's page is the host's.
    let part = if props.host.is_some() { "div" } else { "main" };
    let screen = of(part, "consent").inside(move || view(flow));
    let said = of("p", "visually-hidden")
        .attr("role", "status")
        .says(move || Some(flow.said.get()));
    let _ = place.append_child(screen.node());
    let _ = place.append_child(said.node());
    Some(api)
}

fn view(flow: Flow) -> Vec<El> {
    let request = match flow.at.get() {
        At::Asking => return skeleton(flow),
        At::Done(done) => return end::done(flow, done),
        At::Shown(request) => request,
        at => return end::without_request(flow, at),
    };
    let screen = Screen::of(&request);
    if screen.needs_administrator() {
        flow.api
            .follow_consent(&flow.id.get_value(), move || flow.look());
    }
    match screen {
        Screen::Decide => decision::decision(flow, &request),
        Screen::Ask(why) => ask::ask(flow, &request, why),
        Screen::Wait => wait::wait(flow, &request),
        Screen::Blocked => ask::blocked(flow, &request),
        Screen::Ended(end) => end::ended(flow, &request, end),
    }
}

/// Looks again whenever the page comes back into view: somebody may have signed in beside it, or
/// decided elsewhere.
fn watch(flow: Flow) {
    flow.note_view();
    let back = move |_| {
        flow.note_view();
        let is_over = matches!(flow.at.get_untracked(), At::Done(_) | At::Asking);
        // A page that opens comes into view as well, with an answer that is fresh.
        let is_fresh = clock() - flow.answered.get_value() < FRESH;
        if !is_over && !is_fresh && !document().hidden() {
            flow.look();
        }
    };
    let window: EventTarget = window().into();
    let listeners = [
        ("focus", listen(&window, "focus", back)),
        (
            "visibilitychange",
            listen(&window, "visibilitychange", back),
        ),
        ("blur", listen(&window, "blur", move |_| flow.note_view())),
        (
            "pageshow",
            listen(&window, "pageshow", move |event| {
                // Back after a decision: the page is as it was left, with an address that is spent.
                if event.unchecked_ref::<PageTransitionEvent>().persisted() {
                    flow.end(At::Asking);
                    flow.look();
                }
            }),
        ),
    ];
    let kept = StoredValue::new_local((window, listeners));
    on_cleanup(move || {
        kept.try_with_value(|(window, listeners)| {
            for (event, listener) in listeners {
                forget(window, event, listener);
            }
        });
    });
}

fn is_framed() -> bool {
    let own = window();
    match own.top() {
        Ok(Some(top)) => {
            top.unchecked_ref::<js_sys::Object>() != own.unchecked_ref::<js_sys::Object>()
        }
        _ => true,
    }
}

fn framed(i18n: I18n) -> El {
    let words = el("h1").say(&t!(i18n, "framed"));
    of("main", "consent").with(of("div", "consent__terminal").with(words))
}

fn skeleton(flow: Flow) -> Vec<El> {
    let i18n = flow.i18n;
    let line = |class: &str| of("span", class).attr("aria-hidden", "true");
    let head = of("div", "consent__head")
        .with(line("skeleton skeleton--short"))
        .with(line("skeleton skeleton--name"))
        .with(line("skeleton skeleton--long"));
    vec![
        el("p")
            .attr("class", "visually-hidden")
            .attr("role", "status")
            .say(&t!(i18n, "asking")),
        head,
    ]
}
