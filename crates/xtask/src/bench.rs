//! `cargo xtask bench`: how the release build behaves with much data.

use std::path::PathBuf;

use crate::{
    checks,
    fail::Fail,
    pages,
    process::{cargo, program, run},
    repo::Repo,
    serve::build_server,
    test::e2e::{self, Browser},
    tools::chromium,
};

const BROWSER_BENCH: &str = "bench/run.mjs";

pub fn bench(repo: &Repo, before: Option<PathBuf>) -> Result<(), Fail> {
    checks::c_compiler()?;
    checks::node()?;
    chromium::check()?;
    build_server(repo)?;
    run(
        program(repo, repo.server("release")).args(["bench", "--authorizations", "100000"]),
        "measuring the server",
    )?;
    run(
        cargo(repo)
            .args(["run", "--release", "--package", "countersign-load", "--"])
            .args(before)
            .arg(repo.server("release")),
        "measuring the server under load",
    )?;
    pages::build(repo)?;
    run(
        e2e::node(repo, Browser::Whole)?.arg(BROWSER_BENCH),
        "measuring in the browser",
    )
}
