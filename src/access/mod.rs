//! Who is signed in, what they may see, and what the backend can do.

mod backend;
mod gate;
mod session;

pub use backend::{Backend, Scopes, use_backend};
pub use gate::Gate;
pub use session::{Session, SessionState, use_session};
