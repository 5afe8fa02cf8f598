//! Programs that Debian has and apt installs.

use std::{path::Path, process::Command};

use crate::{
    fail::Fail,
    process::{on_path, program, run},
    repo::Repo,
};

pub fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && on_path("apt-get").is_some()
}

/// Whether apt is here and we may use it.
pub fn can_install() -> bool {
    is_debian() && is_root()
}

/// Fetches the lists of what there is, without which apt may find nothing.
pub fn update(repo: &Repo) -> Result<(), Fail> {
    run(
        apt(repo).args(["update", "--quiet"]),
        "updating Debian's package lists",
    )
}

/// `what` is the work in words, as in "installing Chromium".
pub fn install(repo: &Repo, packages: &[&str], what: &str) -> Result<(), Fail> {
    let mut apt = apt(repo);
    apt.args(["install", "--quiet", "--yes", "--no-install-recommends"]);
    run(apt.args(packages), what)
}

fn apt(repo: &Repo) -> Command {
    let mut apt = program(repo, "apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
