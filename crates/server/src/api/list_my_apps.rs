//! `GET /oauth/apps/me`

use axum::Json;
use countersign_contract::{API_BASE, App, MAX_PAGE_SIZE, Paged};

use super::face;
use crate::access::Caller;
use crate::access::policy::ReadOwn;
use crate::http::params::{Params, with_uris};
use crate::problem::Answer;
use crate::store::AppQuery;

/// The applications that the signed-in user's roles let them use, by name.
#[utoipa::path(
    get,
    path = "/oauth/apps/me",
    tag = "Apps",
    params(
        ("name" = Option<String>, Query, description = "Part of the name, any case."),
        ("pageNumber" = Option<u32>, Query, description = "From 1."),
        ("pageSize" = Option<u32>, Query, description = "1 to 100, 100 unless asked for.")
    ),
    responses((status = 200, description = "A page of applications.", body = Paged<App>))
)]
pub async fn list_my_apps(caller: Caller<ReadOwn>, params: Params) -> Answer<Json<Paged<App>>> {
    let page = params.page_of(MAX_PAGE_SIZE)?;
    let query = AppQuery {
        name: params.get("name").unwrap_or_default(),
        skip: page.skip(),
        take: page.size,
    };
    let (mut apps, total) = caller.store().apps_of(caller.identity(), query).await?;
    for app in &mut apps {
        app.client = face(std::mem::take(&mut app.client));
    }
    let path = format!("{API_BASE}/oauth/apps/me");
    Ok(Json(with_uris(page.of(apps, total), &path, &params)))
}
