//! Reference backend of Countersign: the REST contract on SQLite.
//!
//! It is a complete, small implementation to develop and test against, and an example for an own
//! backend. Start at [`router`] for what it answers, at [`access`] for how it decides who may.
#![warn(missing_docs)]

pub mod access;
mod api;
pub mod args;
pub mod bell;
pub mod bench;
mod catalogue;
pub mod clock;
pub mod demo;
mod frame;
pub mod http;
pub mod languages;
mod oauth;
mod openapi;
mod pages;
pub mod password;
mod plain;
mod problem;
pub mod randomness;
mod router;
mod rules;
pub mod serve;
pub mod sign_in;
pub mod store;

pub use http::body::MAX_BODY;
pub use openapi::openapi_json;
pub use router::router;
