//! The end of a request that nobody decides: told a minute before, in words.

use std::time::Duration;

use leptos::prelude::*;

use super::flow::{Flow, clock};
use crate::memo::RwSignal;

/// How long before the end it is told, in seconds.
const WARNED: u32 = 60;

/// Whole seconds until `deadline`, both in milliseconds; at the end, and after it, 0.
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped just before"
)]
pub fn seconds_left(deadline: f64, now: f64) -> u32 {
    ((deadline - now) / 1_000.0)
        .ceil()
        .clamp(0.0, f64::from(u32::MAX)) as u32
}

/// The warning; the seconds are seen and not announced again and again. At the end the server is
/// asked, so that only its word makes the page end.
pub fn expiry(flow: Flow) -> AnyView {
    let i18n = flow.i18n;
    let left = RwSignal::new(None::<u32>);
    let timer = set_interval_with_handle(
        move || {
            let Some(deadline) = flow.deadline.get_untracked() else {
                return;
            };
            let now = seconds_left(deadline, clock());
            let shown = (now <= WARNED).then_some(now);
            if left.get_untracked() == shown {
                return;
            }
            if left.get_untracked().is_none() {
                flow.say(t!(i18n, "expiry.soon", count = now));
            }
            left.set(shown);
            if now == 0 {
                flow.look();
            }
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || {
        if let Ok(timer) = timer {
            timer.clear();
        }
    });
    (move || {
        left.get().map(|seconds| {
            let words = t!(i18n, "expiry.soon", count = seconds);
            view! { <p class="consent__note">{words}</p> }.into_any()
        })
    })
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_second_counts_until_it_is_over() {
        assert_eq!(seconds_left(60_000.0, 0.0), 60);
        assert_eq!(seconds_left(60_000.0, 59_001.0), 1);
        assert_eq!(seconds_left(60_000.0, 60_000.0), 0);
        assert_eq!(seconds_left(60_000.0, 99_000.0), 0);
    }
}
