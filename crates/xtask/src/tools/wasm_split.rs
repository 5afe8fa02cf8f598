//! Cuts a program where `#[wasm_split]` says so; goes with the library of that name in `Cargo.lock`.

use std::path::PathBuf;

use crate::{
    fail::Fail,
    process::{cargo, run},
    repo::Repo,
    tools::{Tool, ensure},
};

const VERSION: &str = "0.2.4";

pub fn folder(repo: &Repo) -> Result<PathBuf, Fail> {
    let tool = Tool {
        name: "wasm-split",
        version: VERSION,
        programs: &["wasm-split-cli"],
        folder: "bin",
        cost: "about 2 minutes",
    };
    ensure(&tool, |place| {
        run(
            cargo(repo)
                .args(["install", "--locked", "--quiet", "--version", VERSION])
                .args(["wasm_split_cli_support", "--features", "build-binary"])
                .arg("--root")
                .arg(place)
                .env_remove("CARGO_TARGET_DIR"),
            "installing wasm-split-cli",
        )
    })
}
