//! Trunk builds the pages. Newer ones want a newer Rust than the pinned toolchain.

use std::path::PathBuf;

use crate::{
    fail::Fail,
    process::{cargo, run},
    repo::Repo,
    tools::{Tool, ensure},
};

const VERSION: &str = "0.21.14";

pub fn folder(repo: &Repo) -> Result<PathBuf, Fail> {
    let tool = Tool {
        name: "trunk",
        version: VERSION,
        programs: &["trunk"],
        folder: "bin",
        cost: "about 6 minutes",
    };
    ensure(&tool, |place| {
        run(
            cargo(repo)
                .args(["install", "--locked", "--quiet", "--version", VERSION])
                .args(["trunk", "--root"])
                .arg(place)
                // Trunk waits for other programs: a quick build of it beats a quick Trunk.
                .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
                .env("CARGO_PROFILE_RELEASE_LTO", "off")
                .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
                .env_remove("CARGO_TARGET_DIR"),
            "installing Trunk",
        )
    })
}
