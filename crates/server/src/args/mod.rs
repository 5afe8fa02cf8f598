//! The command line.

mod options;

use std::ffi::OsString;
use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt as _};

pub use options::ServeOptions;

use options::Draft;

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
  --pages DIR        serve the built pages of the component from here, in the languages that its
                     locales/languages.json lists
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
mod tests;
