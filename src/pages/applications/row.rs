//! One row of the list.

use countersign_contract::order::sorted;
use countersign_contract::scope_rules::risk_of;
use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization, Risk};
use leptos::prelude::*;

use crate::access::use_backend;
use crate::api::{Load, use_api};
use crate::components::{
    Ago, ClientId, KindTile, PublisherMark, ScopeChip, StateBadge, name_of, words,
};
use crate::i18n::use_i18n;
use crate::memo::{Memo, RwSignal};
use crate::navigator::Link;
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;
use crate::ui::{Glyph, Icon, Popover, PopoverKind, copy_text, use_toasts};

/// How many of the riskiest scopes stand as chips.
const CHIPS: usize = 3;

/// A row: name, scopes, state, roles, last use, who decided, actions.
#[component]
pub fn Row(
    one: OAuthAuthorization,
    roles: Load<Vec<DomainOrganizationRole>>,
    revoking: RwSignal<Option<RevokeTarget>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = name_of(&one.client);
    let to = Route::review(&one.client.id);
    let row_class = match one.state {
        AuthorizationState::Requested => "apps__row apps__row--pending",
        AuthorizationState::Revoked => "apps__row apps__revoked",
        _ => "apps__row",
    };
    let pending = one.state == AuthorizationState::Requested;
    let shown = name.clone();
    let review_of = t!(i18n, "list.review_of", name = name);
    let verified = one
        .client
        .publisher
        .as_ref()
        .is_some_and(|publisher| publisher.verified);
    let kind = one.client.kind.clone();
    view! {
        <tr role="row" class=row_class>
            <th role="rowheader" scope="row" class="apps__cell-app">
                <div class="apps__app">
                    <KindTile kind=kind.clone()/>
                    <div class="apps__app-text">
                        <div class="apps__name">
                            <Link to=to.clone() title=Some(name.clone())>
                                <bdi>{shown}</bdi>
                            </Link>
                            {verified.then(|| view! { <PublisherMark verified=true/> }.into_any())}
                        </div>
                        <div class="apps__meta">
                            {kind.map(|kind| view! { <span class="apps__kind">{words::of_kind(i18n, &kind)}</span> }.into_any())}
                            " "
                            <ClientId id=one.client.id.clone() name=name.clone()/>
                        </div>
                    </div>
                </div>
            </th>
            <td role="cell" data-label=t!(i18n, "column.scopes")>
                <Scopes ids=one.scope.clone() name=name.clone()/>
            </td>
            <td role="cell" data-label=t!(i18n, "column.state")>
                <div class="apps__lines apps__lines--wide">
                    <StateBadge state=one.state.clone()/>
                    {pending
                        .then(|| {
                            view! {
                                <Link to=to.clone() class="apps__review">
                                    {t!(i18n, "list.review")}
                                    <span class="visually-hidden">" "{review_of}</span>
                                </Link>
                            }.into_any()
                        })}
                </div>
            </td>
            <td role="cell" data-label=t!(i18n, "column.roles")>
                <Roles ids=one.roles.clone() pending name=name.clone() roles/>
            </td>
            <td role="cell" data-label=t!(i18n, "column.last_used") class="table__number">
                <Ago at=one.last_used.clone() now=use_api().now()/>
            </td>
            <td role="cell" data-label=t!(i18n, "column.decided_by")>
                <Decided one=one.clone()/>
            </td>
            <td role="cell" class="apps__cell-actions">
                <div class="apps__actions">
                    <Actions one name revoking/>
                </div>
            </td>
        </tr>
    }
}

/// Count of the scopes, the riskiest as chips, all in a popover.
#[component]
fn Scopes(ids: Vec<String>, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let scopes = use_backend().scopes();
    let by_risk = Memo::new(move |_| {
        // Risks are not known before the scopes are; until then a scope has none, not "high".
        let known = scopes.ready();
        let by_risk: Vec<_> = ids
            .iter()
            .map(|id| {
                (
                    id.clone(),
                    known.as_ref().and_then(|known| risk_of(id, known)),
                )
            })
            .collect();
        sorted(by_risk, |left, right| right.1.cmp(&left.1))
    });
    let chips = move |most: usize| {
        by_risk.with(|by_risk| {
            let chip = |(id, risk): &(String, Option<Risk>)| {
                view! { <ScopeChip id=id.clone() risk=risk.clone()/> }.into_any()
            };
            by_risk.iter().take(most).map(chip).collect_view()
        })
    };
    let high = Memo::new(move |_| {
        by_risk.with(|by_risk| {
            by_risk
                .iter()
                .filter(|(_, risk)| *risk == Some(Risk::High))
                .count()
        })
    });
    let count = by_risk.with_untracked(Vec::len);
    if count == 0 {
        return view! { <span class="muted">{t!(i18n, "list.no_scope")}</span> }.into_any();
    }
    let button = t!(i18n, "count.scopes", count = count as u64);
    view! {
        <div class="apps__lines">
            <span class="apps__scopes-sum">
                <Popover kind=PopoverKind::Peek button_class="peek" button=button.into_any()>
                    <p class="popover__title">{t!(i18n, "list.scopes_of", name = name)}</p>
                    <ul class="popover__list" tabindex="0">
                        {move || {
                            by_risk
                                .with(|by_risk| {
                                    by_risk
                                        .iter()
                                        .map(|(id, risk)| view! { <li><ScopeChip id=id.clone() risk=risk.clone()/></li> }.into_any())
                                        .collect_view()
                                })
                        }}
                    </ul>
                </Popover>
                {move || {
                    let high = high.get() as u64;
                    (high > 0)
                        .then(|| {
                            view! {
                                <span class="apps__comma">", "</span>
                                <span class="apps__high">{t!(i18n, "count.high_risk", count = high)}</span>
                            }.into_any()
                        })
                }}
            </span>
            <div class="chips chips--line">{move || chips(CHIPS)}</div>
        </div>
    }
    .into_any()
}

/// One role by name, several as a count with a popover, none as everyone.
#[component]
fn Roles(
    ids: Vec<String>,
    pending: bool,
    name: String,
    roles: Load<Vec<DomainOrganizationRole>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = ids.len();
    if count == 0 {
        let words = if pending {
            t!(i18n, "list.roles_unset")
        } else {
            t!(i18n, "list.everyone")
        };
        return view! { <span class=if pending { "muted" } else { "" }>{words}</span> }.into_any();
    }
    let names = Memo::new(move |_| {
        let known = roles.ready().unwrap_or_default();
        let name = |id: &String| {
            known
                .iter()
                .find(|role| role.id == *id)
                .map_or_else(|| id.clone(), |role| role.name.clone())
        };
        (!known.is_empty()).then(|| ids.iter().map(name).collect::<Vec<_>>())
    });
    let words = t!(i18n, "count.roles", count = count as u64);
    let button = {
        let words = words.clone();
        move || match names.get() {
            Some(names) if count == 1 => names.into_iter().next().unwrap_or_default(),
            _ => words.clone(),
        }
    };
    if count == 1 {
        return view! { <bdi>{move || button()}</bdi> }.into_any();
    }
    view! {
        <Popover kind=PopoverKind::Peek button_class="peek" button=words.into_any()>
            <p class="popover__title">{t!(i18n, "list.roles_of", name = name)}</p>
            <ul class="popover__list" tabindex="0">
                {move || names.get().unwrap_or_default().into_iter().map(|name| view! { <li><bdi>{name}</bdi></li> }.into_any()).collect_view()}
            </ul>
        </Popover>
    }
    .into_any()
}

/// Who decided last and when; for a pending row who asked.
#[component]
fn Decided(one: OAuthAuthorization) -> impl IntoView {
    let i18n = use_i18n();
    let who = one.modified_by.or(one.created_by).and_then(|who| who.name);
    let who = who.unwrap_or_else(|| t!(i18n, "list.portal"));
    let at = one.date_modified.or(one.date_created);
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
}

#[component]
fn Actions(
    one: OAuthAuthorization,
    name: String,
    revoking: RwSignal<Option<RevokeTarget>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let label = t!(i18n, "list.actions_of", name = name);
    let edit = match one.state {
        AuthorizationState::Requested => t!(i18n, "list.review_request"),
        AuthorizationState::Revoked => t!(i18n, "list.review_again"),
        _ => t!(i18n, "list.edit"),
    };
    let edit = StoredValue::new(edit);
    let may_revoke = one.state != AuthorizationState::Revoked;
    let id = one.client.id;
    let to = Route::review(&id);
    let copied = id.clone();
    let copy = move |_| {
        let id = copied.clone();
        leptos::task::spawn_local(async move {
            let words = if copy_text(&id).await {
                t!(i18n, "copy.done")
            } else {
                t!(i18n, "copy.failed")
            };
            toasts.show(words);
        });
    };
    let copy = StoredValue::new_local(copy);
    let target = StoredValue::new(RevokeTarget {
        client_id: id.clone(),
        name,
    });
    view! {
        <Popover button_class="button button--quiet button--icon" label=label button=view! { <Icon glyph=Glyph::Dots/> }.into_any()>
            <ul>
                <li>
                    <Link to=to.clone() class="menu__item">
                        <Icon glyph=Glyph::Pencil/>
                        {edit.get_value()}
                    </Link>
                </li>
                <li>
                    <button type="button" class="menu__item" on:click=move |event| copy.with_value(|copy| copy(event))>
                        <Icon glyph=Glyph::Copy/>
                        {t!(i18n, "copy.id")}
                    </button>
                </li>
                {may_revoke
                    .then(|| {
                        view! {
                            <li class="menu__apart">
                                <button
                                    type="button"
                                    class="menu__item menu__item--danger"
                                    on:click=move |_| revoking.set(Some(target.get_value()))
                                >
                                    <Icon glyph=Glyph::Ban/>
                                    {t!(i18n, "revoke.action")}
                                </button>
                            </li>
                        }.into_any()
                    })}
            </ul>
        </Popover>
    }
}
