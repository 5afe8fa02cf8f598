//! The command line.

use std::ffi::OsString;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

use axum::http::HeaderValue;

use crate::clock::Clock;
use crate::origin::OwnOrigin;

/// What `--help` prints.
pub const HELP: &str = "\
Reference backend of Countersign.

countersign-server --data DIR [--listen 127.0.0.1:8080] [--pages DIR] [--demo]
                   [--public-url URL] [--trusted-proxy IP]
                   [--allow-origin ORIGIN] [--fixed-time TIME] [--seed N] [--log-json]
countersign-server switch-off EMAIL --data DIR
countersign-server switch-on EMAIL --data DIR
countersign-server openapi
countersign-server bench [--authorizations 100000]

  switch-off         end everything that a person has, sign-in included; also while the server runs
  switch-on          let the person sign in again

  --data DIR         where the database is kept; made if it is not there
  --listen ADDRESS   host and port; port 0 takes a free one
  --pages DIR        serve the built pages of the component from here
  --demo             fill an empty database with a demo organization
  --public-url URL   how browsers reach this server; needed behind a proxy and off loopback
  --trusted-proxy IP believe its X-Forwarded-For about who calls; may be repeated
  --allow-origin O   let scripts of this origin call with a token; may be repeated
  --fixed-time TIME  stop the clock, for example at 2026-11-23T09:00:00Z
  --seed N           repeat the same randomness; only with --demo
  --log-json         log lines as JSON, on stderr
";

/// What to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Run the server.
    Serve(Box<ServeOptions>),
    /// Switch a person off or on.
    Person {
        /// Folder of the database.
        data: PathBuf,
        /// Mail address.
        email: String,
        /// On or off.
        active: bool,
    },
    /// Print the OpenAPI document.
    OpenApi,
    /// Measure the list with this many authorizations.
    Bench(u32),
    /// Print [`HELP`].
    Help,
}

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

/// Reads the arguments after the program's name.
///
/// # Errors
/// One sentence that says what is wrong and what to do.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    let mut parser = Parser::from_args(args);
    let mut first = true;
    let mut draft = Draft::default();
    while let Some(arg) = parser.next().map_err(sentence)? {
        match arg {
            Arg::Short('h') | Arg::Long("help") => return Ok(Command::Help),
            Arg::Value(word) if first && word == "openapi" => {
                return nothing_more(&mut parser, Command::OpenApi);
            }
            Arg::Value(word) if first && word == "switch-off" => {
                return person(&mut parser, false);
            }
            Arg::Value(word) if first && word == "switch-on" => return person(&mut parser, true),
            Arg::Value(word) if first && word == "bench" => return bench(&mut parser),
            Arg::Long("listen") => draft.listen = text(&mut parser)?,
            Arg::Long("data") => draft.data = Some(parser.value().map_err(sentence)?.into()),
            Arg::Long("pages") => draft.pages = Some(parser.value().map_err(sentence)?.into()),
            Arg::Long("demo") => draft.demo = true,
            Arg::Long("demo-roles") => draft.demo_roles = number(&mut parser)?,
            Arg::Long("trusted-proxy") => draft.trusted_proxies.push(text(&mut parser)?),
            Arg::Long("allow-origin") => draft.allowed_origins.push(text(&mut parser)?),
            Arg::Long("public-url") => draft.public_url = Some(text(&mut parser)?),
            Arg::Long("fixed-time") => draft.fixed_time = Some(text(&mut parser)?),
            Arg::Long("seed") => draft.seed = Some(number(&mut parser)?),
            Arg::Long("log-json") => draft.log_json = true,
            other => return Err(sentence(other.unexpected())),
        }
        first = false;
    }
    draft
        .finish()
        .map(|options| Command::Serve(Box::new(options)))
}

#[derive(Debug)]
struct Draft {
    listen: String,
    data: Option<PathBuf>,
    pages: Option<PathBuf>,
    demo: bool,
    demo_roles: u32,
    trusted_proxies: Vec<String>,
    allowed_origins: Vec<String>,
    public_url: Option<String>,
    fixed_time: Option<String>,
    seed: Option<u64>,
    log_json: bool,
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
    fn finish(self) -> Result<ServeOptions, String> {
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

fn person(parser: &mut Parser, active: bool) -> Result<Command, String> {
    let (mut data, mut email) = (None, None);
    while let Some(arg) = parser.next().map_err(sentence)? {
        match arg {
            Arg::Long("data") => data = Some(parser.value().map_err(sentence)?.into()),
            Arg::Value(word) if email.is_none() => {
                email = Some(word.string().map_err(sentence)?);
            }
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Person {
        data: data.ok_or("The folder of the database is missing: add --data DIR.")?,
        email: email
            .ok_or("The person is missing: name the mail address that they sign in with.")?,
        active,
    })
}

fn bench(parser: &mut Parser) -> Result<Command, String> {
    let mut count = 100_000;
    while let Some(arg) = parser.next().map_err(sentence)? {
        match arg {
            Arg::Long("authorizations") => count = number(parser)?,
            other => return Err(sentence(other.unexpected())),
        }
    }
    Ok(Command::Bench(count))
}

fn nothing_more(parser: &mut Parser, command: Command) -> Result<Command, String> {
    match parser.next().map_err(sentence)? {
        None => Ok(command),
        Some(arg) => Err(sentence(arg.unexpected())),
    }
}

fn text(parser: &mut Parser) -> Result<String, String> {
    parser.value().and_then(OsString::string).map_err(sentence)
}

fn number<T: std::str::FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    parser: &mut Parser,
) -> Result<T, String> {
    parser
        .value()
        .and_then(|value| value.parse())
        .map_err(sentence)
}

fn sentence(error: lexopt::Error) -> String {
    format!(
        "The command line has a mistake, {error}: countersign-server --help shows what there is."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn a_line_is_read() {
        let Ok(Command::Serve(options)) =
            read("--data x --listen 127.0.0.1:0 --demo --seed 7 --fixed-time 2026-11-23T09:00:00Z")
        else {
            panic!("not read");
        };
        assert!(options.trusted_proxies.is_empty());
        assert_eq!(options.seed, Some(7));
        assert_eq!(options.clock.iso(), "2026-11-23T09:00:00Z");
        assert!(matches!(
            read("bench --authorizations 5"),
            Ok(Command::Bench(5))
        ));
        assert!(matches!(read("openapi"), Ok(Command::OpenApi)));
        assert!(matches!(
            read("switch-off ada@demo.example --data x"),
            Ok(Command::Person { active: false, .. })
        ));
        assert!(matches!(read("--demo --help"), Ok(Command::Help)));
    }

    #[test]
    fn every_trusted_proxy_counts() {
        let line = "--data x --trusted-proxy 10.0.0.2 --trusted-proxy fd00::1";
        let Ok(Command::Serve(options)) = read(line) else {
            panic!("not read");
        };
        let proxies: Vec<_> = options
            .trusted_proxies
            .iter()
            .map(IpAddr::to_string)
            .collect();
        assert_eq!(proxies, ["10.0.0.2", "fd00::1"]);
    }

    #[test]
    fn a_mistake_is_named_with_its_remedy() {
        for (line, words) in [
            ("--data x --nonsense", "--help"),
            ("", "add --data DIR"),
            ("--data x --seed 7", "add --demo"),
            ("--data x --listen nowhere", "--listen a host and a port"),
            ("--data x --listen 0.0.0.0:80", "--public-url"),
            ("--data x --public-url portal", "https://portal.example"),
            (
                "--data x --trusted-proxy 10.0.0.0/8",
                "for example 10.0.0.2",
            ),
            (
                "--data x --trusted-proxy ::1 --trusted-proxy nginx",
                "'nginx'",
            ),
            ("--data x --trusted-proxy", "--help"),
            ("--data x --fixed-time noon", "2026-11-23T09:00:00Z"),
            ("--data", "--help"),
            ("openapi now", "--help"),
            ("switch-off --data x", "name the mail address"),
            ("switch-off ada@demo.example", "add --data DIR"),
            ("switch-on a@b c@d --data x", "--help"),
            ("--data x --seed many --demo", "--help"),
        ] {
            let error = read(line).unwrap_err();
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
