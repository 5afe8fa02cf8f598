//! Times of the contract, read without a date library: one less in the bundle.

/// Seconds since 1970 UTC of an ISO 8601 time such as `2026-06-01T08:00:00.000Z`. A date alone is
/// its midnight, a time without a zone is UTC; `None` for anything else.
pub fn seconds_of(iso: &str) -> Option<i64> {
    let iso = iso.trim();
    let number = |from: usize, to: usize| -> Option<i64> {
        let digits = iso.get(from..to)?;
        let all = digits.bytes().all(|byte| byte.is_ascii_digit());
        all.then(|| digits.parse().ok())?
    };
    let mark = |at: usize, mark: &str| iso.get(at..=at).filter(|have| mark.contains(have));
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    mark(4, "-").and(mark(7, "-"))?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let midnight = days_from_civil(year, month, day) * 86_400;
    if iso.len() == 10 {
        return Some(midnight);
    }
    mark(10, "Tt ").and(mark(13, ":")).and(mark(16, ":"))?;
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let zone = iso.get(19..)?;
    let zone = match zone.strip_prefix('.') {
        Some(fraction) => fraction.trim_start_matches(|one: char| one.is_ascii_digit()),
        None => zone,
    };
    Some(midnight + hour * 3_600 + minute * 60 + second - offset_of(zone)?)
}

/// Seconds east of UTC of `Z`, `+02:00`, `+0200` or nothing.
fn offset_of(zone: &str) -> Option<i64> {
    let (sign, rest) = match zone.split_at_checked(1) {
        None | Some(("Z" | "z", "")) => return Some(0),
        Some(("+", rest)) => (1, rest),
        Some(("-", rest)) => (-1, rest),
        Some(_) => return None,
    };
    let digits: String = rest.chars().filter(|one| *one != ':').collect();
    let number: i64 = digits.parse().ok()?;
    (digits.len() == 4 && (0..=2_359).contains(&number))
        .then_some(sign * (number / 100 * 3_600 + number % 100 * 60))
}

/// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March so that a
/// leap day is the last of its year.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + day_of_year
        - 719_468
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: i64 = 1_781_000_000; // 2026-06-09T10:13:20Z

    #[test]
    fn times_of_iso_8601_become_seconds() {
        for (iso, seconds) in [
            ("1970-01-01", Some(0)),
            ("1969-12-31T23:59:59Z", Some(-1)),
            ("2000-02-29T00:00:00.123Z", Some(951_782_400)),
            ("2026-06-09T12:13:20+02:00", Some(NOW)),
            ("2026-06-09T05:43:20-0430", Some(NOW)),
            ("2026-06-09T10:13:20", Some(NOW)),
            ("2026-13-01", None),
            ("2026-06-09T25:00:00Z", None),
            ("2026-06-09T10:13:20X", None),
            ("", None),
            ("20é6-01-01", None),
        ] {
            assert_eq!(seconds_of(iso), seconds, "{iso}");
        }
    }

    proptest! {
        #[test]
        fn days_follow_each_other(day in -700_000i64..700_000) {
            // Howard Hinnant's inverse, so that the two check each other.
            let shifted = day + 719_468;
            let era = shifted.div_euclid(146_097);
            let of_era = shifted.rem_euclid(146_097);
            let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
            let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
            let shifted_month = (5 * of_year + 2) / 153;
            let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
            let year = year_of_era + era * 400 + i64::from(month <= 2);
            prop_assert_eq!(days_from_civil(year, month, of_year - (153 * shifted_month + 2) / 5 + 1), day);
        }

        #[test]
        fn any_text_is_a_time_or_none(text in "[0-9TZ:.+é-]{0,30}|[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}.{0,8}") {
            let _ = seconds_of(&text);
        }
    }
}
