//! Launcher: the applications that the roles of the signed-in user let them use.

use std::sync::Arc;

use countersign_contract::{App, Feature};
use leptos::prelude::*;

use super::NotFound;
use super::frame::set_title;
use crate::access::{Featured, Gate};
use crate::api::{Load, use_api};
use crate::components::{Failure, KindTile, PublisherMark, StillWorking, name_of};
use crate::i18n::use_i18n;
use crate::text::visible;
use crate::ui::{Glyph, Notice, dynamic, fresh_id, part, words_in};
use crate::uri::launchable;

/// Longest description that is shown.
const DESCRIPTION: usize = 240;

/// The page, for everybody who is signed in.
#[component]
pub fn AppsPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(&t!(i18n, "nav.apps"));
    view! {
        <Gate>
            <Featured feature=Feature::Apps without=ViewFn::from(|| view! { <NotFound/> })>
                <Apps/>
            </Featured>
        </Gate>
    }
}

#[component]
fn Apps() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let list = Load::new(move || Some(async move { api.list_my_apps().await.map(Arc::new) }));
    view! {
        <div class="page__body">
            <div class="page__title">
                <h1 tabindex="-1">{t!(i18n, "nav.apps")}</h1>
                <p class="muted">{t!(i18n, "apps.text")}</p>
            </div>
            {dynamic(move || match (list.error(), list.ready()) {
                (Some(error), _) => {
                    view! { <Failure title=t!(i18n, "apps.failed") error retry=move |()| list.retry()/> }.into_any()
                }
                (None, Some(apps)) if apps.is_empty() => {
                    view! {
                        <Notice glyph=Glyph::Inbox title=t!(i18n, "apps.empty")>
                            <p class="muted">{t!(i18n, "apps.empty_text")}</p>
                        </Notice>
                    }
                        .into_any()
                }
                (None, Some(apps)) => part("ul", "launcher", apps.iter().cloned().map(card).collect()),
                (None, None) => {
                    let bones = (0..3).map(|_| words_in("li", "skeleton skeleton--long", String::new()));
                    part("ul", "launcher", bones.collect())
                }
            })}
            <StillWorking loads=vec![list.into()]/>
        </div>
    }
}

/// One application.
fn card(app: App) -> AnyView {
    let i18n = use_i18n();
    let name = name_of(&app.client);
    let title_id = fresh_id("app");
    let labelled_by = title_id.clone();
    let publisher = app.client.publisher.as_ref().map(|publisher| {
        let name = words_in("bdi", "", visible(&publisher.name, 120).shown);
        let mark = view! { <PublisherMark verified=publisher.verified/> }.into_any();
        part("p", "small muted", vec![name, " ".into_any(), mark])
    });
    let description = app
        .client
        .description
        .as_deref()
        .map(|text| words_in("p", "launcher__text", visible(text, DESCRIPTION).shown));
    let href = app.launch_uri.as_deref().and_then(launchable);
    let open = match href {
        Some(href) => {
            let href = href.to_owned();
            let of = name.clone();
            view! {
                <a class="button" href=href target="_blank" rel="external noopener noreferrer">
                    {t!(i18n, "apps.open")}
                    <span class="visually-hidden">" " {of} {t!(i18n, "apps.new_tab")}</span>
                </a>
            }
            .into_any()
        }
        None => words_in("p", "small muted", t!(i18n, "apps.no_address")),
    };
    view! {
        <li class="card launcher__app" aria-labelledby=labelled_by>
            <KindTile kind=app.client.kind.clone() large=true/>
            <div class="launcher__words">
                <h2 id=title_id><bdi>{name}</bdi></h2>
                {publisher}
                {description}
            </div>
            <div class="launcher__act">{open}</div>
        </li>
    }
    .into_any()
}
