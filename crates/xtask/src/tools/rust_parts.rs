//! What a build for the browser needs of the Rust toolchain beyond the compiler.

use std::path::{Path, PathBuf};

use crate::{
    fail::Fail,
    process::{on_path, output, program, run},
    repo::Repo,
};

/// The target of everything that runs in the browser.
pub const WASM: &str = "wasm32-unknown-unknown";

/// The standard library for wasm32.
pub fn ensure_target(repo: &Repo) -> Result<(), Fail> {
    let library = rustc_prints(repo, &["--print", "target-libdir", "--target", WASM])?;
    ensure(repo, &library, &["target", "add", WASM])
}

/// The source of the standard library.
pub fn ensure_source(repo: &Repo) -> Result<(), Fail> {
    let sysroot = rustc_prints(repo, &["--print", "sysroot"])?;
    let source = sysroot.join("lib/rustlib/src/rust/library");
    ensure(repo, &source, &["component", "add", "rust-src"])
}

fn rustc_prints(repo: &Repo, args: &[&str]) -> Result<PathBuf, Fail> {
    let printed = output(
        program(repo, "rustc").args(args),
        "asking rustc where its libraries are",
    )?;
    Ok(PathBuf::from(printed.trim()))
}

fn ensure(repo: &Repo, folder: &Path, rustup: &[&str; 3]) -> Result<(), Fail> {
    if folder.is_dir() {
        return Ok(());
    }
    let [kind, _, name] = rustup;
    if on_path("rustup").is_none() {
        return Err(Fail::environment(format!(
            "this Rust lacks the {kind} {name} and there is no rustup to add it: install Rust with rustup"
        )));
    }
    println!("Installing the Rust {kind} {name} (once, a few seconds)");
    run(
        program(repo, "rustup").args(rustup),
        "adding to the Rust toolchain",
    )
}
