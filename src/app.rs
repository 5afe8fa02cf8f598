//! The standalone pages: contexts, language, what is on screen for the current place.

use std::collections::BTreeMap;
use std::time::Duration;

use countersign_contract::inlined::ANSWERS;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::ShadowRoot;

use crate::access::{Backend, OpenRequests, Session, SessionState};
use crate::api::{Api, News};
use crate::config::Config;
use crate::host::{Host, use_host};
use crate::i18n::{Catalogue, English, I18n, Locale};
use crate::memo::{RwSignal, effect};
use crate::mount;
use crate::navigator::Navigator;
use crate::pages::review::Drafts;
use crate::pages::{Reasons, Undone};
use crate::preferences;
use crate::route::Route;
use crate::shell::{SessionBanner, Shell, at_each_page};
use crate::ui::{ToastRegion, Toasts, dynamic};

/// Texts of a language by key, in i18next form.
type Texts = BTreeMap<String, String>;

/// The language that is shown, and how to change it.
#[derive(Clone, Copy)]
pub struct Language {
    shown: RwSignal<Option<(Locale, Texts)>>,
    base: StoredValue<String>,
    switched: StoredValue<bool>,
    /// Which language was asked for last.
    asked: StoredValue<Locale>,
    toasts: Toasts,
    english: English,
    host: Option<Host>,
}

impl Language {
    fn new(config: &Config, english: English, toasts: Toasts, host: Option<Host>) -> Self {
        Self {
            english,
            shown: RwSignal::new(None),
            base: StoredValue::new(config.locales_base.clone()),
            switched: StoredValue::new(false),
            asked: StoredValue::new(Locale::default()),
            toasts,
            host,
        }
    }

    /// Whether the language was changed since this was asked last.
    pub fn take_switched(self) -> bool {
        let switched = self.switched.get_value();
        self.switched.set_value(false);
        switched
    }

    /// Takes the pages away.
    pub fn hide(self) {
        self.shown.set(None);
    }

    /// Shows the pages in `locale` and remembers it, or says `failed`.
    pub fn choose(self, locale: Locale, failed: String) {
        self.show(locale, Some(failed));
    }

    /// A catalogue that cannot be fetched leaves the pages as they are; at the start that is
    /// English.
    pub fn show(self, locale: Locale, chosen: Option<String>) {
        let shown = self.shown;
        let host = Host::if_any(self.host);
        let french = move || match host {
            Some(host) => host.catalogue("fr.json", &self.base.get_value()),
            None => [&self.base.get_value(), "/fr.json"].concat(),
        };
        self.asked.set_value(locale);
        spawn_local(async move {
            let texts = match locale {
                Locale::English => Some(BTreeMap::new()),
                Locale::French => crate::api::fetch_texts(&french()).await,
            };
            // Another one was chosen meanwhile, or the pages are gone.
            if self.asked.try_get_value() != Some(locale) {
                return;
            }
            match texts {
                Some(mut texts) => {
                    if chosen.is_some() {
                        preferences::choose_locale(locale);
                    }
                    match host {
                        None => mount::speak(locale),
                        // The language of the document is the host's.
                        Some(host) => {
                            host.speak(locale.tag());
                            host.put_messages(self.english, locale, &mut texts);
                        }
                    }
                    self.switched
                        .set_value(shown.with_untracked(Option::is_some));
                    shown.set(Some((locale, texts)));
                }
                None if shown.with_untracked(Option::is_none) => {
                    shown.set(Some((Locale::English, BTreeMap::new())));
                }
                None => chosen
                    .into_iter()
                    .for_each(|failed| self.toasts.show(failed)),
            }
        });
    }
}

/// What is different in each bundle.
#[derive(Clone, Copy)]
pub struct Bundle {
    /// Its texts.
    pub english: English,
    /// Whether a place is in it; a link to another one loads that one's page.
    pub has: fn(&Route) -> bool,
    /// The page of the current place.
    pub screen: fn() -> AnyView,
}

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

/// Puts the standalone pages of a bundle into the element `#app` of the document.
pub fn mount(config: Config, bundle: Bundle) {
    mount::tell_panics();
    let Some(place) = mount::place() else { return };
    preferences::show_theme(preferences::theme());
    let pages = move || {
        let navigator = Navigator::of_browser(bundle.has);
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
        app(config, bundle, place)
    };
    mount_to(place, pages).forget();
}

/// The pages with all that they know of each other.
pub fn app(config: Config, bundle: Bundle, place: Place) -> AnyView {
    let Place {
        navigator,
        session,
        host,
        locale,
    } = place;
    let toasts = Toasts::new();
    let language = Language::new(&config, bundle.english, toasts, host);
    provide_context(navigator);
    provide_context(session);
    provide_context(language);
    provide_context(Drafts::new());
    provide_context(toasts);
    provide_context(Undone::new());
    provide_context(Reasons::new());
    language.show(locale, None);
    let shown = language.shown;
    let api = Api::new(
        &config.api_base,
        Callback::new(move |news| match news {
            News::SignedOut => session.note_signed_out(),
            News::Changed => session.refresh(),
        }),
    );
    match Host::if_any(host) {
        Some(host) => {
            provide_context(host);
            api.send_as(host);
        }
        None => {
            if let Some(page) = mount::data(ANSWERS) {
                api.bring(page);
            }
        }
    }
    provide_context(api);
    dynamic(move || {
        let Some((locale, texts)) = shown.get() else {
            return ().into_any();
        };
        // Questions first: their answers are on the way while formats and views are made.
        api.speak(locale);
        session.ask(api);
        let backend = Backend::ask(api);
        provide_context(backend);
        provide_context(OpenRequests::ask(api, backend, session));
        provide_context(I18n::new(locale, Catalogue::new(bundle.english, texts)));
        view! { <Pages screen=bundle.screen/> }.into_any()
    })
}

#[component]
fn Pages(screen: fn() -> AnyView) -> impl IntoView {
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
            mount::remove_splash();
            view! { <Shell>{screen()}</Shell> }.into_any()
        }
        Some(host) => {
            host.emit("cs-ready", &[]);
            let page = NodeRef::<html::Div>::new();
            at_each_page(move || set_timeout(move || take_focus(page), Duration::ZERO));
            view! {
                <div class="page" tabindex="-1" node_ref=page>
                    <SessionBanner/>
                    {screen()}
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
    let is_free = document()
        .active_element()
        .is_none_or(|active| active.tag_name() == "BODY" || around.host() == active);
    if is_free {
        let _ = page.focus();
    }
}
