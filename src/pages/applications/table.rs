//! Table of the list: head, pending rows, the others, pages.

use std::sync::Arc;

use countersign_contract::list::{ListQuery, SortBy, SortOrder};
use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization};
use leptos::prelude::*;

use super::List;
use super::filters::column;
use super::row::Row;
use crate::api::Load;
use crate::components::Link;
use crate::i18n::use_i18n;
use crate::memo::{Memo, RwSignal};
use crate::navigator::{How, use_navigator};
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;
use crate::ui::{Glyph, Icon, Item, Pagination, PaginationWords, dynamic, each};

/// The table; a skeleton of the same size until the first answer.
#[component]
pub fn ApplicationsTable(
    list: Load<Arc<List>>,
    query: Memo<ListQuery>,
    roles: Load<Vec<DomainOrganizationRole>>,
    revoking: RwSignal<Option<RevokeTarget>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let row = move |one: &OAuthAuthorization| {
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let version = one.version.unwrap_or_default().to_string();
        let key = [
            one.client.id.clone(),
            version,
            of(&one.date_modified),
            of(&one.last_used),
        ]
        .join(" ");
        let one = one.clone();
        Item::new(key, move || view! { <Row one roles revoking/> }.into_any())
    };
    let rows = move |pending: bool| {
        list.ready()
            .iter()
            .flat_map(|list| list.entities.iter())
            .filter(|one| (one.state == AuthorizationState::Requested) == pending)
            .map(row)
            .collect::<Vec<_>>()
    };
    let loading = Memo::new(move |_| list.ready().is_none());
    let has_pending = Memo::new(move |_| !rows(true).is_empty());
    view! {
        <div class="apps">
            <table class="table" role="table" aria-busy=move || if list.busy().get() { "true" } else { "false" }>
                <caption class="visually-hidden">{t!(i18n, "list.caption")}</caption>
                <colgroup>
                    <col/>
                    <col class="apps__col-scopes"/>
                    <col class="apps__col-state"/>
                    <col class="apps__col-roles"/>
                    <col class="apps__col-used"/>
                    <col class="apps__col-by"/>
                    <col class="apps__col-actions"/>
                </colgroup>
                <thead role="rowgroup">
                    <tr role="row">
                        {[SortBy::Name, SortBy::Scopes, SortBy::State, SortBy::Roles, SortBy::LastUsed, SortBy::CreatedBy]
                            .map(|sort| view! { <SortHead sort query/> }.into_any())
                            .into_iter()
                            .collect_view()}
                        <td role="cell">
                            <span class="visually-hidden">{t!(i18n, "column.actions")}</span>
                        </td>
                    </tr>
                </thead>
                <tbody role="rowgroup" class="apps__pending" hidden=move || !has_pending.get()>
                    {each(move || rows(true))}
                </tbody>
                <tbody role="rowgroup">
                    {move || loading.get().then(|| (0..8).map(|_| view! { <SkeletonRow/> }.into_any()).collect_view())}
                    {each(move || rows(false))}
                </tbody>
            </table>
            <Pages list query/>
        </div>
    }
}

/// Head of a column that the list can be sorted by.
#[component]
fn SortHead(sort: SortBy, query: Memo<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let name = column(i18n, &sort);
    let wanted = sort.clone();
    let order = Memo::new(move |_| {
        query.with(|query| (query.sort_by == wanted).then(|| query.sort_order.clone()))
    });
    let press = move |_| {
        let mut next = query.get_untracked();
        next.sort_order = match order.get_untracked() {
            Some(SortOrder::Ascending) => SortOrder::Descending,
            _ => SortOrder::Ascending,
        };
        next.sort_by = sort.clone();
        next.page_number = 1;
        navigator.go(&Route::Applications(next), How::Push);
    };
    let aria_sort = move || match order.get() {
        None => "none",
        Some(SortOrder::Descending) => "descending",
        Some(_) => "ascending",
    };
    let icon = move || match order.get() {
        None => view! { <Icon glyph=Glyph::Sort class="icon--idle"/> }.into_any(),
        Some(SortOrder::Descending) => view! { <Icon glyph=Glyph::SortDown/> }.into_any(),
        Some(_) => view! { <Icon glyph=Glyph::SortUp/> }.into_any(),
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=move || aria_sort()>
            <button type="button" class="table__sort" on:click=press>
                {name}
                {move || icon()}
            </button>
        </th>
    }
}

#[component]
fn SkeletonRow() -> impl IntoView {
    let bar =
        |class: &'static str| view! { <span class=format!("skeleton {class}")></span> }.into_any();
    view! {
        <tr role="row" class="apps__row" aria-hidden="true">
            <th role="rowheader" scope="row" class="apps__cell-app">
                <div class="apps__app">
                    <span class="skeleton skeleton--square"></span>
                    <div class="apps__app-text apps__app-text--skeleton">
                        {bar("skeleton--medium")} {bar("skeleton--long")}
                    </div>
                </div>
            </th>
            <td role="cell">{bar("skeleton--short")} {bar("skeleton--long")}</td>
            <td role="cell">{bar("skeleton--long")}</td>
            <td role="cell">{bar("skeleton--long")}</td>
            <td role="cell">{bar("skeleton--long")}</td>
            <td role="cell">{bar("skeleton--long")} {bar("skeleton--medium")}</td>
            <td role="cell"></td>
        </tr>
    }
}

/// Range and pages under the table.
#[component]
fn Pages(list: Load<Arc<List>>, query: Memo<ListQuery>) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    dynamic(move || {
        list.ready().map(|list| {
            let query = query.get();
            let first = u64::from(query.page_number - 1) * u64::from(query.page_size) + 1;
            let last = first + list.entities.len() as u64 - 1;
            let words = PaginationWords {
                label: t!(i18n, "pages.label"),
                range: t!(
                    i18n,
                    "pages.range",
                    first = i18n.number(first),
                    last = i18n.number(last),
                    total = i18n.number(list.total)
                ),
                rows: t!(i18n, "pages.rows"),
                previous: t!(i18n, "pages.previous"),
                next: t!(i18n, "pages.next"),
            };
            let current = query.page_number;
            let size = query.page_size;
            let resized = query.clone();
            let link = Callback::new(
                move |(page, inside, label): (u32, AnyView, Option<String>)| {
                    let to = Route::Applications(ListQuery {
                        page_number: page,
                        ..query.clone()
                    });
                    let here = Signal::stored((page == current).then_some("page"));
                    view! { <Link to class="pagination__page" current=here label>{inside}</Link> }
                        .into_any()
                },
            );
            let resize = move |size| {
                let to = ListQuery {
                    page_number: 1,
                    page_size: size,
                    ..resized.clone()
                };
                navigator.go(&Route::Applications(to), How::Push);
            };
            view! { <Pagination words current count=list.page_count size link on_size=resize/> }.into_any()
        }).into_any()
    })
}
