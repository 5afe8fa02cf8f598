//! People, and what their roles let them do.

use countersign_contract::{DomainOrganizationRole, EntityRef, OAuthClient, RoleRef, permission};
use sqlx::sqlite::SqliteRow;
use sqlx::{Row as _, SqliteConnection};

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
    /// Access token of an application.
    pub bearer: Option<String>,
    /// The application.
    pub client: Option<OAuthClient>,
    /// Whether the application acts for itself, without a person.
    pub for_itself: bool,
}

/// What a sign-in is checked against.
#[derive(Clone, Debug)]
pub struct StoredPassword {
    /// Who signs in.
    pub user: UserRow,
    /// Hash; `None` where nobody can sign in as this user, for one because the account is switched off.
    pub password_hash: Option<String>,
}

impl Store {
    /// Password of the user with a mail address in lower case.
    pub(crate) async fn password_of(&self, email: &str) -> Answer<Option<StoredPassword>> {
        let sql = "SELECT id, name, email, CASE state WHEN 'active' THEN password_hash END \
             FROM user_account WHERE email_folded = $1";
        let row = sqlx::query(sql)
            .bind(email)
            .fetch_optional(&mut *self.database.reader().await?)
            .await?;
        Ok(row.map(|row| StoredPassword {
            user: UserRow {
                id: row.get(0),
                name: row.get(1),
                email: row.get(2),
            },
            password_hash: row.get(3),
        }))
    }

    /// How many people may authorize clients.
    ///
    /// # Errors
    /// The store failed.
    pub async fn approvers(&self) -> Answer<u32> {
        let roles = self.role_documents().await?;
        let may = |role: &&DomainOrganizationRole| {
            permission::any(&permission_strings(role), permission::AUTHORIZE_CLIENTS)
        };
        let ids: Vec<_> = roles.iter().filter(may).map(|role| &role.id).collect();
        let row = sqlx::query(
            "SELECT count(DISTINCT user_id) FROM user_role \
             JOIN user_account ON user_account.id = user_role.user_id AND user_account.state = 'active' \
             WHERE role_id IN (SELECT value FROM json_each($1))",
        )
        .bind(serde_json::to_string(&ids)?)
        .fetch_one(&mut *self.database.reader().await?)
        .await?;
        Ok(row.get(0))
    }
}

/// Roles by name, and the permissions that they give.
pub(super) type Rights = (Vec<RoleRef>, Vec<String>);

/// Whether a person is switched on.
pub(super) async fn is_active(connection: &mut SqliteConnection, user_id: &str) -> Answer<bool> {
    let row = sqlx::query("SELECT 1 FROM user_account WHERE id = $1 AND state = 'active'")
        .bind(user_id)
        .fetch_optional(connection)
        .await?;
    Ok(row.is_some())
}

/// Roles and permissions of a user; none of one who is switched off.
pub(super) async fn rights_of(connection: &mut SqliteConnection, user_id: &str) -> Answer<Rights> {
    let rows = sqlx::query(
        "SELECT role.document FROM user_role JOIN role ON role.id = user_role.role_id \
         JOIN user_account ON user_account.id = user_role.user_id AND user_account.state = 'active' \
         WHERE user_role.user_id = $1 ORDER BY role.name_folded, role.id",
    )
    .bind(user_id)
    .fetch_all(connection)
    .await?;
    rights(&rows)
}

/// Roles and permissions of a client that acts for itself.
pub(super) async fn rights_of_roles(
    connection: &mut SqliteConnection,
    ids: &[String],
) -> Answer<Rights> {
    let rows = sqlx::query(
        "SELECT document FROM role WHERE id IN (SELECT value FROM json_each($1)) ORDER BY name_folded, id",
    )
    .bind(serde_json::to_string(ids)?)
    .fetch_all(connection)
    .await?;
    rights(&rows)
}

fn rights(rows: &[SqliteRow]) -> Answer<Rights> {
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
