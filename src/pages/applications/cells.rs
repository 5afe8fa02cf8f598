//! What stands in the cells of a row, a function for each column.

mod actions;
mod roles;
mod scopes;

use countersign_contract::AuthorizationState;
use leptos::prelude::*;

use self::actions::Actions;
use self::roles::Roles;
use self::scopes::Scopes;
use super::row_data::RowData;
use crate::api::use_api;
use crate::components::{Ago, ClientId, KindTile, PublisherMark, StateBadge, words};
use crate::i18n::use_i18n;
use crate::navigator::Link;

/// What it is: icon of its kind, name, publisher, ID.
pub fn application(row: &RowData) -> AnyView {
    let i18n = use_i18n();
    let client = &row.one.client;
    let publisher = client.publisher.as_ref();
    let verified = publisher.is_some_and(|publisher| publisher.verified);
    let kind = client.kind.clone();
    let (name, shown) = (row.name.clone(), row.name.clone());
    view! {
        <div class="apps__app">
            <KindTile kind=kind.clone()/>
            <div class="apps__app-text">
                <div class="apps__name">
                    <Link to=row.to() title=Some(name.clone())>
                        <bdi>{shown}</bdi>
                    </Link>
                    {verified.then(|| view! { <PublisherMark verified=true/> }.into_any())}
                </div>
                <div class="apps__meta">
                    {kind.map(|kind| view! { <span class="apps__kind">{words::of_kind(i18n, &kind)}</span> }.into_any())}
                    " "
                    <ClientId id=client.id.clone() name=name/>
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// How many scopes it has, the riskiest as chips.
pub fn scopes(row: &RowData) -> AnyView {
    view! { <Scopes ids=row.one.scope.clone() name=row.name.clone()/> }.into_any()
}

/// Its state; a pending one leads to the review.
pub fn state(row: &RowData) -> AnyView {
    let i18n = use_i18n();
    let review = row.is_pending().then(|| {
        let review_of = t!(i18n, "list.review_of", name = row.name);
        view! {
            <Link to=row.to() class="apps__review">
                {t!(i18n, "list.review")}
                <span class="visually-hidden">" "{review_of}</span>
            </Link>
        }
        .into_any()
    });
    view! {
        <div class="apps__lines apps__lines--wide">
            <StateBadge state=row.one.state.clone()/>
            {review}
        </div>
    }
    .into_any()
}

/// Who may use it.
pub fn roles(row: &RowData) -> AnyView {
    let (ids, name) = (row.one.roles.clone(), row.name.clone());
    view! { <Roles ids pending=row.is_pending() name roles=row.roles/> }.into_any()
}

/// When it was used last.
pub fn last_used(row: &RowData) -> AnyView {
    view! { <Ago at=row.one.last_used.clone() now=use_api().now()/> }.into_any()
}

/// Who decided last and when; for a pending row who asked.
pub fn decided(row: &RowData) -> AnyView {
    let i18n = use_i18n();
    let one = &row.one;
    let who = one.modified_by.as_ref().or(one.created_by.as_ref());
    let who = who.and_then(|who| who.name.clone());
    let who = who.unwrap_or_else(|| t!(i18n, "list.portal"));
    let at = one
        .date_modified
        .clone()
        .or_else(|| one.date_created.clone());
    let when = at.map(|at| {
        let day = i18n.date(&at).into_owned();
        let words = match one.state {
            AuthorizationState::Requested => t!(i18n, "list.asked_on", date = day),
            AuthorizationState::Revoked => t!(i18n, "list.revoked_on", date = day),
            _ => day,
        };
        let full = words.clone();
        view! { <span class="apps__second" title=full><time datetime=at>{words}</time></span> }
            .into_any()
    });
    view! {
        <div class="apps__lines apps__lines--wide">
            <span><bdi>{who}</bdi></span>
            {when}
        </div>
    }
    .into_any()
}

/// The menu of what can be done with it.
pub fn actions(row: &RowData) -> AnyView {
    let (one, name) = (row.one.clone(), row.name.clone());
    view! {
        <div class="apps__actions">
            <Actions one name revoking=row.revoking/>
        </div>
    }
    .into_any()
}
