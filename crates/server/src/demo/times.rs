//! Times of the demo, written as how long ago: `3d21h30m`.

/// Seconds of a span; `None` if it is not one.
pub fn seconds(span: &str) -> Option<i64> {
    let mut total = 0;
    let mut digits = String::new();
    for letter in span.chars() {
        let unit = match letter {
            '0'..='9' => {
                digits.push(letter);
                continue;
            }
            'd' => 24 * 60 * 60,
            'h' => 60 * 60,
            'm' => 60,
            _ => return None,
        };
        total += digits.parse::<i64>().ok()? * unit;
        digits.clear();
    }
    (digits.is_empty() && !span.is_empty()).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_whole_or_not_at_all() {
        assert_eq!(seconds("1d2h3m"), Some(93_780));
        assert_eq!(seconds("0m"), Some(0));
        for odd in ["", "5", "5x", "d", "1d2"] {
            assert_eq!(seconds(odd), None, "{odd}");
        }
    }
}
