//! OAuth clients with their IDs, and the way to authorize each.

mod table;

use countersign_contract::ClientKind;
use countersign_contract::list::ClientQuery;
use leptos::prelude::*;

use self::table::Table;
use super::frame::Heading;
use crate::access::{Failure, StillWorking};
use crate::api::{Load, use_api};
use crate::components::{TextFilter, words};
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::navigator::{How, use_navigator};
use crate::route::Route;
use crate::ui::{Button, Glyph, Notice, fresh_id};

/// The page, for those who may see clients.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let navigator = use_navigator();
    let route = navigator.route();
    let shown = Derived::new(move |before: Option<&ClientQuery>| match route.get() {
        Route::Clients(query) => query,
        _ => before.cloned().unwrap_or_default(),
    });
    let list = Load::new(move || {
        let wanted = shown.get();
        Some(async move { api.list_clients(wanted).await })
    });
    let heading = Heading::new();
    let clear = move |()| {
        navigator.go(&Route::clients(), How::Push);
        heading.focus();
    };
    let is_empty = Derived::new(move |_| list.ready().is_some_and(|page| page.entities.is_empty()));
    view! {
        <div class="page__body">
            <div class="page__head" part="header">
                <div class="page__title">
                    <h1 tabindex="-1" part="title" node_ref=heading.node()>{t!(i18n, "clients.title")}</h1>
                    <p class="muted" role="status">
                        {move || list.ready().map(|list| t!(i18n, "clients.total", count = list.total))}
                    </p>
                </div>
            </div>
            <Filters shown/>
            {move || match (list.error(), is_empty.get()) {
                (Some(error), _) => {
                    view! { <Failure title=t!(i18n, "clients.failed") error retry=move |()| list.retry()/> }
                        .into_any()
                }
                (None, true) => {
                    view! {
                        <Notice glyph=Glyph::Search title=t!(i18n, "clients.no_match")>
                            <div class="button-row">
                                <Button on_press=clear>{t!(i18n, "list.clear")}</Button>
                            </div>
                        </Notice>
                    }
                        .into_any()
                }
                (None, false) => view! { <Table list shown/> }.into_any(),
            }}
            <StillWorking loads=vec![list.into()]/>
        </div>
    }
}

#[component]
fn Filters(shown: Derived<ClientQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let change = move |how: How, change: &dyn Fn(&mut ClientQuery)| {
        let mut wanted = shown.get_untracked();
        change(&mut wanted);
        wanted.page_number = 1;
        navigator.go(&Route::Clients(wanted), how);
    };
    let filter = move |text: String| change(How::Replace, &|wanted| wanted.name.clone_from(&text));
    let kind_id = fresh_id("kind");
    view! {
        <form class="filters" part="toolbar" role="search" aria-label=t!(i18n, "clients.title") on:submit=move |event| event.prevent_default()>
            <TextFilter value=Signal::derive(move || shown.with(|shown| shown.name.clone())) on_filter=filter/>
            <label class="visually-hidden" for=kind_id.clone()>{t!(i18n, "clients.kind")}</label>
            <select
                class="select"
                id=kind_id
                prop:value=move || shown.with(|shown| shown.kind.as_ref().map(|kind| kind.as_str().to_owned())).unwrap_or_default()
                on:change=move |event| {
                    let kind = event_target_value(&event);
                    change(How::Push, &|wanted| {
                        wanted.kind = ClientKind::KNOWN.iter().find(|known| known.as_str() == kind).cloned();
                    });
                }
            >
                <option value="">{t!(i18n, "clients.kind_any")}</option>
                {ClientKind::KNOWN
                    .iter()
                    .map(|kind| view! { <option value=kind.as_str().to_owned()>{words::of_kind(i18n, kind)}</option> }.into_any())
                    .collect_view()}
            </select>
        </form>
    }
}
