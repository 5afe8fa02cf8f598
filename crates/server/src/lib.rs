//! Reference backend of Countersign: the REST contract on SQLite.
//!
//! It is a complete, small implementation to develop and test against, and an example for an own
//! backend. Start at [`router`] for what it answers, at [`caller`] for how it decides who may.
#![warn(missing_docs)]

mod api;
pub mod args;
pub mod bell;
pub mod bench;
mod body;
pub mod caller;
mod catalogue;
pub mod clock;
mod cookie;
pub mod demo;
mod etag;
mod frame;
mod language;
pub mod languages;
mod oauth;
mod openapi;
mod origin;
mod pages;
mod params;
pub mod password;
pub mod peer;
mod plain;
mod policy;
mod problem;
pub mod randomness;
mod rate_limit;
mod revalidated;
mod router;
pub mod serve;
pub mod sign_in;
pub mod static_files;
pub mod store;

pub use body::MAX_BODY;
pub use openapi::openapi_json;
pub use origin::OwnOrigin;
pub use router::router;
