//! The roles of a row.

use countersign_contract::DomainOrganizationRole;
use leptos::prelude::*;

use crate::api::Load;
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::ui::{Popover, PopoverKind};

/// One role by name, several as a count with a popover, none as everyone.
#[component]
pub fn Roles(
    ids: Vec<String>,
    pending: bool,
    name: String,
    roles: Load<Vec<DomainOrganizationRole>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = ids.len();
    if count == 0 {
        let words = if pending {
            t!(i18n, "list.roles_unset")
        } else {
            t!(i18n, "list.everyone")
        };
        return view! { <span class=if pending { "muted" } else { "" }>{words}</span> }.into_any();
    }
    let names = Derived::new(move |_| {
        let known = roles.ready().unwrap_or_default();
        let name = |id: &String| {
            known
                .iter()
                .find(|role| role.id == *id)
                .map_or_else(|| id.clone(), |role| role.name.clone())
        };
        (!known.is_empty()).then(|| ids.iter().map(name).collect::<Vec<_>>())
    });
    let words = t!(i18n, "count.roles", count = count as u64);
    let button = {
        let words = words.clone();
        move || match names.get() {
            Some(names) if count == 1 => names.into_iter().next().unwrap_or_default(),
            _ => words.clone(),
        }
    };
    if count == 1 {
        return view! { <bdi>{move || button()}</bdi> }.into_any();
    }
    view! {
        <Popover kind=PopoverKind::Peek button_class="peek" button=words.into_any()>
            <p class="popover__title">{t!(i18n, "list.roles_of", name = name)}</p>
            <ul class="popover__list" tabindex="0">
                {move || names.get().unwrap_or_default().into_iter().map(|name| view! { <li><bdi>{name}</bdi></li> }.into_any()).collect_view()}
            </ul>
        </Popover>
    }
    .into_any()
}
