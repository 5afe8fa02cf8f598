//! `cargo xtask package`: the npm package, out of its programs and the files beside them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    css,
    fail::Fail,
    fingerprint::fingerprint,
    pages::{self, Mode},
    process::{cargo, path_with, program, run},
    repo::Repo,
    split,
    tools::{
        binaryen,
        rust_parts::{self, WASM},
        wasm_bindgen,
    },
    wasm,
};

/// Where the package is made.
pub const DIST: &str = "packages/countersign/dist";

/// Where what is written by hand is.
const SOURCE: &str = "packages/countersign/src";

/// Everything the package is made of, besides that of the pages.
const INPUTS: [&str; 2] = ["packages/countersign/package.json", SOURCE];

/// The scripts among them.
const SCRIPTS: [&str; 3] = ["index.js", "auto.js", "rest.js"];

/// Stands in the script for the version of the package, which its programs have to be of as well.
const VERSION: &str = "0.0.0-version";

/// A program of the package, by the name of its files.
struct Program {
    name: &'static str,
    bin: &'static str,
    sheet: (&'static str, &'static str),
    /// Whether it writes templates of Leptos.
    templates: bool,
    /// The file of what its first page does without.
    rest: Option<&'static str>,
}

const PROGRAMS: [Program; 2] = [
    Program {
        name: "program",
        bin: "embed",
        sheet: ("style/embed.css", "style.js"),
        templates: true,
        rest: Some("program_rest.wasm"),
    },
    Program {
        name: "consent",
        bin: "embed_consent",
        sheet: ("style/embed-consent.css", "consent-style.js"),
        templates: false,
        rest: None,
    },
];

/// Builds unless the last build was made of the same inputs. The caller has checked for Node.
pub fn build(repo: &Repo) -> Result<(), Fail> {
    let dist = repo.path(DIST);
    let stamp = repo.path("target/package.stamp");
    let inputs = [&pages::INPUTS[..], &INPUTS].concat();
    let inputs = fingerprint(repo.root(), &inputs, DIST).to_string();
    let unchanged = fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == inputs);
    if unchanged && dist.join("index.js").is_file() {
        println!("The package in {DIST} is up to date");
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    check_version(repo)?;
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist).map_err(|error| not_written(&dist, &error))?;
    build_programs(repo, &dist)?;
    copy_folder(&repo.path(SOURCE), &dist)?;
    let script = dist.join("index.js");
    let text = fs::read_to_string(&script).map_err(|error| not_written(&script, &error))?;
    let text = text.replace(VERSION, env!("CARGO_PKG_VERSION"));
    write(&script, &text)?;
    let programs = PROGRAMS.map(|program| wasm::Program {
        name: program.name,
        rest: program.rest,
        templates: Some(program.templates),
    });
    wasm::shorten_folder(repo, &dist, &programs, &SCRIPTS)?;
    let locales = dist.join("locales");
    fs::create_dir_all(&locales).map_err(|error| not_written(&locales, &error))?;
    copy_folder(&repo.path("public/locales"), &locales)?;
    write(&stamp, &inputs)?;
    println!("The package is in {DIST}");
    Ok(())
}

/// npm and cargo have a version each, of the same thing.
fn check_version(repo: &Repo) -> Result<(), Fail> {
    const MANIFEST: &str = "packages/countersign/package.json";
    let manifest = fs::read_to_string(repo.path(MANIFEST)).unwrap_or_default();
    let version = env!("CARGO_PKG_VERSION");
    if manifest.contains(&format!("\"version\": \"{version}\"")) {
        Ok(())
    } else {
        Err(Fail::work(format!(
            "{MANIFEST} is not of version {version}, as Cargo.toml is"
        )))
    }
}

/// Rust to Wasm, its JavaScript, both made small; and the style sheets.
fn build_programs(repo: &Repo, dist: &Path) -> Result<(), Fail> {
    rust_parts::ensure_target(repo)?;
    rust_parts::ensure_source(repo)?;
    let tools = [wasm_bindgen::folder(repo)?];
    // One at a time, as Trunk does it: each is linked whole, which takes the memory of all.
    for Program { bin, rest, .. } in PROGRAMS {
        run(
            cargo(repo)
                .args(["rustc", "--bin", bin, "--profile", "wasm-release"])
                .args(["--target", WASM, "--"])
                .args(rest.map(|_| split::LINKER))
                .envs(Mode::Release.standard_library().iter().copied()),
            "building a program of the package",
        )?;
    }
    for Program {
        name,
        bin,
        sheet,
        rest,
        ..
    } in PROGRAMS
    {
        let built = target_folder(repo)
            .join(WASM)
            .join(format!("wasm-release/{bin}.wasm"));
        let parts = rest.map(|rest| Ok((split::cut(repo, &built)?, dist.join(rest))));
        let parts = parts.transpose()?;
        let main = parts.as_ref().map_or(&built, |((main, _), _)| main);
        run(
            program(repo, "wasm-bindgen")
                .args(["--target", "web", "--no-typescript", "--out-name", name])
                .args(rest.map(|_| "--keep-lld-exports"))
                .arg("--out-dir")
                .arg(dist)
                .arg(main)
                .env("PATH", path_with(&tools)),
            "making the JavaScript of a program",
        )?;
        let wasm = dist.join(format!("{name}_bg.wasm"));
        optimise(repo, &wasm, &wasm)?;
        if let Some(((_, from), rest)) = &parts {
            optimise(repo, from, rest)?;
            split::pair(&wasm, rest)?;
            split::export_loader(&dist.join(format!("{name}.js")))?;
        }
        let (from, to) = sheet;
        let text = css::in_shadow(&css::bundle(&repo.path(from))?)?;
        // A script: what bundlers do with a sheet that a script names differs.
        let text = serde_json::to_string(&text)
            .map_err(|error| Fail::work(format!("{from} is not to be quoted: {error}")))?;
        write(&dist.join(to), &format!("export default {text};\n"))?;
    }
    Ok(())
}

/// The options are explained in index.html.
fn optimise(repo: &Repo, from: &Path, to: &Path) -> Result<(), Fail> {
    run(
        program(repo, "wasm-opt")
            .args(["-O3", "--reorder-functions-by-name", "--enable-bulk-memory"])
            .args(["--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types"])
            .args(["--enable-multivalue", "--low-memory-unused"])
            .arg(from)
            .arg("-o")
            .arg(to)
            .env("PATH", path_with(&[binaryen::folder(repo)?])),
        "making a program small",
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
