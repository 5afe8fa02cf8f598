//! Parts a program of the package: what its first page needs, and the rest in a file of its own.

use std::{
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    process::{path_with, program, run},
    repo::Repo,
    tools::wasm_split,
};

/// How the linker is told to leave in what the cut needs.
pub const LINKER: &str = "-Clink-arg=--emit-relocs";

/// The rest, as the splitter names it: after the name in `#[wasm_split]`.
const REST: &str = "split_rest.wasm";

/// The script that the splitter lets the program import: ours, which is written by hand.
const LOADER: (&str, &str) = ("./__wasm_split.js", "./rest.js");

/// By this name the two share their stack.
const SHARED: &[u8] = b"__wasm_split_shared0";

/// Cuts `built`: the main part and the rest, neither of them optimised.
pub fn cut(repo: &Repo, built: &Path) -> Result<(PathBuf, PathBuf), Fail> {
    let tools = [wasm_split::folder(repo)?];
    let parts = built.with_extension("parts");
    let _ = fs::remove_dir_all(&parts);
    fs::create_dir_all(&parts).map_err(|error| not_written(&parts, &error))?;
    run(
        program(repo, "wasm-split-cli")
            .args([built, &parts])
            .args(["--out-name", "main"])
            .env("PATH", path_with(&tools)),
        "cutting the program",
    )?;
    let entries = fs::read_dir(&parts).map_err(|error| not_written(&parts, &error))?;
    let mut files: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|file| file.extension().is_some_and(|kind| kind == "wasm"))
        .collect();
    files.sort();
    let expected = [parts.join("main.wasm"), parts.join(REST)];
    if files != expected {
        return Err(Fail::work(format!("the program fell into {files:?}")));
    }
    Ok(expected.into())
}

/// Lets the script of the main part import the loader that is written by hand, and export how it is
/// told where the rest is.
pub fn name_loader(script: &Path) -> Result<(), Fail> {
    let (from, to) = LOADER;
    let text = fs::read_to_string(script).map_err(|error| not_written(script, &error))?;
    if text.matches(from).count() != 1 {
        return Err(Fail::work("the program has no loader of the rest"));
    }
    // One script with it for bundlers: a part that two of theirs share they would announce in the head
    // of the page.
    let text = [
        &text.replace(from, to),
        "export { belongs, expect } from \"./rest.js\";\n",
    ]
    .concat();
    fs::write(script, text).map_err(|error| not_written(script, &error))
}

/// Renames what the two share after what is in them: a rest of another build is refused before it
/// writes into the memory of this one.
pub fn pair(main: &Path, rest: &Path) -> Result<(), Fail> {
    let read = |file: &Path| fs::read(file).map_err(|error| not_written(file, &error));
    let both = [read(main)?, read(rest)?];
    let mut hasher = DefaultHasher::new();
    both.hash(&mut hasher);
    let name = format!("pair{:016x}", hasher.finish());
    for (file, mut bytes) in [main, rest].into_iter().zip(both) {
        let found: Vec<_> = (0..bytes.len())
            .filter(|at| bytes[*at..].starts_with(SHARED))
            .collect();
        let [at] = found[..] else {
            return Err(Fail::work("the parts of the program share no stack"));
        };
        bytes[at..at + SHARED.len()].copy_from_slice(name.as_bytes());
        fs::write(file, bytes).map_err(|error| not_written(file, &error))?;
    }
    Ok(())
}

fn not_written(path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}
