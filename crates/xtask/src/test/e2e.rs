//! The end-to-end tests: Playwright against the release server and the release pages.

use std::{ffi::OsString, fs, process::Command};

use crate::{
    fail::Fail,
    pages::{self, Mode},
    process::{program, run, watch},
    repo::Repo,
    serve::build_server,
    test::tally::{Tally, playwright},
    tools::chromium,
};

const FOLDER: &str = "tests/e2e";
/// Also in playwright.config.mjs.
const REPORT: &str = "tests/e2e/test-results/report.json";

pub fn test(repo: &Repo, runner: &[OsString]) -> Result<Tally, Fail> {
    pages::build(repo, Mode::Release)?;
    build_server(repo)?;
    let report = repo.path(REPORT);
    let _ = fs::remove_file(&report);
    let mut playwright_test = node(repo, Browser::Quick)?;
    playwright_test
        .args(["node_modules/@playwright/test/cli.js", "test"])
        .args(runner);
    let status = watch(&mut playwright_test, |_| ())?;
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
    install_packages(repo)?;
    let mut node = program(repo, "node");
    node.current_dir(repo.path(FOLDER))
        .env("CHROMIUM", shell.unwrap_or(chromium.browser))
        .env("COUNTERSIGN_SERVER", repo.server("release"))
        .env("COUNTERSIGN_PAGES", repo.path(Mode::Release.folder()));
    Ok(node)
}

/// `npm ci`, unless the last one was for the same lock file.
fn install_packages(repo: &Repo) -> Result<(), Fail> {
    let folder = repo.path(FOLDER);
    let lock = fs::read_to_string(folder.join("package-lock.json")).unwrap_or_default();
    let installed = folder.join("node_modules/.installed-package-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    run(
        program(repo, "npm")
            .current_dir(&folder)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel", "error"]),
        "installing the packages of the end-to-end tests",
    )?;
    fs::write(&installed, lock)
        .map_err(|error| Fail::work(format!("cannot write {}: {error}", installed.display())))
}
