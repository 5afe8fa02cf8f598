//! The Wasm programs: Rust to Wasm, perhaps cut in two, its JavaScript, all of it made small. The
//! standalone pages and the npm package are made of them.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    files::lock,
    fingerprint::fingerprint,
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

/// A program, by the name of its `[[bin]]`, which its files have, too: `NAME.js`, `NAME_bg.wasm`, and
/// `NAME_rest.wasm` if it is cut.
#[derive(Clone, Copy)]
pub struct Program {
    pub bin: &'static str,
    /// Whether its first page comes without the rest.
    pub is_cut: bool,
    /// Whether it writes templates of Leptos.
    pub templates: bool,
}

/// The pages: as an application of their own and as an element.
pub const PAGES: Program = Program {
    bin: "pages",
    is_cut: true,
    templates: true,
};

/// The consent screen, which is small enough to be whole: as a page and as an element.
pub const CONSENT: Program = Program {
    bin: "consent",
    is_cut: false,
    templates: false,
};

/// Everything the programs are made of, and what makes them.
pub const INPUTS: [&str; 15] = [
    "src",
    "public/locales/en/pages.json",
    "public/locales/en/consent.json",
    "crates/contract",
    "crates/no-streams",
    "crates/xtask/src/programs.rs",
    "crates/xtask/src/split.rs",
    "crates/xtask/src/tools",
    "crates/xtask/src/wasm",
    "crates/xtask/scripts/shorten.mjs",
    "crates/xtask/package-lock.json",
    "Cargo.lock",
    "Cargo.toml",
    "rust-toolchain.toml",
    "build.rs",
];

/// What cargo is told so that a release is built with a standard library of its own: one whose
/// panics end the program without a word (`boot.js` says it), and without the places and the
/// `Debug` texts that only those words would need. An eighth of the Wasm. The flags are
/// unstable; the pinned toolchain knows them, and nothing else is built with them.
pub const STANDARD_LIBRARY: [(&str, &str); 4] = [
    ("RUSTC_BOOTSTRAP", "1"),
    ("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort"),
    ("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size"),
    (
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
        "--cfg erase_components -Zunstable-options -Cpanic=immediate-abort \
         -Zlocation-detail=none -Zfmt-debug=none",
    ),
];

/// How wasm-opt makes a program small. With `--all-features` it emits what Chromium refuses, so the
/// features are named. `-O3` and functions in the order of their names are larger than `-Oz`, and
/// smaller once they are compressed.
const OPTIMISE: [&str; 9] = [
    "-O3",
    "--reorder-functions-by-name",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
    "--low-memory-unused",
];

impl Program {
    /// Builds it, unless the last build was made of the same inputs. Answers the folder of its files.
    pub fn build(self, repo: &Repo) -> Result<PathBuf, Fail> {
        let folder = repo.path(&format!("target/programs/{}", self.bin));
        let _lock = lock(&repo.path("target/programs"), self.bin)?;
        let stamp = folder.with_extension("stamp");
        let inputs = fingerprint(repo.root(), &INPUTS, self.bin).to_string();
        let is_unchanged = fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == inputs);
        if is_unchanged && self.wasm(&folder).is_file() {
            return Ok(folder);
        }
        let _ = fs::remove_file(&stamp);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| not_written(&folder, &error))?;
        self.build_into(repo, &folder)?;
        fs::write(&stamp, inputs).map_err(|error| not_written(&stamp, &error))?;
        Ok(folder)
    }

    /// Its script.
    pub fn script(self, folder: &Path) -> PathBuf {
        folder.join([self.bin, ".js"].concat())
    }

    /// Its first part.
    pub fn wasm(self, folder: &Path) -> PathBuf {
        folder.join([self.bin, "_bg.wasm"].concat())
    }

    /// Its second part.
    pub fn rest(self, folder: &Path) -> Option<PathBuf> {
        self.is_cut
            .then(|| folder.join([self.bin, "_rest.wasm"].concat()))
    }

    fn build_into(self, repo: &Repo, folder: &Path) -> Result<(), Fail> {
        let built = self.compile(repo)?;
        let parts = if self.is_cut {
            Some(split::cut(repo, &built)?)
        } else {
            None
        };
        let first = parts.as_ref().map_or(&built, |(first, _)| first);
        run(
            program(repo, "wasm-bindgen")
                .args(["--target", "web", "--no-typescript"])
                .args(["--out-name", self.bin])
                .args(self.is_cut.then_some("--keep-lld-exports"))
                .arg("--out-dir")
                .arg(folder)
                .arg(first)
                .env("PATH", path_with(&[wasm_bindgen::folder(repo)?])),
            "making the JavaScript of a program",
        )?;
        let wasm = self.wasm(folder);
        optimise(repo, &wasm, &wasm)?;
        if let (Some((_, from)), Some(rest)) = (&parts, self.rest(folder)) {
            optimise(repo, from, &rest)?;
            split::pair(&wasm, &rest)?;
            split::export_loader(&self.script(folder))?;
        }
        wasm::shorten(repo, folder, self)
    }

    /// Rust to Wasm, one program at a time: each is linked whole, which takes much memory.
    fn compile(self, repo: &Repo) -> Result<PathBuf, Fail> {
        rust_parts::ensure_target(repo)?;
        rust_parts::ensure_source(repo)?;
        let mut rustc = cargo(repo);
        rustc
            .args(["rustc", "--bin", self.bin, "--profile", "wasm-release"])
            .args(["--target", WASM]);
        if self.is_cut {
            rustc.args(["--features", "cut", "--", split::LINKER]);
        }
        run(rustc.envs(STANDARD_LIBRARY), "building a program")?;
        let name = format!("{WASM}/wasm-release/{}.wasm", self.bin);
        Ok(target_folder(repo).join(name))
    }
}

fn optimise(repo: &Repo, from: &Path, to: &Path) -> Result<(), Fail> {
    run(
        program(repo, "wasm-opt")
            .args(OPTIMISE)
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

fn not_written(path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}
