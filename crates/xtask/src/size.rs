//! `cargo xtask size`: what every file that is shipped weighs, and what is loaded until a page or an
//! element can be used, against its budget.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    files::copy_folder,
    package, pages,
    process::{program, run},
    repo::Repo,
};

/// What is loaded until something can be used, and what that may weigh in brotli; the stricter
/// reading of a KB.
struct Load {
    name: &'static str,
    folder: Folder,
    /// Names of files, without the hashes that are in the names of the pages.
    files: &'static [&'static str],
    budget: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Folder {
    Pages,
    Package,
}

const LOADS: [Load; 6] = [
    Load {
        name: "the list as a page",
        folder: Folder::Pages,
        files: &[
            "index.html",
            "boot.js",
            "pages.css",
            "pages.js",
            "rest.js",
            "pages_bg.wasm",
        ],
        budget: 235 * 1000,
    },
    Load {
        name: "a review that is opened by its address",
        folder: Folder::Pages,
        files: &[
            "index.html",
            "boot.js",
            "pages.css",
            "pages.js",
            "rest.js",
            "pages_bg.wasm",
            "pages_rest.wasm",
        ],
        budget: 330 * 1000,
    },
    Load {
        name: "the consent screen as a page, in the longest other language",
        folder: Folder::Pages,
        files: &[
            "consent.html",
            "boot.js",
            "consent.css",
            "consent.js",
            "consent_bg.wasm",
            LONGEST_CONSENT,
        ],
        budget: 88 * 1000,
    },
    Load {
        name: "the script of the package, before an element is used",
        folder: Folder::Package,
        files: &["index.js"],
        budget: 4 * 1000,
    },
    Load {
        name: "the list as an element",
        folder: Folder::Package,
        files: &[
            "index.js",
            "words.js",
            "style.js",
            "pages.js",
            "rest.js",
            "pages_bg.wasm",
        ],
        budget: 215 * 1000,
    },
    Load {
        name: "the consent screen as an element",
        folder: Folder::Package,
        files: &[
            "index.js",
            "words.js",
            "consent-style.js",
            "consent.js",
            "consent_bg.wasm",
        ],
        budget: 88 * 1000,
    },
];

/// Stands for the largest of the catalogues that the consent screen may need.
const LONGEST_CONSENT: &str = "locales/*/consent.json";

struct Weight {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Both folders are built.
pub fn check(repo: &Repo) -> Result<(), Fail> {
    let package = compressed(repo)?;
    let mut pages = weights(&repo.path(pages::DIST))?;
    let mut package = weights(&package)?;
    for (name, weights) in [(pages::DIST, &mut pages), (package::DIST, &mut package)] {
        weights.sort_by_key(|weight| std::cmp::Reverse(weight.brotli));
        print!("{}", table(name, weights));
    }
    let mut over = Vec::new();
    for load in &LOADS {
        let weights = match load.folder {
            Folder::Pages => &pages,
            Folder::Package => &package,
        };
        let brotli = load.weigh(weights)?;
        println!(
            "{} of {}  {}",
            kilobytes(brotli),
            kilobytes(load.budget),
            load.name
        );
        if brotli > load.budget {
            let bytes = brotli - load.budget;
            over.push(format!("{} is {bytes} bytes over its budget", load.name));
        }
    }
    if over.is_empty() {
        return Ok(());
    }
    Err(Fail::work(over.join("; ")))
}

impl Load {
    fn weigh(&self, weights: &[Weight]) -> Result<u64, Fail> {
        let mut sum = 0;
        for &file in self.files {
            let matching = weights.iter().filter(|weight| match file {
                LONGEST_CONSENT => {
                    weight.name.ends_with("/consent.json") && !weight.name.contains("/en/")
                }
                file => plain(&weight.name) == file,
            });
            let largest = matching.map(|weight| weight.brotli).max();
            sum += largest.ok_or_else(|| Fail::work(format!("there is no {file}")))?;
        }
        Ok(sum)
    }
}

/// The name of a file without its hash.
fn plain(name: &str) -> String {
    let hashed = name.rsplit_once('-').and_then(|(stem, rest)| {
        let (hash, ending) = rest.split_once('.')?;
        let is_hash = hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hash.then(|| format!("{stem}.{ending}"))
    });
    hashed.unwrap_or_else(|| name.to_owned())
}

/// A copy of the package with compressed copies in it, which who serves it has to make.
fn compressed(repo: &Repo) -> Result<PathBuf, Fail> {
    let copy = repo.path("target/package");
    let _ = fs::remove_dir_all(&copy);
    copy_folder(&repo.path(package::DIST), &copy)?;
    run(
        program(repo, "node")
            .arg("crates/xtask/scripts/compress.mjs")
            .arg(&copy),
        "compressing the package",
    )?;
    Ok(copy)
}

/// All files of a folder but their compressed copies.
fn weights(folder: &Path) -> Result<Vec<Weight>, Fail> {
    let mut found = Vec::new();
    collect(folder, "", &mut found)?;
    Ok(found)
}

fn collect(folder: &Path, below: &str, found: &mut Vec<Weight>) -> Result<(), Fail> {
    let entries = fs::read_dir(folder)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", folder.display())))?;
    for entry in entries.flatten() {
        let name = [below, &entry.file_name().to_string_lossy()].concat();
        let file = entry.path();
        if file.is_dir() {
            collect(&file, &[&name, "/"].concat(), found)?;
        } else if !file
            .extension()
            .is_some_and(|kind| kind == "br" || kind == "gz")
        {
            let raw = bytes(&file).unwrap_or(0);
            // Small files have no compressed copy and are sent as they are.
            let copy = |ending: &str| {
                let mut copy = file.clone().into_os_string();
                copy.push(ending);
                bytes(Path::new(&copy)).unwrap_or(raw)
            };
            let (gzip, brotli) = (copy(".gz"), copy(".br"));
            found.push(Weight {
                name,
                raw,
                gzip,
                brotli,
            });
        }
    }
    Ok(())
}

fn bytes(file: &Path) -> Option<u64> {
    fs::metadata(file).ok().map(|metadata| metadata.len())
}

fn table(title: &str, weights: &[Weight]) -> String {
    let names = weights.iter().map(|weight| weight.name.len());
    let width = names.max().unwrap_or(0).max(title.len());
    let mut table = format!(
        "\n{title:width$}  {:>10}  {:>10}  {:>10}\n",
        "raw", "gzip", "brotli"
    );
    for weight in weights {
        let [raw, gzip, brotli] = [weight.raw, weight.gzip, weight.brotli].map(kilobytes);
        table += &[format!("{:width$}", weight.name), raw, gzip, brotli].join("  ");
        table.push('\n');
    }
    table.push('\n');
    table
}

/// Rounded up, so that what is over the budget never reads as within it.
fn kilobytes(bytes: u64) -> String {
    let tenths = bytes.div_ceil(100);
    format!("{:>10}", format!("{}.{} KB", tenths / 10, tenths % 10))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_no_part_of_a_name() {
        assert_eq!(plain("pages_bg-0123456789abcdef.wasm"), "pages_bg.wasm");
        for name in ["consent-style.js", "index.html", "pages-0123.js"] {
            assert_eq!(plain(name), name);
        }
    }

    #[test]
    fn sizes_round_up() {
        assert_eq!(kilobytes(260_000).trim(), "260.0 KB");
        assert_eq!(kilobytes(260_001).trim(), "260.1 KB");
        assert_eq!(kilobytes(1).trim(), "0.1 KB");
    }
}
