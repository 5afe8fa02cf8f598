//! The two kinds of failure a caller can tell apart by exit code.

use std::process::ExitCode;

#[derive(Debug, PartialEq, Eq)]
pub enum Fail {
    /// Wrong usage, or the machine lacks something: one sentence with the remedy, exit code 2.
    Environment(String),
    /// The work itself failed: exit code 1.
    Work(String),
    /// A program we stood in for ended with this code and has already said why.
    Status(u8),
}

impl Fail {
    pub fn environment(sentence: impl Into<String>) -> Self {
        Self::Environment(sentence.into())
    }

    pub fn work(sentence: impl Into<String>) -> Self {
        Self::Work(sentence.into())
    }

    pub fn sentence(&self) -> Option<&str> {
        match self {
            Self::Environment(sentence) | Self::Work(sentence) => Some(sentence),
            Self::Status(_) => None,
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Environment(_) => ExitCode::from(2),
            Self::Work(_) => ExitCode::FAILURE,
            Self::Status(code) => ExitCode::from(*code),
        }
    }
}
