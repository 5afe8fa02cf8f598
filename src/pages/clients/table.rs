//! Table of the clients: its columns, and what stands in their cells.

use countersign_contract::list::{ClientQuery, ClientSort, SortOrder};
use countersign_contract::{AuthorizationState, OAuthClient, Paged, permission};
use leptos::prelude::*;

use crate::access::use_session;
use crate::api::Load;
use crate::components::{ClientId, KindTile, StateBadge, name_of, words};
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::navigator::{How, Link, use_navigator};
use crate::pages::columns::{Column, Sorting, cells, heads, widths};
use crate::pages::list_pages::{ListPages, PageAt};
use crate::route::Route;
use crate::ui::{Item, each};

/// The columns, in their order. A new one is an entry here, with its texts and the class of its width.
static COLUMNS: [Column<OAuthClient>; 6] = [
    Column::title(catalogue_key!("column.client"), client).sort("name"),
    Column::value(catalogue_key!("authorize.field"), id).width("plain__col-id"),
    Column::value(catalogue_key!("identity.grant"), grant).width("plain__col-grant"),
    Column::value(catalogue_key!("column.authorization"), authorization)
        .sort("authorization")
        .width("plain__col-state"),
    Column::value(catalogue_key!("identity.created"), created)
        .sort("dateCreated")
        .width("plain__col-date")
        .head_class("plain__cell-date")
        .class("plain__cell-date table__number"),
    Column::actions(catalogue_key!("column.actions"), action).width("plain__col-action"),
];

/// The table; the head stays while the rows change, and with it the focus.
#[component]
pub fn Table(list: Load<Paged<OAuthClient>>, shown: Derived<ClientQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let is_loading = Derived::new(move |_| list.ready().is_none());
    let row = move |client: OAuthClient| {
        let state = client.authorization_state.as_ref();
        let key = [
            client.id.as_str(),
            state.map_or("", AuthorizationState::as_str),
        ]
        .join(" ");
        let row = move || view! { <tr role="row">{cells(&COLUMNS, i18n, &client)}</tr> }.into_any();
        Item::new(key, row)
    };
    let rows = move || {
        let clients = list.ready().map(|page| page.entities).unwrap_or_default();
        clients.into_iter().map(row).collect()
    };
    let skeleton = || {
        view! {
            <tr role="row" aria-hidden="true">
                <td role="cell" colspan=COLUMNS.len().to_string()><span class="skeleton skeleton--long"></span></td>
            </tr>
        }
    };
    view! {
        <div class="plain">
            <table class="table" part="table" role="table">
                <caption class="visually-hidden">{t!(i18n, "clients.title")}</caption>
                <colgroup>{widths(&COLUMNS)}</colgroup>
                <thead role="rowgroup">
                    <tr role="row">{heads(&COLUMNS, i18n, sorting(shown))}</tr>
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
                            Route::Clients(ClientQuery { page_number, page_size, ..here.clone() })
                        };
                        view! { <ListPages at to/> }.into_any()
                    })
            }}
        </div>
    }
}

/// How the address says that the list is sorted.
fn sorting(shown: Derived<ClientQuery>) -> Sorting {
    let navigator = use_navigator();
    Sorting {
        descending: Callback::new(move |by: &str| {
            shown.with(|shown| {
                (shown.sort_by.as_str() == by).then(|| shown.sort_order == SortOrder::Descending)
            })
        }),
        on_sort: Callback::new(move |(by, descending): (&str, bool)| {
            let mut wanted = shown.get_untracked();
            wanted.sort_order = SortOrder::of(descending);
            wanted.sort_by = ClientSort::from_wire(by);
            wanted.page_number = 1;
            navigator.go(&Route::Clients(wanted), How::Push);
        }),
    }
}

fn client(client: &OAuthClient) -> AnyView {
    let i18n = use_i18n();
    let kind = client.kind.clone();
    view! {
        <div class="plain__name">
            <KindTile kind=kind.clone()/>
            <div>
                <b><bdi>{name_of(client)}</bdi></b>
                <br/>
                <span class="small muted">{kind.map(|kind| words::of_kind(i18n, &kind))}</span>
            </div>
        </div>
    }
    .into_any()
}

fn id(client: &OAuthClient) -> AnyView {
    view! { <span class="plain__id"><ClientId id=client.id.clone() name=name_of(client)/></span> }
        .into_any()
}

fn grant(client: &OAuthClient) -> AnyView {
    let i18n = use_i18n();
    let grant = client.authorized_grant_type.as_ref();
    grant.map(|grant| words::of_grant(i18n, grant)).into_any()
}

fn authorization(client: &OAuthClient) -> AnyView {
    let state = client.authorization_state.clone();
    state
        .map(|state| view! { <StateBadge state/> }.into_any())
        .into_any()
}

fn created(client: &OAuthClient) -> AnyView {
    let i18n = use_i18n();
    let date = client.date_created.as_deref();
    date.map(|date| i18n.date(date).into_owned()).into_any()
}

/// The way to its review, for who may authorize clients.
fn action(client: &OAuthClient) -> AnyView {
    let i18n = use_i18n();
    let session = use_session();
    let (state, name) = (client.authorization_state.clone(), name_of(client));
    let to = Route::review(&client.id);
    let action = move || {
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
    };
    view! { <div class="plain__end">{move || action()}</div> }.into_any()
}
