//! Who in the organization can use it: everyone, or people of some roles.

use std::sync::Arc;

use countersign_contract::{ConsentRequest, RoleRef};
use leptos::prelude::*;

use super::flow::Flow;
use super::outside::name;
use super::picker;
use crate::memo::RwSignal;
use crate::ui::{Button, Glyph, Icon, Look};

/// Whether the picked roles leave out whoever has `own`.
pub fn leaves_out(picked: &[RoleRef], own: &[RoleRef]) -> bool {
    !picked.is_empty()
        && !picked
            .iter()
            .any(|role| own.iter().any(|one| one.id == role.id))
}

/// The row, and the dialog behind it.
pub fn roles(flow: Flow, request: &Arc<ConsentRequest>) -> AnyView {
    let i18n = flow.i18n;
    let open = RwSignal::new(false);
    let whom = move || {
        let names: Vec<_> = flow
            .roles
            .with(|roles| roles.iter().map(|role| name(&role.name)).collect());
        if names.is_empty() {
            t!(i18n, "roles.everyone")
        } else {
            t!(i18n, "roles.some", roles = i18n.list(&names))
        }
    };
    let words = move || {
        if flow.roles.with(Vec::is_empty) {
            t!(i18n, "roles.add")
        } else {
            t!(i18n, "roles.change")
        }
    };
    let request = request.clone();
    let warning = move || {
        let out = flow
            .roles
            .with(|roles| leaves_out(roles, &request.user.roles));
        out.then(|| {
            view! {
                <span class="mark mark--high">
                    <Icon glyph=Glyph::Alert/>
                    {t!(i18n, "roles.not_yours")}
                </span>
            }
            .into_any()
        })
    };
    view! {
        <div class="consent__row">
            <Icon glyph=Glyph::Users/>
            <span class="consent__row-text">{whom}</span>
            <Button look=Look::Small on_press=move |()| open.set(true)>{words}</Button>
        </div>
        <p role="status" class="consent__note">{warning}</p>
        {picker::dialog(flow, open)}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(ids: &[&str]) -> Vec<RoleRef> {
        let role = |id: &&str| RoleRef {
            id: (*id).to_owned(),
            name: String::new(),
        };
        ids.iter().map(role).collect()
    }

    #[test]
    fn everyone_leaves_nobody_out() {
        assert!(!leaves_out(&[], &roles(&["a"])));
        assert!(!leaves_out(&roles(&["a", "b"]), &roles(&["b"])));
        assert!(leaves_out(&roles(&["a"]), &roles(&["b"])));
        assert!(leaves_out(&roles(&["a"]), &[]));
    }
}
