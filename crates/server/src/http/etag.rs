//! `ETag` and `If-Match` on an authorization (feature `etag`; RFC 9110 section 13.1.1).

use axum::http::{HeaderMap, HeaderValue, header};
use countersign_contract::OAuthAuthorization;

use crate::problem::{Answer, Problem};

/// The tag of a version, `"v3"`.
pub fn etag(authorization: &OAuthAuthorization) -> HeaderValue {
    let version = authorization.version.unwrap_or_default();
    HeaderValue::from_str(&format!("\"v{version}\"")).unwrap_or(HeaderValue::from_static("\"v0\""))
}

/// What a write may overwrite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IfMatch {
    /// No header: the last write wins, as the SDKs of the compatible API expect.
    Whatever,
    /// `*`: any version of a client that exists, decided on or not.
    Any,
    /// One of these tags. A weak one is kept and never equal (strong comparison).
    Tags(Vec<String>),
}

impl IfMatch {
    /// Reads the header.
    ///
    /// # Errors
    /// 400 where it is not a list of entity tags.
    pub fn read(headers: &HeaderMap) -> Answer<Self> {
        let malformed = || {
            Problem::field(
                "If-Match",
                "The header If-Match is not a list of entity tags.",
            )
        };
        let mut tags = Vec::new();
        let mut seen = false;
        for value in headers.get_all(header::IF_MATCH) {
            seen = true;
            let text = value.to_str().map_err(|_| malformed())?.trim();
            if text == "*" {
                return Ok(Self::Any);
            }
            let parts = text
                .split(',')
                .map(str::trim)
                .filter(|part| !part.is_empty());
            for part in parts {
                if !is_tag(part.strip_prefix("W/").unwrap_or(part)) {
                    return Err(malformed());
                }
                tags.push(part.to_owned());
            }
        }
        match (seen, tags.is_empty()) {
            (false, _) => Ok(Self::Whatever),
            (true, true) => Err(malformed()),
            (true, false) => Ok(Self::Tags(tags)),
        }
    }

    /// Whether a write over `current` may go on.
    pub fn admits(&self, current: &HeaderValue) -> bool {
        match self {
            Self::Whatever | Self::Any => true,
            Self::Tags(tags) => tags.iter().any(|tag| current == tag.as_str()),
        }
    }
}

fn is_tag(text: &str) -> bool {
    text.len() >= 2
        && text.starts_with('"')
        && text.ends_with('"')
        && !text[1..text.len() - 1].contains('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Answer<IfMatch> {
        IfMatch::read(&HeaderMap::from_iter([(
            header::IF_MATCH,
            text.parse().unwrap(),
        )]))
    }

    #[test]
    fn only_a_strong_equal_tag_admits() {
        let current = HeaderValue::from_static("\"v3\"");
        assert!(IfMatch::read(&HeaderMap::new()).unwrap().admits(&current));
        for (text, admits) in [
            ("*", true),
            ("\"v3\"", true),
            ("\"v1\", \"v3\"", true),
            ("\"v2\"", false),
            ("W/\"v3\"", false),
        ] {
            assert_eq!(read(text).unwrap().admits(&current), admits, "{text}");
        }
    }

    #[test]
    fn a_malformed_header_is_refused() {
        for text in ["v3", "\"v3", "", ",", "\"", "\"a\"b\""] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
