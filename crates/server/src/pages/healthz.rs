//! `GET /healthz`

use axum::Json;
use serde_json::{Value, json};

use crate::access::Anyone;
use crate::problem::Answer;

/// Whether the server can serve: 200 where the database can be written, which is tried at most once
/// a second; otherwise 503.
pub async fn healthz(anyone: Anyone) -> Answer<Json<Value>> {
    anyone.ready().await?;
    Ok(Json(json!({ "status": "ok" })))
}
