//! wasm-opt, from the npm package `binaryen`: it runs wherever Node does.

use std::{fs, path::PathBuf};

use crate::{
    fail::Fail,
    process::{program, run},
    repo::Repo,
    tools::{Tool, ensure},
};

/// Also in Trunk.toml, as `version_132`.
const VERSION: &str = "132";

pub fn folder(repo: &Repo) -> Result<PathBuf, Fail> {
    let tool = Tool {
        name: "binaryen",
        version: VERSION,
        programs: &["wasm-opt"],
        folder: "node_modules/.bin",
        cost: "a few seconds",
    };
    ensure(&tool, |place| {
        fs::create_dir_all(place)
            .map_err(|error| Fail::work(format!("cannot write {}: {error}", place.display())))?;
        run(
            program(repo, "npm")
                .args(["install", "--prefix"])
                .arg(place)
                .args([
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--no-package-lock",
                ])
                .args(["--loglevel", "error"])
                .arg(format!("binaryen@{VERSION}.0.0")),
            "installing binaryen from npm",
        )
    })
}
