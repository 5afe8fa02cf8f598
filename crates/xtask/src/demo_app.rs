//! The demo external application, *Partner CRM*, on an origin of its own.

use std::process::Command;

use crate::{args::ServeOptions, fail::Fail, process::program, repo::Repo, tools::npm};

const FOLDER: &str = "examples/external-app";

/// Its origin, which the server lets call with tokens.
pub fn origin(options: &ServeOptions) -> String {
    format!("http://{}", options.app)
}

/// Starts it. It ends when we do, or the server that takes our place.
pub fn start(repo: &Repo, options: &ServeOptions) -> Result<(), Fail> {
    npm::ci(repo, FOLDER)?;
    command(repo, options)
        .spawn()
        .map(drop)
        .map_err(|error| Fail::work(format!("could not start the demo application: {error}")))
}

fn command(repo: &Repo, options: &ServeOptions) -> Command {
    let issuer = options.public_url.clone();
    let issuer = issuer.unwrap_or_else(|| format!("http://{}", options.listen));
    let mut command = program(repo, "node");
    command
        .current_dir(repo.path(FOLDER))
        .args(["server.mjs", "--with-parent", "--listen", &options.app])
        .args(["--issuer", &issuer]);
    command
}
