//! The consent screen as a view: it takes an id and where the backend is, and stands anywhere.

use countersign_contract::ConsentRequest;
use leptos::prelude::*;

use super::flow::{At, Flow};
use super::screen::Screen;
use super::{ask, decision, end, live, wait};
use crate::api::Api;
use crate::config::Config;
use crate::i18n::I18n;
use crate::ui::dynamic;

/// The consent screen.
#[component]
pub fn ConsentPage(
    /// Id of the consent request.
    id: String,
    /// Where the backend is.
    config: Config,
    /// Texts and formats.
    i18n: I18n,
    /// The request, where it is known already.
    request: Option<ConsentRequest>,
) -> impl IntoView {
    // What answers say about the session, each question here says to its own asker.
    let api = Api::new(&config.api_base, Callback::new(|_| ()));
    api.speak(i18n.locale());
    let flow = Flow::new(api, i18n, id);
    match request {
        Some(request) => flow.take(request),
        None => flow.look(),
    }
    watch(flow);
    let screen = dynamic(move || match flow.at.get() {
        At::Asking => skeleton(flow),
        At::Shown(request) => match Screen::of(&request) {
            Screen::Decide => decision::decision(flow, &request),
            Screen::Ask(why) => {
                live::follow(flow);
                ask::ask(flow, &request, why)
            }
            Screen::Wait => {
                live::follow(flow);
                wait::wait(flow, &request)
            }
            Screen::Blocked => {
                live::follow(flow);
                ask::blocked(flow, &request)
            }
            Screen::Ended(end) => end::ended(flow, &request, end),
        },
        At::Done(done) => end::done(flow, done),
        at => end::without_request(flow, at),
    });
    view! {
        <main class="consent">{screen}</main>
        <p class="visually-hidden" role="status">{move || flow.said.get()}</p>
    }
}

/// Looks again whenever the page comes back into view: somebody may have signed in beside it, or
/// decided elsewhere.
fn watch(flow: Flow) {
    let back = move || {
        flow.note_view();
        let is_over = matches!(flow.at.get_untracked(), At::Done(_) | At::Asking);
        if !is_over && !document().hidden() {
            flow.look();
        }
    };
    flow.note_view();
    let handles = [
        window_event_listener_untyped("focus", move |_| back()),
        window_event_listener_untyped("blur", move |_| flow.note_view()),
        window_event_listener_untyped("visibilitychange", move |_| back()),
    ];
    let kept = window_event_listener(leptos::ev::pageshow, move |event| {
        // Back after a decision: the page is as it was left, with an address that is spent.
        if event.persisted() {
            flow.end(At::Asking);
            flow.look();
        }
    });
    on_cleanup(move || {
        for handle in handles {
            handle.remove();
        }
        kept.remove();
    });
}

fn skeleton(flow: Flow) -> AnyView {
    let i18n = flow.i18n;
    view! {
        <p class="visually-hidden" role="status">{t!(i18n, "asking")}</p>
        <div class="consent__head" aria-hidden="true">
            <span class="skeleton skeleton--short"></span>
            <span class="skeleton skeleton--medium"></span>
            <span class="skeleton skeleton--long"></span>
        </div>
    }
    .into_any()
}
