//! Which client calls, and its proof (RFC 6749 section 2.3).

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use countersign_contract::OAuthClient;
use percent_encoding::percent_decode_str;

use super::form::value;
use crate::access::Protocol;
use crate::http::params::Params;
use crate::randomness::digest;
use crate::rules::oauth_error::OAuthError;

/// Name and secret as they were sent.
#[derive(Debug, PartialEq, Eq)]
struct Pair {
    id: String,
    secret: String,
}

/// The client that calls.
#[derive(Debug)]
pub struct Caller {
    /// The client.
    pub client: OAuthClient,
    /// Whether it proved by a secret that it is the one.
    pub confidential: bool,
}

/// The client of a request. A public client names itself; one with a secret proves it, by `Basic`
/// or in the body. `Basic` with an empty secret is how command lines name a public client.
///
/// # Errors
/// `invalid_client`, `invalid_request`, or 429 after too many failures.
pub async fn authenticate(
    protocol: &Protocol,
    headers: &HeaderMap,
    form: &Params,
) -> Result<Caller, OAuthError> {
    let Pair { id, secret } = pair(headers, form)?;
    let id = id.to_ascii_lowercase();
    let (doorway, peer) = (protocol.doorway(), protocol.peer());
    let (client, facts) = match protocol.store().client_with_facts(&id).await {
        Ok(found) => found,
        Err(problem) if problem.status() == 404 => {
            // All made-up names of an address count as one, so that they can't fill the memory.
            doorway.try_client(peer, "").map_err(OAuthError::TooMany)?;
            return Err(OAuthError::InvalidClient);
        }
        Err(problem) => return Err(OAuthError::Failed(problem)),
    };
    let Some(hash) = facts.secret_hash else {
        return if secret.is_empty() {
            Ok(Caller {
                client,
                confidential: false,
            })
        } else {
            Err(OAuthError::InvalidClient)
        };
    };
    doorway.try_client(peer, &id).map_err(OAuthError::TooMany)?;
    // Both sides are hashes of 256 bits, so that the time of the comparison tells nothing.
    if hash != digest(&secret) {
        return Err(OAuthError::InvalidClient);
    }
    doorway.forgive_client(peer, &id);
    Ok(Caller {
        client,
        confidential: true,
    })
}

fn pair(headers: &HeaderMap, form: &Params) -> Result<Pair, OAuthError> {
    let in_body = value(form, "client_id");
    let secret = value(form, "client_secret");
    // Another scheme is somebody else's, for example of a gateway in between.
    let sent = headers.get_all(header::AUTHORIZATION).iter();
    let mut sent = sent.filter(|value| is_basic(value));
    let Some(header) = sent.next() else {
        let id = in_body.ok_or(OAuthError::InvalidClient)?;
        return Ok(Pair {
            id: id.to_owned(),
            secret: secret.unwrap_or_default().to_owned(),
        });
    };
    let pair = basic(header).filter(|_| sent.next().is_none());
    match (pair, in_body) {
        // It names somebody else, so that it proves nothing for this client.
        (pair, Some(id)) if pair.as_ref().is_none_or(|pair| pair.id != id) => Ok(Pair {
            id: id.to_owned(),
            secret: secret.unwrap_or_default().to_owned(),
        }),
        (Some(_), _) if secret.is_some() => {
            Err(OAuthError::request("The client is named in two ways."))
        }
        (Some(pair), _) => Ok(pair),
        (None, _) => Err(OAuthError::InvalidClient),
    }
}

fn is_basic(header: &HeaderValue) -> bool {
    let scheme = header.as_bytes().get(..6);
    scheme.is_some_and(|scheme| scheme.eq_ignore_ascii_case(b"basic "))
}

fn basic(header: &HeaderValue) -> Option<Pair> {
    let (scheme, encoded) = header.to_str().ok()?.split_once(' ')?;
    let plain = STANDARD.decode(encoded.trim()).ok()?;
    let plain = String::from_utf8(plain).ok()?;
    let (id, secret) = plain.split_once(':')?;
    let decoded = |text: &str| {
        let spaced = text.replace('+', " ");
        let decoded = percent_decode_str(&spaced).decode_utf8().ok()?;
        Some(decoded.into_owned())
    };
    let pair = Pair {
        id: decoded(id)?,
        secret: decoded(secret)?,
    };
    scheme.eq_ignore_ascii_case("basic").then_some(pair)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_and_secret_come_form_encoded_in_basic() {
        let header = |text: &str| {
            HeaderValue::from_str(&format!("Basic {}", STANDARD.encode(text))).unwrap()
        };
        let pair = |text| basic(&header(text)).map(|pair| (pair.id, pair.secret));
        let owned = |id: &str, secret: &str| Some((id.to_owned(), secret.to_owned()));
        assert_eq!(pair("a:b"), owned("a", "b"));
        assert_eq!(pair("a:"), owned("a", ""));
        assert_eq!(pair("a%3Ab:c+d%2B"), owned("a:b", "c d+"));
        assert_eq!(pair("a"), None);
        assert_eq!(basic(&HeaderValue::from_static("Bearer x")), None);
    }
}
