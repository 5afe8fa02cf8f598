//! Text of people, as it is written down: nothing in it that nobody sees.

use countersign_contract::text::{is_blank, is_hidden};

/// Letters of some languages are joined or kept apart by these.
const JOINERS: [char; 2] = ['\u{200c}', '\u{200d}'];

/// What ends a line is a space here, so that words stay apart.
fn ends_a_line(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}')
}

/// The text without what nobody sees, as one line, and no space around it. A text of which nobody
/// sees anything is empty.
pub fn plain(text: &str) -> String {
    if is_blank(text) {
        return String::new();
    }
    let seen = text
        .chars()
        .map(|letter| if ends_a_line(letter) { ' ' } else { letter })
        .filter(|letter| !is_hidden(*letter) || JOINERS.contains(letter));
    seen.collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_that_reads_as_it_is_written() {
        assert_eq!(plain(" a\r\nb\u{1b}[31m\u{202e}c\u{200b} "), "a  b [31mc");
        assert_eq!(plain("Inès می\u{200c}خواهم"), "Inès می\u{200c}خواهم");
        assert_eq!(plain("a\u{2028}b\u{2029}c"), "a b c");
        assert_eq!(plain("f\u{3164}ine\u{115f}\u{e0041}"), "fine");
        assert_eq!(plain("👩\u{200d}🔬 ❤\u{fe0f}"), "👩\u{200d}🔬 ❤\u{fe0f}");
    }

    #[test]
    fn what_nobody_sees_is_no_text() {
        for blank in [
            "",
            "\u{200b}\u{202e}\u{7}",
            "\u{3164}",
            "\u{115f} \u{1160}",
            "\u{ffa0}",
            "\u{e0041}",
            "\u{2028}\u{2029}",
            "\u{200c}\u{200d}",
            "\u{fe0f}",
            "\u{2800}",
            "\u{a0}\u{3000}",
            "\u{16fe4}\u{1d159}",
            " \u{301}",
        ] {
            assert_eq!(plain(blank), "", "{}", blank.escape_unicode());
        }
    }
}
