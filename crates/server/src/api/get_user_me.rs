//! `GET /users/me`

use axum::Json;
use countersign_contract::{API_BASE, UserAuthorization, UserMe};

use crate::access::Caller;
use crate::access::policy::Myself;
use crate::http::params::Params;
use crate::problem::{Answer, Problem};

/// The signed-in user. Unknown values of `expand` are ignored.
#[utoipa::path(
    get,
    path = "/users/me",
    tag = "Me",
    params(("expand" = Option<Vec<String>>, Query, description = "authorization, organization; repeated or comma-joined.")),
    responses((status = 200, description = "The user.", body = UserMe))
)]
pub async fn get_user_me(caller: Caller<Myself>, params: Params) -> Answer<Json<UserMe>> {
    if caller.identity().for_itself {
        return Err(Problem::bad_request(
            "This request needs a user, and the token belongs to a client.",
        ));
    }
    let expand = params.list("expand");
    let identity = caller.identity();
    let organization = if expand.contains(&"organization") {
        Some(caller.store().organization().await?)
    } else {
        None
    };
    Ok(Json(UserMe {
        id: identity.user.id.clone(),
        name: identity.user.name.clone(),
        email: Some(identity.user.email.clone()),
        authorization: expand
            .contains(&"authorization")
            .then(|| UserAuthorization {
                roles: identity.roles.clone(),
                permissions: identity.permissions.clone(),
            }),
        organization,
        self_uri: Some(format!("{API_BASE}/users/{}", identity.user.id)),
    }))
}
