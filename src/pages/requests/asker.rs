//! Somebody who asks for an application, and why.

use countersign_contract::ApprovalRequest;
use leptos::prelude::*;

use crate::api::use_api;
use crate::components::{Ago, initials};
use crate::ui::{part, words_in};

/// Who asks, with which roles, when, and why.
pub fn asker(request: &ApprovalRequest) -> AnyView {
    let name = name_of_asker(request);
    let roles: Vec<_> = request
        .user_roles
        .iter()
        .map(|role| role.name.clone())
        .collect();
    let roles = crate::i18n::use_i18n().list(&roles);
    let at = Some(request.date_created.clone());
    part(
        "li",
        "asker",
        vec![
            view! { <span class="tile tile--person" aria-hidden="true">{initials(&name)}</span> }
                .into_any(),
            part(
                "p",
                "",
                vec![
                    words_in("b", "", name),
                    " ".into_any(),
                    words_in("span", "muted", roles),
                ],
            ),
            part(
                "span",
                "asker__when",
                vec![view! { <Ago at now=use_api().now()/> }.into_any()],
            ),
            words_in("blockquote", "asker__why", request.reason.clone()),
        ],
    )
}

/// Name of who asks, or the id where there is none.
pub fn name_of_asker(request: &ApprovalRequest) -> String {
    let user = &request.user;
    user.name.clone().unwrap_or_else(|| user.id.clone())
}
