//! Who changes something, and whether that one still may when the change is written.

use countersign_contract::OAuthClient;
use countersign_contract::permission::{AUTHORIZE_CLIENTS, any};
use sqlx::SqliteConnection;

use super::tokens::usable_client;
use super::users::{rights_of, rights_of_roles};
use super::{Identity, UserRow};
use crate::clock::Clock;
use crate::plain::plain;
use crate::problem::{Answer, Problem};

/// Who changes something, when, and by which request.
#[derive(Clone, Debug)]
pub struct Author {
    /// The person, or the client where it acts for itself.
    pub user: UserRow,
    /// Whether it is a client that acts for itself.
    pub for_itself: bool,
    /// When, ISO 8601 UTC.
    pub at: String,
    /// The same in Unix seconds.
    pub now: i64,
    /// Correlation id of the request.
    pub request_id: String,
}

impl Author {
    /// A caller as the author of a change, now. The name goes into histories that others read and
    /// copy, so that nothing is left in it that forges a line.
    pub fn of(identity: &Identity, clock: &Clock, request_id: &str) -> Self {
        let user = UserRow {
            name: plain(&identity.user.name),
            ..identity.user.clone()
        };
        Self {
            user,
            for_itself: identity.for_itself,
            at: clock.iso(),
            now: clock.seconds(),
            request_id: request_id.to_owned(),
        }
    }

    /// A client as the author of what follows from its own call of the protocol, now.
    pub fn of_client(client: &OAuthClient, clock: &Clock, request_id: &str) -> Self {
        let identity = Identity {
            user: UserRow {
                id: client.id.clone(),
                name: client.display_name().to_owned(),
                email: String::new(),
            },
            for_itself: true,
            ..Identity::default()
        };
        Self::of(&identity, clock, request_id)
    }

    /// A person as the author of what follows from signing in or out, now.
    pub fn of_user(user: UserRow, clock: &Clock, request_id: &str) -> Self {
        let identity = Identity {
            user,
            ..Identity::default()
        };
        Self::of(&identity, clock, request_id)
    }

    /// Whoever runs the server, at its command line, now.
    pub fn of_operator(clock: &Clock) -> Self {
        let user = UserRow {
            id: "operator".to_owned(),
            name: "operator".to_owned(),
            email: String::new(),
        };
        Self::of_user(user, clock, "")
    }

    /// The same request in the name of a person who is known only now.
    pub(super) fn in_the_name_of(&self, user: UserRow) -> Self {
        Self {
            user: UserRow {
                name: plain(&user.name),
                ..user
            },
            ..self.clone()
        }
    }

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
