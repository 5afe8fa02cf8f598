//! `cargo xtask dev`: like `serve` with quick builds, redone when a file changes.
//!
//! The same server serves the pages under the same headers as in production; the page is
//! refreshed by hand.

use std::{
    process::{Child, ExitStatus},
    thread,
    time::Duration,
};

use crate::{
    args::ServeOptions,
    demo_app,
    fail::Fail,
    fingerprint::fingerprint,
    pages::{self, Mode},
    process::{cargo, run},
    repo::Repo,
    serve::{checked_data_folder, server},
};

const SERVER_INPUTS: [&str; 3] = ["crates/server", "crates/contract", "Cargo.lock"];
const LOOK_EVERY: Duration = Duration::from_millis(700);

pub fn dev(repo: &Repo, options: &ServeOptions) -> Result<(), Fail> {
    let data = checked_data_folder(repo, options)?;
    let start = || -> Result<Child, Fail> {
        server(repo, options, &data, Mode::Dev)
            .spawn()
            .map_err(|error| Fail::work(format!("could not start the server: {error}")))
    };
    // Before the builds, so that what is saved meanwhile is not missed.
    let mut page_inputs = print_of(repo, &pages::INPUTS);
    let mut server_inputs = print_of(repo, &SERVER_INPUTS);
    pages::build(repo, Mode::Dev)?;
    build_server(repo)?;
    demo_app::start(repo, options)?;
    let mut running = start()?;

    loop {
        thread::sleep(LOOK_EVERY);
        if let Ok(Some(status)) = running.try_wait() {
            return ended(status);
        }
        if changed(&mut page_inputs, print_of(repo, &pages::INPUTS)) {
            report(
                pages::build(repo, Mode::Dev),
                "The pages are rebuilt: refresh",
            );
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
