//! Countersign: the *Authorized Applications* pages of an admin portal as a component.
//!
//! [`mount_admin`] puts the pages of authorizations into an element, [`mount_portal`] the other
//! pages of the portal, [`mount_consent`] the consent screen: each a bundle of its own. Dependencies point one way:
//! contract <- [`api`], [`access`], [`route`] <- [`components`] <- [`pages`]; [`ui`] knows none
//! of them.

#[macro_use]
pub mod i18n;

pub mod access;
pub mod api;
mod app;
pub mod components;
pub mod config;
mod course;
mod embed;
#[cfg(feature = "gallery")]
pub mod gallery;
pub mod host;
mod memo;
mod mount;
pub mod navigator;
pub mod pages;
pub mod preferences;
pub mod route;
pub mod shell;
pub mod text;
pub mod ui;
pub mod uri;
mod write;

pub use app::Language;
pub use embed::Embedded;
pub use pages::consent::{EmbeddedConsent, embed_consent, mount_consent};
pub use pages::{Later, embed as embed_admin, mount_admin, mount_portal};
