//! Who is signed in, what they may see, and what the backend can do.

mod backend;
mod featured;
mod gate;
mod requests;
mod session;

pub use backend::{Backend, Scopes, use_backend};
pub use featured::Featured;
pub use gate::Gate;
pub use requests::{OpenRequests, use_open_requests};
pub use session::{Session, SessionState, use_session};
