//! `GET /oauth/grants/me`

use axum::Json;
use countersign_contract::{API_BASE, Grant, Listing};

use super::{face, listing};
use crate::caller::Caller;
use crate::policy::ReadOwn;
use crate::problem::Answer;

/// What the signed-in user allowed.
#[utoipa::path(
    get,
    path = "/oauth/grants/me",
    tag = "Grants",
    responses((status = 200, description = "The consents.", body = Listing<Grant>))
)]
pub async fn list_my_grants(caller: Caller<ReadOwn>) -> Answer<Json<Listing<Grant>>> {
    let user_id = &caller.identity().user.id;
    let mut grants = caller.store().grants_of_user(user_id).await?;
    for grant in &mut grants {
        grant.client = face(std::mem::take(&mut grant.client));
    }
    grants.sort_by_key(|grant| grant.client.display_name().to_lowercase());
    Ok(listing(grants, format!("{API_BASE}/oauth/grants/me")))
}
