//! The unit in which a distance of time is told.

/// Amount (negative: past) and unit for `Intl.RelativeTimeFormat`, both times in milliseconds.
/// A time in the future is told as now: the clocks of two machines differ by seconds.
pub fn step(time: f64, now: f64) -> (f64, &'static str) {
    const UNITS: [(&str, f64); 6] = [
        ("year", 365.25 * 86_400.0),
        ("month", 30.44 * 86_400.0),
        ("week", 7.0 * 86_400.0),
        ("day", 86_400.0),
        ("hour", 3_600.0),
        ("minute", 60.0),
    ];
    let seconds = ((now - time) / 1_000.0).max(0.0);
    UNITS
        .into_iter()
        .find(|(_, length)| seconds >= *length)
        .map_or((0.0, "second"), |(unit, length)| {
            (-(seconds / length).floor(), unit)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_whole_unit_is_told() {
        let ago = |seconds: f64| step(0.0, seconds * 1_000.0);
        assert_eq!(ago(59.0), (0.0, "second"));
        assert_eq!(ago(60.0), (-1.0, "minute"));
        assert_eq!(ago(2.0 * 3_600.0 + 59.0), (-2.0, "hour"));
        assert_eq!(ago(86_400.0), (-1.0, "day"));
        assert_eq!(ago(95.0 * 86_400.0), (-3.0, "month"));
        assert_eq!(ago(800.0 * 86_400.0), (-2.0, "year"));
    }

    #[test]
    fn a_future_time_is_now() {
        assert_eq!(step(90_000.0, 0.0), (0.0, "second"));
    }
}
