//! wasm-bindgen's programs must have exactly the version of the library in `Cargo.lock`.

use std::{fs, path::PathBuf};

use crate::{
    fail::Fail,
    process::{cargo, run},
    repo::Repo,
    tools::{Tool, ensure},
};

pub fn folder(repo: &Repo) -> Result<PathBuf, Fail> {
    let lock = fs::read_to_string(repo.path("Cargo.lock")).unwrap_or_default();
    let version = locked_version(&lock, "wasm-bindgen")
        .ok_or_else(|| Fail::work("Cargo.lock names no wasm-bindgen"))?;
    let tool = Tool {
        name: "wasm-bindgen",
        version,
        programs: &["wasm-bindgen", "wasm-bindgen-test-runner"],
        folder: "bin",
        cost: "about 2 minutes",
    };
    ensure(&tool, |place| {
        run(
            cargo(repo)
                // Not --locked: the lock file of 0.2.130 names a yanked crate.
                .args(["install", "--quiet", "--version", version])
                .args(["wasm-bindgen-cli", "--root"])
                .arg(place)
                .env_remove("CARGO_TARGET_DIR"),
            "installing wasm-bindgen-cli",
        )
    })
}

fn locked_version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_the_one_of_exactly_this_package() {
        let lock = "[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(locked_version(lock, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(locked_version(lock, "wasm"), None);
    }
}
