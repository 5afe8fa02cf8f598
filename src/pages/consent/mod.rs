//! The consent screen: what an application asks for, and Allow or Deny. A bundle of its own.
//!
//! [`consent_page`] takes the id of a consent request and a [`Config`](crate::config::Config) and
//! can stand in any element; [`mount_consent`] puts it into the page `consent.html`.

/// A text of the catalogue of this bundle, as `t!` elsewhere.
macro_rules! t {
    ($i18n:expr, $key:tt $($rest:tt)*) => { text_of!($i18n, consent_key!($key) $($rest)*) };
}

mod approval;
mod ask;
mod at;
mod copy;
mod decide;
mod decision;
mod embed;
mod end;
mod expiry;
mod flow;
mod focus;
mod foot;
mod gate;
mod head;
mod mount;
mod outcome;
mod outside;
mod page;
mod picker;
mod roles;
mod scopes;
mod screen;
mod target;
mod wait;
mod why;
mod words;

pub use embed::{EmbeddedConsent, embed_consent};
pub use mount::mount_consent;
pub use page::{Props, consent_page};
