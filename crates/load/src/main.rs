//! How fast running servers are, several programs in turn on the same machine, for example an older one
//! and this one: `countersign-load PROGRAM...`.

mod running;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use hyper::Method;

use crate::running::{Ask, Folder, Server, TIME, ms, text, token_request};

/// Rounds; each program runs once in each, so that a machine that gets slower slows all of them.
const ROUNDS: usize = 3;
/// Connections that ask for tokens or call with one.
const CALLERS: usize = 8;

const EXPORT: &str =
    "client_id=0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d04&client_secret=demo-export-secret";

/// The figures of one run.
const FIGURES: [&str; 5] = [
    "client-credentials tokens, 8 connections, a second",
    "the same, 99th percentile, ms",
    "calls with a token, 8 connections, a second",
    "a save, ms",
    "a save beside 32 connections of made-up tokens, ms",
];

#[tokio::main]
async fn main() -> ExitCode {
    let programs: Vec<_> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (report, code) = if programs.is_empty() {
        let sentence = "There is nothing to measure: name the programs of servers.\n";
        (sentence.to_owned(), ExitCode::FAILURE)
    } else {
        match run(&programs).await {
            Ok(report) => (report, ExitCode::SUCCESS),
            Err(sentence) => (format!("{sentence}\n"), ExitCode::FAILURE),
        }
    };
    match std::io::stdout().write_all(report.as_bytes()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Measures each program and reports the medians and the ratios to the first.
///
/// # Errors
/// One sentence that says what is wrong.
async fn run(programs: &[PathBuf]) -> Result<String, String> {
    let mut runs = vec![vec![Vec::new(); FIGURES.len()]; programs.len()];
    for _ in 0..ROUNDS {
        for (program, figures) in programs.iter().zip(&mut runs) {
            for (figure, value) in figures.iter_mut().zip(measure(program).await?) {
                figure.push(value);
            }
        }
    }
    let median = |values: &mut Vec<f64>| {
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    };
    let mut report = format!("medians of {ROUNDS} rounds in turn\n");
    for (at, name) in FIGURES.iter().enumerate() {
        let medians: Vec<_> = runs.iter_mut().map(|run| median(&mut run[at])).collect();
        let _ = write!(report, "{name:<52}");
        for value in &medians {
            let _ = write!(report, " {value:10.1}");
        }
        if let [before, .., now] = medians[..] {
            let _ = write!(report, "   x {:.2}", now / before);
        }
        report.push('\n');
    }
    Ok(report)
}

async fn measure(program: &PathBuf) -> Result<[f64; 5], String> {
    let folder = Folder::new()?;
    let server = Server::start(program, &folder).await?;
    let tokens = server
        .ask_for(CALLERS, &token_request(EXPORT, "client_credentials"))
        .await?;
    let answer = server
        .connect()
        .await?
        .send(&token_request(EXPORT, "client_credentials"))
        .await?;
    let answer: serde_json::Value = serde_json::from_slice(&answer.1).map_err(text)?;
    let bearer = format!(
        "Bearer {}",
        answer["access_token"].as_str().unwrap_or_default()
    );
    let call = Ask {
        method: Method::GET,
        path: "/api/v2/tokens/me".to_owned(),
        headers: vec![("authorization", bearer)],
        body: String::new(),
    };
    let calls = server.ask_for(CALLERS, &call).await?;
    let cookie = server.sign_in().await?;
    let quiet = server.save(&cookie, "quiet").await?;
    let beside = server.beside_strangers(&cookie).await?;
    Ok([
        rate(&tokens),
        ms(tokens[tokens.len() * 99 / 100]),
        rate(&calls),
        quiet,
        beside,
    ])
}

fn rate(times: &[Duration]) -> f64 {
    let number = u32::try_from(times.len()).unwrap_or(u32::MAX);
    f64::from(number) / TIME.as_secs_f64()
}
