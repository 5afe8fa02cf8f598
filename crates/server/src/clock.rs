//! The time, injected so that tests and demos can fix it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// How far ahead of ours another machine's clock may be, in seconds. What was made later than that
/// after now is not accepted.
pub const SKEW: i64 = 60;

/// Where the time comes from.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// Stands still, in Unix seconds, until somebody moves it.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at an RFC 3339 time; `None` if the text is not one.
    pub fn fixed(rfc3339: &str) -> Option<Self> {
        let at = OffsetDateTime::parse(rfc3339, &Rfc3339).ok()?;
        Some(Self::Fixed(Arc::new(AtomicI64::new(at.unix_timestamp()))))
    }

    /// Now, in Unix seconds.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    pub fn seconds(&self) -> i64 {
        match self {
            Self::System => OffsetDateTime::now_utc().unix_timestamp(),
            Self::Fixed(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Now, as the contract writes it.
    pub fn iso(&self) -> String {
        iso(self.seconds())
    }

    /// Now, as the header `Date` has it (RFC 9110 section 5.6.7).
    pub fn http_date(&self) -> String {
        let at = OffsetDateTime::from_unix_timestamp(self.seconds())
            .unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let (weekday, month) = (at.weekday().to_string(), at.month().to_string());
        format!(
            "{:.3}, {:02} {:.3} {:04} {:02}:{:02}:{:02} GMT",
            weekday,
            at.day(),
            month,
            at.year(),
            at.hour(),
            at.minute(),
            at.second()
        )
    }

    /// Moves a fixed clock on; nothing happens to the machine's.
    pub fn advance(&self, seconds: i64) {
        if let Self::Fixed(at) = self {
            at.fetch_add(seconds, Ordering::SeqCst);
        }
    }
}

/// Unix seconds as ISO 8601 UTC. All times have this one form, so their text sorts as they do.
pub fn iso(seconds: i64) -> String {
    let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands_until_it_is_moved() {
        let clock = Clock::fixed("2026-11-23T10:00:00+01:00").unwrap();
        assert_eq!(clock.iso(), "2026-11-23T09:00:00Z");
        clock.advance(61);
        assert_eq!(clock.iso(), "2026-11-23T09:01:01Z");
        assert!(Clock::fixed("yesterday").is_none());
    }
}
