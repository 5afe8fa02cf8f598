//! What is read of a request and what an answer is made of, whatever the operation.

pub(crate) mod body;
pub(crate) mod cookie;
pub(crate) mod etag;
pub(crate) mod language;
pub(crate) mod next;
pub mod origin;
pub(crate) mod params;
pub mod peer;
pub(crate) mod request_id;
pub(crate) mod revalidated;
pub mod static_files;
