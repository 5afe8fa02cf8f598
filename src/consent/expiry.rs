//! The end of a request that nobody decides: told a minute before, in words.

use leptos::task::spawn_local;

use super::flow::{Flow, clock};
use crate::api::sleep;
use crate::erased::Writable;
use crate::ui::dom::{El, of};

/// How long before the end it is told, in seconds.
const WARNED: u32 = 60;

/// How often the server is asked whether it is over, in seconds.
const AGAIN: u32 = 5;

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
pub fn expiry(flow: Flow) -> El {
    let i18n = flow.i18n;
    let left = Writable::new(None::<u32>);
    spawn_local(async move {
        let mut over = 0u32;
        while let Some(before) = left.try_get_untracked() {
            let deadline = flow.deadline.get_untracked().unwrap_or(f64::INFINITY);
            let now = seconds_left(deadline, clock());
            let shown = (now <= WARNED).then_some(now);
            if before != shown {
                if before.is_none() {
                    flow.say(t!(i18n, "expiry.soon", count = now));
                }
                left.set(shown);
            }
            // Until its word comes: the first look may have failed.
            if now == 0 {
                if over.is_multiple_of(AGAIN) {
                    flow.look();
                }
                over += 1;
            }
            sleep(1_000.0).await;
        }
    });
    of("p", "consent__note").says(move || {
        let seconds = left.get()?;
        Some(t!(i18n, "expiry.soon", count = seconds))
    })
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
