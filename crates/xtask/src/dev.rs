//! `cargo xtask dev`: the server, and `trunk serve` before it, which rebuilds the pages when a file
//! changes and refreshes them in the browser. The server is built anew when its files change.

use std::{
    process::{Child, ExitStatus},
    thread,
    time::Duration,
};

use crate::{
    args::ServeOptions,
    demo_app,
    fail::Fail,
    files::not_written,
    fingerprint::fingerprint,
    process::{cargo, run},
    repo::Repo,
    serve::{checked_data_folder, server},
    tools::trunk,
};

/// What the server serves beside `trunk serve`: the consent screen, which Trunk would serve as the
/// page of every address.
const CONSENT: &str = "dist/dev";

const SERVER_INPUTS: [&str; 3] = ["crates/server", "crates/contract", "Cargo.lock"];
const CONSENT_INPUTS: [&str; 5] = ["src", "style", "public", "crates/contract", "consent.html"];
const LOOK_EVERY: Duration = Duration::from_millis(700);

pub fn dev(repo: &Repo, options: &ServeOptions) -> Result<(), Fail> {
    let data = checked_data_folder(repo, options)?;
    let start = || -> Result<Child, Fail> {
        server(repo, options, &data, "debug", CONSENT)
            .spawn()
            .map_err(|error| Fail::work(format!("could not start the server: {error}")))
    };
    // Before the builds, so that what is saved meanwhile is not missed.
    let mut consent_inputs = print_of(repo, &CONSENT_INPUTS);
    let mut server_inputs = print_of(repo, &SERVER_INPUTS);
    build_consent(repo)?;
    build_server(repo)?;
    demo_app::start(repo, options)?;
    let mut running = start()?;
    // It ends with us: the terminal tells both.
    let mut pages = trunk::command(repo)?
        .arg("serve")
        .spawn()
        .map_err(|error| Fail::work(format!("could not start Trunk: {error}")))?;
    println!("The pages are rebuilt at each change: open http://127.0.0.1:8081");

    loop {
        thread::sleep(LOOK_EVERY);
        if let Ok(Some(status)) = running.try_wait() {
            let _ = pages.kill();
            return ended(status);
        }
        if let Ok(Some(status)) = pages.try_wait() {
            let _ = running.kill();
            return ended(status);
        }
        if changed(&mut consent_inputs, print_of(repo, &CONSENT_INPUTS)) {
            report(build_consent(repo), "The consent screen is rebuilt");
        }
        if changed(&mut server_inputs, print_of(repo, &SERVER_INPUTS)) {
            let built = build_server(repo);
            if built.is_ok() {
                let _ = running.kill();
                let _ = running.wait();
                running = start()?;
            }
            report(built, "The server is restarted");
        }
    }
}

/// Trunk calls its page `index.html`, whichever it is. The server wants one of that name, too.
fn build_consent(repo: &Repo) -> Result<(), Fail> {
    trunk::build(repo, "consent.html", CONSENT)?;
    let page = repo.path(CONSENT).join("consent.html");
    std::fs::copy(page.with_file_name("index.html"), &page)
        .map_err(|error| not_written(&page, &error))?;
    Ok(())
}

fn build_server(repo: &Repo) -> Result<(), Fail> {
    run(
        cargo(repo).args(["build", "--package", "countersign-server"]),
        "building the server",
    )
}

fn print_of(repo: &Repo, inputs: &[&str]) -> u64 {
    fingerprint(repo.root(), inputs, "")
}

fn changed(known: &mut u64, now: u64) -> bool {
    let changed = *known != now;
    *known = now;
    changed
}

/// A broken build is told and waited out: the next save may mend it.
fn report(result: Result<(), Fail>, done: &str) {
    match result {
        Ok(()) => println!("{done}"),
        Err(fail) => eprintln!("error: {}", fail.sentence().unwrap_or("see above")),
    }
}

fn ended(status: ExitStatus) -> Result<(), Fail> {
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Fail::Status(
            code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
        )),
    }
}
