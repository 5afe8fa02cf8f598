//! Our own origin, and the check that a write of a cookie session comes from our own pages.

use axum::http::{HeaderMap, header};
use countersign_contract::WRITE_HEADER;

use crate::problem::{Answer, Problem};

/// Where the page of a request stands to us (Fetch Metadata).
const FETCH_SITE: &str = "sec-fetch-site";

/// The origin that browsers see this server under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OwnOrigin {
    /// As configured, for example `https://portal.example`.
    Public(String),
    /// On loopback without configuration: `http://` and whatever host the browser asked for.
    Host,
}

impl OwnOrigin {
    /// Reads a public URL: scheme `http` or `https`, a host, maybe a port, nothing else but `/`.
    pub fn from_url(url: &str) -> Option<Self> {
        let url = url.strip_suffix('/').unwrap_or(url).to_ascii_lowercase();
        let host = url
            .strip_prefix("https://")
            .or_else(|| url.strip_prefix("http://"))?;
        let plain = |byte: u8| {
            byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b':' | b'[' | b']')
        };
        let is_host = !host.is_empty() && host.bytes().all(plain);
        // Browsers leave the default port out of the Origin header.
        let default_port = if url.starts_with("https") {
            ":443"
        } else {
            ":80"
        };
        let origin = url.strip_suffix(default_port).unwrap_or(&url).to_owned();
        is_host.then_some(Self::Public(origin))
    }

    /// The origin that a request came to.
    pub fn of(&self, headers: &HeaderMap) -> String {
        match self {
            Self::Public(own) => own.clone(),
            Self::Host => {
                let host = headers
                    .get(header::HOST)
                    .and_then(|host| host.to_str().ok());
                format!("http://{}", host.unwrap_or_default().to_ascii_lowercase())
            }
        }
    }

    /// Whether browsers reach us under https.
    pub fn is_secure(&self) -> bool {
        matches!(self, Self::Public(origin) if origin.starts_with("https:"))
    }

    /// Whether the `Origin` header is ours; `None` if there is no such header.
    pub fn is_ours(&self, headers: &HeaderMap) -> Option<bool> {
        let mut values = headers.get_all(header::ORIGIN).iter();
        let origin = values.next()?.to_str().ok();
        let known = *self != Self::Host || headers.contains_key(header::HOST);
        Some(values.next().is_none() && known && origin == Some(self.of(headers).as_str()))
    }

    /// Whether a form was sent by a page of ours. What takes the `Origin` out on the way leaves
    /// `Sec-Fetch-Site` as a rule, which no page can set; where a browser says neither, nobody
    /// knows, and that is not yes.
    pub fn sent_form(&self, headers: &HeaderMap) -> bool {
        self.is_ours(headers).unwrap_or_else(|| {
            let mut said = headers.get_all(FETCH_SITE).iter();
            said.next().is_some_and(|site| site == "same-origin") && said.next().is_none()
        })
    }

    /// Refuses a write that another site could have made a browser send.
    ///
    /// # Errors
    /// 403 `cross.origin.refused`.
    pub fn check_write(&self, headers: &HeaderMap) -> Answer<()> {
        let (name, value) = WRITE_HEADER;
        let marked = headers
            .get(name)
            .is_some_and(|sent| sent.as_bytes().eq_ignore_ascii_case(value.as_bytes()));
        if marked && self.is_ours(headers) == Some(true) {
            Ok(())
        } else {
            Err(Problem::cross_origin())
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderName;

    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()))
            .collect()
    }

    #[test]
    fn a_public_url_is_an_origin_and_nothing_more() {
        let origin = |url| OwnOrigin::from_url(url);
        let own = OwnOrigin::Public("https://portal.example".to_owned());
        assert_eq!(origin("https://Portal.Example/"), Some(own.clone()));
        assert_eq!(origin("https://portal.example:443"), Some(own));
        for bad in [
            "portal.example",
            "ftp://x",
            "https://",
            "https://x/path",
            "https://a@b",
            "javascript:x",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_one_equal_origin_is_ours() {
        let own = OwnOrigin::Host;
        let host = ("host", "127.0.0.1:8080");
        assert_eq!(own.is_ours(&headers(&[host])), None);
        for (sent, ours) in [
            ("http://127.0.0.1:8080", true),
            ("https://127.0.0.1:8080", false),
            ("http://127.0.0.1:8081", false),
            ("http://127.0.0.1:8080.evil.example", false),
            ("null", false),
        ] {
            assert_eq!(
                own.is_ours(&headers(&[host, ("origin", sent)])),
                Some(ours),
                "{sent}"
            );
        }
    }
    #[test]
    fn a_form_needs_an_origin_or_a_browser_that_says_it_is_ours() {
        let host = ("host", "127.0.0.1:8080");
        let ours = ("origin", "http://127.0.0.1:8080");
        let site = |value| ("sec-fetch-site", value);
        for (sent, taken) in [
            (vec![ours], true),
            (vec![site("same-origin")], true),
            (vec![], false),
            (vec![site("same-site")], false),
            (vec![site("cross-site")], false),
            (vec![site("none")], false),
            (vec![site("same-origin"), site("cross-site")], false),
            // The origin decides where it is there.
            (vec![("origin", "null"), site("same-origin")], false),
            (
                vec![("origin", "https://evil.example"), site("same-origin")],
                false,
            ),
        ] {
            let mut all = HeaderMap::new();
            for (name, value) in sent.iter().chain([&host]) {
                let name: HeaderName = name.parse().unwrap();
                all.append(name, value.parse().unwrap());
            }
            assert_eq!(OwnOrigin::Host.sent_form(&all), taken, "{sent:?}");
        }
    }
}
