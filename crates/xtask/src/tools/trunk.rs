//! Trunk builds and serves the pages while they are worked on, and the gallery. Newer ones want a newer
//! Rust than the pinned toolchain.

use std::{ffi::OsString, path::PathBuf, process::Command};

use crate::{
    fail::Fail,
    process::{cargo, path_with, program, run},
    repo::{Repo, is_ci},
    tools::{
        Tool, ensure,
        rust_parts::{self, WASM},
        wasm_bindgen,
    },
};

const VERSION: &str = "0.21.14";

/// Builds a page, unoptimised.
pub fn build(repo: &Repo, page: &str, dist: &str) -> Result<(), Fail> {
    let mut trunk = command(repo)?;
    trunk.args(["build", page, "--dist", dist]);
    if is_ci() {
        trunk.args(["--color", "never"]);
    }
    run(&mut trunk, "building the pages")
}

/// The search path of programs with Trunk and what it needs.
pub fn path(repo: &Repo) -> Result<OsString, Fail> {
    rust_parts::ensure_target(repo)?;
    let folders = [folder(repo)?, wasm_bindgen::folder(repo)?];
    // Trunk builds with --offline, on a fresh clone too.
    run(
        cargo(repo).args(["fetch", "--quiet", "--target", WASM]),
        "fetching the crates",
    )?;
    Ok(path_with(&folders))
}

/// Trunk, with what it needs.
pub fn command(repo: &Repo) -> Result<Command, Fail> {
    let path = path(repo)?;
    let mut trunk = program(repo, "trunk");
    trunk
        .env("PATH", path)
        // Trunk 0.21 reads it as a bool and refuses `1`.
        .env_remove("NO_COLOR");
    Ok(trunk)
}

fn folder(repo: &Repo) -> Result<PathBuf, Fail> {
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
