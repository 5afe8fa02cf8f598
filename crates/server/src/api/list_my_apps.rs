//! `GET /oauth/apps/me`

use axum::Json;
use countersign_contract::{API_BASE, App, Listing};

use super::listing;
use crate::caller::Caller;
use crate::policy::ReadOwn;
use crate::problem::Answer;

/// The applications that the signed-in user's roles let them use, by name.
#[utoipa::path(
    get,
    path = "/oauth/apps/me",
    tag = "Apps",
    responses((status = 200, description = "The applications.", body = Listing<App>))
)]
pub async fn list_my_apps(caller: Caller<ReadOwn>) -> Answer<Json<Listing<App>>> {
    let apps = caller.store().apps_of(caller.identity()).await?;
    Ok(listing(apps, format!("{API_BASE}/oauth/apps/me")))
}
