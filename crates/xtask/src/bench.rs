//! `cargo xtask bench`: how the release build behaves with much data.

use crate::{
    checks,
    fail::Fail,
    pages::{self, Mode},
    process::{program, run},
    repo::Repo,
    serve::build_server,
    test::e2e,
    tools::chromium,
};

const BROWSER_BENCH: &str = "bench.mjs";

pub fn bench(repo: &Repo) -> Result<(), Fail> {
    let in_browser = repo.path("tests/e2e").join(BROWSER_BENCH).is_file();
    checks::c_compiler()?;
    if in_browser {
        checks::node()?;
        chromium::check()?;
    }
    build_server(repo)?;
    run(
        program(repo, repo.server("release")).args(["bench", "--authorizations", "100000"]),
        "measuring the server",
    )?;
    if in_browser {
        pages::build(repo, Mode::Release)?;
        run(
            e2e::node(repo)?.arg(BROWSER_BENCH),
            "measuring in the browser",
        )?;
    }
    Ok(())
}
