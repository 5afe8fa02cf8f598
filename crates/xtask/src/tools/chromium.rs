//! Chromium and its WebDriver, for the tests that run in a browser.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    fail::Fail,
    process::{on_path, program, run},
    repo::Repo,
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
    let named = |variable: &str| match env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(value) if Path::new(&value).is_file() => Ok(Some(PathBuf::from(value))),
        Some(value) => Err(Fail::environment(format!(
            "{variable} names {}, which is no file: correct it or unset it",
            Path::new(&value).display()
        ))),
        None => Ok(None),
    };
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
    if find()?.is_some() || (is_debian() && is_root()) {
        return Ok(());
    }
    Err(Fail::environment(if is_debian() {
        "Chromium or chromedriver is missing and only root can install it: run `apt-get install chromium chromium-driver` as root"
    } else {
        "Chromium or chromedriver is missing: install both and put them on PATH, or name them in CHROMIUM and CHROMEDRIVER"
    }))
}

pub fn ensure(repo: &Repo) -> Result<Chromium, Fail> {
    check()?;
    let is_named = env::var_os("CHROMIUM").is_some();
    let can_install = is_debian() && is_root() && !is_named;
    let found = find()?;
    let has_shell = found.as_ref().is_some_and(|found| found.shell.is_some());
    if let Some(found) = found
        && (has_shell || !can_install)
    {
        return Ok(found);
    }
    println!("Installing Chromium and its driver with apt-get (once, about 2 minutes)");
    run(
        apt(repo).args(["update", "--quiet"]),
        "updating Debian's package lists",
    )?;
    run(
        install(repo).args(["chromium", "chromium-driver"]),
        "installing Chromium",
    )?;
    // Not every release of Debian has it, and it is not needed.
    let _ = run(install(repo).arg(SHELL), "installing Chromium's shell");
    find()?.ok_or_else(|| Fail::work("apt-get installed chromium, but it is not on PATH"))
}

fn install(repo: &Repo) -> Command {
    let mut apt = apt(repo);
    apt.args(["install", "--quiet", "--yes", "--no-install-recommends"]);
    apt
}

fn apt(repo: &Repo) -> Command {
    let mut apt = program(repo, "apt-get");
    apt.env("DEBIAN_FRONTEND", "noninteractive");
    apt
}

fn is_debian() -> bool {
    Path::new("/etc/debian_version").exists() && on_path("apt-get").is_some()
}

fn is_root() -> bool {
    Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}
