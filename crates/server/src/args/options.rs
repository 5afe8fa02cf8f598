//! How to run the server, as the command line says it.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;

use axum::http::HeaderValue;

use crate::clock::Clock;
use crate::http::origin::OwnOrigin;

/// How to run the server.
#[derive(Clone, Debug)]
pub struct ServeOptions {
    /// Address to listen on.
    pub listen: SocketAddr,
    /// Folder of the database.
    pub data: PathBuf,
    /// Folder of the built pages.
    pub pages: Option<PathBuf>,
    /// Whether to fill an empty database.
    pub demo: bool,
    /// Roles that the demo organization has at least; for tests of long lists.
    pub demo_roles: u32,
    /// Our own origin.
    pub origin: OwnOrigin,
    /// Proxies whose word counts about who calls.
    pub trusted_proxies: Vec<IpAddr>,
    /// Origins of other sites whose scripts may call with a token.
    pub allowed_origins: Vec<HeaderValue>,
    /// The time.
    pub clock: Clock,
    /// Repeats the same randomness.
    pub seed: Option<u64>,
    /// Whether log lines are JSON.
    pub log_json: bool,
}

/// The options as they are read, before anything is checked.
#[derive(Debug)]
pub struct Draft {
    pub listen: String,
    pub data: Option<PathBuf>,
    pub pages: Option<PathBuf>,
    pub demo: bool,
    pub demo_roles: u32,
    pub trusted_proxies: Vec<String>,
    pub allowed_origins: Vec<String>,
    pub public_url: Option<String>,
    pub fixed_time: Option<String>,
    pub seed: Option<u64>,
    pub log_json: bool,
}

impl Default for Draft {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data: None,
            pages: None,
            demo: false,
            demo_roles: 0,
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            public_url: None,
            fixed_time: None,
            seed: None,
            log_json: false,
        }
    }
}

impl Draft {
    /// Checks what was read.
    ///
    /// # Errors
    /// One sentence that says what is wrong and what to do.
    pub fn finish(self) -> Result<ServeOptions, String> {
        let addresses = self.listen.to_socket_addrs();
        let listen = addresses.ok().and_then(|mut all| all.next()).ok_or_else(|| {
            format!("'{}' is not an address to listen on: give --listen a host and a port, for example 127.0.0.1:8080.", self.listen)
        })?;
        let origin = match &self.public_url {
            Some(url) => OwnOrigin::from_url(url).ok_or_else(|| {
                format!("'{url}' is not a public URL: give --public-url a scheme and a host without a path, for example https://portal.example.")
            })?,
            // Without it the Host header decides what our origin is, which is safe only where
            // nobody but this machine can send one.
            None if listen.ip().is_loopback() => OwnOrigin::Host,
            None => {
                return Err(format!("Listening on {listen} needs --public-url, the address that browsers use, for example https://portal.example."));
            }
        };
        let trusted_proxies = self.trusted_proxies.iter().map(|text| {
            text.parse().map_err(|_| {
                format!("'{text}' is not an IP address: give --trusted-proxy the address that the proxy connects from, for example 10.0.0.2.")
            })
        });
        let trusted_proxies = trusted_proxies.collect::<Result<_, _>>()?;
        let allowed_origins = self.allowed_origins.iter().map(|url| {
            match OwnOrigin::from_url(url) {
                Some(OwnOrigin::Public(origin)) => HeaderValue::from_str(&origin).ok(),
                _ => None,
            }
            .ok_or_else(|| format!("'{url}' is not an origin: give --allow-origin a scheme and a host without a path, for example https://crm.example."))
        });
        let allowed_origins = allowed_origins.collect::<Result<_, _>>()?;
        let clock = match &self.fixed_time {
            None => Clock::System,
            Some(time) => Clock::fixed(time).ok_or_else(|| {
                format!("'{time}' is not a time: write --fixed-time as 2026-11-23T09:00:00Z.")
            })?,
        };
        if self.seed.is_some() && !self.demo {
            return Err("--seed makes session tokens predictable, so it is allowed only with --demo: add --demo or leave --seed out.".to_owned());
        }
        let data = self
            .data
            .ok_or("The server needs a folder for its database: add --data DIR.")?;
        Ok(ServeOptions {
            listen,
            data,
            pages: self.pages,
            demo: self.demo,
            demo_roles: self.demo_roles,
            origin,
            trusted_proxies,
            allowed_origins,
            clock,
            seed: self.seed,
            log_json: self.log_json,
        })
    }
}
