//! Why a call failed, as the pages see it. Words for it are made in `access/error_words.rs`.

use countersign_contract::{ErrorCode, ErrorDetail, OAuthAuthorization};

use crate::write::{LookAnswer, WriteAnswer};

/// A failed call. What a page must know is which of the four it was.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server answered and said no. For a write: nothing was changed.
    Refused(Box<Refusal>),
    /// An answer came, but not one of the contract (HTML, cut JSON). For a write: outcome unknown.
    Unreadable {
        /// HTTP status, to say what came.
        status: u16,
        /// Id of the request, empty if the answer had none.
        context_id: String,
    },
    /// No answer. For a write: outcome unknown.
    Unreachable,
    /// The user stopped waiting. For a write: outcome unknown.
    Cancelled,
}

/// A refusal with its facts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Refusal {
    /// HTTP status.
    pub status: u16,
    /// Code of the contract.
    pub code: ErrorCode,
    /// Id of the request.
    pub context_id: String,
    /// What is wrong by field.
    pub details: Vec<ErrorDetail>,
    /// Values that go with the message, such as the name of a deleted client.
    pub params: std::collections::BTreeMap<String, String>,
    /// Seconds to wait, from `Retry-After` (RFC 9110 section 10.2.3), 1 to [`MAX_WAIT`].
    pub retry_after: Option<u32>,
    /// With 401: the page around has given another token since, with which it can be sent again.
    pub renewed: bool,
    /// With 412: the tag of what is stored now.
    pub etag: Option<String>,
    /// With 412: what is stored now.
    pub current: Option<Box<OAuthAuthorization>>,
}

/// Longest wait that a page counts down, in seconds; a server that asks for more is asked again.
pub const MAX_WAIT: u32 = 60;

impl ApiError {
    /// HTTP status; 0 where there was no answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(refusal) => refusal.status,
            Self::Unreadable { status, .. } => *status,
            Self::Unreachable | Self::Cancelled => 0,
        }
    }

    /// Id of the request; empty where there is none.
    pub fn context_id(&self) -> &str {
        match self {
            Self::Refused(refusal) => &refusal.context_id,
            Self::Unreadable { context_id, .. } => context_id,
            Self::Unreachable | Self::Cancelled => "",
        }
    }

    /// The refusal, if it was one.
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            _ => None,
        }
    }

    /// What the answer to a write says, given its error if it had one.
    pub fn write_answer(error: Option<&Self>) -> WriteAnswer {
        match error {
            None => WriteAnswer::Done,
            Some(Self::Refused(refusal)) if refusal.status < 500 => WriteAnswer::Refused,
            Some(_) => WriteAnswer::Unknown,
        }
    }

    /// Whether a write may or may not have happened.
    pub fn outcome_unknown(&self) -> bool {
        Self::write_answer(Some(self)) == WriteAnswer::Unknown
    }

    /// What the answer to a look at what is stored says, given its error if it had one.
    pub fn look_answer(error: Option<&Self>) -> LookAnswer {
        match error {
            None => LookAnswer::Seen,
            Some(Self::Refused(refusal)) if refusal.status < 500 => {
                LookAnswer::Refused(refusal.status)
            }
            Some(_) => LookAnswer::Failed,
        }
    }

    /// Whether asking again soon may help: no answer, or the fault of a server. Reads only.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Unreachable) || self.status() >= 500
    }
}

/// Reads `Retry-After`: seconds, or a date seen from `now` (both in milliseconds); a value that
/// makes no sense counts as 5 seconds, one that asks for more than [`MAX_WAIT`] is capped.
pub fn retry_after(header: &str, now: f64, parse_date: impl Fn(&str) -> f64) -> u32 {
    const UNCLEAR: f64 = 5.0;
    let header = header.trim();
    let seconds = header
        .parse::<u64>()
        .map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX))
        .map_or_else(|_| (parse_date(header) - now) / 1_000.0, f64::from);
    let seconds = if seconds.is_finite() && seconds >= 0.0 {
        seconds
    } else {
        UNCLEAR
    };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped just before"
    )]
    let seconds = seconds.ceil().clamp(1.0, f64::from(MAX_WAIT)) as u32;
    seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date_and_never_absurd() {
        let date = |text: &str| {
            if text.ends_with("GMT") {
                90_000.0
            } else {
                f64::NAN
            }
        };
        let read = |text: &str| retry_after(text, 60_000.0, date);
        assert_eq!(read("24"), 24);
        assert_eq!(read("Mon, 23 Nov 2026 09:00:30 GMT"), 30);
        assert_eq!(read("0"), 1);
        assert_eq!(read(""), 5);
        assert_eq!(read("soon"), 5);
        assert_eq!(read("-7"), 5);
        assert_eq!(read("99999999999"), MAX_WAIT);
        assert_eq!(read("NaN"), 5);
    }

    fn refused(status: u16) -> ApiError {
        ApiError::Refused(Box::new(Refusal {
            status,
            ..Refusal::default()
        }))
    }

    fn unreadable(status: u16) -> ApiError {
        ApiError::Unreadable {
            status,
            context_id: String::new(),
        }
    }

    #[test]
    fn only_an_answer_without_error_says_that_a_write_is_done() {
        assert_eq!(ApiError::write_answer(None), WriteAnswer::Done);
        assert_eq!(ApiError::look_answer(None), LookAnswer::Seen);
    }

    #[test]
    fn only_a_refusal_below_500_leaves_no_doubt() {
        for status in [400, 401, 403, 404, 409, 412, 413, 418, 422, 429, 499] {
            assert_eq!(
                ApiError::write_answer(Some(&refused(status))),
                WriteAnswer::Refused,
                "{status}"
            );
        }
        let in_doubt = [
            refused(500),
            refused(502),
            refused(503),
            refused(504),
            // A page of a gateway, a cut answer and an empty one, with the status of a success.
            unreadable(200),
            unreadable(204),
            ApiError::Unreachable,
            ApiError::Cancelled,
        ];
        for error in in_doubt {
            assert_eq!(
                ApiError::write_answer(Some(&error)),
                WriteAnswer::Unknown,
                "{error:?}"
            );
        }
    }

    #[test]
    fn a_look_that_is_refused_is_told_apart_from_one_without_an_answer() {
        assert_eq!(
            ApiError::look_answer(Some(&refused(403))),
            LookAnswer::Refused(403)
        );
        assert_eq!(
            ApiError::look_answer(Some(&refused(429))),
            LookAnswer::Refused(429)
        );
        for error in [refused(500), unreadable(200), ApiError::Unreachable] {
            assert_eq!(
                ApiError::look_answer(Some(&error)),
                LookAnswer::Failed,
                "{error:?}"
            );
        }
    }
}
