//! Firefox, which the end-to-end tests drive over WebDriver BiDi: it needs no driver.

use std::path::PathBuf;

use crate::{
    fail::Fail,
    process::{named, on_path},
    repo::Repo,
    tools::debian,
};

const BROWSERS: [&str; 2] = ["firefox-esr", "firefox"];

/// What is installed: `$FIREFOX`, else what is on `PATH`.
fn find() -> Result<Option<PathBuf>, Fail> {
    Ok(named("FIREFOX")?.or_else(|| BROWSERS.iter().find_map(|name| on_path(name))))
}

/// Whether there is a Firefox or a way to install one; changes nothing.
pub fn check() -> Result<(), Fail> {
    if find()?.is_some() || debian::can_install() {
        return Ok(());
    }
    Err(Fail::environment(if debian::is_debian() {
        "Firefox is missing and only root can install it: run `apt-get install firefox-esr` as root"
    } else {
        "Firefox is missing: install it and put it on PATH, or name it in FIREFOX"
    }))
}

pub fn ensure(repo: &Repo) -> Result<PathBuf, Fail> {
    check()?;
    if let Some(found) = find()? {
        return Ok(found);
    }
    println!("Installing Firefox with apt-get (once, about 1 minute)");
    debian::update(repo)?;
    debian::install(repo, &["firefox-esr"], "installing Firefox")?;
    find()?.ok_or_else(|| Fail::work("apt-get installed firefox-esr, but it is not on PATH"))
}
