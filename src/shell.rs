//! Portal shell of the standalone pages: stands for the host portal. Carries both menu ways of
//! the mission; what the user may not know of is absent.

use countersign_contract::{Feature, permission};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::access::{SessionState, SignIn, use_backend, use_open_requests, use_session};
use crate::api::use_api;
use crate::app::Language;
use crate::components::initials;
use crate::i18n::{I18n, Locale, use_i18n};
use crate::memo::{Memo, RwSignal, effect};
use crate::navigator::{Link, use_navigator};
use crate::preferences::{self, Theme};
use crate::route::Route;
use crate::ui::{Banner, Glyph, Icon, Popover, Tone, dynamic, part, words_in};

/// An entry of both menus.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Entry {
    Applications,
    Requests,
    Clients,
}

impl Entry {
    const ALL: [Self; 3] = [Self::Applications, Self::Requests, Self::Clients];

    /// Those that the user may see. Tracked.
    fn seen() -> Vec<Self> {
        let session = use_session();
        let requests = use_open_requests();
        let is_seen = |entry: &Self| match entry {
            Self::Applications => session.may(permission::AUTHORIZE_CLIENTS) == Some(true),
            Self::Requests => requests.may(),
            Self::Clients => session.may(permission::VIEW_CLIENTS) == Some(true),
        };
        Self::ALL.into_iter().filter(is_seen).collect()
    }

    fn name(self, i18n: I18n) -> String {
        match self {
            Self::Applications => t!(i18n, "nav.applications"),
            Self::Requests => t!(i18n, "nav.requests"),
            Self::Clients => t!(i18n, "nav.oauth"),
        }
    }

    fn route(self) -> Route {
        match self {
            Self::Applications => Route::applications(),
            Self::Requests => Route::Requests { handled: false },
            Self::Clients => Route::clients(),
        }
    }

    fn is_at(self, route: &Route) -> bool {
        match self {
            Self::Applications => matches!(route, Route::Applications(_) | Route::Review { .. }),
            Self::Requests => matches!(route, Route::Requests { .. }),
            Self::Clients => matches!(route, Route::Clients(_)),
        }
    }
}

/// Another page, or another language: keyboard and screen reader start at its top, not where the
/// last one ended.
pub fn at_each_page(focus: impl Fn() + 'static) {
    let language = expect_context::<Language>();
    let route = use_navigator().route();
    let path = Memo::new(move |_| route.with(Route::path));
    let before = StoredValue::new(path.get_untracked());
    effect(move || {
        let path = path.get();
        let moved = before.with_value(|before| *before != path);
        before.set_value(path);
        if moved || language.take_switched() {
            focus();
        }
    });
}

/// Top bar, menus, and the page inside.
#[component]
pub fn Shell(
    /// The page.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let main = NodeRef::<html::Main>::new();
    let route = use_navigator().route();
    at_each_page(move || {
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    });
    let organization = move || {
        session
            .user()
            .and_then(|user| user.organization)
            .map(|organization| organization.name)
    };
    // Not known yet is not none: the page must not jump once it is known.
    let has_side = Memo::new(move |_| {
        let is_known = matches!(session.state(), SessionState::SignedIn(_));
        route.with(Route::is_admin) && (!is_known || !Entry::seen().is_empty())
    });
    let side = move || {
        view! {
            <nav class="shell__side" aria-label=t!(i18n, "nav.admin")>
                <div class="shell__side-group">
                    <Entries title=t!(i18n, "nav.integrations") title_class="shell__side-title" item_class="shell__side-link"/>
                </div>
            </nav>
        }
        .into_any()
    };
    view! {
        <a class="skip-link" href="#main" rel="external">{t!(i18n, "nav.skip")}</a>
        <div class="shell">
            <header class="shell__top">
                <span class="shell__brand">
                    <Icon glyph=Glyph::Brand/>
                    <span class="shell__brand-name">{move || organization()}</span>
                </span>
                <nav class="shell__bar" aria-label=t!(i18n, "nav.portal")>
                    <Popover
                        class="shell__menu"
                        button_class="shell__link"
                        button=view! { <Icon glyph=Glyph::Menu/> {t!(i18n, "nav.menu")} }.into_any()
                    >
                        <Entries title=t!(i18n, "nav.it") title_class="shell__menu-title" item_class="menu__item"/>
                        <Own feature=Feature::Apps class="menu__item"/>
                        <Own feature=Feature::Grants class="menu__item"/>
                    </Popover>
                    <Own feature=Feature::Apps class="shell__link shell__link--extra"/>
                    <AdminLink/>
                </nav>
                <Account/>
            </header>
            <div class="shell__main">
                {dynamic(move || if has_side.get() { side() } else { ().into_any() })}
                <main class="page" id="main" tabindex="-1" node_ref=main>
                    <SessionBanner/>
                    {children()}
                </main>
            </div>
        </div>
    }
}

/// What the user may see, as links.
#[component]
fn Entries(title: String, title_class: &'static str, item_class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_open_requests();
    let route = use_navigator().route();
    let count = move |entry| {
        let count = requests
            .count()
            .filter(|count| *count > 0 && entry == Entry::Requests)?;
        let inside = vec![
            i18n.number(count).into_any(),
            words_in("span", "visually-hidden", t!(i18n, "nav.open")),
        ];
        Some(part("span", "badge badge--count", inside))
    };
    dynamic(move || {
        let entries = Entry::seen();
        if entries.is_empty() {
            return ().into_any();
        }
        let links = entries.into_iter().map(|entry| {
            let current =
                Signal::derive(move || route.with(|route| entry.is_at(route)).then_some("page"));
            view! {
                <li>
                    <Link to=entry.route() class=item_class current=current>
                        {entry.name(i18n)}
                        {move || count(entry)}
                    </Link>
                </li>
            }
            .into_any()
        });
        let links = part("ul", "", links.collect());
        vec![words_in("h2", title_class, title.clone()), links].into_any()
    })
}

/// "Admin" leads to the first page that the user may see.
#[component]
fn AdminLink() -> impl IntoView {
    let i18n = use_i18n();
    let route = use_navigator().route();
    // Not made anew at every change of the address, of which there are many while a filter is typed.
    let is_admin = Memo::new(move |_| route.with(Route::is_admin));
    let first = Memo::new(move |_| Entry::seen().into_iter().next());
    dynamic(move || {
        let (is_admin, first) = (is_admin.get(), first.get());
        if first.is_none() && !is_admin {
            return ().into_any();
        }
        view! {
            <Link
                to=first.unwrap_or(Entry::Applications).route()
                class="shell__link"
                current=Signal::stored(is_admin.then_some("true"))
            >
                {t!(i18n, "nav.admin")}
            </Link>
        }
        .into_any()
    })
}

/// A page of one's own, for everybody who is signed in, where the backend has it.
#[component]
fn Own(feature: Feature, class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let backend = use_backend();
    let route = use_navigator().route();
    let (to, name) = if feature == Feature::Apps {
        (Route::Apps, t!(i18n, "nav.apps"))
    } else {
        (Route::Mine, t!(i18n, "nav.mine"))
    };
    let here = to.clone();
    let is_here = Memo::new(move |_| route.with(|route| *route == here));
    dynamic(move || {
        if backend.has(&feature) != Some(true) {
            return ().into_any();
        }
        let (to, name) = (to.clone(), name.clone());
        let current = Signal::stored(is_here.get().then_some("true"));
        view! { <Link to class current>{name}</Link> }.into_any()
    })
}

/// Who is signed in; language, theme, sign-out.
#[component]
fn Account() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    dynamic(move || {
        session
            .user()
            .map(|user| {
                let (name, mail) = (user.name.clone(), user.email.clone().unwrap_or_default());
                let button = view! {
                    <span class="tile tile--person" aria-hidden="true">{initials(&user.name)}</span>
                    <span class="shell__user-name">{name}</span>
                    <span class="visually-hidden">{t!(i18n, "account.suffix")}</span>
                };
                view! {
                    <Popover button_class="shell__link shell__user" button=button.into_any()>
                        <p class="menu__item muted">{mail.clone()}</p>
                        <Own feature=Feature::Grants class="menu__item"/>
                        <Languages/>
                        <Themes/>
                        <SignOut/>
                    </Popover>
                }
                .into_any()
            })
            .into_any()
    })
}

#[component]
fn Languages() -> impl IntoView {
    let i18n = use_i18n();
    let language = expect_context::<Language>();
    let items = Locale::ALL.map(|locale| {
        let choose = move |_| {
            let failed = t!(i18n, "account.language_failed", language = locale.name());
            language.choose(locale, failed);
        };
        let current = locale == i18n.locale();
        view! {
            <li>
                <button type="button" class="menu__item" lang=locale.tag() aria-pressed=if current { "true" } else { "false" } on:click=choose>
                    {locale.name()}
                    {current.then(|| view! { <Icon glyph=Glyph::Check/> }.into_any())}
                </button>
            </li>
        }.into_any()
    });
    view! { <ul class="menu__apart" aria-label=t!(i18n, "account.language")>{items.into_iter().collect_view()}</ul> }
}

#[component]
fn Themes() -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new(preferences::theme());
    let items = Theme::ALL.map(|theme| {
        let name = match theme {
            Theme::Auto => t!(i18n, "account.theme_auto"),
            Theme::Light => t!(i18n, "account.theme_light"),
            Theme::Dark => t!(i18n, "account.theme_dark"),
        };
        let choose = move |_| {
            preferences::choose_theme(theme);
            chosen.set(theme);
        };
        view! {
            <li>
                <button
                    type="button"
                    class="menu__item"
                    aria-pressed=move || if chosen.get() == theme { "true" } else { "false" }
                    on:click=choose
                >
                    {name}
                    {move || (chosen.get() == theme).then(|| view! { <Icon glyph=Glyph::Check/> }.into_any())}
                </button>
            </li>
        }
        .into_any()
    });
    view! { <ul class="menu__apart" aria-label=t!(i18n, "account.theme")>{items.into_iter().collect_view()}</ul> }
}

#[component]
fn SignOut() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = crate::ui::use_toasts();
    let session = use_session();
    let navigator = use_navigator();
    let sign_out = Callback::new(move |()| {
        let failed = t!(i18n, "account.sign_out_failed");
        let unknown = t!(i18n, "account.sign_out_unknown");
        spawn_local(async move {
            let error = match api.sign_out().await {
                Ok(()) => return session.leave(),
                // Signed out already.
                Err(error) if error.status() == 401 => return session.leave(),
                Err(error) => error,
            };
            session.refresh();
            toasts.show(if error.outcome_unknown() {
                unknown
            } else {
                failed
            });
        });
    });
    view! {
        <ul class="menu__apart">
            <li>
                <button type="button" class="menu__item" on:click=move |_| navigator.end(sign_out)>{t!(i18n, "account.sign_out")}</button>
            </li>
        </ul>
    }
}

/// Says that the session ended while pages were open. What was typed stays.
#[component]
pub fn SessionBanner() -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    dynamic(move || {
        session
            .is_lost()
            .then(|| {
                let name = session.user().map(|user| user.name).unwrap_or_default();
                let text = view! {
                    <b>{t!(i18n, "session.lost")}</b>
                    " "
                    {t!(i18n, "session.lost_text", name = name)}
                };
                view! {
                    <Banner tone=Tone::Warning text=text.into_any()>
                        <SignIn/>
                    </Banner>
                }
                .into_any()
            })
            .into_any()
    })
}
