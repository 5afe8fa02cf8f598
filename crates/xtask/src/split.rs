//! Parts a program: what its first page needs, and the rest in a file of its own.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    process::{path_with, program, run},
    repo::Repo,
    tools::wasm_split,
    wasm,
};

/// How the linker is told to leave in what the cut needs.
pub const LINKER: &str = "-Clink-arg=--emit-relocs";

/// The rest, as the splitter names it: after the name in `#[wasm_split]`.
const REST: &str = "split_rest.wasm";

/// The script that the splitter lets the program import, and ours in its place.
const LOADER: (&str, &str) = ("./__wasm_split.js", "./rest.js");

/// By this name the two share their stack.
const SHARED: &str = "__wasm_split_shared0";

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
    name_loader(&expected[0])?;
    Ok(expected.into())
}

/// Lets the script of the main part export how the loader is told where the rest is.
///
/// One script with it for bundlers: a part that two of theirs share they would announce in the head
/// of the page.
pub fn export_loader(script: &Path) -> Result<(), Fail> {
    let text = fs::read_to_string(script).map_err(|error| not_written(script, &error))?;
    let text = [
        &text,
        "export { belongs, expect } from \"",
        LOADER.1,
        "\";\n",
    ]
    .concat();
    fs::write(script, text).map_err(|error| not_written(script, &error))
}

/// Renames what the two share after what is in them: a rest of another build is refused before it
/// writes into the memory of this one.
pub fn pair(main: &Path, rest: &Path) -> Result<(), Fail> {
    let read = |file: &Path| fs::read(file).map_err(|error| not_written(file, &error));
    let made = wasm::pair(&read(main)?, &read(rest)?, SHARED)?;
    for (file, bytes) in [main, rest].into_iter().zip(made) {
        fs::write(file, bytes).map_err(|error| not_written(file, &error))?;
    }
    Ok(())
}

/// Lets the main part import the loader that is written by hand, before wasm-bindgen makes its script.
fn name_loader(main: &Path) -> Result<(), Fail> {
    let (from, to) = LOADER;
    let bytes = fs::read(main).map_err(|error| not_written(main, &error))?;
    if !wasm::imports(&bytes)?
        .iter()
        .any(|(module, _)| module == from)
    {
        return Err(Fail::work("the program has no loader of the rest"));
    }
    let named = wasm::renamed(
        &bytes,
        |module, name| {
            let module = if module == from { to } else { module };
            wasm::same_import(module, name)
        },
        str::to_owned,
    )?;
    fs::write(main, named).map_err(|error| not_written(main, &error))
}

fn not_written(path: &Path, error: &std::io::Error) -> Fail {
    Fail::work(format!("cannot write {}: {error}", path.display()))
}
