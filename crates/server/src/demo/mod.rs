//! The demo organization *Harbourline*. Its times count back from the clock, so that "5 minutes
//! ago" is believable on every day, and nothing in it is random.

mod accounts;
mod clients;
mod ids;
mod people;
mod roles;
mod times;

pub use accounts::{ACCOUNTS, Account, PASSWORD};

use serde_json::json;

use self::ids::id_of;

use crate::clock::Clock;
use crate::languages::Texts;
use crate::password::Passwords;
use crate::randomness::Randomness;
use crate::store::Store;
use crate::store::rows::Rows;

/// Fills an empty database; one that has an organization stays as it is.
///
/// # Errors
/// One sentence that says what is wrong.
pub async fn fill(
    store: &Store,
    passwords: &Passwords,
    clock: &Clock,
    randomness: &Randomness,
    least_roles: u32,
) -> Result<(), String> {
    let failed = |error: &dyn std::fmt::Display| {
        format!("The demo organization could not be written: {error}. Use an empty --data folder.")
    };
    if !store.is_empty().await.map_err(|error| failed(&error))? {
        return Ok(());
    }
    let hashes = ACCOUNTS
        .iter()
        .map(|_| passwords.hash(PASSWORD, randomness));
    let mut password_hashes = Vec::new();
    for hash in hashes {
        password_hashes.push(hash.await?);
    }
    let people = people::people().map_err(|error| failed(&error))?;
    let organization = json!({ "id": id_of("organization", "Harbourline"), "name": "Harbourline" });
    let rows = Rows {
        organization,
        roles: roles::rows(least_roles).map_err(|error| failed(&error))?,
        users: people.user_rows(&password_hashes),
        user_roles: people.role_rows(),
        clients: clients::clients(clock).map_err(|error| failed(&error))?,
    };
    store.fill(&rows).await.map_err(|error| failed(&error))
}

/// What stdout shows after the start.
pub fn table(texts: &Texts) -> String {
    let rows = ACCOUNTS.iter().map(|account| {
        format!(
            "  {:<24}  {PASSWORD}  {:<12}  {}\n",
            account.email,
            account.role,
            (account.sees)(texts).plain()
        )
    });
    rows.collect()
}
