//! What a page loads beside a Wasm program: its script, and those that are written by hand.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};

use serde_json::{Value, json};

use super::{imports, short::shorten};
use crate::{fail::Fail, process::program, repo::Repo, tools::npm};

/// Where the packages of the script are listed.
const FOLDER: &str = "crates/xtask";

/// A program of a folder: `NAME.js` beside `NAME_bg.wasm`, as wasm-bindgen makes them.
pub struct Program<'a> {
    pub name: &'a str,
    /// The file of its other part, where it has one: what that imports keeps its name.
    pub rest: Option<&'a str>,
    /// Whether it writes templates of Leptos, which have to go through a policy then. None where
    /// either is right.
    pub templates: Option<bool>,
}

/// Gives the imports and exports of programs short names, and makes their scripts small and `others`
/// of the folder, which are written by hand. In place. The caller has checked for Node.
pub fn shorten_folder(
    repo: &Repo,
    folder: &Path,
    programs: &[Program<'_>],
    others: &[&str],
) -> Result<(), Fail> {
    let mut tasks = Vec::new();
    for program in programs {
        let file = folder.join(format!("{}_bg.wasm", program.name));
        let shared = match program.rest {
            Some(rest) => imports(&read(&folder.join(rest))?)?,
            None => Vec::new(),
        };
        let kept: Vec<_> = shared.iter().map(|(_, name)| name.as_str()).collect();
        let short = shorten(&read(&file)?, &kept)?;
        fs::write(&file, short.wasm).map_err(|error| not_done("write", &file, &error))?;
        tasks.push(json!({
            "file": folder.join(format!("{}.js", program.name)),
            "imports": short.imports,
            "exports": short.exports,
            "templates": program.templates,
        }));
    }
    tasks.extend(
        others
            .iter()
            .map(|name| json!({ "file": folder.join(name) })),
    );
    work(repo, tasks)
}

/// The names of the programs that a folder has.
pub fn programs_in(folder: &Path) -> Result<Vec<String>, Fail> {
    let entries = fs::read_dir(folder).map_err(|error| not_done("read", folder, &error))?;
    let name = |file: PathBuf| {
        let name = file.file_name()?.to_str()?.strip_suffix("_bg.wasm")?;
        Some(name.to_owned())
    };
    Ok(entries
        .flatten()
        .filter_map(|entry| name(entry.path()))
        .collect())
}

fn work(repo: &Repo, tasks: Vec<Value>) -> Result<(), Fail> {
    const WHAT: &str = "making the scripts small";
    npm::ci(repo, FOLDER)?;
    let mut child = program(repo, "node")
        .arg("crates/xtask/scripts/shorten.mjs")
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| Fail::work(format!("could not start `node`: {error}")))?;
    let sent = child.stdin.take().map_or(Ok(()), |mut input| {
        input.write_all(Value::from(tasks).to_string().as_bytes())
    });
    let ended = child.wait();
    match ended.and_then(|status| sent.map(|()| status)) {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(Fail::work(format!("{WHAT} failed (see above)"))),
        Err(error) => Err(Fail::work(format!("{WHAT} failed: {error}"))),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Fail> {
    fs::read(file).map_err(|error| not_done("read", file, &error))
}

fn not_done(what: &str, path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot {what} {}: {error}", path.display()))
}
