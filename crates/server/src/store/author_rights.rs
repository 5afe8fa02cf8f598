//! Whether the author of a change still may when it is written.

use countersign_contract::permission::{AUTHORIZE_CLIENTS, any};
use sqlx::SqliteConnection;

use super::Author;
use super::tokens::usable_client;
use super::users::{rights_of, rights_of_roles};
use crate::problem::{Answer, Problem};

impl Author {
    /// Refuses who may not authorize clients any more. The call was checked before it waited for
    /// its turn to write, and a role may have gone since; so this reads within the transaction.
    pub(super) async fn still_authorizes(&self, connection: &mut SqliteConnection) -> Answer<()> {
        let permissions = if self.for_itself {
            self.permissions_of_client(connection).await?
        } else {
            rights_of(connection, &self.user.id).await?.1
        };
        if any(&permissions, AUTHORIZE_CLIENTS) {
            Ok(())
        } else {
            Err(Problem::missing_permission(AUTHORIZE_CLIENTS))
        }
    }

    /// Those of the roles that its record names, none where it may not act at all.
    async fn permissions_of_client(
        &self,
        connection: &mut SqliteConnection,
    ) -> Answer<Vec<String>> {
        let Some(authorization) = usable_client(connection, &self.user.id).await? else {
            return Ok(Vec::new());
        };
        let divisions = authorization.client.role_divisions.iter();
        let ids: Vec<_> = divisions.map(|one| one.role_id.clone()).collect();
        Ok(rights_of_roles(connection, &ids).await?.1)
    }
}
