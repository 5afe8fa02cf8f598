//! The demo organization *Harbourline*. Its times count back from the clock, so that "5 minutes
//! ago" is believable on every day, and nothing in it is random.

mod clients;
mod people;
mod roles;
mod times;

use serde_json::json;

use crate::clock::Clock;
use crate::languages::{Text, Texts};
use crate::password::Passwords;
use crate::randomness::{Randomness, uuid_of};
use crate::store::Store;
use crate::store::rows::Rows;

/// An account that people can sign in with.
#[derive(Debug)]
pub struct Account {
    /// Mail address, which is the user name.
    pub email: &'static str,
    /// Name.
    pub name: &'static str,
    /// Role.
    pub role: &'static str,
    /// What it is good for, in a language.
    pub sees: fn(&Texts) -> &Text,
}

/// Password of every account.
pub const PASSWORD: &str = "countersign-demo";

/// The documented accounts. Nobody else of the organization has a password.
pub const ACCOUNTS: [Account; 4] = [
    Account {
        email: "admin@demo.example",
        name: "Ada Brandt",
        role: "Master Admin",
        sees: |texts| &texts.demo_admin,
    },
    Account {
        email: "viewer@demo.example",
        name: "Lena Okafor",
        role: "OAuth Viewer",
        sees: |texts| &texts.demo_viewer,
    },
    Account {
        email: "supervisor@demo.example",
        name: "Noah Fischer",
        role: "Supervisor",
        sees: |texts| &texts.demo_supervisor,
    },
    Account {
        email: "agent@demo.example",
        name: "Inès Moreau",
        role: "Agent",
        sees: |texts| &texts.demo_agent,
    },
];

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

/// The id of a thing by what it is and its name: the same in every demo.
fn id_of(kind: &str, name: &str) -> String {
    uuid_of(&format!("{kind}:{name}"))
}
