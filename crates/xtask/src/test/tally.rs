//! Counting what test runners report.

use std::ops::Add;

use serde_json::Value;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    pub const PASSED: Self = Self {
        passed: 1,
        failed: 0,
    };
    pub const FAILED: Self = Self {
        passed: 0,
        failed: 1,
    };

    /// A runner that ended badly, or ran nothing, without naming a failed test is one failure:
    /// it crashed, or did not compile.
    pub fn settled(self, runner_succeeded: bool) -> Self {
        let named = self.failed > 0;
        if named || (runner_succeeded && self.passed > 0) {
            self
        } else {
            self + Self::FAILED
        }
    }
}

impl Add for Tally {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// One `test result: ok. 12 passed; 0 failed; 1 ignored; ...` line of cargo test or of
/// wasm-bindgen-test. Ignored tests count nowhere: they say so where they stand.
pub fn test_result(line: &str) -> Option<Tally> {
    if let Some(tally) = node_result(line) {
        return Some(tally);
    }
    let (_, counts) = line
        .trim()
        .strip_prefix("test result: ")?
        .split_once(". ")?;
    let count = |what: &str| {
        counts
            .split(';')
            .find_map(|part| part.trim().strip_suffix(what)?.trim().parse().ok())
    };
    Some(Tally {
        passed: count("passed")?,
        failed: count("failed")?,
    })
}

/// `# pass 12` and `# fail 0` at the end of the TAP of Node's test runner.
fn node_result(line: &str) -> Option<Tally> {
    let passed = line.strip_prefix("# pass ").and_then(|n| n.parse().ok());
    let failed = line.strip_prefix("# fail ").and_then(|n| n.parse().ok());
    (passed.is_some() || failed.is_some()).then(|| Tally {
        passed: passed.unwrap_or(0),
        failed: failed.unwrap_or(0),
    })
}

/// Playwright's JSON report. Flaky and skipped tests are failures here: neither proves anything.
pub fn playwright(report: &str) -> Option<Tally> {
    let report: Value = serde_json::from_str(report).ok()?;
    let stats = report.get("stats")?;
    let count = |what: &str| stats.get(what).and_then(Value::as_u64);
    let errors = report
        .get("errors")
        .and_then(Value::as_array)
        .map_or(0, |errors| errors.len() as u64);
    Some(Tally {
        passed: count("expected")?,
        failed: count("unexpected")? + count("flaky")? + count("skipped")? + errors,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(passed: u64, failed: u64) -> Tally {
        Tally { passed, failed }
    }

    #[test]
    fn result_lines_of_cargo_test_are_counted() {
        let good = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.00s";
        let bad = "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out";
        assert_eq!(test_result(good), Some(tally(12, 0)));
        assert_eq!(test_result(bad), Some(tally(1, 2)));
        assert_eq!(test_result("test tests::it_works ... ok"), None);
        assert_eq!(test_result("test result: odd"), None);
        assert_eq!(test_result("# pass 12"), Some(tally(12, 0)));
        assert_eq!(test_result("# fail 2"), Some(tally(0, 2)));
        assert_eq!(test_result("# passes"), None);
    }

    #[test]
    fn flaky_and_skipped_browser_tests_are_failures() {
        let report = r#"{"errors": [], "stats":
            {"expected": 5, "unexpected": 1, "flaky": 2, "skipped": 3, "duration": 1.5}}"#;
        assert_eq!(playwright(report), Some(tally(5, 6)));
        let broken = r#"{"errors": [{}], "stats":
            {"expected": 0, "unexpected": 0, "flaky": 0, "skipped": 0}}"#;
        assert_eq!(playwright(broken), Some(tally(0, 1)));
        assert_eq!(playwright("{}"), None);
        assert_eq!(playwright("no JSON"), None);
    }

    #[test]
    fn a_runner_that_crashes_or_runs_nothing_is_one_failure() {
        assert_eq!(tally(0, 0).settled(false), tally(0, 1));
        assert_eq!(tally(0, 0).settled(true), tally(0, 1));
        assert_eq!(tally(9, 0).settled(false), tally(9, 1));
        assert_eq!(tally(9, 2).settled(false), tally(9, 2));
        assert_eq!(tally(9, 0).settled(true), tally(9, 0));
    }
}
