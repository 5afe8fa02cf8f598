//! The menu of who is signed in: language, theme, sign-out.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::language::LanguageSwitch;
use super::menu::Own;
use super::screens::Name;
use crate::access::use_session;
use crate::api::use_api;
use crate::components::initials;
use crate::erased::Writable;
use crate::i18n::{Locale, use_i18n};
use crate::navigator::use_navigator;
use crate::preferences::{self, Theme};
use crate::ui::{Glyph, Icon, Popover, dynamic};

/// Who is signed in; language, theme, sign-out.
#[component]
pub fn Account() -> impl IntoView {
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
                        <Own name=Name::Mine class="menu__item"/>
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
    let language = expect_context::<LanguageSwitch>();
    let items = Locale::all().iter().map(|&locale| {
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
    view! { <ul class="menu__apart" aria-label=t!(i18n, "account.language")>{items.collect_view()}</ul> }
}

#[component]
fn Themes() -> impl IntoView {
    let i18n = use_i18n();
    let chosen = Writable::new(preferences::theme());
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
