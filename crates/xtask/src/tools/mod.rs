//! The programs a build needs, each at one exact version, kept in a cache folder outside the
//! clone so that a fresh clone or `cargo clean` does not pay for them again.

pub mod binaryen;
pub mod chromium;
pub mod debian;
pub mod firefox;
pub mod npm;
pub mod rust_parts;
pub mod trunk;
pub mod wasm_bindgen;
pub mod wasm_split;

use std::{
    fs::{self, File, TryLockError},
    path::{Path, PathBuf},
};

use crate::{
    fail::Fail,
    process::{on_path, version},
    repo::tools_cache,
};

/// One tool at one version.
pub struct Tool<'a> {
    pub name: &'a str,
    pub version: &'a str,
    /// The programs it must bring, the first of which is asked for its version.
    pub programs: &'a [&'a str],
    /// Where the programs are below the installed folder.
    pub folder: &'a str,
    /// What a person waits for, such as "about 6 minutes".
    pub cost: &'a str,
}

/// The folder that holds the tool's programs: where `PATH` has exactly this version, else in the
/// cache, where it is installed first when it is missing.
pub fn ensure(
    tool: &Tool<'_>,
    install: impl FnOnce(&Path) -> Result<(), Fail>,
) -> Result<PathBuf, Fail> {
    if let Some(folder) = installed_on_path(tool) {
        return Ok(folder);
    }
    let cache = tools_cache()?;
    let home = cache.join(format!("{}-{}", tool.name, tool.version));
    let programs = home.join(tool.folder);
    if has_programs(tool, &programs) {
        return Ok(programs);
    }

    let unwritable = |error: std::io::Error| {
        Fail::environment(format!(
            "the tools folder {} cannot be written ({error}): set XDG_CACHE_HOME to a writable folder",
            cache.display()
        ))
    };
    fs::create_dir_all(&cache).map_err(unwritable)?;
    let lock = File::create(cache.join(format!(".{}.lock", tool.name))).map_err(unwritable)?;
    if let Err(TryLockError::WouldBlock) = lock.try_lock() {
        println!("Waiting for another run that installs {}", tool.name);
        lock.lock().map_err(unwritable)?;
        if has_programs(tool, &programs) {
            return Ok(programs);
        }
    }

    println!(
        "Installing {} {} (once, {})",
        tool.name, tool.version, tool.cost
    );
    // Built in a sibling and renamed: what has the final name is whole. The lock makes this one
    // name enough, and clears what a killed run left.
    let half = cache.join(format!(".{}-{}.half", tool.name, tool.version));
    remove(&half).map_err(unwritable)?;
    let result = install(&half).and_then(|()| {
        if !has_programs(tool, &half.join(tool.folder)) {
            return Err(Fail::work(format!(
                "installing {} {} did not bring {}",
                tool.name,
                tool.version,
                tool.programs.join(" and ")
            )));
        }
        remove(&home)
            .and_then(|()| fs::rename(&half, &home))
            .map_err(unwritable)
    });
    if result.is_err() {
        let _ = remove(&half);
    }
    result.map(|()| programs)
}

fn installed_on_path(tool: &Tool<'_>) -> Option<PathBuf> {
    let first = on_path(tool.programs.first()?)?;
    let folder = first.parent()?.to_path_buf();
    let right = version(&first).is_some_and(|printed| prints_version(&printed, tool.version));
    (right && has_programs(tool, &folder)).then_some(folder)
}

fn has_programs(tool: &Tool<'_>, folder: &Path) -> bool {
    tool.programs.iter().all(|name| {
        folder
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
            .is_file()
    })
}

/// Whether `wasm-opt version 132 (version_132)` or `trunk 0.21.14` is exactly this version.
fn prints_version(printed: &str, version: &str) -> bool {
    printed.split_whitespace().any(|word| word == version)
}

fn remove(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_whole_word_of_what_the_program_prints() {
        assert!(prints_version("trunk 0.21.14", "0.21.14"));
        assert!(prints_version("wasm-opt version 132 (version_132)", "132"));
        assert!(prints_version("wasm-bindgen 0.2.130 (abc)", "0.2.130"));
        assert!(!prints_version("trunk 0.21.14-beta.1", "0.21.14"));
        assert!(!prints_version("wasm-opt version 1320", "132"));
    }
}
