//! Ids of the demo organization.

use crate::randomness::uuid_of;

/// The id of a thing by what it is and its name: the same in every demo.
pub fn id_of(kind: &str, name: &str) -> String {
    uuid_of(&format!("{kind}:{name}"))
}
