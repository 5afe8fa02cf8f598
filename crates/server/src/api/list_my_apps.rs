//! `GET /oauth/apps/me`

use axum::Json;
use countersign_contract::{API_BASE, App, Listing};

use super::{face, listing};
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
    let mut apps = caller.store().apps_of(caller.identity()).await?;
    for app in &mut apps {
        app.client = face(std::mem::take(&mut app.client));
    }
    Ok(listing(apps, format!("{API_BASE}/oauth/apps/me")))
}
