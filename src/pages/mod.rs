//! The pages: they ask the backend and put components together. Who sees which page, and where it
//! stands in menus, is said in `app/screens.rs`.

pub mod applications;
pub mod clients;
mod columns;
mod confirm;
pub mod frame;
pub mod grants;
pub mod launcher;
pub mod list_pages;
pub mod not_found;
mod note_field;
pub mod requests;
pub mod review;
mod revoke;
mod undo;
mod write;

pub use requests::Reasons;
pub use undo::Undone;
