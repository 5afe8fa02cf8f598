//! When two names look alike.

use countersign_contract::text::is_hidden;

use crate::text::fold;

/// Fewest characters for two names that are not alike to be close.
const MIN_CLOSE: usize = 5;

/// How close two skeletons are, closest first; `None` where they are not.
pub fn distance(left: &[char], right: &[char]) -> Option<u8> {
    if left.is_empty() || right.is_empty() {
        None
    } else if left == right {
        Some(0)
    } else if left.len().min(right.len()) < MIN_CLOSE {
        None
    } else if left.starts_with(right) || right.starts_with(left) {
        Some(1)
    } else {
        one_edit(left, right).then_some(2)
    }
}

/// Whether one letter more, less, other, or swapped with its neighbour makes one the other.
fn one_edit(left: &[char], right: &[char]) -> bool {
    let same = left
        .iter()
        .zip(right)
        .take_while(|(left, right)| left == right)
        .count();
    let (left, right) = (&left[same..], &right[same..]);
    match (left, right) {
        ([], rest) | (rest, []) => rest.len() <= 1,
        ([first, after_left @ ..], [other, after_right @ ..]) => {
            let swapped = after_left.first() == Some(other) && after_right.first() == Some(first);
            after_left == after_right
                || after_left == right
                || left == after_right
                || (swapped && after_left.get(1..) == after_right.get(1..))
        }
    }
}

/// The name as an eye in a hurry reads it: no case, accents, spaces, punctuation or hidden
/// characters, and look-alikes as the Latin letter. A small part of UTS 39, on purpose broader
/// where that costs only a warning too many.
pub fn skeleton(name: &str) -> Vec<char> {
    let latin: String = name
        .chars()
        .filter(|one| !is_hidden(*one))
        .map(look_alike)
        .collect();
    let letters = fold(&latin);
    let letters: String = letters
        .chars()
        .map(look_alike)
        .filter(|one| !is_filler(*one))
        .collect();
    letters
        .replace("rn", "m")
        .replace("vv", "w")
        .chars()
        .collect()
}

fn is_filler(one: char) -> bool {
    (one.is_ascii() && !one.is_ascii_alphanumeric())
        || one.is_whitespace()
        || matches!(u32::from(one), 0xA1..=0xBF | 0x2B0..=0x2FF | 0x2000..=0x206F | 0x2212 | 0x3000..=0x303F | 0xFE00..=0xFE0F)
}

fn look_alike(one: char) -> char {
    let code = u32::from(one);
    let shifted = |code: u32| char::from_u32(code).unwrap_or(one);
    match one {
        '\u{FF01}'..='\u{FF5E}' => look_alike(shifted(code - 0xFEE0)),
        // Mathematical letters: thirteen alphabets of 26 capitals and 26 small ones.
        '\u{1D400}'..='\u{1D6A3}' => look_alike(shifted(0x61 + (code - 0x1D400) % 26)),
        '0' | 'О' | 'о' | 'Ο' | 'ο' | 'σ' | 'Օ' | 'օ' => 'o',
        '1' | '|' | 'I' | 'i' | 'ı' | 'І' | 'і' | 'Ї' | 'ї' | 'Ι' | 'ι' | 'Ӏ' | 'ӏ' | 'ɩ' => {
            'l'
        }
        'А' | 'а' | 'Α' | 'α' | 'ɑ' => 'a',
        'В' | 'в' | 'Ь' | 'ь' | 'Β' | 'β' => 'b',
        'С' | 'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'Е' | 'е' | 'Ё' | 'ё' | 'Ε' | 'ε' => 'e',
        'ɡ' => 'g',
        'Н' | 'н' | 'Һ' | 'һ' | 'Η' => 'h',
        'Ј' | 'ј' => 'j',
        'К' | 'к' | 'Κ' | 'κ' => 'k',
        'М' | 'м' | 'Μ' => 'm',
        'Ν' | 'η' | 'п' => 'n',
        'Р' | 'р' | 'Ρ' | 'ρ' => 'p',
        'ԛ' => 'q',
        'г' => 'r',
        'Ѕ' | 'ѕ' => 's',
        'Т' | 'т' | 'Τ' | 'τ' => 't',
        'υ' | 'μ' | 'µ' => 'u',
        'ν' | 'ѵ' => 'v',
        'ԝ' | 'ω' => 'w',
        'Х' | 'х' | 'Χ' | 'χ' => 'x',
        'У' | 'у' | 'Υ' | 'ү' => 'y',
        'Ζ' => 'z',
        other => other,
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn between(left: &str, right: &str) -> Option<u8> {
        distance(&skeleton(left), &skeleton(right))
    }

    #[test]
    fn look_alikes_have_one_skeleton() {
        for name in [
            "wallboard",
            "WALLBOARD",
            "Wall Board!",
            "Wаllbоаrd",
            "Ｗａｌｌｂｏａｒｄ",
            "Wa11b0ard",
            "WaIIboard",
            "Wall\u{200D}board",
            "VVallboard",
            "𝐖allboard",
            "Wällboård",
            "Wall·board",
        ] {
            assert_eq!(between(name, "Wallboard"), Some(0), "{name}");
        }
        assert_eq!(between("Lurnen", "Lumen"), Some(0));
        assert_eq!(between("ΑΒΕΗΙΚΜΝΟΡΤΧΥΖ", "ABEHIKMNOPTXYZ"), Some(0));
    }

    #[test]
    fn a_longer_name_and_one_edit_are_close() {
        assert_eq!(between("Wallboard", "Wallboard TV"), Some(1));
        for name in [
            "Walboard",
            "Walllboard",
            "Wellboard",
            "Wallbaord",
            "allboard",
        ] {
            assert_eq!(between(name, "Wallboard"), Some(2), "{name}");
            assert_eq!(between("Wallboard", name), Some(2), "{name}");
        }
    }

    #[test]
    fn short_or_different_names_are_not() {
        for (left, right) in [
            ("Bot", "Bots"),
            ("CRM", "CRN"),
            ("Old Dialer", "New Dialer"),
            ("", ""),
            ("--", "!!"),
            ("客户", "客服"),
        ] {
            assert_eq!(between(left, right), None, "{left} {right}");
        }
    }

    proptest! {
        #[test]
        fn closeness_is_mutual_and_a_name_is_close_to_itself(left in "[a-fа-е0-1 ]{0,9}", right in "[a-fа-е0-1 ]{0,9}") {
            prop_assert_eq!(between(&left, &right), between(&right, &left));
            prop_assert_eq!(between(&left, &left), (!skeleton(&left).is_empty()).then_some(0));
        }

        #[test]
        fn any_text_has_a_skeleton_without_hidden_characters(name in "(?s).{0,40}") {
            prop_assert!(!skeleton(&name).iter().any(|one| is_hidden(*one)));
        }
    }
}
