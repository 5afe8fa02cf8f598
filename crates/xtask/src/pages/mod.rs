//! The standalone pages: their programs, style sheets, HTML and texts in one folder, each file with
//! its compressed copies.

mod html;

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::Path,
};

use self::html::Assets;
use crate::{
    css,
    fail::Fail,
    files::{self, copy_folder, not_written, read, write},
    fingerprint::fingerprint,
    process::{program, run},
    programs::{self, Program},
    repo::Repo,
    wasm,
};

/// Where the pages are made.
pub const DIST: &str = "dist/pages";

const WORK: &str = "target/programs";

/// The loader of the rest of a program, which the npm package has too.
pub const REST: &str = "packages/countersign/src/rest.js";

/// What the pages are made of, besides their programs.
const INPUTS: [&str; 8] = [
    "style",
    "public",
    "index.html",
    "consent.html",
    REST,
    "crates/xtask/src/css",
    "crates/xtask/src/pages",
    "crates/xtask/scripts/compress.mjs",
];

/// A page, its sheet and its program.
struct Page {
    html: &'static str,
    sheet: &'static str,
    program: Program,
}

const PAGES: [Page; 2] = [
    Page {
        html: "index.html",
        sheet: "pages.css",
        program: programs::PAGES,
    },
    Page {
        html: "consent.html",
        sheet: "consent.css",
        program: programs::CONSENT,
    },
];

/// Builds unless the last build was made of the same inputs. The caller has checked for Node.
pub fn build(repo: &Repo) -> Result<(), Fail> {
    let work = repo.path(WORK);
    let _lock = files::lock(&work, "dist")?;
    let stamp = work.join("pages-dist.stamp");
    let inputs = [&programs::INPUTS[..], &INPUTS].concat();
    let inputs = fingerprint(repo.root(), &inputs, DIST).to_string();
    let dist = repo.path(DIST);
    let is_unchanged = fs::read_to_string(&stamp).is_ok_and(|stamped| stamped == inputs);
    if is_unchanged && dist.join("index.html").is_file() {
        println!("The pages in {DIST} are up to date");
        return Ok(());
    }
    let _ = fs::remove_file(&stamp);
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist).map_err(|error| not_written(&dist, &error))?;
    copy_folder(&repo.path("public"), &dist)?;
    fs::copy(repo.path(REST), work.join("rest.js")).map_err(|error| not_written(&work, &error))?;
    wasm::shorten_scripts(repo, &dist, &["boot.js"])?;
    wasm::shorten_scripts(repo, &work, &["rest.js"])?;
    for page in PAGES {
        page.build(repo, &dist)?;
    }
    run(
        program(repo, "node").args(["crates/xtask/scripts/compress.mjs", DIST]),
        "compressing the pages",
    )?;
    write(&stamp, &inputs)?;
    println!("The pages are in {DIST}");
    Ok(())
}

impl Page {
    fn build(self, repo: &Repo, dist: &Path) -> Result<(), Fail> {
        let folder = self.program.build(repo)?;
        let sheet = css::bundle(&repo.path("style").join(self.sheet))?;
        let sheet = named(dist, self.sheet, sheet.as_bytes())?;
        let wasm = named_file(dist, &self.program.wasm(&folder))?;
        let mut script = read(&self.program.script(&folder))?;
        let rest = match self.program.rest(&folder) {
            None => None,
            Some(rest) => {
                let loader = named_file(dist, &repo.path(WORK).join("rest.js"))?;
                // The program imports its loader by a name that a browser keeps for ever.
                script = script.replace("./rest.js", &format!("./{loader}"));
                Some((loader, named_file(dist, &rest)?))
            }
        };
        let js = named(dist, &[self.program.bin, ".js"].concat(), script.as_bytes())?;
        let assets = Assets {
            sheet,
            js,
            wasm,
            rest,
        };
        let source = read(&repo.path(self.html))?;
        let made = html::release(&source, &assets, &repo.path("public/locales"))?;
        write(&dist.join(self.html), &made)
    }
}

fn named_file(dist: &Path, file: &Path) -> Result<String, Fail> {
    let bytes = fs::read(file)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", file.display())))?;
    let name = file.file_name().and_then(|name| name.to_str());
    named(dist, name.unwrap_or_default(), &bytes)
}

/// Writes a file under a name with a hash of what is in it, so that browsers may keep it for ever.
fn named(dist: &Path, name: &str, bytes: &[u8]) -> Result<String, Fail> {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let name = format!("{stem}-{:016x}.{ending}", hasher.finish());
    let file = dist.join(&name);
    fs::write(&file, bytes).map_err(|error| not_written(&file, &error))?;
    Ok(name)
}
