//! The program: reads its arguments and does as they say.

use std::io::Write as _;
use std::process::ExitCode;

use countersign_server::args::{Command, HELP, parse};
use countersign_server::{bench, openapi_json, serve};

/// Wrong arguments or surroundings; the sentence on stderr says what to do.
const BAD_INPUT: u8 = 2;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            let _ = writeln!(std::io::stderr(), "{sentence}");
            ExitCode::from(BAD_INPUT)
        }
    }
}

fn run() -> Result<(), String> {
    match parse(std::env::args_os().skip(1))? {
        Command::Help => print(HELP),
        Command::OpenApi => print(&openapi_json().map_err(|error| error.to_string())?),
        Command::Bench(count) => print(&runtime()?.block_on(bench::run(count))?),
        Command::Person {
            data,
            email,
            active,
        } => print(&runtime()?.block_on(serve::set_person(&data, &email, active))?),
        Command::Serve(options) => runtime()?.block_on(serve::serve(*options)),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, String> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("The server can't start its threads: {error}."))
}

fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| format!("The output could not be written: {error}."))
}
