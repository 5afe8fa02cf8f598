//! `Accept-Language` (RFC 9110 section 12.5.4) for the languages that we have.

use axum::http::{HeaderMap, header};

pub use crate::store::Lang;

impl Lang {
    /// The language that a request wants most; English where it wants none of ours.
    pub fn of(headers: &HeaderMap) -> Self {
        let header = headers.get(header::ACCEPT_LANGUAGE);
        let text = header
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        let weight = |tag: &str| weight(text, tag);
        if weight("fr") > weight("en") {
            Self::Fr
        } else {
            Self::En
        }
    }

    /// The tag, for `lang` and `Content-Language`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }
}

/// Weight of a language in thousandths, and for equal ones the earlier is a bit heavier.
fn weight(header: &str, language: &str) -> i64 {
    let ranges = header
        .split(',')
        .take(50)
        .enumerate()
        .map(|(place, range)| {
            let mut parts = range.split(';').map(str::trim);
            let tag = parts.next().unwrap_or_default();
            let primary = tag.split('-').next().unwrap_or_default();
            let quality = parts
                .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
                .map_or(Some(1.0), |text| text.parse::<f64>().ok())
                .filter(|quality| (0.0..=1.0).contains(quality))
                .unwrap_or(0.0);
            let exact = primary.eq_ignore_ascii_case(language);
            (exact, primary == "*", quality, place)
        });
    let ranges: Vec<_> = ranges.collect();
    let best = |wanted: fn(&(bool, bool, f64, usize)) -> bool| {
        let matching = ranges.iter().filter(|range| wanted(range));
        #[expect(clippy::cast_possible_truncation, reason = "0 to 1000")]
        let weights = matching.map(|(_, _, quality, place)| {
            let thousandths = (quality * 1000.0).round() as i64;
            if thousandths == 0 {
                0
            } else {
                thousandths * 100 - i64::try_from(*place).unwrap_or(99)
            }
        });
        weights.max()
    };
    best(|range| range.0)
        .or_else(|| best(|range| range.1))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_language_of_ours_wins() {
        for (text, tag) in [
            ("", "en"),
            ("fr", "fr"),
            ("fr-CA", "fr"),
            ("FR-fr, en;q=0.9", "fr"),
            ("en, fr", "en"),
            ("fr, en", "fr"),
            ("en;q=0.2, fr;q=0.8", "fr"),
            ("de, fr;q=0.5, en;q=0.4", "fr"),
            ("de", "en"),
            ("*", "en"),
            ("fr;q=0, *", "en"),
            ("en;q=0, *;q=0.1", "fr"),
            ("fr;q=x, en;q=0.1", "en"),
            ("frr, en;q=0.1", "en"),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, text.parse().unwrap())]);
            assert_eq!(Lang::of(&headers).tag(), tag, "{text}");
        }
    }
}
