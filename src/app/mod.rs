//! The application: what its pages know of each other, and which of them is on screen.

mod account;
mod current;
mod element;
mod language;
mod later;
mod menu;
mod screens;
mod shell;

use std::time::Duration;

use countersign_contract::inlined::ANSWERS;
use leptos::html;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::ShadowRoot;

pub use element::{Embedded, embed};
pub(crate) use later::come_by;
pub use later::{Fetch, Later};

use self::language::LanguageSwitch;
use self::shell::{SessionBanner, Shell, at_each_page};
use crate::access::{Backend, OpenRequests, Session, SessionState};
use crate::api::{Api, News};
use crate::config::Config;
use crate::document;
use crate::erased::effect;
use crate::host::{Host, use_host};
use crate::i18n::{Catalogue, I18n, Locale, PAGES};
use crate::navigator::{Navigator, browser};
use crate::pages::review::Drafts;
use crate::pages::{Reasons, Undone};
use crate::preferences;
use crate::ui::{ToastRegion, Toasts, dynamic};

/// Where the pages are.
#[derive(Clone, Copy)]
pub struct Place {
    /// How they know where they are.
    pub navigator: Navigator,
    /// Whose session it is.
    pub session: Session,
    /// The page around, where they are an element of it.
    pub host: Option<Host>,
    /// The language that they start in.
    pub locale: Locale,
}

/// Puts the standalone pages into the element `#app` of the document. The code of all but the list
/// comes by `fetch`.
pub fn start(config: Config, fetch: Fetch) {
    document::tell_panics();
    let Some(place) = document::place() else {
        return;
    };
    come_by(fetch);
    document::learn_languages();
    preferences::show_theme(preferences::theme());
    let pages = move |navigator: Navigator| {
        let place = Place {
            navigator,
            session: Session::new(Callback::new(move |()| {
                // A fresh start wipes everything of the former user; nothing of it is asked about.
                navigator.guard(false);
                let _ = window().location().reload();
            })),
            host: None,
            locale: preferences::locale(),
        };
        app(config, place)
    };
    mount_to(place, move || browser::with_navigator(pages)).forget();
}

/// The pages with all that they know of each other.
pub fn app(config: Config, place: Place) -> AnyView {
    let Place {
        navigator,
        session,
        host,
        locale,
    } = place;
    let toasts = Toasts::new();
    let language = LanguageSwitch::new(&config, toasts, host);
    provide_context(navigator);
    provide_context(session);
    provide_context(language);
    provide_context(Drafts::new());
    provide_context(toasts);
    provide_context(Undone::new());
    provide_context(Reasons::new());
    language.show(locale, None);
    let api = Api::new(
        &config.api_base,
        Callback::new(move |news| match news {
            News::SignedOut => session.note_signed_out(),
            News::Changed => session.refresh(),
        }),
    );
    match host {
        Some(host) => {
            provide_context(host);
            api.send_as(host);
        }
        None => {
            if let Some(page) = document::data(ANSWERS) {
                api.bring(page);
            }
        }
    }
    provide_context(api);
    dynamic(move || {
        let Some((locale, texts)) = language.shown() else {
            return ().into_any();
        };
        // Questions first: their answers are on the way while formats and views are made.
        api.speak(locale);
        session.ask(api);
        let backend = Backend::ask(api);
        provide_context(backend);
        provide_context(OpenRequests::ask(api, backend, session));
        provide_context(I18n::new(locale, Catalogue::new(PAGES, texts)));
        view! { <Pages/> }.into_any()
    })
}

#[component]
fn Pages() -> impl IntoView {
    let i18n = crate::i18n::use_i18n();
    let session = crate::access::use_session();
    // Back in this window, perhaps after somebody signed in or out beside it.
    let requests = crate::access::use_open_requests();
    let focused = window_event_listener(leptos::ev::focus, move |_| {
        session.refresh();
        requests.refresh();
    });
    // What was refused while nobody was signed in is asked again.
    let backend = crate::access::use_backend();
    effect(move || {
        if matches!(session.state(), SessionState::SignedIn(_)) && !session.is_ended() {
            backend.retry_signed_out();
        }
    });
    let kept = window_event_listener(leptos::ev::pageshow, move |event| {
        if event.persisted() {
            session.note_shown_again();
        }
    });
    on_cleanup(move || {
        focused.remove();
        kept.remove();
    });
    let pages = match use_host() {
        None => {
            document::remove_splash();
            view! { <Shell>{current::current()}</Shell> }.into_any()
        }
        Some(host) => {
            host.emit("cs-ready", &[]);
            let page = NodeRef::<html::Div>::new();
            at_each_page(move || set_timeout(move || take_focus(page), Duration::ZERO));
            view! {
                <div class="page" tabindex="-1" node_ref=page>
                    <SessionBanner/>
                    {current::current()}
                </div>
            }
            .into_any()
        }
    };
    view! {
        {pages}
        <ToastRegion toasts=crate::ui::use_toasts() close=t!(i18n, "action.close")/>
    }
}

/// Moves the focus to the top of an embedded page, if it was on something of it that is gone: what
/// the host's page has the focus on keeps it.
fn take_focus(page: NodeRef<html::Div>) {
    let Some(page) = page.try_get_untracked().flatten() else {
        return;
    };
    let around: ShadowRoot = page.get_root_node().unchecked_into();
    let is_free = window()
        .document()
        .and_then(|page| page.active_element())
        .is_none_or(|active| active.tag_name() == "BODY" || around.host() == active);
    if is_free {
        let _ = page.focus();
    }
}
