//! The early-click gate: *Allow* counts only after the page was in view for a while, so that a
//! click meant for what lay above it (double-clickjacking) decides nothing.

/// How long the page has to be visible and focused, in milliseconds.
const WAIT: f64 = 500.0;

/// Since when the page is visible and focused, by a clock that never jumps (milliseconds).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Gate {
    since: Option<f64>,
}

impl Gate {
    /// The page came into view or left it; what was in view stays so.
    pub fn note(&mut self, in_view: bool, now: f64) {
        self.since = in_view.then(|| self.since.unwrap_or(now));
    }

    /// Something else is on screen: it has to be read first.
    pub fn restart(&mut self, in_view: bool, now: f64) {
        self.since = in_view.then_some(now);
    }

    /// Whether a press counts. One that comes without any focus, as from assistive technology,
    /// starts the wait, so that the next one counts.
    pub fn press(&mut self, now: f64) -> bool {
        let since = *self.since.get_or_insert(now);
        now - since >= WAIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_press_counts_half_a_second_after_the_page_came_into_view() {
        let mut gate = Gate::default();
        gate.note(true, 1_000.0);
        assert!(!gate.press(1_499.0));
        gate.note(true, 1_499.0);
        assert!(gate.press(1_500.0));
    }

    #[test]
    fn leaving_the_view_or_other_content_starts_anew() {
        let mut gate = Gate::default();
        gate.note(true, 0.0);
        gate.note(false, 5_000.0);
        gate.note(true, 6_000.0);
        assert!(!gate.press(6_100.0));
        assert!(gate.press(6_500.0));
        gate.restart(true, 7_000.0);
        assert!(!gate.press(7_499.0));
    }

    #[test]
    fn the_second_press_without_focus_counts() {
        let mut gate = Gate::default();
        assert!(!gate.press(0.0));
        assert!(gate.press(800.0));
    }
}
