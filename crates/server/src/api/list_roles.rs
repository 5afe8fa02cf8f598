//! `GET /authorization/roles`

use axum::Json;
use countersign_contract::list::{SortOrder, fold};
use countersign_contract::{API_BASE, DomainOrganizationRole, Paged};

use super::get_role::answered;
use crate::access::Caller;
use crate::access::policy::ReadRoles;
use crate::http::params::{Params, with_uris};
use crate::problem::{Answer, Problem};

/// Roles of the organization.
#[utoipa::path(
    get,
    path = "/authorization/roles",
    tag = "Roles",
    params(
        ("name" = Option<String>, Query, description = "Part of the name, any case."),
        ("id" = Option<Vec<String>>, Query, description = "Role ids, repeated or comma-joined; also as id[]."),
        ("permission" = Option<Vec<String>>, Query, description = "Roles that grant all of these; also as permission[]."),
        ("userCount" = Option<bool>, Query, description = "Whether to count members."),
        ("sortBy" = Option<String>, Query, description = "name or userCount."),
        ("sortOrder" = Option<String>, Query, description = "asc or desc."),
        ("pageNumber" = Option<u32>, Query, description = "From 1."),
        ("pageSize" = Option<u32>, Query, description = "1 to 100.")
    ),
    responses((status = 200, description = "A page of roles.", body = Paged<DomainOrganizationRole>))
)]
pub async fn list_roles(
    caller: Caller<ReadRoles>,
    params: Params,
) -> Answer<Json<Paged<DomainOrganizationRole>>> {
    let page = params.page()?;
    let order = params.order()?;
    let with_count = params.flag("userCount")?;
    let by_count = match params.get("sortBy") {
        None | Some("name") => false,
        Some("userCount") => true,
        Some(_) => return Err(Problem::query("sortBy")),
    };
    let name = fold(params.get("name").unwrap_or_default().trim());
    let ids = params.list("id");
    let permissions = params.list("permission");

    let mut rows = caller.store().roles().await?;
    rows.retain(|row| {
        fold(&row.role.name).contains(&name)
            && (ids.is_empty() || ids.contains(&row.role.id.as_str()))
            && permissions.iter().all(|wanted| row.permits(wanted))
    });
    // They come by name, and the sort is stable: ties stay by name upwards.
    match (by_count, order == SortOrder::Descending) {
        (false, false) => {}
        (false, true) => rows.sort_by_key(|row| std::cmp::Reverse(fold(&row.role.name))),
        (true, false) => rows.sort_by_key(|row| row.users),
        (true, true) => rows.sort_by_key(|row| std::cmp::Reverse(row.users)),
    }
    let total = rows.len() as u64;
    let skip = usize::try_from(page.skip()).unwrap_or(usize::MAX);
    let rows = rows.into_iter().skip(skip).take(page.size as usize);
    let roles = rows.map(|row| answered(row, with_count)).collect();
    let path = format!("{API_BASE}/authorization/roles");
    Ok(Json(with_uris(page.of(roles, total), &path, &params)))
}
