//! Countersign: the *Authorized Applications* pages of an admin portal, and its consent screen.
//!
//! Two programs are made of this library: the pages ([`app`]) and the consent screen ([`consent`]).
//! Neither names the other. docs/architecture.md says which room may use which.

#[macro_use]
pub mod i18n;

pub mod access;
pub mod api;
pub mod app;
pub mod components;
pub mod config;
pub mod consent;
mod course;
mod document;
mod erased;
#[cfg(feature = "gallery")]
pub mod gallery;
pub mod host;
pub mod navigator;
pub mod pages;
pub mod preferences;
pub mod route;
pub mod text;
pub mod ui;
pub mod uri;
mod write;
