//! Running other programs.

use std::{
    env,
    ffi::{OsStr, OsString},
    io::{BufRead, BufReader, ErrorKind},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
};

use crate::{
    fail::Fail,
    repo::{Repo, is_ci},
};

/// The cargo that runs us, so that nested builds use the same toolchain.
pub fn cargo(repo: &Repo) -> Command {
    let mut command = program(repo, env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    // `cargo run` sets these for us; nested builds are about other packages.
    for (name, _) in env::vars_os() {
        if name.to_string_lossy().starts_with("CARGO_PKG_") {
            command.env_remove(name);
        }
    }
    command.env_remove("CARGO_MANIFEST_DIR");
    command.env_remove("CARGO_MANIFEST_PATH");
    command
}

/// A command that starts at the root of the clone and has no colours in CI.
pub fn program(repo: &Repo, name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(repo.root());
    if is_ci() {
        command.env("CARGO_TERM_COLOR", "never");
        command.env("FORCE_COLOR", "0");
    }
    command
}

/// Runs to the end with our own input and output; `what` is the work in words, as in
/// "building the server".
pub fn run(command: &mut Command, what: &str) -> Result<(), Fail> {
    let status = command
        .status()
        .map_err(|error| not_started(command, &error))?;
    finished(status, what)
}

/// Standard output of a program whose other output stays visible.
pub fn output(command: &mut Command, what: &str) -> Result<String, Fail> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    finished(output.status, what)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Prints standard output line by line as it comes, and hands each line to `see`.
pub fn watch(command: &mut Command, mut see: impl FnMut(&str)) -> Result<ExitStatus, Fail> {
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            let Ok(line) = line else { break };
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            see(&line);
        }
    }
    child
        .wait()
        .map_err(|error| Fail::work(format!("could not wait for {}: {error}", name(command))))
}

/// What `<program> --version` prints, or nothing when it does not run.
pub fn version(program: impl AsRef<OsStr>) -> Option<String> {
    let output = Command::new(program)
        .arg("--version")
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The first file of this name on `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
        .find(|file| file.is_file())
}

/// The program that an environment variable names, if it is set.
pub fn named(variable: &str) -> Result<Option<PathBuf>, Fail> {
    match env::var_os(variable).filter(|value| !value.is_empty()) {
        Some(value) if Path::new(&value).is_file() => Ok(Some(PathBuf::from(value))),
        Some(value) => Err(Fail::environment(format!(
            "{variable} names {}, which is no file: correct it or unset it",
            Path::new(&value).display()
        ))),
        None => Ok(None),
    }
}

/// `PATH` with these folders first.
pub fn path_with(folders: &[PathBuf]) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = folders.iter().cloned().chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path)
}

fn finished(status: ExitStatus, what: &str) -> Result<(), Fail> {
    if status.success() {
        return Ok(());
    }
    Err(Fail::work(match status.code() {
        Some(code) => format!("{what} failed (exit code {code}, see above)"),
        None => format!("{what} was stopped by a signal"),
    }))
}

fn not_started(command: &Command, error: &std::io::Error) -> Fail {
    let name = name(command);
    if error.kind() == ErrorKind::NotFound {
        return Fail::environment(format!(
            "`{name}` was not found: install it or put it on PATH"
        ));
    }
    Fail::work(format!("could not start `{name}`: {error}"))
}

fn name(command: &Command) -> String {
    Path::new(command.get_program())
        .file_name()
        .unwrap_or(command.get_program())
        .to_string_lossy()
        .into_owned()
}
