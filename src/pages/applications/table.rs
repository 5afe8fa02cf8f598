//! Table of the list: head, pending rows, the others, pages.

use std::sync::Arc;

use countersign_contract::list::{ListQuery, SortBy, SortOrder};
use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization};
use leptos::prelude::*;

use super::List;
use super::filters::column;
use super::row::Row;
use crate::api::Load;
use crate::components::{PageAt, Pages, SortHead};
use crate::i18n::use_i18n;
use crate::memo::{Memo, RwSignal};
use crate::navigator::{How, use_navigator};
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;
use crate::ui::{Item, dynamic, each};

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
            // Not every backend has the above.
            one.state.as_str().to_owned(),
            one.scope.join(" "),
            one.roles.join(" "),
        ]
        .join("\n");
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
                            .map(|sort| view! { <Head sort query/> }.into_any())
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
            <ListPages list query/>
        </div>
    }
}

/// Head of a column that the list can be sorted by.
#[component]
fn Head(sort: SortBy, query: Memo<ListQuery>) -> impl IntoView {
    let navigator = use_navigator();
    let name = column(use_i18n(), &sort);
    let wanted = sort.clone();
    let descending = Signal::derive(move || {
        query.with(|query| {
            (query.sort_by == wanted).then(|| query.sort_order == SortOrder::Descending)
        })
    });
    let press = move |descending: bool| {
        let mut next = query.get_untracked();
        next.sort_order = match descending {
            true => SortOrder::Descending,
            false => SortOrder::Ascending,
        };
        next.sort_by = sort.clone();
        next.page_number = 1;
        navigator.go(&Route::Applications(next), How::Push);
    };
    view! { <SortHead name descending on_sort=press/> }
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
fn ListPages(list: Load<Arc<List>>, query: Memo<ListQuery>) -> impl IntoView {
    dynamic(move || {
        let Some(list) = list.ready() else {
            return ().into_any();
        };
        let query = query.get();
        let at = PageAt {
            number: query.page_number,
            size: query.page_size,
            rows: list.entities.len(),
            total: list.total,
            count: list.page_count,
        };
        let to = move |(page_number, page_size)| {
            Route::Applications(ListQuery {
                page_number,
                page_size,
                ..query.clone()
            })
        };
        view! { <Pages at to/> }.into_any()
    })
}
