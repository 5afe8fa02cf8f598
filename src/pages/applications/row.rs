//! One row of the list.

use countersign_contract::{AuthorizationState, DomainOrganizationRole, OAuthAuthorization};
use leptos::prelude::*;

use super::columns::COLUMNS;
use super::row_data::RowData;
use crate::api::Load;
use crate::components::name_of;
use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::pages::columns::cells;
use crate::pages::revoke::RevokeTarget;

/// A row: a cell for each of the columns.
#[component]
pub fn Row(
    one: OAuthAuthorization,
    roles: Load<Vec<DomainOrganizationRole>>,
    revoking: Writable<Option<RevokeTarget>>,
) -> impl IntoView {
    let row_class = match one.state {
        AuthorizationState::Requested => "apps__row apps__row--pending",
        AuthorizationState::Revoked => "apps__row apps__revoked",
        _ => "apps__row",
    };
    let row = RowData {
        name: name_of(&one.client),
        one,
        roles,
        revoking,
    };
    view! { <tr role="row" class=row_class>{cells(&COLUMNS, use_i18n(), &row)}</tr> }
}
