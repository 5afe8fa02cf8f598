//! The Rust standard library for wasm32.

use std::path::Path;

use crate::{
    fail::Fail,
    process::{on_path, output, program, run},
    repo::Repo,
};

const TARGET: &str = "wasm32-unknown-unknown";

pub fn ensure(repo: &Repo) -> Result<(), Fail> {
    let libraries = output(
        program(repo, "rustc").args(["--print", "target-libdir", "--target", TARGET]),
        "asking rustc for its libraries",
    )?;
    if Path::new(libraries.trim()).is_dir() {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(Fail::environment(format!(
            "this Rust has no library for {TARGET} and there is no rustup to add it: install Rust with rustup"
        )));
    }
    println!("Installing the Rust target {TARGET} (once, a few seconds)");
    run(
        program(repo, "rustup").args(["target", "add", TARGET]),
        "installing the Rust target",
    )
}
