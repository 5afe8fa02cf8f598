//! `cargo xtask <command>`: installs what the build needs, builds, serves, tests and measures.
//!
//! It runs programs and depends on nothing of ours, so that it still compiles when they don't.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line tool speaks through its terminal"
)]
#![allow(
    clippy::disallowed_methods,
    reason = "step durations are real time; nothing here is under test by a fixed clock"
)]

mod args;
mod bench;
mod checks;
mod css;
mod demo_app;
mod dev;
mod fail;
mod files;
mod fingerprint;
mod gallery;
mod openapi;
mod package;
mod pages;
mod portals;
mod process;
mod programs;
mod repo;
mod serve;
mod size;
mod split;
mod test;
mod tools;
mod wasm;

use std::process::ExitCode;

use crate::{args::Task, fail::Fail, repo::Repo};

fn main() -> ExitCode {
    match perform() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            if let Some(sentence) = fail.sentence() {
                eprintln!("error: {sentence}");
            }
            fail.exit_code()
        }
    }
}

fn perform() -> Result<(), Fail> {
    let repo = Repo::find();
    match args::parse(std::env::args_os().skip(1))? {
        Task::Help => print!("{}", args::HELP),
        Task::Serve(options) => serve::serve(&repo, &options)?,
        Task::Dev(options) => dev::dev(&repo, &options)?,
        Task::Pages => {
            checks::node()?;
            pages::build(&repo)?;
        }
        Task::Gallery(options) => gallery::gallery(&repo, &options)?,
        Task::Package => {
            checks::node()?;
            package::build(&repo)?;
        }
        Task::Test(options) => test::test(&repo, &options)?,
        Task::ListSteps => test::list(),
        Task::Size => {
            checks::node()?;
            pages::build(&repo)?;
            package::build(&repo)?;
            size::check(&repo)?;
        }
        Task::OpenApi => openapi::write(&repo)?,
        Task::Bench { before } => bench::bench(&repo, before)?,
    }
    Ok(())
}
