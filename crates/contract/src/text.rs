//! Characters of text from outside that nobody sees. Both ends use this one table.

/// Whether a character is not seen, or reorders what is seen around it: controls, bidi controls
/// (UAX 9), zero-width and other default-ignorable ones (UAX 44), line separators, fillers, tags.
///
/// Variation selectors are left out, since emoji and some names need them. Joiners (U+200C,
/// U+200D) count, although some scripts use them: in a name they are more often a disguise.
///
/// ```
/// use countersign_contract::text::is_hidden;
///
/// assert!(is_hidden('\u{202e}') && is_hidden('\u{3164}') && is_hidden('\u{e0041}'));
/// assert!(!is_hidden('é') && !is_hidden(' '));
/// ```
#[must_use]
pub fn is_hidden(character: char) -> bool {
    matches!(
        u32::from(character),
        0..=0x1F
            | 0x7F..=0x9F
            | 0xAD
            | 0x34F
            | 0x61C
            | 0x115F..=0x1160
            | 0x17B4..=0x17B5
            | 0x180E
            | 0x200B..=0x200F
            | 0x2028..=0x202E
            | 0x2060..=0x206F
            | 0x3164
            | 0xFEFF
            | 0xFFA0
            | 0xFFF0..=0xFFFB
            | 0x13430..=0x1343F
            | 0x16FE4
            | 0x1BCA0..=0x1BCA3
            | 0x1D159
            | 0x1D173..=0x1D17A
            | 0xE0000..=0xE00FF
            | 0xE01F0..=0xE0FFF
    )
}

/// Whether nobody sees anything of a text: only hidden characters, space, accents and variation
/// selectors without what they stand on, or the blank pattern of Braille.
///
/// ```
/// use countersign_contract::text::is_blank;
///
/// assert!(is_blank("") && is_blank(" \u{200b}\u{fe0f}\u{2800}"));
/// assert!(!is_blank("."));
/// ```
#[must_use]
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|one| {
        is_hidden(one)
            || one.is_whitespace()
            || matches!(one, '\u{300}'..='\u{36f}' | '\u{180b}'..='\u{180f}' | '\u{2800}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
    })
}
