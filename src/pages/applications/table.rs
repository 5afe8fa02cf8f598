//! Table of the list: head, pending rows, the others, pages.

use std::sync::Arc;
use std::time::Duration;

use countersign_contract::list::{ListQuery, SortBy, SortOrder};
use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization};
use leptos::prelude::*;

use super::columns::COLUMNS;
use super::load::List;
use super::row::Row;
use crate::api::Load;
use crate::erased::{Derived, Writable, effect};
use crate::i18n::use_i18n;
use crate::navigator::{How, use_navigator};
use crate::pages::columns::{Sorting, heads, widths};
use crate::pages::list_pages::{ListPages, PageAt};
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;
use crate::ui::{Item, dynamic, each};

/// How many rows are in sight at first, about.
const FIRST_ROWS: usize = 8;

/// The table; a skeleton of the same size until the first answer.
#[component]
pub fn ApplicationsTable(
    list: Load<Arc<List>>,
    query: Derived<ListQuery>,
    roles: Load<Vec<DomainOrganizationRole>>,
    revoking: Writable<Option<RevokeTarget>>,
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
    // The first rows are painted before the others are made.
    let most = Writable::new(FIRST_ROWS);
    let has_rows = Derived::new(move |_| list.ready().is_some());
    effect(move || {
        if has_rows.get() {
            // The first frame is drawn once the second begins.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    set_timeout(move || drop(most.try_set(usize::MAX)), Duration::ZERO);
                });
            });
        }
    });
    let rows = move |pending: bool| {
        list.ready()
            .iter()
            .flat_map(|list| list.entities.iter())
            .take(most.get())
            .filter(|one| (one.state == AuthorizationState::Requested) == pending)
            .map(row)
            .collect::<Vec<_>>()
    };
    let loading = Derived::new(move |_| list.ready().is_none());
    let has_pending = Derived::new(move |_| !rows(true).is_empty());
    view! {
        <div class="apps">
            <table class="table" part="table" role="table" aria-busy=move || if list.busy().get() { "true" } else { "false" }>
                <caption class="visually-hidden">{t!(i18n, "list.caption")}</caption>
                <colgroup>{widths(&COLUMNS)}</colgroup>
                <thead role="rowgroup">
                    <tr role="row">{heads(&COLUMNS, i18n, sorting(query))}</tr>
                </thead>
                <tbody role="rowgroup" class="apps__pending" hidden=move || !has_pending.get()>
                    {each(move || rows(true))}
                </tbody>
                <tbody role="rowgroup">
                    {move || loading.get().then(|| (0..8).map(|_| view! { <SkeletonRow/> }.into_any()).collect_view())}
                    {each(move || rows(false))}
                </tbody>
            </table>
            <Foot list query/>
        </div>
    }
}

/// How the address says that the list is sorted.
fn sorting(query: Derived<ListQuery>) -> Sorting {
    let navigator = use_navigator();
    Sorting {
        descending: Callback::new(move |by: &str| {
            query.with(|query| {
                (query.sort_by.as_str() == by).then(|| query.sort_order == SortOrder::Descending)
            })
        }),
        on_sort: Callback::new(move |(by, descending): (&str, bool)| {
            let mut next = query.get_untracked();
            next.sort_order = SortOrder::of(descending);
            next.sort_by = SortBy::from_wire(by);
            next.page_number = 1;
            navigator.go(&Route::Applications(next), How::Push);
        }),
    }
}

/// As high as a row, and quick to make: what comes is often there before it is seen.
#[component]
fn SkeletonRow() -> impl IntoView {
    view! {
        <tr role="row" class="apps__row" aria-hidden="true">
            <td role="cell" colspan=COLUMNS.len().to_string() class="apps__cell-skeleton">
                <span class="skeleton skeleton--long"></span>
                <span class="skeleton skeleton--medium"></span>
            </td>
        </tr>
    }
}

/// Range and pages under the table.
#[component]
fn Foot(list: Load<Arc<List>>, query: Derived<ListQuery>) -> impl IntoView {
    dynamic(move || {
        let Some(list) = list.ready() else {
            return ().into_any();
        };
        // Once an answer: what the address says is what was asked for.
        let query = query.get_untracked();
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
        view! { <ListPages at to/> }.into_any()
    })
}
