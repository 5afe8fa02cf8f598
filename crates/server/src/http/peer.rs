//! The network address of a caller, for the limits on guessing: also behind a proxy.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::HeaderMap;
use axum::http::request::Parts;

/// Who was called by whom, each proxy adding at the end.
const FORWARDED_FOR: &str = "x-forwarded-for";

/// Proxies whose word counts about who called them. Everybody else could make the header up, and
/// with it an address for each guess.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<IpAddr>);

impl TrustedProxies {
    /// These, and no other.
    pub fn new(addresses: &[IpAddr]) -> Self {
        Self(addresses.iter().map(IpAddr::to_canonical).collect())
    }

    /// The address of a caller as a key. Of IPv6 the first half: a home has all of the second.
    pub fn peer(&self, parts: &Parts) -> String {
        let Some(ConnectInfo(socket)) = parts.extensions.get::<ConnectInfo<SocketAddr>>() else {
            return String::new();
        };
        match self.caller(socket.ip().to_canonical(), &parts.headers) {
            IpAddr::V4(ip) => ip.to_string(),
            IpAddr::V6(ip) => format!("{:x?}", &ip.segments()[..4]),
        }
    }

    /// From the end as far as each one that is named is a proxy of ours: what stands before the
    /// first other was sent by that other.
    fn caller(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let lines = headers.get_all(FORWARDED_FOR).iter();
        // Each hop by itself: what the caller sent first may hold any byte.
        let hops = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
        let mut hops: Vec<_> = hops
            .map(|hop| std::str::from_utf8(hop).unwrap_or_default())
            .collect();
        let mut caller = peer;
        while self.0.contains(&caller)
            && let Some(before) = hops.pop().and_then(address)
        {
            caller = before;
        }
        caller
    }
}

/// An address as proxies write it: some add the port.
fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let ip = match bare.unwrap_or(text).parse() {
        Ok(ip) => ip,
        Err(_) => text.parse::<SocketAddr>().ok()?.ip(),
    };
    Some(ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn caller(peer: &str, lines: &[&str]) -> String {
        let proxies = ["10.0.0.1", "10.0.0.2", "fd00::1"].map(|ip| ip.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            let line = HeaderValue::from_bytes(line.as_bytes()).unwrap();
            headers.append(FORWARDED_FOR, line);
        }
        let peer: IpAddr = peer.parse().unwrap();
        let proxies = TrustedProxies::new(&proxies);
        proxies.caller(peer.to_canonical(), &headers).to_string()
    }

    #[test]
    fn the_word_of_a_trusted_proxy_counts_and_no_other() {
        for (peer, lines, expected) in [
            ("192.0.2.7", &["198.51.100.1"][..], "192.0.2.7"),
            ("10.0.0.3", &["198.51.100.1"], "10.0.0.3"),
            ("10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("::ffff:10.0.0.1", &["198.51.100.1"], "198.51.100.1"),
            ("fd00::1", &["2001:db8::5"], "2001:db8::5"),
            // What the caller sent itself stands before its own address.
            ("10.0.0.1", &["203.0.113.9, 198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["203.0.113.9", "198.51.100.1"], "198.51.100.1"),
            ("10.0.0.1", &["10.0.0.2, 198.51.100.1"], "198.51.100.1"),
            // One proxy behind another.
            (
                "10.0.0.1",
                &["203.0.113.9,198.51.100.1 , 10.0.0.2"],
                "198.51.100.1",
            ),
            ("10.0.0.1", &["198.51.100.1:4711"], "198.51.100.1"),
            ("10.0.0.1", &["Zürich, 198.51.100.1"], "198.51.100.1"),
            (
                "10.0.0.1",
                &["[2001:db8::5]:4711, [fd00::1]"],
                "2001:db8::5",
            ),
            // Nothing is said, or nothing that can be read.
            ("10.0.0.1", &[], "10.0.0.1"),
            ("10.0.0.1", &["10.0.0.2"], "10.0.0.2"),
            ("10.0.0.1", &["198.51.100.1, unknown"], "10.0.0.1"),
            ("10.0.0.1", &["198.51.100.1,"], "10.0.0.1"),
        ] {
            assert_eq!(caller(peer, lines), expected, "{peer} {lines:?}");
        }
    }
}
