//! The list of authorized applications.

mod authorize;
mod cells;
mod columns;
mod filters;
mod load;
pub mod pasted;
mod row;
mod row_data;
mod table;

use std::sync::Arc;

use countersign_contract::list::ListQuery;
use countersign_contract::{AuthorizationState, DomainOrganizationRole};
use leptos::prelude::*;

use self::authorize::AuthorizeDialog;
use self::filters::Filters;
use self::load::{List, load_list, load_roles};
use self::table::ApplicationsTable;
use super::frame::Heading;
use super::revoke::{RevokeDialog, RevokeTarget};
use crate::access::{Failure, StillWorking, use_backend, use_open_requests};
use crate::api::Load;
use crate::erased::{Derived, Writable};
use crate::i18n::use_i18n;
use crate::navigator::{Link, use_navigator};
use crate::route::Route;
use crate::ui::{Button, Glyph, Look, Notice, dynamic};

/// The page, for those who may authorize clients.
#[component]
pub fn ApplicationsPage() -> impl IntoView {
    let i18n = use_i18n();
    let route = use_navigator().route();
    let backend = use_backend();
    let heading = Heading::new();
    let query = Derived::new(move |before: Option<&ListQuery>| match route.get() {
        Route::Applications(query) => query,
        _ => before.cloned().unwrap_or_default(),
    });
    let list = load_list(query);
    let roles = load_roles(list);
    let authorizing = Writable::new(false);
    let revoking = Writable::new(None::<RevokeTarget>);
    let failed = move || list.error().or_else(|| backend.capabilities().error());
    let retry = move |()| {
        backend.retry_failed();
        list.retry();
    };
    view! {
        <div class="page__body">
            <div class="page__head" part="header">
                <div class="page__title">
                    <h1 tabindex="-1" part="title" node_ref=heading.node()>{t!(i18n, "nav.applications")}</h1>
                    <Summary list/>
                </div>
                <Button look=Look::Primary glyph=Glyph::Plus on_press=move |()| authorizing.set(true)>
                    {t!(i18n, "list.authorize")}
                </Button>
            </div>
            <Filters query list/>
            {move || match failed() {
                Some(error) => view! { <Failure title=t!(i18n, "list.failed") error retry/> }.into_any(),
                None => view! { <Rows list query roles revoking authorizing heading/> }.into_any(),
            }}
            <StillWorking loads=vec![backend.capabilities().into(), list.into()]/>
        </div>
        <AuthorizeDialog open=authorizing/>
        <RevokeDialog
            target=revoking
            on_done=move |()| {
                list.retry();
                heading.focus();
            }
        />
    }
}

/// How many there are, and how many wait.
#[component]
fn Summary(list: Load<Arc<List>>) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_open_requests();
    view! {
        <p class="muted" role="status">
            {move || {
                list.ready()
                    .map(|list| {
                        let pending = list
                            .state_counts
                            .as_ref()
                            .and_then(|counts| counts.get(AuthorizationState::Requested.as_str()))
                            .copied()
                            .unwrap_or(0);
                        let waiting = if requests.may() {
                            Route::Requests { handled: false }
                        } else {
                            Route::Applications(ListQuery {
                                state: Some(AuthorizationState::Requested),
                                ..ListQuery::default()
                            })
                        };
                        view! {
                            {t!(i18n, "list.total", count = list.total)}
                            " "
                            {(pending > 0)
                                .then(|| {
                                    view! { <Link to=waiting>{t!(i18n, "list.waiting", count = pending)}</Link> }.into_any()
                                })}
                        }.into_any()
                    })
            }}
        </p>
    }
}

/// What stands where the rows are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The rows, or that they are on the way.
    Table,
    /// None passes the filters.
    NoMatch,
    /// There are none at all.
    Nothing,
    /// There are some, on other pages.
    PastEnd,
}

/// Rows, or why there are none.
#[component]
fn Rows(
    list: Load<Arc<List>>,
    query: Derived<ListQuery>,
    roles: Load<Vec<DomainOrganizationRole>>,
    revoking: Writable<Option<RevokeTarget>>,
    authorizing: Writable<bool>,
    heading: Heading,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    // The table stays while only its rows change.
    let shown = Derived::new(move |_| {
        let filtered = query
            .with(|query| !query.name.is_empty() || query.state.is_some() || query.risk.is_some());
        match list.ready() {
            Some(list) if list.entities.is_empty() => match list.total {
                0 if filtered => Shown::NoMatch,
                0 => Shown::Nothing,
                _ => Shown::PastEnd,
            },
            _ => Shown::Table,
        }
    });
    let clear = move |()| {
        navigator.go(&Route::applications(), crate::navigator::How::Push);
        heading.focus();
    };
    dynamic(move || match shown.get() {
        Shown::NoMatch => view! {
            <Notice glyph=Glyph::Search title=t!(i18n, "list.no_match")>
                <p class="muted">{t!(i18n, "list.no_match_text")}</p>
                <div class="button-row">
                    <Button on_press=clear>{t!(i18n, "list.clear")}</Button>
                </div>
            </Notice>
        }
        .into_any(),
        Shown::Nothing => view! {
            <Notice glyph=Glyph::Inbox title=t!(i18n, "list.empty")>
                <p class="muted">{t!(i18n, "list.empty_text")}</p>
                <div class="button-row">
                    <Button glyph=Glyph::Plus on_press=move |()| authorizing.set(true)>
                        {t!(i18n, "list.authorize")}
                    </Button>
                </div>
            </Notice>
        }
        .into_any(),
        Shown::PastEnd => view! {
            <Notice glyph=Glyph::Search title=t!(i18n, "list.past_end")>
                <div class="button-row">
                    <Button on_press=clear>{t!(i18n, "list.first_page")}</Button>
                </div>
            </Notice>
        }
        .into_any(),
        Shown::Table => view! { <ApplicationsTable list query roles revoking/> }.into_any(),
    })
}
