//! Where URIs of a client lead.

mod parts;

use countersign_contract::schemes::opens_no_app;

use self::parts::{authority, host_of, is_loopback, scheme_of};

/// Where a redirect URI leads. Hosts and schemes are in lower case, IPv6 hosts in brackets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Redirect {
    /// A web host.
    Web {
        /// Without port, user information or trailing dot.
        host: String,
    },
    /// The user's own device.
    Loopback {
        /// For example `127.0.0.1`.
        host: String,
    },
    /// An app by its own scheme.
    App {
        /// Without the colon.
        scheme: String,
    },
    /// Anything else, to be shown raw.
    Odd,
}

/// Reads a redirect URI as a browser would, and calls odd what browsers repair or read in
/// different ways: spaces, control characters, backslashes, escaped or non-ASCII hosts, short or
/// hexadecimal IPv4 forms.
pub fn redirect(uri: &str) -> Redirect {
    let Some((scheme, rest)) = scheme_of(uri) else {
        return Redirect::Odd;
    };
    if scheme != "http" && scheme != "https" {
        // A digit after the colon is a port: `localhost:3000` has no scheme.
        return if opens_no_app(&scheme) || rest.starts_with(|one: char| one.is_ascii_digit()) {
            Redirect::Odd
        } else {
            Redirect::App { scheme }
        };
    }
    let host = rest
        .strip_prefix("//")
        .and_then(|rest| host_of(authority(rest)));
    match host {
        Some(host) if is_loopback(&host) => Redirect::Loopback { host },
        Some(host) => Redirect::Web { host },
        None => Redirect::Odd,
    }
}

/// The URI if it may become a link: https with a host, nothing hidden, and no user information,
/// which is there only to deceive (RFC 9110 section 4.2.4).
pub fn https_only(uri: Option<&str>) -> Option<&str> {
    let uri = uri?;
    let (scheme, rest) = scheme_of(uri)?;
    let authority = authority(rest.strip_prefix("//")?);
    (scheme == "https" && !authority.contains('@') && host_of(authority).is_some()).then_some(uri)
}

/// The URI if an application may be opened by it: as [`https_only`], or a program of the user's own
/// device.
pub fn launchable(uri: &str) -> Option<&str> {
    let local = || {
        let (_, rest) = scheme_of(uri)?;
        let plain = !authority(rest.strip_prefix("//")?).contains('@');
        (plain && matches!(redirect(uri), Redirect::Loopback { .. })).then_some(uri)
    };
    https_only(Some(uri)).or_else(local)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_host_is_the_one_that_a_browser_goes_to() {
        for (uri, host) in [
            ("https://crm.example/callback", "crm.example"),
            ("HTTPS://CRM.Example.:8443", "crm.example"),
            ("https://good.example@evil.example/", "evil.example"),
            (
                "https://good.example:80@evil.example:443?x#y",
                "evil.example",
            ),
            ("https://evil.example?@good.example/", "evil.example"),
            ("https://evil.example#@good.example/", "evil.example"),
            ("http://[2001:DB8::1]:80/x", "[2001:db8::1]"),
            ("https://xn--80ak6aa92e.example", "xn--80ak6aa92e.example"),
            ("https://127.0.0.1.evil.example/", "127.0.0.1.evil.example"),
        ] {
            assert_eq!(
                redirect(uri),
                Redirect::Web {
                    host: host.to_owned()
                },
                "{uri}"
            );
        }
    }

    #[test]
    fn every_form_of_this_device_is_loopback() {
        for host in [
            "localhost",
            "app.localhost",
            "127.0.0.1",
            "127.9.9.9",
            "0.0.0.0",
            "[::1]",
            "[0:0::0:1]",
            "[::ffff:127.0.0.1]",
        ] {
            let uri = format!("http://{}:3000/x", host.to_uppercase());
            assert_eq!(
                redirect(&uri),
                Redirect::Loopback {
                    host: host.to_owned()
                },
                "{uri}"
            );
        }
    }

    #[test]
    fn an_app_is_known_by_its_scheme() {
        for uri in ["com.example.App:/back", "com.example.app://x"] {
            assert_eq!(
                redirect(uri),
                Redirect::App {
                    scheme: "com.example.app".to_owned()
                },
                "{uri}"
            );
        }
    }

    #[test]
    fn what_can_be_read_in_two_ways_is_odd() {
        for uri in [
            "",
            "crm.example",
            "localhost:3000/x",
            "https:crm.example",
            "https:///x",
            "https://",
            "https://@/",
            "https://evil.example\\@good.example/",
            "https://a b.example",
            " https://a.example",
            "https://a.example\n",
            "https://a%2eexample",
            "https://ехample.com",
            "https://a..example",
            "https://a.example:99999",
            "https://a.example:8x",
            "https://2130706433/",
            "https://0x7f.1/",
            "https://127.1/",
            "https://1.2.3.256",
            "https://[::1",
            "https://[::1]x",
            "https://[fe80::1%25en0]",
            "javascript:alert(1)",
            "data:text/html,x",
            "urn:ietf:wg:oauth:2.0:oob",
            "1a:x",
            "é:x",
            ":x",
        ] {
            assert_eq!(redirect(uri), Redirect::Odd, "{uri}");
        }
    }

    #[test]
    fn an_application_is_opened_by_https_or_on_the_own_device() {
        for uri in [
            "https://crm.example/start",
            "http://127.0.0.1:8090/",
            "http://[::1]:1/",
            "http://localhost/x?y",
        ] {
            assert_eq!(launchable(uri), Some(uri), "{uri}");
        }
        for uri in [
            "",
            "http://crm.example/",
            "http://user@127.0.0.1/",
            "http://127.0.0.1.evil.example/",
            "javascript:alert(1)//127.0.0.1",
            "myapp://open",
            "/apps",
        ] {
            assert_eq!(launchable(uri), None, "{uri}");
        }
    }

    #[test]
    fn only_plain_https_becomes_a_link() {
        let link = "https://crm.example/privacy?lang=fr#été";
        assert_eq!(https_only(Some(link)), Some(link));
        assert_eq!(
            https_only(Some("HTTPS://localhost:1/x")),
            Some("HTTPS://localhost:1/x")
        );
        for uri in [
            "http://crm.example/",
            "javascript:alert(1)",
            "//crm.example",
            "/terms",
            "https:/crm.example",
            "https://",
            "https://crm.example/a b",
            "https://crm.example/\u{202E}x",
            "https:\\\\crm.example",
            "java\nscript:x",
            "https://crm.example@evil.example/",
        ] {
            assert_eq!(https_only(Some(uri)), None, "{uri}");
        }
        assert_eq!(https_only(None), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_hosts_are_lower_case_ascii(uri in "(https?://)?(?s).{0,60}") {
            if let Redirect::Web { host } | Redirect::Loopback { host } = redirect(&uri) {
                prop_assert!(!host.is_empty() && host.is_ascii() && host == host.to_ascii_lowercase());
            }
            let _ = https_only(Some(&uri));
        }
    }
}
