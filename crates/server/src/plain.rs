//! Text of people, as it is written down: nothing in it that nobody sees.

/// What nobody sees, or what turns the text around it; joiners are letters of some languages.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text without what nobody sees, control characters as spaces, and no space around it.
pub fn plain(text: &str) -> String {
    let visible = text.chars().filter(|letter| !is_invisible(*letter));
    let plain: String = visible
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect();
    plain.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_one_line_that_reads_as_it_is_written() {
        assert_eq!(plain(" a\r\nb\u{1b}[31m\u{202e}c\u{200b} "), "a  b [31mc");
        assert_eq!(plain("\u{200b}\u{202e}\u{7}"), "");
        assert_eq!(plain("Inès می\u{200c}خواهم"), "Inès می\u{200c}خواهم");
    }
}
