//! Countersign: the *Authorized Applications* pages of an admin portal, and its consent screen.
//!
//! Two programs are made of this library: the pages ([`app`]) and the consent screen ([`consent`]).
//! Neither names the other. docs/architecture.md says which room may use which.

#[macro_use]
mod i18n;

mod access;
mod api;
pub mod app;
mod components;
pub mod config;
pub mod consent;
mod course;
mod document;
mod erased;
#[cfg(feature = "gallery")]
pub mod gallery;
mod host;
#[cfg(all(test, target_arch = "wasm32"))]
mod in_browser;
mod navigator;
mod pages;
mod preferences;
mod route;
mod text;
mod ui;
mod uri;
mod write;
