//! Who is signed in, what they may see, what the backend can do, and what is shown where it does
//! not answer.

mod backend;
pub mod error_words;
mod failure;
mod featured;
mod gate;
mod requests;
mod session;

pub use backend::{Backend, Scopes, use_backend};
pub use failure::{Failure, SignIn, StillWorking};
pub use featured::Featured;
pub use gate::Gate;
pub use requests::{OpenRequests, use_open_requests};
pub use session::{Session, SessionState, use_session};
