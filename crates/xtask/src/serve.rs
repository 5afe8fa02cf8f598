//! `cargo xtask serve`: the whole product on one address.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    args::ServeOptions,
    checks, demo_app,
    fail::Fail,
    pages,
    process::{cargo, program, run},
    repo::Repo,
};

pub fn serve(repo: &Repo, options: &ServeOptions) -> Result<(), Fail> {
    let data = checked_data_folder(repo, options)?;
    pages::build(repo)?;
    build_server(repo)?;
    demo_app::start(repo, options)?;
    become_program(&mut server(repo, options, &data, "release", pages::DIST))
}

/// Everything that can be refused before the build. Relative folders are the caller's, the
/// default is the clone's.
pub fn checked_data_folder(repo: &Repo, options: &ServeOptions) -> Result<PathBuf, Fail> {
    let data = match &options.data {
        Some(folder) => std::path::absolute(folder).unwrap_or_else(|_| folder.clone()),
        None => repo.path("data"),
    };
    checks::public_url(&options.listen, options.public_url.as_deref())?;
    checks::port_is_free(&options.listen, "--listen")?;
    checks::port_is_free(&options.app, "--app")?;
    checks::data_folder(&data)?;
    checks::node()?;
    checks::c_compiler()?;
    Ok(data)
}

pub fn build_server(repo: &Repo) -> Result<(), Fail> {
    run(
        cargo(repo).args(["build", "--release", "--package", "countersign-server"]),
        "building the server",
    )
}

/// `profile` is the folder of cargo's profile that the server was built with.
pub fn server(
    repo: &Repo,
    options: &ServeOptions,
    data: &Path,
    profile: &str,
    pages: &str,
) -> Command {
    let mut server = program(repo, repo.server(profile));
    server
        .args(["--listen", &options.listen, "--data"])
        .arg(data)
        .arg("--pages")
        .arg(repo.path(pages))
        .args(["--demo", "--allow-origin", &demo_app::origin(options)]);
    if let Some(url) = &options.public_url {
        server.args(["--public-url", url]);
    }
    server
}

/// The server takes our place, so Ctrl-C, signals and the exit code are its own.
#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<(), Fail> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(Fail::work(format!("could not start the server: {error}")))
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<(), Fail> {
    let status = command
        .status()
        .map_err(|error| Fail::work(format!("could not start the server: {error}")))?;
    match status.code() {
        Some(0) => Ok(()),
        code => Err(Fail::Status(
            code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1),
        )),
    }
}
