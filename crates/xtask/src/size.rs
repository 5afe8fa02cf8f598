//! `cargo xtask size`: what each page, and each element of the package, loads before it can be used,
//! against its budget.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    package,
    pages::Mode,
    process::{program, run},
    repo::Repo,
};

/// A page and what it may weigh in brotli, all files together; the stricter reading of a KB.
struct Page {
    name: &'static str,
    file: &'static str,
    /// What the page may load although it does not name it.
    more: &'static [&'static str],
    budget: u64,
}

const PAGES: [Page; 3] = [
    Page {
        name: "admin",
        file: "index.html",
        more: &[],
        budget: 260 * 1000,
    },
    Page {
        name: "portal",
        file: "portal.html",
        more: &[],
        budget: 260 * 1000,
    },
    Page {
        name: "consent",
        file: "consent.html",
        more: &["locales/consent.fr.json"],
        budget: 90 * 1000,
    },
];

/// A part of the package and what it may weigh.
struct Part {
    name: &'static str,
    files: &'static [&'static str],
    budget: u64,
}

const PARTS: [Part; 3] = [
    Part {
        name: "script of the package, before it is needed,",
        files: &["index.js"],
        budget: 4 * 1000,
    },
    Part {
        name: "program of <authorized-applications>",
        files: &["program_bg.wasm"],
        budget: 220 * 1000,
    },
    Part {
        name: "<oauth-consent>",
        files: &["consent.js", "consent_bg.wasm", "consent-style.js"],
        budget: 90 * 1000,
    },
];

struct Weight {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

pub fn check(repo: &Repo) -> Result<(), Fail> {
    let folder = repo.path(Mode::Release.folder());
    let package = compressed(repo)?;
    let pages = PAGES.iter().map(|page| check_page(&folder, page));
    let parts = PARTS.iter().map(|part| {
        let files = part.files.iter().map(|&file| file.to_owned());
        check_files(&package, part.name, files.collect(), part.budget)
    });
    let over: Vec<String> = pages
        .chain(parts)
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    if over.is_empty() {
        return Ok(());
    }
    Err(Fail::work(over.join("; ")))
}

/// A copy of the package with compressed copies in it, which who serves it has to make.
fn compressed(repo: &Repo) -> Result<PathBuf, Fail> {
    let copy = repo.path("target/package");
    let _ = fs::remove_dir_all(&copy);
    fs::create_dir_all(&copy)
        .and_then(|()| {
            for file in PARTS.iter().flat_map(|part| part.files) {
                fs::copy(repo.path(package::DIST).join(file), copy.join(file))?;
            }
            Ok(())
        })
        .map_err(|error| Fail::work(format!("cannot copy the package: {error}")))?;
    run(
        program(repo, "node")
            .arg("crates/xtask/scripts/compress.mjs")
            .arg(&copy),
        "compressing the package",
    )?;
    Ok(copy)
}

fn check_page(folder: &Path, page: &Page) -> Result<Option<String>, Fail> {
    let file = folder.join(page.file);
    let html = fs::read_to_string(&file)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", file.display())))?;
    let mut names = vec![page.file.to_owned()];
    names.extend(first_load(&html));
    names.extend(page.more.iter().map(|&name| name.to_owned()));
    let name = [page.name, " page"].concat();
    check_files(folder, &name, names, page.budget)
}

/// Prints the table of some files; says by how much they are over their budget.
fn check_files(
    folder: &Path,
    name: &str,
    files: Vec<String>,
    budget: u64,
) -> Result<Option<String>, Fail> {
    let weights = files
        .into_iter()
        .map(|name| weigh(folder, name))
        .collect::<Result<Vec<_>, _>>()?;
    let brotli: u64 = weights.iter().map(|weight| weight.brotli).sum();
    print!("{}", table(&weights));
    println!(
        "{name}: budget {} of {}",
        kilobytes(brotli).trim_start(),
        kilobytes(budget).trim_start()
    );
    let over = brotli.saturating_sub(budget);
    Ok((over > 0).then(|| format!("the {name} is {over} bytes over its budget")))
}

/// The files of ours that the page names, each once.
fn first_load(html: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for attribute in [" href=", " src=", " data-js=", " data-wasm="] {
        for after in html.split(attribute).skip(1) {
            // Minified HTML leaves the quotes out.
            let value = match after.strip_prefix(['"', '\'']) {
                Some(quoted) => quoted.split(['"', '\'']).next(),
                None => after.split([' ', '>']).next(),
            };
            let name = value.and_then(|value| value.strip_prefix('/'));
            if let Some(name) = name.filter(|name| !name.is_empty())
                && !names.iter().any(|known| known == name)
            {
                names.push(name.to_owned());
            }
        }
    }
    names
}

fn weigh(folder: &Path, name: String) -> Result<Weight, Fail> {
    let file = folder.join(&name);
    let raw = bytes(&file)
        .ok_or_else(|| Fail::work(format!("the page names /{name}, which is not in the build")))?;
    // Small files have no compressed copy and are sent as they are.
    let copy = |ending: &str| bytes(&folder.join(format!("{name}.{ending}"))).unwrap_or(raw);
    let (gzip, brotli) = (copy("gz"), copy("br"));
    Ok(Weight {
        name,
        raw,
        gzip,
        brotli,
    })
}

fn bytes(file: &Path) -> Option<u64> {
    fs::metadata(file).ok().map(|metadata| metadata.len())
}

fn table(weights: &[Weight]) -> String {
    let width = weights.iter().map(|weight| weight.name.len()).max();
    let width = width.unwrap_or(0).max("all".len());
    let mut table = format!(
        "{:width$}  {:>10}  {:>10}  {:>10}\n",
        "", "raw", "gzip", "brotli"
    );
    let mut row = |name: &str, raw, gzip, brotli| {
        let [raw, gzip, brotli] = [raw, gzip, brotli].map(kilobytes);
        table += &[format!("{name:width$}"), raw, gzip, brotli].join("  ");
        table.push('\n');
    };
    for weight in weights {
        row(&weight.name, weight.raw, weight.gzip, weight.brotli);
    }
    let sum = |of: fn(&Weight) -> u64| weights.iter().map(of).sum::<u64>();
    row("all", sum(|w| w.raw), sum(|w| w.gzip), sum(|w| w.brotli));
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
    fn the_first_load_is_what_the_page_names_of_ours_each_file_once() {
        let html = r#"<link rel="icon" href="data:,"><link rel="stylesheet" href="/admin-1.css"/>
            <link rel="modulepreload" href="/admin-2.js"><link rel="preload" href="/admin-2_bg.wasm">
            <a href="/">home</a>
            <script type=module src=/boot.js data-js=/admin-2.js data-wasm=/admin-2_bg.wasm></script>"#;
        assert_eq!(
            first_load(html),
            ["admin-1.css", "admin-2.js", "admin-2_bg.wasm", "boot.js"]
        );
    }

    #[test]
    fn sizes_round_up() {
        assert_eq!(kilobytes(260_000).trim(), "260.0 KB");
        assert_eq!(kilobytes(260_001).trim(), "260.1 KB");
        assert_eq!(kilobytes(1).trim(), "0.1 KB");
    }
}
