//! Marks of an application: state, kind, publisher, ID. Icon and word, never colour alone.

use countersign_contract::{AuthorizationState, ClientKind, OAuthClient, Risk};
use leptos::prelude::*;

use super::words;
use crate::i18n::use_i18n;
use crate::text::{split_id, visible};
use crate::ui::{CopyButton, Glyph, Icon};

/// Longest name that is shown; the whole is in the title.
const NAME: usize = 120;

/// Name of a client: isolated, capped, hidden characters shown.
pub fn name_of(client: &OAuthClient) -> String {
    visible(client.display_name(), NAME).shown
}

/// First letters of a person's name.
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect()
}

/// State with its icon.
#[component]
pub fn StateBadge(
    /// The state.
    state: AuthorizationState,
) -> impl IntoView {
    let i18n = use_i18n();
    let (class, glyph) = match state {
        AuthorizationState::Authorized => ("badge badge--approved", Glyph::CheckCircle),
        AuthorizationState::Requested => ("badge badge--pending", Glyph::Clock),
        AuthorizationState::Revoked => ("badge badge--revoked", Glyph::Ban),
        AuthorizationState::Unauthorized => ("badge badge--revoked", Glyph::Minus),
        AuthorizationState::Other(_) => ("badge", Glyph::Info),
    };
    view! { <span class=class><Icon glyph/>{words::of_state(i18n, &state)}</span> }
}

/// Icon of the kind of an application.
#[component]
pub fn KindTile(
    /// The kind, if the backend says it.
    kind: Option<ClientKind>,
    /// Larger, beside a page's title.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let glyph = match kind {
        Some(ClientKind::BuiltIn) => Glyph::Box,
        Some(ClientKind::Internal) => Glyph::Building,
        _ => Glyph::Globe,
    };
    view! { <span class=if large { "tile tile--large" } else { "tile" }><Icon glyph/></span> }
}

/// Whether the publisher was checked.
#[component]
pub fn PublisherMark(
    /// Whether it was.
    verified: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    if verified {
        view! {
            <span class="mark mark--verified" title=t!(i18n, "publisher.verified_long")>
                <Icon glyph=Glyph::ShieldCheck class="icon--small"/>
                <span class="mark__word">{t!(i18n, "publisher.verified")}</span>
            </span>
        }
        .into_any()
    } else {
        view! {
            <span class="mark mark--unverified">
                <Icon glyph=Glyph::Shield class="icon--small"/>
                {t!(i18n, "publisher.unverified")}
            </span>
        }
        .into_any()
    }
}

/// A client ID, cut in its middle where there is no room, with a copy button.
#[component]
pub fn ClientId(
    /// The ID.
    id: String,
    /// Name of the client, for the button; none where the page is about it.
    #[prop(optional, into)]
    name: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let (start, end) = split_id(&id);
    let (start, end) = (start.to_owned(), end.to_owned());
    let label = match name {
        Some(name) => t!(i18n, "copy.id_of", name = name),
        None => t!(i18n, "copy.id"),
    };
    view! {
        <code class="id">
            <span class="id__start">{start}</span>
            <span class="id__end">{end}</span>
        </code>
        <CopyButton text=id label=label done=t!(i18n, "copy.done") failed=t!(i18n, "copy.failed")/>
    }
}

/// A scope by its ID; high risk has an icon and a word.
#[component]
pub fn ScopeChip(
    /// Scope ID.
    id: String,
    /// Its risk, if known.
    risk: Option<Risk>,
) -> impl IntoView {
    let i18n = use_i18n();
    let high = risk == Some(Risk::High);
    view! {
        <span class=if high { "chip chip--high" } else { "chip" }>
            {high
                .then(|| {
                    view! {
                        <Icon glyph=Glyph::Alert/>
                        <span class="visually-hidden">{t!(i18n, "risk.high_colon")}</span>
                    }.into_any()
                })}
            <span class="chip__text">{visible(&id, NAME).shown}</span>
        </span>
    }
}

/// How long ago something was, with the minute in its title.
#[component]
pub fn Ago(
    /// ISO 8601 time; `None` where it never was.
    at: Option<String>,
    /// Now by the server's clock, in milliseconds since 1970.
    now: f64,
) -> impl IntoView {
    let i18n = use_i18n();
    match at {
        Some(at) => {
            let full = i18n.date_time(&at).into_owned();
            view! { <time datetime=at.clone() title=full>{i18n.ago(&at, now)}</time> }.into_any()
        }
        None => view! { <span class="muted">{t!(i18n, "list.never")}</span> }.into_any(),
    }
}
