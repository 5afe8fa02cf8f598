//! `GET /authorization/roles/{roleId}`

use axum::Json;
use axum::extract::Path;
use countersign_contract::{API_BASE, DomainOrganizationRole};

use crate::access::Caller;
use crate::access::policy::ReadRoles;
use crate::http::params::Params;
use crate::problem::{Answer, Problem};
use crate::store::RoleRow;

/// A role.
#[utoipa::path(
    get,
    path = "/authorization/roles/{roleId}",
    tag = "Roles",
    params(
        ("roleId" = String, Path, description = "Role id."),
        ("userCount" = Option<bool>, Query, description = "Whether to count members.")
    ),
    responses((status = 200, description = "The role.", body = DomainOrganizationRole))
)]
pub async fn get_role(
    caller: Caller<ReadRoles>,
    Path(id): Path<String>,
    params: Params,
) -> Answer<Json<DomainOrganizationRole>> {
    let with_count = params.flag("userCount")?;
    let row = caller.store().role(&id).await?;
    let row = row.ok_or_else(Problem::not_found)?;
    Ok(Json(answered(row, with_count)))
}

/// A role as it goes out.
pub(super) fn answered(row: RoleRow, with_count: bool) -> DomainOrganizationRole {
    DomainOrganizationRole {
        user_count: with_count.then_some(row.users),
        self_uri: Some(format!("{API_BASE}/authorization/roles/{}", row.role.id)),
        ..row.role
    }
}
