//! Card *Who is behind it*: warnings first, then facts.

use countersign_contract::list::{ListQuery, SortBy, SortOrder};
use countersign_contract::{AuthorizationState, Feature, OAuthClient};
use leptos::prelude::*;

use super::warnings::{Redirect, Warning, https_only, redirect, warnings};
use crate::access::use_backend;
use crate::api::{Load, use_api};
use crate::components::{PublisherMark, words};
use crate::i18n::{I18n, use_i18n};
use crate::navigator::Link;
use crate::route::Route;
use crate::text::visible;
use crate::ui::{Glyph, Icon};

/// Longest text from outside that is shown.
const CAP: usize = 120;

/// The card.
#[component]
pub fn Identity(client: OAuthClient) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let backend = use_backend();
    // Look-alikes are searched among the applications that are used most recently.
    let authorized = Load::new(move || {
        let paging = backend.has(&Feature::Paging)?;
        let query = ListQuery {
            state: Some(AuthorizationState::Authorized),
            sort_by: SortBy::LastUsed,
            sort_order: SortOrder::Descending,
            page_size: countersign_contract::MAX_PAGE_SIZE,
            ..ListQuery::default()
        };
        Some(async move {
            if paging {
                let page = api.list_authorizations(query).await?;
                let all = page.total <= page.entities.len() as u64;
                Ok((page.entities, all))
            } else {
                let list = api.all_authorizations().await?;
                Ok((list.entities, true))
            }
        })
    });
    let found = {
        let client = client.clone();
        move || {
            #[allow(clippy::cast_possible_truncation, reason = "seconds since 1970 fit")]
            let now = (api.now() / 1_000.0) as i64;
            let (others, _) = authorized.ready().unwrap_or_default();
            warnings(&client, &others, now)
        }
    };
    // No warning of a name that is close does not mean that there is none.
    let unsure = move || match (authorized.error(), authorized.ready()) {
        (Some(_), _) => Some(t!(i18n, "identity.not_compared")),
        (None, Some((others, false))) => Some(t!(
            i18n,
            "identity.compared",
            number = i18n.number(others.len() as u64)
        )),
        _ => None,
    };
    let publisher = client.publisher.clone().map(|publisher| {
        view! {
            <dt>{t!(i18n, "identity.publisher")}</dt>
            <dd>
                <bdi>{visible(&publisher.name, CAP).shown}</bdi>
                <br/>
                <PublisherMark verified=publisher.verified/>
            </dd>
        }
        .into_any()
    });
    let returns = (!client.registered_redirect_uri.is_empty()).then(|| {
        let hosts = client
            .registered_redirect_uri
            .iter()
            .map(|uri| view! { <li>{of_redirect(i18n, uri)}</li> }.into_any());
        view! {
            <dt>{t!(i18n, "identity.returns")}</dt>
            <dd><ul>{hosts.collect_view()}</ul></dd>
        }
        .into_any()
    });
    let description = client
        .description
        .as_deref()
        .map(|text| view! { <p dir="auto">{visible(text, 400).shown}</p> }.into_any());
    view! {
        <section class="card review__identity" part="card" aria-labelledby="identity-title">
            <div class="card__head">
                <h2 id="identity-title">{t!(i18n, "identity.title")}</h2>
            </div>
            <div class="card__body card__body--stack">
                {move || {
                    let found = found();
                    (!found.is_empty())
                        .then(|| {
                            view! {
                                <ul class="notes" aria-label=t!(i18n, "identity.warnings")>
                                    {found.into_iter().map(|one| note(Glyph::Alert, of_warning(i18n, one))).collect_view()}
                                </ul>
                            }.into_any()
                        })
                }}
                {move || unsure().map(|words| view! { <p class="small muted">{words}</p> }.into_any())}
                {description}
                <dl class="facts">
                    {publisher} {returns}
                    {client
                        .authorized_grant_type
                        .as_ref()
                        .map(|grant| {
                            view! {
                                <dt>{t!(i18n, "identity.grant")}</dt>
                                <dd>{words::of_grant(i18n, grant)}</dd>
                            }.into_any()
                        })}
                    {client
                        .date_created
                        .clone()
                        .map(|date| {
                            view! {
                                <dt>{t!(i18n, "identity.created")}</dt>
                                <dd><time datetime=date.clone()>{i18n.date(&date).into_owned()}</time></dd>
                            }.into_any()
                        })} <Links client=client.clone()/>
                </dl>
            </div>
        </section>
    }
}

fn of_redirect(i18n: I18n, uri: &str) -> AnyView {
    match redirect(uri) {
        Redirect::Web { host } => view! { <bdi>{host}</bdi> }.into_any(),
        Redirect::Loopback { host } => {
            view! { <bdi>{host}</bdi> " " <span class="muted">{t!(i18n, "identity.device")}</span> }.into_any()
        }
        Redirect::App { scheme } => {
            view! { <bdi>{format!("{scheme}:")}</bdi> " " <span class="muted">{t!(i18n, "identity.device")}</span> }.into_any()
        }
        Redirect::Odd => view! { <code>{visible(uri, CAP).shown}</code> }.into_any(),
    }
}

fn of_warning(i18n: I18n, warning: Warning) -> AnyView {
    match warning {
        Warning::HiddenCharacters => t!(i18n, "warning.hidden").into_any(),
        Warning::NameCloseTo {
            other_id,
            other_name,
            other_publisher,
        } => {
            let name = visible(&other_name, CAP).shown;
            let publisher = other_publisher.map_or_else(
                || t!(i18n, "warning.somebody"),
                |name| visible(&name, CAP).shown,
            );
            view! {
                {i18n.rich(catalogue_key!("warning.close"), move |place| match place {
                    "name" => {
                        view! { <Named id=other_id.clone() name=name.clone()/> }.into_any()
                    }
                    _ => view! { <bdi>{publisher.clone()}</bdi> }.into_any(),
                })}
            }
            .into_any()
        }
        Warning::RedirectOutsidePublisher { host, domain } => {
            t!(i18n, "warning.outside", host = host, domain = domain).into_any()
        }
        Warning::Loopback { host } => t!(i18n, "warning.loopback", host = host).into_any(),
        Warning::CustomScheme { scheme } => t!(i18n, "warning.scheme", scheme = scheme).into_any(),
        Warning::Young { days } => t!(i18n, "warning.young", count = days).into_any(),
    }
}

/// The other application, as a link.
#[component]
fn Named(id: String, name: String) -> impl IntoView {
    view! { <Link to=Route::review(id)><bdi>{name}</bdi></Link> }
}

/// Links of the client, https only; they leave this portal.
#[component]
fn Links(client: OAuthClient) -> impl IntoView {
    let i18n = use_i18n();
    let all = [
        (client.homepage_uri, t!(i18n, "identity.homepage")),
        (client.privacy_uri, t!(i18n, "identity.privacy")),
        (client.terms_uri, t!(i18n, "identity.terms")),
    ];
    let links: Vec<_> = all
        .into_iter()
        .filter_map(|(uri, name)| {
            let href = https_only(uri.as_deref())?.to_owned();
            Some(view! { <li><a href=href target="_blank" rel="external noopener noreferrer">{name}</a></li> }.into_any())
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! {
            <dt>{t!(i18n, "identity.links")}</dt>
            <dd><ul>{links}</ul></dd>
        }
        .into_any()
    })
}

/// Icon and words of a warning in a list.
fn note(glyph: Glyph, words: AnyView) -> AnyView {
    view! {
        <li class="notes__item notes__item--warning">
            <Icon glyph/>
            <span>{words}</span>
        </li>
    }
    .into_any()
}
