//! Packages of a folder with a lock file.

use std::fs;

use crate::{
    fail::Fail,
    process::{program, run},
    repo::Repo,
};

/// `npm ci` in a folder, unless the last one was for the same lock file.
pub fn ci(repo: &Repo, folder: &str) -> Result<(), Fail> {
    let path = repo.path(folder);
    let lock = fs::read_to_string(path.join("package-lock.json")).unwrap_or_default();
    let installed = path.join("node_modules/.installed-package-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|known| known == lock) {
        return Ok(());
    }
    run(
        program(repo, "npm")
            .current_dir(&path)
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            .args(["--loglevel", "error"]),
        &format!("installing the packages of {folder}"),
    )?;
    fs::write(&installed, lock)
        .map_err(|error| Fail::work(format!("cannot write {}: {error}", installed.display())))
}
