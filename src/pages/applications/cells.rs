//! What stands in the cells of a row, a function for each column.

mod actions;
mod roles;
mod scopes;

use countersign_contract::AuthorizationState;
use leptos::prelude::*;

use self::actions::Actions;
use self::roles::Roles;
use self::scopes::Scopes;
use super::row::Entry;
use crate::api::use_api;
use crate::components::{Ago, ClientId, KindTile, PublisherMark, StateBadge, words};
use crate::i18n::use_i18n;
use crate::navigator::Link;

/// What it is: icon of its kind, name, publisher, ID.
pub fn application(entry: &Entry) -> AnyView {
    let i18n = use_i18n();
    let client = &entry.one.client;
    let publisher = client.publisher.as_ref();
    let verified = publisher.is_some_and(|publisher| publisher.verified);
    let kind = client.kind.clone();
    let (name, shown) = (entry.name.clone(), entry.name.clone());
    view! {
        <div class="apps__app">
            <KindTile kind=kind.clone()/>
            <div class="apps__app-text">
                <div class="apps__name">
                    <Link to=entry.to() title=Some(name.clone())>
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
pub fn scopes(entry: &Entry) -> AnyView {
    view! { <Scopes ids=entry.one.scope.clone() name=entry.name.clone()/> }.into_any()
}

/// Its state; a pending one leads to the review.
pub fn state(entry: &Entry) -> AnyView {
    let i18n = use_i18n();
    let review = entry.is_pending().then(|| {
        let review_of = t!(i18n, "list.review_of", name = entry.name);
        view! {
            <Link to=entry.to() class="apps__review">
                {t!(i18n, "list.review")}
                <span class="visually-hidden">" "{review_of}</span>
            </Link>
        }
        .into_any()
    });
    view! {
        <div class="apps__lines apps__lines--wide">
            <StateBadge state=entry.one.state.clone()/>
            {review}
        </div>
    }
    .into_any()
}

/// Who may use it.
pub fn roles(entry: &Entry) -> AnyView {
    let (ids, name) = (entry.one.roles.clone(), entry.name.clone());
    view! { <Roles ids pending=entry.is_pending() name roles=entry.roles/> }.into_any()
}

/// When it was used last.
pub fn last_used(entry: &Entry) -> AnyView {
    view! { <Ago at=entry.one.last_used.clone() now=use_api().now()/> }.into_any()
}

/// Who decided last and when; for a pending row who asked.
pub fn decided(entry: &Entry) -> AnyView {
    let i18n = use_i18n();
    let one = &entry.one;
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
pub fn actions(entry: &Entry) -> AnyView {
    let (one, name) = (entry.one.clone(), entry.name.clone());
    view! {
        <div class="apps__actions">
            <Actions one name revoking=entry.revoking/>
        </div>
    }
    .into_any()
}
