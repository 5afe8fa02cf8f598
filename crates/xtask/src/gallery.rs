//! `cargo xtask gallery`: every piece and every state of the pages, side by side.

use std::fs;

use crate::{
    args::GalleryOptions,
    checks, css,
    fail::Fail,
    files::write,
    fingerprint::fingerprint,
    process::{program, run},
    repo::Repo,
    tools::trunk,
};

/// Where it is made; see src/gallery.
pub const DIST: &str = "dist/gallery";

const INPUTS: [&str; 9] = [
    "src",
    "style",
    "public",
    "crates/contract",
    "gallery.html",
    "Trunk.toml",
    "Cargo.lock",
    "Cargo.toml",
    "build.rs",
];

pub fn gallery(repo: &Repo, options: &GalleryOptions) -> Result<(), Fail> {
    checks::node()?;
    if let Some(listen) = &options.listen {
        checks::port_is_free(listen, "--listen")?;
    }
    build(repo)?;
    let Some(listen) = &options.listen else {
        println!("The gallery is in {DIST}");
        return Ok(());
    };
    run(
        program(repo, "node").args(["crates/xtask/scripts/static.mjs", DIST, listen]),
        "serving the gallery",
    )
}

/// Builds unless the last build was made of the same inputs.
pub fn build(repo: &Repo) -> Result<(), Fail> {
    let stamp = repo.path("target/gallery.stamp");
    let inputs = fingerprint(repo.root(), &INPUTS, DIST).to_string();
    let is_unchanged = fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == inputs);
    if is_unchanged && repo.path(DIST).join("index.html").is_file() {
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    let sheet = css::in_shadow(&css::bundle(&repo.path("style/stage.css"))?)?;
    write(&repo.path("target/stage.css"), &sheet)?;
    trunk::build(repo, "gallery.html", DIST)?;
    write(&stamp, &inputs)
}
