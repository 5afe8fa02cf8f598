//! `cargo xtask test`: every check, each step's time, and one line with the sum.

pub mod e2e;
mod steps;
mod tally;

use std::{
    ffi::OsString,
    time::{Duration, Instant},
};

use crate::{
    args::TestOptions,
    fail::Fail,
    repo::Repo,
    test::{
        steps::{STEPS, Step},
        tally::Tally,
    },
};

pub fn list() {
    for step in &STEPS {
        println!("{:12} {}", step.name, step.about);
    }
}

pub fn test(repo: &Repo, options: &TestOptions) -> Result<(), Fail> {
    let chosen = choose(&options.only)?;
    // What the machine lacks is told before any step has run.
    for step in &chosen {
        for check in step.checks {
            check()?;
        }
    }
    let start = Instant::now();
    let mut sum = Tally::default();
    let mut report = Vec::new();
    for step in chosen {
        println!("\n--- {}: {}", step.name, step.about);
        let (tally, took) = perform(repo, step, &options.runner);
        report.push(line(step.name, tally, took));
        println!("{}", line(step.name, tally, took));
        sum = sum + tally;
    }
    println!("\n--- all steps, {}", seconds(start.elapsed()));
    for line in report {
        println!("{line}");
    }
    println!("{} passed, {} failed", sum.passed, sum.failed);
    if sum.failed == 0 {
        Ok(())
    } else {
        Err(Fail::Status(1))
    }
}

/// In the order of the table, whatever the order of the names.
fn choose(only: &[String]) -> Result<Vec<&'static Step>, Fail> {
    if let Some(unknown) = only
        .iter()
        .find(|name| STEPS.iter().all(|step| step.name != **name))
    {
        return Err(Fail::environment(format!(
            "there is no test step `{unknown}`; `cargo xtask test --list` names them"
        )));
    }
    Ok(STEPS
        .iter()
        .filter(|step| only.is_empty() || only.iter().any(|name| name == step.name))
        .collect())
}

fn perform(repo: &Repo, step: &Step, runner: &[OsString]) -> (Tally, Duration) {
    let start = Instant::now();
    let tally = (step.perform)(repo, runner).unwrap_or_else(|fail| {
        println!("error: {}", fail.sentence().unwrap_or("see above"));
        Tally::FAILED
    });
    (tally, start.elapsed())
}

fn line(name: &str, tally: Tally, took: Duration) -> String {
    let verdict = if tally.failed == 0 { "ok" } else { "FAILED" };
    format!(
        "{name:12} {verdict:6} {:>4} good {:>3} bad {:>9}",
        tally.passed,
        tally.failed,
        seconds(took)
    )
}

fn seconds(took: Duration) -> String {
    format!("{:.1} s", took.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_the_order_of_the_table() {
        let names = |only: &[&str]| {
            let only: Vec<_> = only.iter().map(ToString::to_string).collect();
            choose(&only).map(|steps| steps.iter().map(|step| step.name).collect::<Vec<_>>())
        };
        assert_eq!(names(&["size", "fmt"]), Ok(vec!["fmt", "size"]));
        assert_eq!(names(&[]).map(|all| all.len()), Ok(STEPS.len()));
        assert!(matches!(
            names(&["fmt", "nothing"]),
            Err(Fail::Environment(_))
        ));
    }
}
