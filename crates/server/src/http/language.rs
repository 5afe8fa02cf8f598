//! `Accept-Language` (RFC 9110 section 12.5.4) for the languages that a server has.

use std::cmp::Reverse;
use std::sync::Arc;

use axum::http::{HeaderMap, header};

use crate::languages::{ENGLISH, Language, Languages};

/// How many ranges of a header are read.
const MOST_RANGES: usize = 50;

impl Languages {
    /// The language that a request wants most; English where it wants none of ours.
    pub fn wanted(&self, headers: &HeaderMap) -> Arc<Language> {
        let fields = headers.get_all(header::ACCEPT_LANGUAGE).iter();
        let texts: Vec<_> = fields.filter_map(|value| value.to_str().ok()).collect();
        let tags = self.all().iter().map(|language| language.tag.as_str());
        let best = best(&texts, tags).and_then(|place| self.all().get(place));
        Arc::clone(best.unwrap_or(self.english()))
    }
}

/// A range of a header, such as `pt-BR;q=0.8`.
#[derive(Debug)]
struct Range<'a> {
    tag: &'a str,
    thousandths: u16,
    place: usize,
}

impl<'a> Range<'a> {
    fn new(place: usize, text: &'a str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
            .map_or(Some(1.0), |text| text.parse::<f64>().ok())
            .filter(|quality| (0.0..=1.0).contains(quality))
            .unwrap_or(0.0);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "0 to 1000"
        )]
        let thousandths = (quality * 1000.0).round() as u16;
        Self {
            tag,
            thousandths,
            place,
        }
    }
}

/// How much a language is wanted. The greater is wanted more.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    thousandths: u16,
    /// Of two that weigh the same, the one that is named first.
    place: Reverse<usize>,
    /// Of two that one range stands for, the one that has more subtags in common with it.
    common: usize,
    /// Then the one that has fewer subtags beyond.
    beyond: Reverse<usize>,
}

/// Which of `tags` the fields of a header want most; `None` where they want none of them.
fn best<'a>(fields: &[&str], tags: impl Iterator<Item = &'a str>) -> Option<usize> {
    let ranges: Vec<_> = fields
        .iter()
        .flat_map(|field| field.split(','))
        .take(MOST_RANGES)
        .enumerate()
        .map(|(place, text)| Range::new(place, text))
        .collect();
    let weights = tags.enumerate().filter_map(|(place, tag)| {
        let weight = weight(&ranges, tag)?;
        // Of equal ones English, then the first of the list.
        let equal = (tag == ENGLISH, Reverse(place));
        (weight.thousandths > 0).then_some((weight, equal, place))
    });
    weights.max().map(|(_, _, place)| place)
}

/// What a header says about a tag. One that it names with `q=0` is not wanted (RFC 9110 section
/// 12.4.2). Else it is what the ranges say that the tag stands for (`de-CH` for
/// `de`: RFC 4647 section 3.4), otherwise the longest range that stands for the tag (`pt` for
/// `pt-BR`: section 3.3.1), otherwise `*`.
fn weight(ranges: &[Range<'_>], tag: &str) -> Option<Weight> {
    let weight = |range: &Range<'_>, common, beyond| Weight {
        thousandths: range.thousandths,
        place: Reverse(range.place),
        common,
        beyond: Reverse(beyond),
    };
    let is_refused =
        |range: &Range<'_>| range.thousandths == 0 && range.tag.eq_ignore_ascii_case(tag);
    if ranges.iter().any(is_refused) {
        return None;
    }
    let subtags = tag.split('-').count();
    let narrower = ranges.iter().filter(|range| begins_with(range.tag, tag));
    let narrower = narrower.map(|range| weight(range, subtags, 0)).max();
    let wider = || {
        let wider = ranges.iter().filter(|range| begins_with(tag, range.tag));
        let longest = wider.max_by_key(|range| (range.tag.len(), range.thousandths))?;
        let common = longest.tag.split('-').count();
        Some(weight(longest, common, subtags - common))
    };
    let any = || {
        let any = ranges.iter().filter(|range| range.tag == "*");
        any.map(|range| weight(range, 0, 0)).max()
    };
    narrower.or_else(wider).or_else(any)
}

/// Whether a tag is another one or begins with all its subtags.
fn begins_with(tag: &str, start: &str) -> bool {
    let (tag, start) = (tag.as_bytes(), start.as_bytes());
    tag.split_at_checked(start.len())
        .is_some_and(|(head, rest)| {
            !start.is_empty() && head.eq_ignore_ascii_case(start) && matches!(rest, [] | [b'-', ..])
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_is_refused_by_name_is_not_wanted_for_its_regions() {
        assert_eq!(wanted("en-GB, en;q=0, fr;q=0.5", &["en", "fr"]), "fr");
        assert_eq!(wanted("fr;q=0, *", &["fr", "de"]), "de");
    }

    fn wanted<'a>(header: &str, tags: &[&'a str]) -> &'a str {
        best(&[header], tags.iter().copied()).map_or("en", |place| tags[place])
    }

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
            assert_eq!(wanted(text, &["en", "fr"]), tag, "{text}");
        }
    }

    #[test]
    fn any_number_of_languages_takes_part() {
        for (text, tag) in [
            ("", "en"),
            ("de", "de"),
            ("de-CH, fr;q=0.8", "de"),
            ("ar-EG", "ar"),
            ("ar-EG;q=0.4, de-CH;q=0.5, fr;q=0.3", "de"),
            ("ja, ar;q=0.2", "ar"),
            ("ja", "en"),
            ("*", "en"),
            ("*, de;q=0.5", "en"),
            ("de;q=0.5, *;q=0.4", "de"),
            ("en;q=0, *", "fr"),
            ("en;q=0, fr;q=0, *;q=0.1", "de"),
            ("en;q=0, fr;q=0, de;q=0, ar;q=0, *", "en"),
            ("de;q=0, ar", "ar"),
            ("de;q=0", "en"),
            ("de;q=1.5, ar;q=0.001", "ar"),
            ("de;q=0.0004, ar;q=0.001", "ar"),
            ("de-CH;q=0, de-AT", "de"),
            ("de-CH, de;q=0.3, fr;q=0.5", "de"),
            ("d, ar;q=0.1", "ar"),
            ("-, ;q=1, de", "de"),
            ("en-GB, de", "en"),
        ] {
            assert_eq!(wanted(text, &["en", "fr", "de", "ar"]), tag, "{text}");
        }
    }

    #[test]
    fn of_a_language_and_a_variant_of_it_the_better_match_wins() {
        for tags in [["en", "pt", "pt-BR"], ["pt-BR", "pt", "en"]] {
            for (text, tag) in [
                ("pt-BR", "pt-BR"),
                ("pt-br-x-y", "pt-BR"),
                ("pt-BR, pt;q=0.9", "pt-BR"),
                ("pt;q=0.9, pt-BR", "pt-BR"),
                ("pt", "pt"),
                ("pt-PT", "pt"),
                ("pt, pt-BR;q=0.5", "pt"),
                ("pt-BR;q=0, pt;q=0.5", "pt"),
                ("pt-BR;q=0", "en"),
            ] {
                assert_eq!(wanted(text, &tags), tag, "{text} of {tags:?}");
            }
        }
        // Where only the variant is there, the wide range means it too.
        assert_eq!(wanted("pt, en;q=0.5", &["en", "pt-BR"]), "pt-BR");
        assert_eq!(wanted("pt-PT, en;q=0.5", &["en", "pt-BR"]), "en");
    }

    #[test]
    fn a_field_may_stand_there_twice_and_no_more_than_fifty_ranges_are_read() {
        let tags = ["en", "de"];
        assert_eq!(best(&["en;q=0.5", "de"], tags.into_iter()), Some(1));
        let hostile = ["x,".repeat(MOST_RANGES), "de".to_owned()].concat();
        assert_eq!(wanted(&hostile, &tags), "en");
        assert_eq!(wanted(&hostile[2..], &tags), "de");
    }
}
