//! Roles of the organization.

use countersign_contract::{DomainOrganizationRole, permission};
use sqlx::Row as _;
use sqlx::sqlite::SqliteRow;

use super::Store;
use super::users::permission_strings;
use crate::problem::Answer;

/// A role and how many people have it.
#[derive(Clone, Debug)]
pub struct RoleRow {
    /// The role, without its count.
    pub role: DomainOrganizationRole,
    /// Members.
    pub users: u32,
}

impl RoleRow {
    /// Whether the role grants `wanted`.
    pub fn permits(&self, wanted: &str) -> bool {
        permission::any(&permission_strings(&self.role), wanted)
    }
}

const SELECT: &str = "SELECT role.document, \
     (SELECT count(*) FROM user_role WHERE user_role.role_id = role.id) FROM role";

impl Store {
    /// All roles by name. An organization has some thousands at most, so that what a list wants
    /// of them is picked in memory.
    ///
    /// # Errors
    /// The store failed.
    pub async fn roles(&self) -> Answer<Vec<RoleRow>> {
        let rows = sqlx::query(sqlx::AssertSqlSafe(format!(
            "{SELECT} ORDER BY name_folded, id"
        )))
        .fetch_all(&mut *self.database.reader().await?)
        .await?;
        rows.iter().map(read).collect()
    }

    /// All roles without the number of their members, which is more work than the roles themselves.
    ///
    /// # Errors
    /// The store failed.
    pub async fn role_documents(&self) -> Answer<Vec<DomainOrganizationRole>> {
        let rows = sqlx::query("SELECT document FROM role ORDER BY name_folded, id")
            .fetch_all(&mut *self.database.reader().await?)
            .await?;
        let role = |row: &SqliteRow| Ok(serde_json::from_str(row.get(0))?);
        rows.iter().map(role).collect()
    }

    /// One role.
    ///
    /// # Errors
    /// The store failed.
    pub async fn role(&self, id: &str) -> Answer<Option<RoleRow>> {
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{SELECT} WHERE id = $1")))
            .bind(id)
            .fetch_optional(&mut *self.database.reader().await?)
            .await?;
        row.as_ref().map(read).transpose()
    }
}

fn read(row: &SqliteRow) -> Answer<RoleRow> {
    Ok(RoleRow {
        role: serde_json::from_str(row.get(0))?,
        users: row.get(1),
    })
}
