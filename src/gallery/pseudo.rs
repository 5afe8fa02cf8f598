//! A language that nobody speaks: English in letters that run from right to left, so that what is
//! mixed with names, figures and IDs is seen as it would be.

use std::collections::BTreeMap;

use crate::i18n::{Part, parts};

/// Letters of Hebrew for those of English, in their order.
const LETTERS: [char; 26] = [
    'א', 'ב', 'ג', 'ד', 'ה', 'ו', 'ז', 'ח', 'ט', 'י', 'כ', 'ל', 'מ', 'נ', 'ס', 'ע', 'פ', 'צ', 'ק',
    'ר', 'ש', 'ת', 'ך', 'ם', 'ן', 'ף',
];

/// The texts of a catalogue in it.
pub fn texts(english: BTreeMap<String, String>) -> BTreeMap<String, String> {
    english
        .into_iter()
        .map(|(key, text)| (key, turned(&text)))
        .collect()
}

fn turned(text: &str) -> String {
    parts(text)
        .into_iter()
        .map(|part| match part {
            Part::Text(words) => words.chars().map(letter).collect(),
            Part::Place(name) => ["{{", name, "}}"].concat(),
        })
        .collect()
}

fn letter(of: char) -> char {
    let place = of.to_ascii_lowercase() as usize;
    place
        .checked_sub('a' as usize)
        .and_then(|place| LETTERS.get(place))
        .copied()
        .unwrap_or(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_turn_and_places_stay() {
        assert_eq!(turned("Add {{count}} roles!"), "אדד {{count}} צסלהק!");
    }
}
