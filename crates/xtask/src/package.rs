//! `cargo xtask package`: the npm package, out of the program `embed` and the files beside it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    css,
    fail::Fail,
    pages::Mode,
    process::{cargo, path_with, program, run},
    repo::Repo,
    tools::{
        binaryen,
        rust_parts::{self, WASM},
        wasm_bindgen,
    },
};

/// Where the package is made.
const DIST: &str = "packages/countersign/dist";

/// Stands in the script for the version of the package, which the program has to be of as well.
const VERSION: &str = "0.0.0-version";

pub fn build(repo: &Repo) -> Result<(), Fail> {
    let dist = repo.path(DIST);
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist).map_err(|error| not_written(&dist, &error))?;
    build_program(repo, &dist)?;
    trust_templates(&dist.join("program.js"))?;
    let sheet = css::in_shadow(&css::bundle(&repo.path("style/embed.css"))?);
    write(&dist.join("style.css"), &sheet)?;
    copy_folder(&repo.path("packages/countersign/src"), &dist)?;
    let script = dist.join("index.js");
    let text = fs::read_to_string(&script).map_err(|error| not_written(&script, &error))?;
    write(&script, &text.replace(VERSION, env!("CARGO_PKG_VERSION")))?;
    let locales = dist.join("locales");
    fs::create_dir_all(&locales).map_err(|error| not_written(&locales, &error))?;
    let french = "public/locales/fr.json";
    fs::copy(repo.path(french), locales.join("fr.json"))
        .map_err(|error| not_written(&locales, &error))?;
    println!("The package is in {DIST}");
    Ok(())
}

/// Rust to Wasm, its JavaScript, both made small.
fn build_program(repo: &Repo, dist: &Path) -> Result<(), Fail> {
    rust_parts::ensure_target(repo)?;
    rust_parts::ensure_source(repo)?;
    let tools = [wasm_bindgen::folder(repo)?, binaryen::folder(repo)?];
    run(
        cargo(repo)
            .args(["build", "--bin", "embed", "--profile", "wasm-release"])
            .args(["--target", WASM])
            .envs(Mode::Release.standard_library().iter().copied()),
        "building the program of the package",
    )?;
    let built = target_folder(repo).join(WASM).join("wasm-release/embed.wasm");
    run(
        program(repo, "wasm-bindgen")
            .args(["--target", "web", "--out-name", "program", "--no-typescript"])
            .arg("--out-dir")
            .arg(dist)
            .arg(&built)
            .env("PATH", path_with(&tools)),
        "making the JavaScript of the program",
    )?;
    let wasm = dist.join("program_bg.wasm");
    // The options are explained in index.html.
    run(
        program(repo, "wasm-opt")
            .args(["-O3", "--reorder-functions-by-name", "--enable-bulk-memory"])
            .args(["--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types"])
            .args(["--enable-multivalue", "--low-memory-unused", "-o"])
            .args([&wasm, &wasm])
            .env("PATH", path_with(&tools)),
        "making the program small",
    )?;
    run(
        program(repo, "node")
            .arg("crates/xtask/scripts/shorten.mjs")
            .arg(dist),
        "shortening the names of the program",
    )
}

/// Leptos writes its templates, which are constants of the program, by `innerHTML`. Where a page
/// requires Trusted Types they go through a policy of the name that docs/embedding.md tells.
fn trust_templates(script: &Path) -> Result<(), Fail> {
    const SINK: &str = ".innerHTML = ";
    let text = fs::read_to_string(script).map_err(|error| not_written(script, &error))?;
    let mut pieces = text.splitn(2, SINK);
    let (Some(before), Some(rest)) = (pieces.next(), pieces.next()) else {
        return Err(Fail::work("the program writes no templates any more"));
    };
    let Some((value, after)) = rest.split_once(';').filter(|_| !rest.contains(SINK)) else {
        return Err(Fail::work("the program writes HTML in more than one place"));
    };
    let policy = "const templates = globalThis.trustedTypes?.createPolicy(\"countersign\", \
         { createHTML: (text) => text }) ?? { createHTML: (text) => text };\n";
    write(
        script,
        &[policy, before, SINK, "templates.createHTML(", value, ");", after].concat(),
    )
}

/// Where cargo builds, which the caller may have moved.
fn target_folder(repo: &Repo) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| repo.path("target"), PathBuf::from)
}

fn copy_folder(from: &Path, into: &Path) -> Result<(), Fail> {
    let entries = fs::read_dir(from)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", from.display())))?;
    for entry in entries.flatten() {
        fs::copy(entry.path(), into.join(entry.file_name()))
            .map_err(|error| not_written(&entry.path(), &error))?;
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> Result<(), Fail> {
    fs::write(file, text).map_err(|error| not_written(file, &error))
}

fn not_written(path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}
