//! The place of an element: it keeps to itself where it is, and tells its host.

use super::{How, Navigator};
use crate::route::Route;

impl Navigator {
    /// A navigator that starts at a place. It calls `told` with every other place.
    pub fn of_memory(start: Route, told: impl Fn(&Route, How) + 'static) -> Self {
        Self::new(start, told)
    }
}
