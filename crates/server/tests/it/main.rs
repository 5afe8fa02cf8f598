//! The server through its router, in process, each test on its own database.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail like tests"
)]

mod approvals;
mod audit;
mod authorization_list;
mod authorization_writes;
mod authorize;
mod clients_and_roles;
mod concurrency;
mod consent_digest;
mod consents;
mod crash;
mod demo_organization;
mod errors;
mod forgetting;
mod independent_client;
mod language;
mod languages;
mod lost_rights;
mod oauth;
mod openapi;
mod outsiders;
mod pages;
mod permission_matrix;
mod portal;
mod private_files;
mod program;
mod revocation;
mod secrets;
mod sessions;
mod socket;
mod standing;
mod static_files;
mod store_faults;
mod streams;
mod switched_off;
mod tokens;
