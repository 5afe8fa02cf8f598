//! `null` means absent (contract, first paragraph): collections and booleans read it as empty.

use serde::{Deserialize, Deserializer};

/// Reads `null` as the default of the type; for fields that also have `#[serde(default)]`.
pub fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}
