//! Builds the pages: for each its style sheet, then Trunk; then the compressed copies.

mod merge;

use std::{
    ffi::OsStr,
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::{
    css,
    fail::Fail,
    fingerprint::fingerprint,
    process::{cargo, path_with, program, run},
    repo::{Repo, is_ci},
    tools::{
        binaryen,
        rust_parts::{self, WASM},
        trunk, wasm_bindgen,
    },
    wasm,
};

/// Everything the pages are made of, and what makes them.
pub const INPUTS: [&str; 16] = [
    "src",
    "style",
    "public",
    "crates/contract",
    "crates/xtask/src",
    "crates/xtask/scripts",
    "crates/xtask/package-lock.json",
    "index.html",
    "portal.html",
    "consent.html",
    "gallery.html",
    "Trunk.toml",
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    "build.rs",
];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// `dist/admin`: optimised and compressed.
    Release,
    /// `dist/dev`: quick to build.
    Dev,
}

impl Mode {
    pub fn folder(self) -> &'static str {
        match self {
            Self::Release => "dist/admin",
            Self::Dev => "dist/dev",
        }
    }

    /// What cargo is told so that a release is built with a standard library of its own: one whose
    /// panics end the program without a word (`boot.js` says it), and without the places and the
    /// `Debug` texts that only those words would need. An eighth of the Wasm. The flags are
    /// unstable; the pinned toolchain knows them, and nothing else is built with them.
    pub fn standard_library(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Release => &[
                ("RUSTC_BOOTSTRAP", "1"),
                ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
                ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
                (
                    "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                    "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort \
                     -Zlocation-detail=none -Zfmt-debug=none",
                ),
            ],
            Self::Dev => &[],
        }
    }

    /// The folder of cargo's profile that the server is built with.
    pub fn server_profile(self) -> &'static str {
        match self {
            Self::Release => "release",
            Self::Dev => "debug",
        }
    }
}

/// Builds unless the last build was made of the same inputs. The caller has checked for Node.
pub fn build(repo: &Repo, mode: Mode) -> Result<(), Fail> {
    in_turn(repo, |work| build_alone(repo, mode, work))
}

/// Where the gallery is built; see src/gallery.
pub const GALLERY: &str = "dist/gallery";

/// Builds the gallery, as quickly as the pages of `dev`.
pub fn build_gallery(repo: &Repo) -> Result<(), Fail> {
    in_turn(repo, |work| build_gallery_alone(repo, work))
}

fn in_turn(repo: &Repo, build: impl FnOnce(&Path) -> Result<(), Fail>) -> Result<(), Fail> {
    let work = repo.path("target/pages");
    fs::create_dir_all(&work).map_err(|error| not_written(&work, &error))?;
    // Two runs at once would replace each other's files in dist.
    let lock_file = work.join(".lock");
    let lock = File::create(&lock_file).map_err(|error| not_written(&lock_file, &error))?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        println!("Waiting for another run that builds the pages");
        lock.lock()
            .map_err(|error| not_written(&lock_file, &error))?;
    }
    build(&work)
}

/// Whether `folder` was built of the same inputs; if not, what to stamp it with once it is.
fn stale(repo: &Repo, work: &Path, folder: &str) -> Option<Stamp> {
    let file = work.join(format!("{}.stamp", folder.replace('/', "-")));
    let inputs = fingerprint(repo.root(), &INPUTS, folder).to_string();
    let unchanged = fs::read_to_string(&file).is_ok_and(|stamped| stamped == inputs);
    if unchanged && repo.path(folder).join("index.html").is_file() {
        println!("The pages in {folder} are up to date");
        return None;
    }
    let _ = fs::remove_file(&file);
    Some(Stamp { file, inputs })
}

/// What a folder was built of.
struct Stamp {
    file: PathBuf,
    inputs: String,
}

impl Stamp {
    fn write(self) -> Result<(), Fail> {
        fs::write(&self.file, self.inputs).map_err(|error| not_written(&self.file, &error))
    }
}

fn build_alone(repo: &Repo, mode: Mode, work: &Path) -> Result<(), Fail> {
    let folder = mode.folder();
    let Some(stamp) = stale(repo, work, folder) else {
        return Ok(());
    };
    let folders = prepare(repo, mode)?;
    for name in ["admin.css", "portal.css", "consent.css"] {
        write_sheet(work, name, &css::bundle(&repo.path("style").join(name))?)?;
    }

    // One program an HTML page, so one run of Trunk each; the server has all in one folder.
    bundle(repo, mode, "index.html", folder, &folders)?;
    for name in ["portal", "consent"] {
        let page = [name, ".html"].concat();
        let built = work.join(name);
        bundle(repo, mode, &page, &built, &folders)?;
        merge::merge(&built, &repo.path(folder), &page)?;
    }
    if mode == Mode::Release {
        let dist = repo.path(folder);
        let names = wasm::programs_in(&dist)?;
        let program_of = |name| wasm::Program {
            name,
            rest: None,
            templates: None,
        };
        let programs: Vec<_> = names.iter().map(|name| program_of(name)).collect();
        wasm::shorten_folder(repo, &dist, &programs, &["boot.js"])?;
        run(
            program(repo, "node").args(["crates/xtask/scripts/compress.mjs", folder]),
            "compressing the pages",
        )?;
    }
    stamp.write()
}

fn build_gallery_alone(repo: &Repo, work: &Path) -> Result<(), Fail> {
    let Some(stamp) = stale(repo, work, GALLERY) else {
        return Ok(());
    };
    let folders = prepare(repo, Mode::Dev)?;
    let sheet = |name| css::bundle(&repo.path("style").join(name));
    write_sheet(work, "gallery.css", &sheet("gallery.css")?)?;
    write_sheet(work, "stage.css", &css::in_shadow(&sheet("stage.css")?)?)?;
    bundle(repo, Mode::Dev, "gallery.html", GALLERY, &folders)?;
    stamp.write()
}

/// Gets what a build needs; answers where its programs are.
fn prepare(repo: &Repo, mode: Mode) -> Result<[PathBuf; 3], Fail> {
    rust_parts::ensure_target(repo)?;
    if mode == Mode::Release {
        rust_parts::ensure_source(repo)?;
    }
    let folders = [
        trunk::folder(repo)?,
        wasm_bindgen::folder(repo)?,
        binaryen::folder(repo)?,
    ];
    // Trunk builds with --offline, on a fresh clone too.
    run(
        cargo(repo)
            .args(["fetch", "--quiet", "--target", WASM])
            .envs(mode.standard_library().iter().copied()),
        "fetching the crates",
    )?;
    Ok(folders)
}

fn write_sheet(work: &Path, name: &str, text: &str) -> Result<(), Fail> {
    let sheet = work.join(name);
    fs::write(&sheet, text).map_err(|error| not_written(&sheet, &error))
}

fn bundle(
    repo: &Repo,
    mode: Mode,
    page: &str,
    dist: impl AsRef<OsStr>,
    folders: &[PathBuf],
) -> Result<(), Fail> {
    let mut trunk = program(repo, "trunk");
    trunk
        .args(["build", page, "--offline=true", "--dist"])
        .arg(dist)
        .env("PATH", path_with(folders))
        .envs(mode.standard_library().iter().copied())
        // Its minifier cannot read wasm-bindgen's `export { .. as default }`, says so, and keeps
        // the file as it is.
        .env(
            "RUST_LOG",
            "error,trunk=info,trunk::processing::minify=error",
        )
        // Trunk 0.21 reads it as a bool and refuses `1`.
        .env_remove("NO_COLOR");
    if is_ci() {
        trunk.args(["--color", "never"]);
    }
    if mode == Mode::Release {
        trunk.arg("--release=true");
    }
    run(&mut trunk, "building the pages")
}

fn not_written(path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}
