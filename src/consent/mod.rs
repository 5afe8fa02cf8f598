//! The consent screen: what an application asks for, and Allow or Deny. A program of its own.
//!
//! [`consent_page`] takes the id of a consent request and a [`Config`](crate::config::Config) and
//! can stand in any element; [`start`] puts it into the page `consent.html`, and [`embed`] into an
//! element of another page.

/// A text of the catalogue of this program, as `t!` elsewhere.
macro_rules! t {
    ($i18n:expr, $key:tt $($rest:tt)*) => { text_of!($i18n, consent_key!($key) $($rest)*) };
}

mod approval;
mod ask;
mod at;
mod copy;
mod decide;
mod decision;
mod element;
mod end;
mod expiry;
mod flow;
mod focus;
mod foot;
mod gate;
mod head;
mod open;
mod outcome;
mod outside;
mod page;
mod picker;
mod roles;
mod scopes;
mod screen;
mod start;
mod target;
mod wait;
mod why;
mod words;

pub use element::{EmbeddedConsent, embed};
pub use page::{Props, consent_page};
pub use start::start;
