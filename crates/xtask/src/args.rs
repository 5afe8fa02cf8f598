//! What the command line asks for.

use std::{ffi::OsString, path::PathBuf};

use lexopt::prelude::*;

use crate::fail::Fail;

pub const HELP: &str = "\
cargo xtask <command>

  serve [--listen 127.0.0.1:8080] [--app 127.0.0.1:8090] [--data DIR] [--public-url URL]
                 build everything and run the product with demo data, and beside it a demo
                 application that signs people in; the public URL is how browsers reach the
                 product, needed where it does not listen on loopback
  dev   [the same options]
                 the same unoptimised; rebuilds on change, refresh the page yourself
  test [--only STEP]... [--list] [-- ARGS]
                 every check; ARGS go to the runner of the one step named by --only
  pages          build the pages into dist/pages
  gallery [--listen 127.0.0.1:8070 | --build]
                 build every piece and state, side by side, into dist/gallery and serve them
  package        build the npm package into packages/countersign/dist
  size           build pages and package, print what they weigh and fail over budget
  bench          measure the release build: with 100,000 authorizations, under load, in a browser
                   --before PROGRAM  the server of an older version, to measure beside this one
  openapi        write docs/openapi.json
  help           this text
";

#[derive(Debug, PartialEq, Eq)]
pub enum Task {
    Help,
    Serve(ServeOptions),
    Dev(ServeOptions),
    Pages,
    Gallery(GalleryOptions),
    Package,
    Test(TestOptions),
    ListSteps,
    Size,
    OpenApi,
    Bench {
        /// A server of an older version, to measure beside this one.
        before: Option<PathBuf>,
    },
}

#[derive(Debug, PartialEq, Eq)]
pub struct ServeOptions {
    pub listen: String,
    pub data: Option<PathBuf>,
    pub public_url: Option<String>,
    /// Where the demo external application listens.
    pub app: String,
}

#[derive(Debug, PartialEq, Eq)]
pub struct GalleryOptions {
    /// Where it is served; `None` where it is only built.
    pub listen: Option<String>,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct TestOptions {
    /// Names of steps; empty means all.
    pub only: Vec<String>,
    /// Handed to the runner of the one chosen step.
    pub runner: Vec<OsString>,
}

pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Task, Fail> {
    let mut ours: Vec<OsString> = args.into_iter().collect();
    let runner = match ours.iter().position(|arg| arg == "--") {
        Some(at) => {
            let runner = ours.split_off(at + 1);
            ours.pop();
            Some(runner)
        }
        None => None,
    };
    let mut parser = lexopt::Parser::from_args(ours);
    let task = task(&mut parser, runner.clone().unwrap_or_default()).map_err(|error| {
        let text = error.to_string();
        Fail::environment(format!("{text}; `cargo xtask help` lists the commands"))
    })?;
    match &task {
        Task::Test(options) if runner.is_some() && options.only.len() != 1 => {
            Err(Fail::environment(
                "arguments after -- go to the runner of one step: name it with --only",
            ))
        }
        Task::Test(_) => Ok(task),
        _ if runner.is_some() => Err(Fail::environment(
            "only `cargo xtask test` takes arguments after --",
        )),
        _ => Ok(task),
    }
}

fn task(parser: &mut lexopt::Parser, runner: Vec<OsString>) -> Result<Task, lexopt::Error> {
    let command = match parser.next()? {
        Some(Value(command)) => command.string()?,
        Some(Long("help") | Short('h')) => return Ok(Task::Help),
        Some(other) => return Err(other.unexpected()),
        None => return Err("no command was given".into()),
    };
    let task = match command.as_str() {
        "serve" => return Ok(serve_options(parser)?.map_or(Task::Help, Task::Serve)),
        "dev" => return Ok(serve_options(parser)?.map_or(Task::Help, Task::Dev)),
        "gallery" => return gallery_options(parser),
        "bench" => return bench_options(parser),
        "test" => return test_options(parser, runner),
        "pages" => Task::Pages,
        "package" => Task::Package,
        "size" => Task::Size,
        "openapi" => Task::OpenApi,
        "help" => Task::Help,
        unknown => return Err(format!("there is no command `{unknown}`").into()),
    };
    match parser.next()? {
        None => Ok(task),
        Some(Long("help") | Short('h')) => Ok(Task::Help),
        Some(other) => Err(other.unexpected()),
    }
}

fn bench_options(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut before = None;
    while let Some(arg) = parser.next()? {
        match arg {
            Long("before") => before = Some(parser.value()?.into()),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Bench { before })
}

/// `None` when help was asked for.
fn serve_options(parser: &mut lexopt::Parser) -> Result<Option<ServeOptions>, lexopt::Error> {
    let mut options = ServeOptions {
        listen: "127.0.0.1:8080".to_owned(),
        data: None,
        public_url: None,
        app: "127.0.0.1:8090".to_owned(),
    };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("listen") => options.listen = parser.value()?.string()?,
            Long("data") => options.data = Some(parser.value()?.into()),
            Long("app") => options.app = parser.value()?.string()?,
            Long("public-url") => options.public_url = Some(parser.value()?.string()?),
            Long("help") | Short('h') => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(options))
}

fn gallery_options(parser: &mut lexopt::Parser) -> Result<Task, lexopt::Error> {
    let mut listen = Some("127.0.0.1:8070".to_owned());
    while let Some(arg) = parser.next()? {
        match arg {
            Long("listen") => listen = Some(parser.value()?.string()?),
            Long("build") => listen = None,
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Gallery(GalleryOptions { listen }))
}

fn test_options(parser: &mut lexopt::Parser, runner: Vec<OsString>) -> Result<Task, lexopt::Error> {
    let mut options = TestOptions {
        runner,
        ..TestOptions::default()
    };
    while let Some(arg) = parser.next()? {
        match arg {
            Long("only") => options.only.push(parser.value()?.string()?),
            Long("list") => return Ok(Task::ListSteps),
            Long("help") | Short('h') => return Ok(Task::Help),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Task::Test(options))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_line(line: &str) -> Result<Task, Fail> {
        parse(line.split_whitespace().map(OsString::from))
    }

    #[test]
    fn serve_listens_on_loopback_unless_told() {
        let options = |listen: &str, data: Option<&str>| {
            Ok(Task::Serve(ServeOptions {
                listen: listen.to_owned(),
                data: data.map(PathBuf::from),
                public_url: None,
                app: "127.0.0.1:8090".to_owned(),
            }))
        };
        assert_eq!(parse_line("serve"), options("127.0.0.1:8080", None));
        assert_eq!(
            parse_line("serve --listen=0.0.0.0:1 --data d"),
            options("0.0.0.0:1", Some("d"))
        );
    }

    #[test]
    fn the_gallery_is_served_unless_it_is_only_built() {
        let gallery = |listen: Option<&str>| {
            let listen = listen.map(str::to_owned);
            Ok(Task::Gallery(GalleryOptions { listen }))
        };
        assert_eq!(parse_line("gallery"), gallery(Some("127.0.0.1:8070")));
        assert_eq!(
            parse_line("gallery --listen [::1]:1"),
            gallery(Some("[::1]:1"))
        );
        assert_eq!(parse_line("gallery --build"), gallery(None));
        assert!(parse_line("gallery here").is_err());
    }

    #[test]
    fn what_follows_two_dashes_belongs_to_the_runner() {
        assert_eq!(
            parse_line("test --only e2e -- --grep --x"),
            Ok(Task::Test(TestOptions {
                only: vec!["e2e".to_owned()],
                runner: vec!["--grep".into(), "--x".into()],
            }))
        );
        assert!(parse_line("test -- x").is_err());
        assert!(parse_line("test --only a --only b -- x").is_err());
        assert!(parse_line("size -- x").is_err());
    }

    #[test]
    fn a_wrong_line_is_refused_in_one_sentence() {
        for line in [
            "",
            "sevre",
            "serve --port 1",
            "size x",
            "serve --listen",
            "test e2e",
        ] {
            let fail = parse_line(line).expect_err(line);
            assert!(
                matches!(&fail, Fail::Environment(s) if !s.contains('\n')),
                "{fail:?}"
            );
        }
    }

    #[test]
    fn help_is_never_an_error() {
        for line in [
            "help",
            "--help",
            "serve --help",
            "test -h",
            "size --help",
            "gallery --help",
        ] {
            assert_eq!(parse_line(line), Ok(Task::Help), "{line}");
        }
    }
}
