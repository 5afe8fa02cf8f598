//! Pieces that know the product's types.

use std::future::pending;

use countersign_contract::sample::WALLBOARD;
use countersign_contract::{AuthorizationState, ClientKind, ErrorCode, Risk};
use leptos::prelude::*;

use super::specimen::{Group, Show, Specimen};
use crate::access::{Failure, SignIn, StillWorking};
use crate::api::{ApiError, Load, Refusal, use_api};
use crate::components::{
    Ago, ClientId, ContextId, KindTile, Problem, PublisherMark, ScopeChip, SortHead, StateBadge,
    TextFilter,
};
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::pages::list_pages::{ListPages, PageAt};
use crate::route::Route;

/// Id of a request.
const CONTEXT: &str = "5f0c7a1e-92b4-4c1d-8f6e-2b7d0a94c3e1";

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        piece("StateBadge", "all states", states),
        piece("KindTile", "all kinds", kinds),
        piece("PublisherMark", "verified", || {
            view! { <PublisherMark verified=true/> }.into_any()
        }),
        piece("PublisherMark", "not verified", || {
            view! { <PublisherMark verified=false/> }.into_any()
        }),
        piece("ClientId", "with its copy button", || {
            view! { <ClientId id=WALLBOARD.to_owned()/> }.into_any()
        }),
        piece("ScopeChip", "all risks", chips),
        piece("Ago", "minutes, months, never", ago),
        piece("Link", "plain, current, off", links),
        piece("SortHead", "all orders", sort_heads),
        piece("TextFilter", "filled", || {
            view! { <TextFilter value=Signal::stored("wallboard".to_owned()) on_filter=|_| ()/> }
                .into_any()
        }),
        piece("ListPages", "first of two", || pages(1)),
        piece("ListPages", "last of two", || pages(2)),
        piece("Failure", "a fault of the server", || {
            failure(refusal(500, ErrorCode::InternalServerError))
        }),
        piece("Failure", "signed out", || {
            failure(refusal(401, ErrorCode::AuthenticationRequired))
        }),
        piece("Failure", "too many requests, counts down", || {
            let ApiError::Refused(mut refusal) = refusal(429, ErrorCode::TooManyRequests) else {
                return ().into_any();
            };
            refusal.retry_after = Some(24);
            failure(ApiError::Refused(refusal))
        }),
        piece("Failure", "no connection", || {
            failure(ApiError::Unreachable)
        }),
        piece("Problem", "with the id of the request", || problem(CONTEXT)),
        piece("Problem", "without an id", || problem("")),
        piece("ContextId", "with its copy button", || {
            view! { <ContextId id=CONTEXT.to_owned()/> }.into_any()
        }),
        piece("SignIn", "in the standalone pages", || {
            view! { <SignIn/> }.into_any()
        }),
        piece("StillWorking", "slow", || {
            let load = Load::<u32>::new(|| Some(pending()));
            view! { <StillWorking loads=vec![load.into()]/> }.into_any()
        })
        .until(".state__line"),
    ]
}

fn piece(name: &'static str, state: &'static str, view: fn() -> AnyView) -> Specimen {
    Specimen::new(Group::Components, name, state, Show::Piece(view))
}

fn row(inside: Vec<AnyView>) -> AnyView {
    crate::ui::part("div", "button-row", inside)
}

fn states() -> AnyView {
    let states = [
        AuthorizationState::Authorized,
        AuthorizationState::Requested,
        AuthorizationState::Revoked,
        AuthorizationState::Unauthorized,
        AuthorizationState::Other("Paused".to_owned()),
    ];
    row(states
        .map(|state| view! { <StateBadge state/> }.into_any())
        .into())
}

fn kinds() -> AnyView {
    let kinds = [
        ClientKind::BuiltIn,
        ClientKind::Internal,
        ClientKind::External,
    ];
    let small = kinds
        .clone()
        .map(|kind| view! { <KindTile kind=Some(kind)/> }.into_any());
    let large = kinds.map(|kind| view! { <KindTile kind=Some(kind) large=true/> }.into_any());
    row(small.into_iter().chain(large).collect())
}

fn chips() -> AnyView {
    let chips = [
        ("analytics:readonly", Some(Risk::Low)),
        ("recordings:readonly", Some(Risk::Medium)),
        ("recordings", Some(Risk::High)),
        ("no:such:scope", None),
    ];
    let chips = chips.map(|(id, risk)| view! { <ScopeChip id=id.to_owned() risk/> }.into_any());
    crate::ui::part("div", "chips", chips.into())
}

fn ago() -> AnyView {
    let times = [
        Some("2026-11-23T08:58:00Z"),
        Some("2026-06-01T08:00:00Z"),
        None,
    ];
    let now = use_api().now();
    row(times
        .map(|at| view! { <Ago at=at.map(str::to_owned) now/> }.into_any())
        .into())
}

fn links() -> AnyView {
    let words = || t!(use_i18n(), "nav.applications");
    let plain = view! { <Link to=Route::applications()>{words()}</Link> }.into_any();
    let current = Signal::stored(Some("page"));
    let current = view! { <Link to=Route::applications() current>{words()}</Link> }.into_any();
    let off =
        view! { <Link to=Route::applications() class="pagination__page" off=true>{words()}</Link> }
            .into_any();
    row(vec![plain, current, off])
}

fn sort_heads() -> AnyView {
    let orders = [None, Some(false), Some(true)];
    let heads = orders.map(|order| {
        let name = t!(use_i18n(), "column.application");
        view! { <SortHead name descending=Signal::stored(order) on_sort=|_| ()/> }.into_any()
    });
    view! {
        <table class="table" role="table">
            <thead role="rowgroup">
                <tr role="row">{heads.into_iter().collect_view()}</tr>
            </thead>
        </table>
    }
    .into_any()
}

fn pages(number: u32) -> AnyView {
    let at = PageAt {
        number,
        size: 25,
        rows: if number == 1 { 25 } else { 13 },
        total: 38,
        count: 2,
    };
    view! { <ListPages at to=|_| Route::applications()/> }.into_any()
}

fn refusal(status: u16, code: ErrorCode) -> ApiError {
    ApiError::Refused(Box::new(Refusal {
        status,
        code,
        context_id: CONTEXT.to_owned(),
        ..Refusal::default()
    }))
}

fn failure(error: ApiError) -> AnyView {
    view! { <Failure title=t!(use_i18n(), "list.failed") error retry=|()| ()/> }.into_any()
}

fn problem(context_id: &str) -> AnyView {
    let sentence = t!(use_i18n(), "save.stale");
    view! { <Problem sentence=sentence.into_any() context_id=context_id.to_owned()/> }.into_any()
}
