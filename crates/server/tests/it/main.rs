//! The server through its router, in process, each test on its own database.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail like tests"
)]

mod authorization_list;
mod authorization_writes;
mod clients_and_roles;
mod concurrency;
mod demo_organization;
mod errors;
mod language;
mod openapi;
mod pages;
mod permission_matrix;
mod portal;
mod program;
mod sessions;
mod static_files;
