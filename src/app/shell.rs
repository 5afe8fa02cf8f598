//! Portal shell of the standalone pages: stands for the host portal. Carries both menu ways of
//! the mission; what the user may not know of is absent.

use leptos::html;
use leptos::prelude::*;

use super::account::Account;
use super::language::LanguageSwitch;
use super::screens::{Menu, Name, SCREENS, Screen};
use crate::access::{SessionState, use_open_requests, use_session};
use crate::components::{Link, SignIn};
use crate::i18n::use_i18n;
use crate::memo::{Memo, effect};
use crate::navigator::use_navigator;
use crate::route::Route;
use crate::ui::{Banner, Glyph, Icon, Popover, Tone, dynamic, part, words_in};

/// The pages of the administration that the user may see. Tracked.
fn seen() -> Vec<&'static Screen> {
    let is_entry = |screen: &&Screen| matches!(screen.menu, Menu::Admin(_)) && screen.is_open();
    SCREENS.iter().filter(is_entry).collect()
}

/// Another page, or another language: keyboard and screen reader start at its top, not where the
/// last one ended.
pub fn at_each_page(focus: impl Fn() + 'static) {
    let language = expect_context::<LanguageSwitch>();
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
        route.with(Route::is_admin) && (!is_known || !seen().is_empty())
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
                        <Own name=Name::Apps class="menu__item"/>
                        <Own name=Name::Mine class="menu__item"/>
                    </Popover>
                    <Own name=Name::Apps class="shell__link shell__link--extra"/>
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
    let count = move |name| {
        let count = requests
            .count()
            .filter(|count| *count > 0 && name == Name::Requests)?;
        let inside = vec![
            i18n.number(count).into_any(),
            words_in("span", "visually-hidden", t!(i18n, "nav.open")),
        ];
        Some(part("span", "badge badge--count", inside))
    };
    dynamic(move || {
        let entries = seen();
        if entries.is_empty() {
            return ().into_any();
        }
        let links = entries.into_iter().map(|screen| {
            let (Menu::Admin(words) | Menu::Own(words)) = screen.menu else {
                return ().into_any();
            };
            let current =
                Signal::derive(move || route.with(|route| screen.is_at(route)).then_some("page"));
            view! {
                <li>
                    <Link to=(screen.home)() class=item_class current=current>
                        {i18n.raw(words)}
                        {move || count(screen.name)}
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
    let first = Memo::new(move |_| seen().first().map(|screen| screen.name));
    dynamic(move || {
        let (is_admin, first) = (is_admin.get(), first.get());
        if first.is_none() && !is_admin {
            return ().into_any();
        }
        view! {
            <Link
                to=(Screen::named(first.unwrap_or(Name::Applications)).home)()
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
pub fn Own(name: Name, class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let route = use_navigator().route();
    let screen = Screen::named(name);
    let is_here = Memo::new(move |_| route.with(|route| screen.is_at(route)));
    dynamic(move || match screen.menu {
        Menu::Own(words) if screen.is_open() => {
            let current = Signal::stored(is_here.get().then_some("true"));
            view! { <Link to=(screen.home)() class current>{i18n.raw(words)}</Link> }.into_any()
        }
        _ => ().into_any(),
    })
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
