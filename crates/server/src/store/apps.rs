//! The applications that a user can launch.

use countersign_contract::{App, AuthorizationState, ClientState, GrantType};

use super::{Identity, Store};
use crate::oauth::question::admits;
use crate::problem::Answer;

impl Store {
    /// The authorized applications that the user's roles let them use, by name.
    ///
    /// # Errors
    /// The store failed.
    pub async fn apps_of(&self, identity: &Identity) -> Answer<Vec<App>> {
        let roles: Vec<_> = identity.roles.iter().map(|role| role.id.clone()).collect();
        let mut apps: Vec<_> = self.authorizations().await?;
        apps.retain(|one| {
            one.state == AuthorizationState::Authorized
                && admits(&one.roles, &roles)
                && one.client.authorized_grant_type == Some(GrantType::Code)
                && matches!(one.client.state, None | Some(ClientState::Active))
        });
        let app = |client: countersign_contract::OAuthClient| App {
            launch_uri: client
                .initiate_login_uri
                .clone()
                .or_else(|| client.homepage_uri.clone()),
            client,
        };
        Ok(apps.into_iter().map(|one| app(one.client)).collect())
    }
}
