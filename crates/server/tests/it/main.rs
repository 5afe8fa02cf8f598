//! The server through its router, in process, each test on its own database.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail like tests"
)]

mod approval_asks;
mod approvals;
mod audit;
mod audit_sessions;
mod authorization_list;
mod authorization_refusals;
mod authorization_writes;
mod authorize;
mod authorize_refusals;
mod clients_and_roles;
mod concurrency;
mod consent_again;
mod consent_decisions;
mod consent_digest;
mod consent_redirects;
mod consents;
mod crash;
mod demo_organization;
mod error_pages;
mod errors;
mod fault_scene;
mod folder;
mod forgetting;
mod full_disk;
mod guessing;
mod independent_client;
mod language;
mod languages;
mod long_lists;
mod lost_rights;
mod metadata;
mod oauth;
mod openapi;
mod outsiders;
mod pages;
mod permission_matrix;
mod permission_table;
mod person;
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
mod store_waits;
mod streams;
mod switched_off;
mod token_clients;
mod token_codes;
mod token_refresh;
mod tokens;
mod versions;
