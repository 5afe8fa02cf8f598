//! Portal shell of the standalone pages: stands for the host portal. Carries both menu ways of
//! the mission; what the user may not know of is absent.

use leptos::html;
use leptos::prelude::*;

use super::account::Account;
use super::language::LanguageSwitch;
use super::menu::{Entries, Own, seen};
use super::screens::{Name, Screen};
use crate::access::{SessionState, SignIn, use_session};
use crate::erased::{Derived, effect};
use crate::i18n::use_i18n;
use crate::navigator::{Link, use_navigator};
use crate::route::Route;
use crate::ui::{Banner, Glyph, Icon, Popover, dynamic};

/// Another page, or another language: keyboard and screen reader start at its top, not where the
/// last one ended.
pub fn at_each_page(focus: impl Fn() + 'static) {
    let language = expect_context::<LanguageSwitch>();
    let route = use_navigator().route();
    let path = Derived::new(move |_| route.with(Route::path));
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
    let has_side = Derived::new(move |_| {
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

/// "Admin" leads to the first page that the user may see.
#[component]
fn AdminLink() -> impl IntoView {
    let i18n = use_i18n();
    let route = use_navigator().route();
    // Not made anew at every change of the address, of which there are many while a filter is typed.
    let is_admin = Derived::new(move |_| route.with(Route::is_admin));
    let first = Derived::new(move |_| seen().first().map(|screen| screen.name));
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
                    <Banner text=text.into_any()>
                        <SignIn/>
                    </Banner>
                }
                .into_any()
            })
            .into_any()
    })
}
