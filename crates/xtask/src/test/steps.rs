//! What `cargo xtask test` runs, in order.

use std::{ffi::OsString, process::Command};

use crate::{
    checks,
    fail::Fail,
    package, pages,
    process::{cargo, path_with, program, run, watch},
    repo::Repo,
    size,
    test::{
        e2e,
        tally::{Tally, test_result},
    },
    tools::{
        chromium, firefox,
        rust_parts::{self, WASM},
        wasm_bindgen,
    },
};

pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    /// What the machine must have; run before any step.
    pub checks: &'static [fn() -> Result<(), Fail>],
    /// An error counts as one failed check.
    pub perform: fn(&Repo, &[OsString]) -> Result<Tally, Fail>,
}

/// What is built for development alone is checked as well.
const WITH_GALLERY: [&str; 2] = ["--features", "countersign/gallery"];

pub static STEPS: [Step; 11] = [
    Step {
        name: "fmt",
        about: "cargo fmt --check",
        checks: &[],
        perform: |repo, runner| one(cargo(repo).args(["fmt", "--all", "--check"]).args(runner)),
    },
    Step {
        name: "clippy",
        about: "clippy on everything, for this machine",
        checks: &[checks::c_compiler],
        perform: |repo, runner| {
            let mut clippy = cargo(repo);
            clippy.args(["clippy", "--workspace", "--all-targets"]);
            clippy.args(WITH_GALLERY);
            one(clippy.args(runner).args(["--", "-D", "warnings"]))
        },
    },
    Step {
        name: "clippy-wasm",
        about: "clippy on the app and the contract, for the browser",
        checks: &[],
        perform: |repo, runner| {
            rust_parts::ensure_target(repo)?;
            let mut clippy = cargo(repo);
            clippy
                .args(["clippy", "--target", WASM])
                .args(["--package", "countersign"])
                // Clippy looks at the contract, too, which it depends on.
                .args(["--lib", "--bins", "--tests"])
                .args(WITH_GALLERY);
            one(clippy.args(runner).args(["--", "-D", "warnings"]))
        },
    },
    Step {
        name: "native",
        about: "cargo test: rules, contract, server, documentation examples",
        checks: &[checks::c_compiler],
        perform: |repo, runner| {
            let mut test = cargo(repo);
            test.args(["test", "--workspace", "--no-fail-fast"]);
            test.args(WITH_GALLERY);
            counted(test.args(runner))
        },
    },
    Step {
        name: "locales",
        about: "every language is whole",
        checks: &[checks::node],
        perform: |repo, runner| {
            let mut test = program(repo, "node");
            test.args(["--test", "--test-reporter=tap"]);
            counted(test.args(runner).arg("tests/locales/catalogues.test.mjs"))
        },
    },
    Step {
        name: "web",
        about: "unit tests in a headless browser",
        checks: &[chromium::check],
        perform: web,
    },
    Step {
        name: "pages",
        about: "release build of the pages",
        checks: &[checks::node],
        perform: |repo, _| pages::build(repo).map(|()| Tally::PASSED),
    },
    Step {
        name: "package",
        about: "the npm package",
        checks: &[checks::node],
        perform: |repo, _| package::build(repo).map(|()| Tally::PASSED),
    },
    Step {
        name: "size",
        about: "what each page and each element loads, against its budget",
        checks: &[checks::node],
        perform: |repo, _| {
            pages::build(repo)?;
            package::build(repo)?;
            size::check(repo).map(|()| Tally::PASSED)
        },
    },
    Step {
        name: "trunk",
        about: "`trunk serve` in a fresh checkout",
        checks: &[checks::node, checks::c_compiler, chromium::check],
        perform: e2e::trunk,
    },
    Step {
        name: "e2e",
        about: "journeys in a browser against the real server",
        checks: &[
            checks::node,
            checks::c_compiler,
            chromium::check,
            firefox::check,
        ],
        perform: e2e::test,
    },
];

fn web(repo: &Repo, runner: &[OsString]) -> Result<Tally, Fail> {
    rust_parts::ensure_target(repo)?;
    let programs = wasm_bindgen::folder(repo)?;
    let chromium = chromium::ensure(repo)?;
    let mut test = cargo(repo);
    test.args(["test", "--package", "countersign", "--target", WASM])
        .arg("--lib")
        .args(runner)
        .env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
            programs.join("wasm-bindgen-test-runner"),
        )
        .env("PATH", path_with(&[programs]))
        .env("CHROMEDRIVER", chromium.driver)
        // Seconds for the whole file, page load included; the default of 20 is short on 2 cores.
        .env("WASM_BINDGEN_TEST_TIMEOUT", "180");
    counted(&mut test)
}

/// A command that is one check as a whole.
fn one(command: &mut Command) -> Result<Tally, Fail> {
    run(command, "the check").map(|()| Tally::PASSED)
}

/// A command that prints `test result:` lines, or the sums of Node's test runner.
fn counted(command: &mut Command) -> Result<Tally, Fail> {
    let mut tally = Tally::default();
    let status = watch(command, |line| {
        tally = tally + test_result(line).unwrap_or_default();
    })?;
    Ok(tally.settled(status.success()))
}
