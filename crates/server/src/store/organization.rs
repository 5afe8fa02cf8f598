//! The one organization of this portal.

use countersign_contract::{EntityRef, Organization};
use sqlx::{Row as _, SqliteConnection};

use super::Store;
use crate::problem::Answer;

impl Store {
    /// The organization.
    ///
    /// # Errors
    /// The store failed.
    pub async fn organization(&self) -> Answer<Organization> {
        organization(&mut *self.database.reader().await?).await
    }

    /// The organization as the owner of resources.
    pub(super) async fn resource_owner(&self) -> Answer<EntityRef> {
        owner(&mut *self.database.reader().await?).await
    }
}

async fn organization(connection: &mut SqliteConnection) -> Answer<Organization> {
    let row = sqlx::query("SELECT id, name FROM organization LIMIT 1")
        .fetch_optional(connection)
        .await?;
    Ok(row.map_or_else(Organization::default, |row| Organization {
        id: row.get(0),
        name: row.get(1),
    }))
}

/// The organization as the owner of resources, within a transaction.
pub(super) async fn owner(connection: &mut SqliteConnection) -> Answer<EntityRef> {
    let organization = organization(connection).await?;
    Ok(EntityRef {
        self_uri: Some(format!(
            "{}/organizations/me",
            countersign_contract::API_BASE
        )),
        id: organization.id,
        name: Some(organization.name),
    })
}
