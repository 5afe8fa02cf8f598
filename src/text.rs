//! Text from outside: made safe to look at, and folded for comparison. It stays text, never markup.

use countersign_contract::list;
use countersign_contract::text::is_hidden;

/// Text that is ready to be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visible {
    /// What to show, at most as many characters as were asked for.
    pub shown: String,
    /// Whether the end is missing; `shown` then ends in an ellipsis.
    pub cut: bool,
}

/// Makes every hidden character visible as U+FFFD and keeps at most `cap` characters, the
/// ellipsis included. A line break is hidden too: a text of several lines is passed line by line.
pub fn visible(text: &str, cap: usize) -> Visible {
    let cut = text.chars().nth(cap).is_some();
    let kept = if cut { cap.saturating_sub(1) } else { cap };
    let mut shown: String = text
        .chars()
        .take(kept)
        .map(|one| if is_hidden(one) { '\u{FFFD}' } else { one })
        .collect();
    if cut {
        shown.truncate(shown.trim_end().len());
        shown.extend((cap > 0).then_some('…'));
    }
    Visible { shown, cut }
}

/// An ID in two parts, the second of its last four characters, so that a style can cut it in the
/// middle while the whole stays in the page.
pub fn split_id(id: &str) -> (&str, &str) {
    let at = id.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    id.split_at(at)
}

/// The text in lower case and without the accents of Latin letters, for search and for sorting.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_onto(&mut folded, text);
    folded
}

/// Appends what [`fold`] gives, for loops that reuse one buffer.
pub fn fold_onto(folded: &mut String, text: &str) {
    for lower in list::fold(text).chars() {
        match without_accent(lower) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(lower),
        }
    }
}

/// Plain letters of a lower-case one of Latin-1 or French. A combining accent has none, so that
/// both ways to write a letter fold alike.
fn without_accent(lower: char) -> Option<&'static str> {
    Some(match lower {
        'à'..='å' => "a",
        'æ' => "ae",
        'ç' => "c",
        'è'..='ë' => "e",
        'ì'..='ï' => "i",
        'ñ' => "n",
        'ò'..='ö' | 'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ù'..='ü' => "u",
        'ý' | 'ÿ' => "y",
        'ς' => "σ",
        '\u{300}'..='\u{36F}' => "",
        _ => return None,
    })
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_cannot_be_seen_becomes_visible() {
        let shown = visible("Wall\u{202E}draob\u{200B}\n\u{E0041}", 40);
        assert_eq!(shown.shown, "Wall\u{FFFD}draob\u{FFFD}\u{FFFD}\u{FFFD}");
        assert!(!shown.cut);
        assert_eq!(visible("Inès 🎧 مرحبا", 40).shown, "Inès 🎧 مرحبا");
    }

    #[test]
    fn a_long_text_is_cut_and_says_so() {
        let long = visible("Wall board", 6);
        assert_eq!(
            (long.shown.as_str(), long.cut),
            ("Wall…", true),
            "no space before the ellipsis"
        );
        assert_eq!(visible("Wall", 4).shown, "Wall");
        assert_eq!(visible("ééé", 2).shown, "é…");
        assert_eq!(
            visible("x", 0),
            Visible {
                shown: String::new(),
                cut: true
            }
        );
        assert!(!visible("", 0).cut);
    }

    #[test]
    fn an_id_is_split_before_its_last_four_characters() {
        assert_eq!(
            split_id("0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d02"),
            ("0b2f6a51-7c1e-4d55-9a67-1f0f5b1c", "9d02")
        );
        assert_eq!(split_id("né"), ("", "né"));
        assert_eq!(split_id("aéééé"), ("a", "éééé"));
    }

    #[test]
    fn case_and_accents_do_not_matter_once_folded() {
        assert_eq!(
            fold("Étendue DÉJÀ Œuvre Straße"),
            "etendue deja oeuvre strasse"
        );
        assert_eq!(fold("e\u{301}te\u{301}"), fold("été"));
        assert_eq!(fold("Ωmega Дом"), "ωmega дом");
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_ever_shown_and_the_cap_holds(text in "\\PC*|(?s).*", cap in 0usize..50) {
            let shown = visible(&text, cap);
            prop_assert!(!shown.shown.chars().any(is_hidden));
            prop_assert!(shown.shown.chars().count() <= cap);
            prop_assert_eq!(shown.cut, text.chars().count() > cap);
        }

        #[test]
        fn the_parts_of_an_id_are_the_id(id in "(?s).{0,40}") {
            let (start, end) = split_id(&id);
            prop_assert_eq!(format!("{start}{end}"), id.clone());
            prop_assert_eq!(end.chars().count(), id.chars().count().min(4));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "[a-zA-Z À-ÿŒœİ]{0,20}") {
            prop_assert_eq!(fold(&fold(&text)), fold(&text));
        }
    }
}
