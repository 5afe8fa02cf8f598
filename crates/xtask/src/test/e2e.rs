//! The end-to-end tests: Playwright against the release server and the release pages.

use std::{ffi::OsString, fs, process::Command};

use crate::{
    fail::Fail,
    gallery, package, pages, portals,
    process::{program, watch},
    repo::Repo,
    serve::build_server,
    test::tally::{Tally, playwright},
    tools::{chromium, firefox, npm, trunk},
};

const FOLDER: &str = "tests/e2e";
/// Also in playwright.config.mjs.
const REPORT: &str = "tests/e2e/test-results/report.json";

pub fn test(repo: &Repo, runner: &[OsString]) -> Result<Tally, Fail> {
    pages::build(repo)?;
    package::build(repo)?;
    portals::build(repo)?;
    gallery::build(repo)?;
    build_server(repo)?;
    let firefox = firefox::ensure(repo)?;
    let mut playwright_test = node(repo, Browser::Quick)?;
    playwright_test
        .env("FIREFOX", firefox)
        .env("COUNTERSIGN_GALLERY", repo.path(gallery::DIST));
    report_of(repo, playwright_test, runner)
}

/// `trunk serve` in a checkout in which nothing was built. A step of its own: beside a compiler no other
/// test would be on time.
pub fn trunk(repo: &Repo, runner: &[OsString]) -> Result<Tally, Fail> {
    build_server(repo)?;
    let mut playwright_test = node(repo, Browser::Quick)?;
    playwright_test.env("TRUNK_PATH", trunk::path(repo)?);
    let runner = [&[OsString::from("trunk.spec.mjs")], runner].concat();
    report_of(repo, playwright_test, &runner)
}

fn report_of(repo: &Repo, mut test: Command, runner: &[OsString]) -> Result<Tally, Fail> {
    let report = repo.path(REPORT);
    let _ = fs::remove_file(&report);
    test.args(["node_modules/@playwright/test/cli.js", "test"])
        .args(runner);
    let status = watch(&mut test, |_| ())?;
    let tally = fs::read_to_string(&report)
        .ok()
        .and_then(|report| playwright(&report));
    Ok(tally.unwrap_or_default().settled(status.success()))
}

/// Which of the browsers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// As people have it.
    Whole,
    /// Without windows, where that is installed.
    Quick,
}

/// Node in the folder of the end-to-end tests, its packages installed, told where browser, server
/// and pages are.
pub fn node(repo: &Repo, browser: Browser) -> Result<Command, Fail> {
    let chromium = chromium::ensure(repo)?;
    let shell = chromium.shell.filter(|_| browser == Browser::Quick);
    npm::ci(repo, FOLDER)?;
    let mut node = program(repo, "node");
    node.current_dir(repo.path(FOLDER))
        .env("CHROMIUM", shell.unwrap_or(chromium.browser))
        .env("COUNTERSIGN_SERVER", repo.server("release"))
        .env("COUNTERSIGN_PAGES", repo.path(pages::DIST));
    Ok(node)
}
