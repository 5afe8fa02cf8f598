//! OAuth clients with their IDs, and the way to authorize each.

use countersign_contract::{AuthorizationState, ClientKind, OAuthClient, Paged, permission};
use leptos::prelude::*;

use super::frame::{Breadcrumb, Heading, set_title};
use crate::access::{Failure, Gate, StillWorking, use_session};
use crate::api::{Load, use_api};
use crate::components::{ClientId, KindTile, SortHead, StateBadge, TextFilter, name_of, words};
use crate::i18n::use_i18n;
use crate::memo::Memo;
use crate::navigator::{How, Link, use_navigator};
use crate::pages::list_pages::{ListPages, PageAt};
use crate::route::{ClientsView, Route};
use crate::ui::{Button, Glyph, Item, Notice, each, fresh_id};

/// The page, for those who may see clients.
#[component]
pub fn ClientsPage() -> impl IntoView {
    let i18n = use_i18n();
    set_title(&t!(i18n, "clients.title"));
    view! {
        <Breadcrumb here=t!(i18n, "nav.oauth").into_any()/>
        <Gate needs=permission::VIEW_CLIENTS what=t!(i18n, "clients.what")>
            <Clients/>
        </Gate>
    }
}

#[component]
fn Clients() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let navigator = use_navigator();
    let route = navigator.route();
    let shown = Memo::new(move |before: Option<&ClientsView>| match route.get() {
        Route::Clients(view) => view,
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
    let is_empty = Memo::new(move |_| list.ready().is_some_and(|page| page.entities.is_empty()));
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
fn Filters(shown: Memo<ClientsView>) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let change = move |how: How, change: &dyn Fn(&mut ClientsView)| {
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
                prop:value=move || shown.with(|shown| shown.kind.clone())
                on:change=move |event| {
                    let kind = event_target_value(&event);
                    change(How::Push, &|wanted| wanted.kind.clone_from(&kind));
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

/// The table; the head stays while the rows change, and with it the focus.
#[component]
fn Table(list: Load<Paged<OAuthClient>>, shown: Memo<ClientsView>) -> impl IntoView {
    let i18n = use_i18n();
    let is_loading = Memo::new(move |_| list.ready().is_none());
    let row = |client: OAuthClient| {
        let state = client.authorization_state.as_ref();
        let key = [
            client.id.as_str(),
            state.map_or("", AuthorizationState::as_str),
        ]
        .join(" ");
        Item::new(key, move || view! { <Row client/> }.into_any())
    };
    let rows = move || {
        let clients = list.ready().map(|page| page.entities).unwrap_or_default();
        clients.into_iter().map(row).collect()
    };
    let skeleton = || {
        view! {
            <tr role="row" aria-hidden="true">
                <td role="cell" colspan="6"><span class="skeleton skeleton--long"></span></td>
            </tr>
        }
    };
    view! {
        <div class="plain">
            <table class="table" part="table" role="table">
                <caption class="visually-hidden">{t!(i18n, "clients.title")}</caption>
                <colgroup>
                    <col/>
                    <col class="plain__col-id"/>
                    <col class="plain__col-grant"/>
                    <col class="plain__col-state"/>
                    <col class="plain__col-date"/>
                    <col class="plain__col-action"/>
                </colgroup>
                <thead role="rowgroup">
                    <tr role="row">
                        <Head name=t!(i18n, "column.client") sort="name" shown/>
                        <th role="columnheader" scope="col">{t!(i18n, "authorize.field")}</th>
                        <th role="columnheader" scope="col">{t!(i18n, "identity.grant")}</th>
                        <Head name=t!(i18n, "column.authorization") sort="authorization" shown/>
                        <Head name=t!(i18n, "identity.created") sort="dateCreated" shown class="plain__cell-date"/>
                        <td role="cell">
                            <span class="visually-hidden">{t!(i18n, "column.actions")}</span>
                        </td>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {move || is_loading.get().then(|| (0..6).map(|_| skeleton()).collect_view())}
                    {each(rows)}
                </tbody>
            </table>
            {move || {
                list.ready()
                    .map(|page| {
                        let here = shown.get_untracked();
                        let at = PageAt {
                            number: here.page_number,
                            size: here.page_size,
                            rows: page.entities.len(),
                            total: page.total,
                            count: page.page_count,
                        };
                        let to = move |(page_number, page_size)| {
                            Route::Clients(ClientsView { page_number, page_size, ..here.clone() })
                        };
                        view! { <ListPages at to/> }.into_any()
                    })
            }}
        </div>
    }
}

#[component]
fn Head(
    name: String,
    sort: &'static str,
    shown: Memo<ClientsView>,
    #[prop(optional)] class: &'static str,
) -> impl IntoView {
    let navigator = use_navigator();
    let order =
        Memo::new(move |_| shown.with(|shown| (shown.sort_by == sort).then_some(shown.descending)));
    let descending = Signal::derive(move || order.get());
    let press = move |descending: bool| {
        let mut wanted = shown.get_untracked();
        wanted.descending = descending;
        sort.clone_into(&mut wanted.sort_by);
        wanted.page_number = 1;
        navigator.go(&Route::Clients(wanted), How::Push);
    };
    view! { <SortHead name descending class on_sort=press/> }
}

#[component]
fn Row(client: OAuthClient) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let name = name_of(&client);
    let state = client.authorization_state.clone();
    let action = {
        let (state, name) = (state.clone(), name.clone());
        let to = Route::review(&client.id);
        move || {
            let may = session.may(permission::AUTHORIZE_CLIENTS) == Some(true);
            let words = match state.as_ref()? {
                AuthorizationState::Authorized => t!(i18n, "clients.open"),
                AuthorizationState::Requested => t!(i18n, "list.review"),
                _ => t!(i18n, "clients.authorize"),
            };
            let quiet = matches!(
                state,
                Some(AuthorizationState::Authorized | AuthorizationState::Requested)
            );
            let class = if quiet {
                "plain__link"
            } else {
                "button button--small"
            };
            let of = name.clone();
            may.then(|| view! { <Link to=to.clone() class>{words}<span class="visually-hidden">" "{of}</span></Link> }.into_any())
        }
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <div class="plain__name">
                    <KindTile kind=client.kind.clone()/>
                    <div>
                        <b><bdi>{name.clone()}</bdi></b>
                        <br/>
                        <span class="small muted">{client.kind.as_ref().map(|kind| words::of_kind(i18n, kind))}</span>
                    </div>
                </div>
            </th>
            <td role="cell" data-label=t!(i18n, "authorize.field")>
                <span class="plain__id"><ClientId id=client.id.clone() name=name/></span>
            </td>
            <td role="cell" data-label=t!(i18n, "identity.grant")>
                {client.authorized_grant_type.as_ref().map(|grant| words::of_grant(i18n, grant))}
            </td>
            <td role="cell" data-label=t!(i18n, "column.authorization")>
                {state.map(|state| view! { <StateBadge state/> }.into_any())}
            </td>
            <td role="cell" data-label=t!(i18n, "identity.created") class="plain__cell-date table__number">
                {client.date_created.as_deref().map(|date| i18n.date(date).into_owned())}
            </td>
            <td role="cell">
                <div class="plain__end">{move || action()}</div>
            </td>
        </tr>
    }
}
