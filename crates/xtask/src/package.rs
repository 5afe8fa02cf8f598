//! `cargo xtask package`: the npm package, out of its programs and the files beside them.

use std::{fs, path::Path};

use crate::{
    css,
    fail::Fail,
    files::{copy_folder, not_written, read, write},
    fingerprint::fingerprint,
    process::{program, run},
    programs::{self, Program},
    repo::Repo,
    wasm,
};

/// Where the package is made.
pub const DIST: &str = "packages/countersign/dist";

/// Where what is written by hand is.
const SOURCE: &str = "packages/countersign/src";

/// What the package is made of, besides its programs.
const INPUTS: [&str; 7] = [
    "packages/countersign/package.json",
    SOURCE,
    "style",
    "public/locales",
    "crates/xtask/src/css",
    "crates/xtask/src/package.rs",
    "crates/xtask/scripts/words.mjs",
];

/// What is taken as it is, or nearly so.
const COPIED: [&str; 5] = [
    "auto.js",
    "rest.js",
    "auto.d.ts",
    "index.d.ts",
    "custom-elements.json",
];

/// What the script of the package imports when the first element is on a page.
const LATER: [&str; 5] = [
    "./pages.js",
    "./style.js",
    "./consent.js",
    "./consent-style.js",
    "./words.js",
];

/// Stands in the script for the version of the package, which its programs have to be of as well.
const VERSION: &str = "0.0.0-version";

/// The programs of the package, each with its sheet and the script that the sheet becomes.
const PROGRAMS: [(Program, &str, &str); 2] = [
    (programs::PAGES, "style/embed.css", "style.js"),
    (
        programs::CONSENT,
        "style/embed-consent.css",
        "consent-style.js",
    ),
];

/// Builds unless the last build was made of the same inputs. The caller has checked for Node.
pub fn build(repo: &Repo) -> Result<(), Fail> {
    let dist = repo.path(DIST);
    let stamp = repo.path("target/package.stamp");
    let inputs = [&programs::INPUTS[..], &INPUTS].concat();
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
    for name in COPIED {
        let (from, to) = (repo.path(SOURCE).join(name), dist.join(name));
        fs::copy(&from, &to).map_err(|error| not_written(&to, &error))?;
    }
    wasm::shorten_scripts(repo, &dist, &["auto.js", "rest.js"])?;
    let script = dist.join("index.js");
    let entry = repo.path(SOURCE).join("index.js");
    wasm::bundle(repo, &entry, &script, &LATER)?;
    let text = read(&script)?.replace(VERSION, env!("CARGO_PKG_VERSION"));
    write(&script, &text)?;
    copy_folder(&repo.path("public/locales"), &dist.join("locales"))?;
    drop_texts_of_the_server(&dist.join("locales"))?;
    run(
        program(repo, "node").args(["crates/xtask/scripts/words.mjs", DIST]),
        "writing what the elements say in each language",
    )?;
    write(&stamp, &inputs)?;
    println!("The package is in {DIST}");
    Ok(())
}

/// No element reads them.
fn drop_texts_of_the_server(locales: &Path) -> Result<(), Fail> {
    let languages = fs::read_dir(locales)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", locales.display())))?;
    for language in languages.flatten() {
        for name in ["server.json", "scopes.json"] {
            let _ = fs::remove_file(language.path().join(name));
        }
    }
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

/// The programs and the style sheets.
fn build_programs(repo: &Repo, dist: &Path) -> Result<(), Fail> {
    for (program, sheet, script) in PROGRAMS {
        copy_folder(&program.build(repo)?, dist)?;
        let text = css::in_shadow(&css::bundle(&repo.path(sheet))?)?;
        // A script: what bundlers do with a sheet that a script names differs.
        let text = serde_json::to_string(&text)
            .map_err(|error| Fail::work(format!("{sheet} is not to be quoted: {error}")))?;
        write(&dist.join(script), &format!("export default {text};\n"))?;
    }
    Ok(())
}
