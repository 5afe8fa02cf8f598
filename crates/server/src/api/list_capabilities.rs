//! `GET /oauth/capabilities`

use axum::Json;
use countersign_contract::{Capabilities, Feature};

use crate::access::Anyone;

/// What this backend can do beyond the compatible part. Only what is complete is announced.
#[utoipa::path(
    get,
    path = "/oauth/capabilities",
    tag = "Capabilities",
    security(()),
    responses((status = 200, description = "The features.", body = Capabilities))
)]
pub async fn list_capabilities(_: Anyone) -> Json<Capabilities> {
    Json(capabilities())
}

/// The features.
pub fn capabilities() -> Capabilities {
    Capabilities {
        contract: "1".to_owned(),
        features: Feature::KNOWN.to_vec(),
    }
}
