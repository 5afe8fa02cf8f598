//! Who in the organization can use it: everyone, or people of some roles.

use countersign_contract::{ConsentRequest, RoleRef};

use super::flow::Flow;
use super::outside::name;
use super::picker;
use crate::erased::Writable;
use crate::ui::Glyph;
use crate::ui::dom::{El, button, el, icon, of};

/// Whether the picked roles leave out whoever has `own`.
pub fn leaves_out(picked: &[RoleRef], own: &[RoleRef]) -> bool {
    !picked.is_empty()
        && !picked
            .iter()
            .any(|role| own.iter().any(|one| one.id == role.id))
}

/// The row, and the dialog behind it.
pub fn roles(flow: Flow, request: &ConsentRequest) -> [El; 3] {
    let i18n = flow.i18n;
    let open = Writable::new(false);
    let whom = move || {
        let roles = flow.roles.get();
        let names: Vec<_> = roles.iter().map(|role| name(&role.name)).collect();
        Some(if names.is_empty() {
            t!(i18n, "roles.everyone")
        } else {
            t!(i18n, "roles.some", roles = i18n.list(&names))
        })
    };
    let words = move || {
        Some(if flow.roles.with(Vec::is_empty) {
            t!(i18n, "roles.add")
        } else {
            t!(i18n, "roles.change")
        })
    };
    let own = request.user.roles.clone();
    let warning = move || {
        if !flow.roles.with(|roles| leaves_out(roles, &own)) {
            return Vec::new();
        }
        let words = el("span").say(&t!(i18n, "roles.not_yours"));
        vec![
            of("span", "mark mark--high")
                .with(icon(Glyph::Alert, ""))
                .with(words),
        ]
    };
    [
        of("div", "consent__row")
            .with(icon(Glyph::Users, ""))
            .with(of("span", "consent__row-text").says(whom))
            .with(button("button button--small", "", move |_| open.set(true)).says(words)),
        of("p", "consent__note")
            .attr("role", "status")
            .inside(warning),
        // Its place takes no room: the dialog is above the page.
        of("div", "consent__note").inside(move || {
            open.get()
                .then(|| picker::dialog(flow, open))
                .into_iter()
                .collect()
        }),
    ]
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
