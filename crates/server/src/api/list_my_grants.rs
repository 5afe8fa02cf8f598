//! `GET /oauth/grants/me`

use axum::Json;
use countersign_contract::{API_BASE, Grant, Listing};

use super::face;
use crate::access::Caller;
use crate::access::policy::ReadOwn;
use crate::problem::Answer;

/// What the signed-in user allowed, by the name of the application. At most 500; `total` counts all.
#[utoipa::path(
    get,
    path = "/oauth/grants/me",
    tag = "Grants",
    responses((status = 200, description = "The consents.", body = Listing<Grant>))
)]
pub async fn list_my_grants(caller: Caller<ReadOwn>) -> Answer<Json<Listing<Grant>>> {
    let user_id = &caller.identity().user.id;
    let (mut entities, total) = caller.store().grants_of_user(user_id).await?;
    for grant in &mut entities {
        grant.client = face(std::mem::take(&mut grant.client));
    }
    Ok(Json(Listing {
        total,
        entities,
        self_uri: Some(format!("{API_BASE}/oauth/grants/me")),
    }))
}
