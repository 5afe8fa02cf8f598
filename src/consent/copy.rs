//! A button that copies a text and says so in its own place.

use leptos::task::spawn_local;

use super::flow::Flow;
use crate::api::sleep;
use crate::erased::Writable;
use crate::ui::dom::{El, el, icon, of};
use crate::ui::{Glyph, copy_text};

/// How long it says so, in milliseconds.
const SAID: f64 = 2_000.0;

/// The button.
pub fn copy(flow: Flow, class: &str, what: String, words: String) -> El {
    let i18n = flow.i18n;
    let done = Writable::new(None::<bool>);
    let press = move |_| {
        let what = what.clone();
        spawn_local(async move {
            let worked = copy_text(&what).await;
            if !flow.is_there() {
                return;
            }
            flow.say(if worked {
                t!(i18n, "copy.done")
            } else {
                t!(i18n, "copy.failed")
            });
            let _ = done.try_set(Some(worked));
            sleep(SAID).await;
            let _ = done.try_set(None);
        });
    };
    let glyph = of("span", "consent__glyph").inside(move || {
        vec![icon(
            match done.get() {
                None => Glyph::Copy,
                Some(true) => Glyph::Check,
                Some(false) => Glyph::X,
            },
            "",
        )]
    });
    of("button", class)
        .attr("type", "button")
        .with(glyph)
        .with(el("span").say(&words))
        .on("click", press)
}
