//! What an admin should notice about a client before deciding, computed from what is loaded.
//! Facts only; the catalogue has the sentences. Not verified is a mark of its own, no warning.

use countersign_contract::order::sorted;
use countersign_contract::text::is_hidden;
use countersign_contract::{AuthorizationState, OAuthAuthorization, OAuthClient, Publisher};

use self::look_alike::{distance, skeleton};
pub use self::time::seconds_of;
pub use crate::uri::{Redirect, https_only, redirect};

mod look_alike;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;
mod time;

/// A client counts as young for as many days.
pub const YOUNG_DAYS: i64 = 7;

/// Most names that are reported as close, so that a family of products is no wall of warnings.
pub const MAX_CLOSE_NAMES: usize = 3;

/// Something to notice, in the order in which [`warnings`] reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The name has characters that are not seen or that reorder it.
    HiddenCharacters,
    /// The name reads like that of a client that is authorized already.
    NameCloseTo {
        /// Client ID of the other one.
        other_id: String,
        /// Its name; text from outside.
        other_name: String,
        /// Name of its publisher; text from outside.
        other_publisher: Option<String>,
    },
    /// The browser goes to a host that is not of the publisher's domain.
    RedirectOutsidePublisher {
        /// Host of the redirect URI, in lower case.
        host: String,
        /// Domain that the publisher claims, in lower case.
        domain: String,
    },
    /// The browser goes to a program on the user's device (RFC 8252 section 7.3).
    Loopback {
        /// Host as written, in lower case.
        host: String,
    },
    /// The browser opens an app by its own scheme, which any app can claim (RFC 8252 section 7.1).
    CustomScheme {
        /// Scheme without the colon, in lower case.
        scheme: String,
    },
    /// The client was registered less than [`YOUNG_DAYS`] ago.
    Young {
        /// Whole days since; 0 also where the date lies ahead.
        days: u32,
    },
}

/// What to notice about `client`; `now` in seconds since 1970 UTC. Of `authorized` only those
/// in the state *Authorized* count.
pub fn warnings(client: &OAuthClient, authorized: &[OAuthAuthorization], now: i64) -> Vec<Warning> {
    let mut found = Vec::new();
    if client
        .name
        .as_deref()
        .is_some_and(|name| name.chars().any(is_hidden))
    {
        found.push(Warning::HiddenCharacters);
    }
    found.extend(close_names(client, authorized));
    let domain = client.publisher.as_ref().and_then(domain_of);
    let mut redirects = Vec::new();
    for uri in &client.registered_redirect_uri {
        let warning = match redirect(uri) {
            Redirect::Web { host } => match &domain {
                Some(domain) if !belongs(&host, domain) => Warning::RedirectOutsidePublisher {
                    host,
                    domain: domain.clone(),
                },
                _ => continue,
            },
            Redirect::Loopback { host } => Warning::Loopback { host },
            Redirect::App { scheme } => Warning::CustomScheme { scheme },
            Redirect::Odd => continue,
        };
        if !redirects.contains(&warning) {
            redirects.push(warning);
        }
    }
    found.extend(redirects);
    let created = client.date_created.as_deref().and_then(seconds_of);
    if let Some(days) = created.map(|created| (now.saturating_sub(created) / 86_400).max(0))
        && days < YOUNG_DAYS
    {
        let days = u32::try_from(days).unwrap_or_default();
        found.push(Warning::Young { days });
    }
    found
}

fn close_names(client: &OAuthClient, authorized: &[OAuthAuthorization]) -> Vec<Warning> {
    let mine = skeleton(client.name.as_deref().unwrap_or_default());
    let close: Vec<_> = authorized
        .iter()
        .filter(|one| one.state == AuthorizationState::Authorized)
        .map(|one| &one.client)
        .filter(|other| !other.id.eq_ignore_ascii_case(&client.id))
        .filter(|other| !same_verified(client.publisher.as_ref(), other.publisher.as_ref()))
        .filter_map(|other| {
            let name = other.name.as_deref()?;
            Some((distance(&mine, &skeleton(name))?, other, name))
        })
        .collect();
    let mut close = sorted(close, |(left, ..), (right, ..)| left.cmp(right));
    close.truncate(MAX_CLOSE_NAMES);
    let warning = |(_, other, name): (u8, &OAuthClient, &str)| Warning::NameCloseTo {
        other_id: other.id.clone(),
        other_name: name.to_owned(),
        other_publisher: other
            .publisher
            .as_ref()
            .map(|publisher| publisher.name.clone()),
    };
    close.into_iter().map(warning).collect()
}

/// Whether the portal knows that both are of one publisher. A claim that it did not check is no
/// reason to be silent.
fn same_verified(left: Option<&Publisher>, right: Option<&Publisher>) -> bool {
    let (Some(left), Some(right)) = (left, right) else {
        return false;
    };
    left.verified
        && right.verified
        && match (domain_of(left), domain_of(right)) {
            (Some(left), Some(right)) => left == right,
            (None, None) => !left.name.is_empty() && left.name == right.name,
            _ => false,
        }
}

fn domain_of(publisher: &Publisher) -> Option<String> {
    let domain = publisher.domain.as_deref()?.trim().trim_end_matches('.');
    (!domain.is_empty()).then(|| domain.to_ascii_lowercase())
}

/// Whether `host` is `domain` or below it. A domain of one label, such as `com`, has nothing below
/// it: an unchecked claim to it would silence the warning for half of the web.
fn belongs(host: &str, domain: &str) -> bool {
    host == domain
        || (domain.contains('.')
            && host
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.')))
}
