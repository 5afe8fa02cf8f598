//! People, and what their roles let them do.

use countersign_contract::{DomainOrganizationRole, EntityRef, RoleRef};
use sqlx::Row as _;

use super::Store;
use crate::problem::Answer;

/// A person.
#[derive(Clone, Debug, Default)]
pub struct UserRow {
    /// User id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

impl UserRow {
    /// The person as an author.
    pub fn entity(&self) -> EntityRef {
        EntityRef {
            id: self.id.clone(),
            name: Some(self.name.clone()),
            self_uri: Some(format!(
                "{}/users/{}",
                countersign_contract::API_BASE,
                self.id
            )),
        }
    }
}

/// Who calls, and what that caller may do.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// The person.
    pub user: UserRow,
    /// Roles of the person.
    pub roles: Vec<RoleRef>,
    /// Permission strings of the roles.
    pub permissions: Vec<String>,
    /// Granted scopes of a token; `None` for a browser session.
    pub scopes: Option<Vec<String>>,
    /// Token of the browser session.
    pub session: Option<String>,
}

/// What a sign-in is checked against.
#[derive(Clone, Debug)]
pub struct StoredPassword {
    /// User id.
    pub id: String,
    /// Hash; `None` where nobody can sign in as this user.
    pub password_hash: Option<String>,
}

impl Store {
    /// Password of the user with a mail address in lower case.
    pub(crate) async fn password_of(&self, email: &str) -> Answer<Option<StoredPassword>> {
        let row = sqlx::query("SELECT id, password_hash FROM user_account WHERE email_folded = $1")
            .bind(email)
            .fetch_optional(&self.pool)
            .await?;
        Ok(row.map(|row| StoredPassword {
            id: row.get(0),
            password_hash: row.get(1),
        }))
    }

    /// Roles and permissions of a user.
    pub(super) async fn rights_of(&self, user_id: &str) -> Answer<(Vec<RoleRef>, Vec<String>)> {
        let rows = sqlx::query(
            "SELECT role.document FROM user_role JOIN role ON role.id = user_role.role_id \
             WHERE user_role.user_id = $1 ORDER BY role.name_folded, role.id",
        )
        .bind(user_id)
        .fetch_all(&self.pool)
        .await?;
        let mut roles = Vec::new();
        let mut permissions = Vec::new();
        for row in rows {
            let role: DomainOrganizationRole = serde_json::from_str(row.get(0))?;
            permissions.extend(permission_strings(&role));
            roles.push(RoleRef {
                id: role.id,
                name: role.name,
            });
        }
        permissions.sort();
        permissions.dedup();
        Ok((roles, permissions))
    }
}

/// The policies of a role as strings, for example `oauth:*:*`.
pub(super) fn permission_strings(role: &DomainOrganizationRole) -> Vec<String> {
    let policies = role.permission_policies.iter();
    policies
        .flat_map(|policy| {
            let actions = policy.action_set.iter();
            actions.map(|action| format!("{}:{}:{action}", policy.domain, policy.entity_name))
        })
        .collect()
}
