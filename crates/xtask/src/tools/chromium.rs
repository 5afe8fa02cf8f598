//! Chromium and its WebDriver, for the tests that run in a browser.

use std::{env, path::PathBuf};

use crate::{
    fail::Fail,
    process::{named, on_path},
    repo::Repo,
    tools::debian,
};

const SHELL: &str = "chromium-headless-shell";
const BROWSERS: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

pub struct Chromium {
    pub browser: PathBuf,
    pub driver: PathBuf,
    /// The same engine without windows, where it is installed: the end-to-end tests take two thirds
    /// of the time in it.
    pub shell: Option<PathBuf>,
}

/// What is installed: `$CHROMIUM` and `$CHROMEDRIVER`, else what is on `PATH`.
fn find() -> Result<Option<Chromium>, Fail> {
    let named_browser = named("CHROMIUM")?;
    // Whoever names a browser means it.
    let shell = match named_browser {
        Some(_) => None,
        None => on_path(SHELL),
    };
    let browser = named_browser.or_else(|| BROWSERS.iter().find_map(|name| on_path(name)));
    let driver = named("CHROMEDRIVER")?.or_else(|| on_path("chromedriver"));
    Ok(browser.zip(driver).map(|(browser, driver)| Chromium {
        browser,
        driver,
        shell,
    }))
}

/// Whether there is a Chromium or a way to install one; changes nothing.
pub fn check() -> Result<(), Fail> {
    if find()?.is_some() || debian::can_install() {
        return Ok(());
    }
    Err(Fail::environment(if debian::is_debian() {
        "Chromium or chromedriver is missing and only root can install it: run `apt-get install chromium chromium-driver` as root"
    } else {
        "Chromium or chromedriver is missing: install both and put them on PATH, or name them in CHROMIUM and CHROMEDRIVER"
    }))
}

pub fn ensure(repo: &Repo) -> Result<Chromium, Fail> {
    check()?;
    let is_named = env::var_os("CHROMIUM").is_some();
    let can_install = debian::can_install() && !is_named;
    let found = find()?;
    let has_shell = found.as_ref().is_some_and(|found| found.shell.is_some());
    if let Some(found) = found
        && (has_shell || !can_install)
    {
        return Ok(found);
    }
    println!("Installing Chromium and its driver with apt-get (once, about 2 minutes)");
    debian::update(repo)?;
    debian::install(
        repo,
        &["chromium", "chromium-driver"],
        "installing Chromium",
    )?;
    // Not every release of Debian has it, and it is not needed.
    let _ = debian::install(repo, &[SHELL], "installing Chromium's shell");
    find()?.ok_or_else(|| Fail::work("apt-get installed chromium, but it is not on PATH"))
}
