//! What a page loads beside a Wasm program: its script, and those that are written by hand.

use std::{fs, io::Write, path::Path, process::Stdio};

use serde_json::{Value, json};

use super::{imports, short};
use crate::{fail::Fail, process::program, programs::Program, repo::Repo, tools::npm};

/// Where the packages of the script are listed.
const FOLDER: &str = "crates/xtask";

/// Gives the imports and exports of a program short names, and makes its script small. In place. The
/// caller has checked for Node.
pub fn shorten(repo: &Repo, folder: &Path, program: Program) -> Result<(), Fail> {
    let file = program.wasm(folder);
    // What the other part imports keeps its name.
    let shared = match program.rest(folder) {
        Some(rest) => imports(&read(&rest)?)?,
        None => Vec::new(),
    };
    let kept: Vec<_> = shared.iter().map(|(_, name)| name.as_str()).collect();
    let short = short::shorten(&read(&file)?, &kept)?;
    fs::write(&file, short.wasm).map_err(|error| not_done("write", &file, &error))?;
    let task = json!({
        "file": program.script(folder),
        "imports": short.imports,
        "exports": short.exports,
        "templates": program.templates,
    });
    work(repo, vec![task])
}

/// Makes scripts small that are written by hand. In place.
pub fn shorten_scripts(repo: &Repo, folder: &Path, names: &[&str]) -> Result<(), Fail> {
    let task = |name: &&str| json!({ "file": folder.join(name) });
    work(repo, names.iter().map(task).collect())
}

/// Writes a script with those that it imports into one file, and makes that small. It imports
/// `others` as it runs.
pub fn bundle(repo: &Repo, entry: &Path, into: &Path, others: &[&str]) -> Result<(), Fail> {
    work(
        repo,
        vec![json!({ "file": into, "entry": entry, "others": others })],
    )
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
