//! Redirect URIs: which one a request may use, what of it is shown, what is put on it.

use countersign_contract::{ConsentRedirect, RedirectKind};
use url::{Host, Url};

/// Longest redirect URI that is looked at, in bytes.
const MAX: usize = 2_048;

/// Hosts whose port is free, because a native app listens where it can (RFC 8252 section 7.3).
/// Not `localhost`: it may resolve to somebody else's address (section 8.3).
const FREE_PORT: [&str; 2] = ["http://127.0.0.1", "http://[::1]"];

/// Whether `asked` is one of the registered redirect URIs. They are compared as exact strings
/// before anything is parsed (RFC 9700 section 4.1.3), but for the port of a loopback address.
pub fn is_registered(asked: &str, registered: &[String]) -> bool {
    let same = |one: &String| one == asked || same_but_port(one, asked);
    asked.len() <= MAX && kind_of(asked).is_some() && registered.iter().any(same)
}

fn same_but_port(registered: &str, asked: &str) -> bool {
    FREE_PORT.iter().any(|host| {
        let after = |uri| str::strip_prefix(uri, host).and_then(without_port);
        after(registered).is_some_and(|rest| after(asked) == Some(rest))
    })
}

/// What follows the port; `None` where the host went on or the port is not one.
fn without_port(rest: &str) -> Option<&str> {
    let Some(rest) = rest.strip_prefix(':') else {
        return rest.starts_with('/').then_some(rest);
    };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (port, rest) = rest.split_at(digits);
    let sane = !port.starts_with('0') && port.parse::<u16>().is_ok();
    (sane && rest.starts_with('/')).then_some(rest)
}

/// The kind of a redirect URI; `None` for one that nobody may be sent to, registered or not:
/// schemes that run or read something, user names, fragments, characters that browsers drop.
pub fn kind_of(uri: &str) -> Option<RedirectKind> {
    let plain = uri
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let url = Url::parse(uri).ok().filter(|_| plain)?;
    if url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    match (url.scheme(), url.host()) {
        ("https", Some(_)) => Some(RedirectKind::Web),
        ("http", Some(host)) => is_loopback(&host).then_some(RedirectKind::Loopback),
        // A private-use scheme is a domain name in reverse (RFC 8252 section 7.1), so that it has
        // a dot. None of the schemes that open no app has one (`countersign_contract::schemes`).
        (scheme, _) => scheme.contains('.').then_some(RedirectKind::App),
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

/// Where the browser goes, as it is shown.
pub fn shown(uri: &str) -> ConsentRedirect {
    let url = Url::parse(uri).ok();
    let host = url.as_ref().map(|url| match url.host_str() {
        Some(host) if matches!(url.scheme(), "http" | "https") => match url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        },
        _ => url.scheme().to_owned(),
    });
    ConsentRedirect {
        kind: kind_of(uri),
        host: host.unwrap_or_default(),
    }
}

/// The URI with parameters added to its query.
pub fn with_params(uri: &str, params: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(params)
        .finish();
    let joint = match uri.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    format!("{uri}{joint}{query}")
}

#[cfg(test)]
mod tests {
    use countersign_contract::schemes;

    use super::*;

    fn registered() -> Vec<String> {
        [
            "https://crm.partner.example/callback",
            "http://127.0.0.1:8090/callback",
            "http://[::1]/callback",
            "com.example.app:/callback",
            "http://localhost:9000/callback",
            // Registered by mistake; never followed.
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "http://plain.example/callback",
            "HTTP://plain.example/x",
        ]
        .map(str::to_owned)
        .to_vec()
    }

    #[test]
    fn a_registered_uri_is_taken_as_it_stands() {
        for uri in [
            "https://crm.partner.example/callback",
            "http://127.0.0.1:8090/callback",
            "http://127.0.0.1:51004/callback",
            "http://127.0.0.1/callback",
            "http://[::1]:9/callback",
            "com.example.app:/callback",
            "http://localhost:9000/callback",
        ] {
            assert!(is_registered(uri, &registered()), "{uri}");
        }
    }

    #[test]
    fn anything_else_is_not() {
        let long = format!("https://crm.partner.example/callback?{}", "x".repeat(8_192));
        for uri in [
            "",
            "https://crm.partner.example/callback/",
            "https://crm.partner.example/Callback",
            "https://CRM.partner.example/callback",
            "HTTPS://crm.partner.example/callback",
            "https://crm.partner.example:443/callback",
            "https://crm.partner.example:8443/callback",
            "https://crm.partner.example./callback",
            "https://crm.partner.example/callback?x=1",
            "https://crm.partner.example/callback#x",
            "https://crm.partner.example/%63allback",
            "https://crm.partner.example/a/../callback",
            "https://crm.partner.example//callback",
            "https://crm.partner.example\\callback",
            "https:\\\\crm.partner.example\\callback",
            "https://crm.partner.example/callback\t",
            "https://crm.partner.example/call\nback",
            " https://crm.partner.example/callback",
            "https://user@crm.partner.example/callback",
            "https://crm.partner.example@evil.example/callback",
            "https://crm.partner.example.evil.example/callback",
            "https://evil.example/callback",
            "//crm.partner.example/callback",
            "http://crm.partner.example/callback",
            "http://127.0.0.1:0/callback",
            "http://127.0.0.1:08090/callback",
            "http://127.0.0.1:65536/callback",
            "http://127.0.0.1:8090x/callback",
            "http://127.0.0.1:8090@evil.example/callback",
            "http://127.0.0.1.evil.example/callback",
            "http://127.1:8090/callback",
            "http://2130706433/callback",
            "http://0x7f000001/callback",
            "http://[::ffff:127.0.0.1]/callback",
            "http://localhost:9001/callback",
            "https://127.0.0.1:8090/callback",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "java\tscript:alert(1)",
            "data:text/html,x",
            "http://plain.example/callback",
            "HTTP://plain.example/x",
            long.as_str(),
        ] {
            assert!(!is_registered(uri, &registered()), "{uri}");
        }
    }

    #[test]
    fn a_scheme_that_opens_no_app_is_no_kind_of_redirect() {
        for scheme in schemes::ACTIVE.iter().chain(&schemes::PASSIVE) {
            for uri in [format!("{scheme}:x"), format!("{scheme}://a.example/x")] {
                assert_eq!(kind_of(&uri), None, "{uri}");
            }
        }
    }

    #[test]
    fn what_is_shown_is_where_it_goes() {
        for (uri, kind, host) in [
            (
                "https://a.example:8443/x",
                RedirectKind::Web,
                "a.example:8443",
            ),
            (
                "http://127.0.0.1:8090/x",
                RedirectKind::Loopback,
                "127.0.0.1:8090",
            ),
            ("com.example.app:/x", RedirectKind::App, "com.example.app"),
        ] {
            let seen = shown(uri);
            assert_eq!((seen.kind, seen.host.as_str()), (Some(kind), host));
        }
    }

    #[test]
    fn parameters_are_added_to_those_that_are_there() {
        let add = |uri| with_params(uri, &[("state", "a b&c")]);
        assert_eq!(
            add("https://a.example/x"),
            "https://a.example/x?state=a+b%26c"
        );
        assert_eq!(
            add("https://a.example/x?y=1"),
            "https://a.example/x?y=1&state=a+b%26c"
        );
        assert_eq!(
            add("com.example.app:/x?"),
            "com.example.app:/x?state=a+b%26c"
        );
    }
}
