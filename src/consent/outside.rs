//! Text from outside on this screen: isolated, hidden characters shown, capped, the whole within
//! reach.

use crate::i18n::{I18n, Key, Part, parts};
use crate::text::visible;
use crate::ui::dom::{El, el, of};

/// Longest name of an application, a person, an organization.
pub const NAME: usize = 100;

/// Longest sentence.
pub const SENTENCE: usize = 300;

/// A name, or a sentence of somebody else.
pub fn text(text: &str, cap: usize) -> El {
    el("bdi").say(&visible(text, cap).shown)
}

/// The whole of what [`text`] cuts, folded; nothing where it cuts nothing.
pub fn whole(i18n: I18n, text: &str, cap: usize) -> Option<El> {
    visible(text, cap).cut.then(|| {
        of("details", "consent__details")
            .with(el("summary").say(&t!(i18n, "text.whole")))
            .with(el("bdi").say(&visible(text, usize::MAX).shown))
    })
}

/// A name inside a sentence.
pub fn name(text: &str) -> String {
    visible(text, NAME).shown
}

/// A sentence of the catalogue with an element in each of its places.
pub fn rich(into: El, i18n: I18n, key: Key, place: &dyn Fn(&str) -> El) -> El {
    parts(&i18n.raw(key))
        .into_iter()
        .fold(into, |into, part| match part {
            Part::Text(words) => into.say(words),
            Part::Place(name) => into.with(place(name)),
        })
}

/// Words that only screen readers are told.
pub fn unseen(words: &str) -> El {
    of("span", "visually-hidden").say(words)
}
