//! Rules that need nothing but what they are told: no store, no request, no clock.

pub mod back;
pub mod grant;
pub mod oauth_error;
pub mod pkce;
pub mod question;
pub mod redirect;
