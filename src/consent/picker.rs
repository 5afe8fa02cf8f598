//! Dialog *Add Roles*: searched at the server, several at once.

use countersign_contract::{DomainOrganizationRole, RoleRef};
use leptos::prelude::{StoredValue, event_target_checked, event_target_value};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlDialogElement;

use super::flow::Flow;
use super::outside::{name, unseen};
use crate::api::{List, RoleQuestion, RoleSearch, pick, sleep};
use crate::erased::Writable;
use crate::ui::dom::{El, button, el, icon, of};
use crate::ui::{Glyph, fresh_id};

/// What the search found.
#[derive(Clone)]
enum Found {
    Asking,
    Failed,
    Roles(List<DomainOrganizationRole>),
}

/// The search, and what it found.
#[derive(Clone, Copy)]
struct Search {
    flow: Flow,
    found: Writable<Found>,
    typed: StoredValue<RoleSearch>,
}

impl Search {
    fn ask(self, question: RoleQuestion) {
        spawn_local(async move {
            let answer = self.flow.api.search_roles(&question).await;
            if RoleSearch::counts(self.typed, &question) {
                self.found.set(answer.map_or(Found::Failed, Found::Roles));
            }
        });
    }

    fn words(self) -> String {
        let i18n = self.flow.i18n;
        match self.found.get() {
            Found::Asking => t!(i18n, "picker.loading"),
            Found::Failed => t!(i18n, "picker.failed"),
            Found::Roles(roles) => {
                let found = t!(i18n, "picker.found", count = roles.total);
                if roles.is_cut() {
                    [found, t!(i18n, "picker.first")].join(". ")
                } else {
                    found
                }
            }
        }
    }
}

/// The dialog, opened. What is ticked counts with *OK*; `open` follows when it closes.
pub fn dialog(flow: Flow, open: Writable<bool>) -> El {
    let i18n = flow.i18n;
    let before = flow.roles.get_untracked();
    let picked = Writable::new(before.clone());
    let mut all = RoleSearch::default();
    let first = all.ask("");
    let search = Search {
        flow,
        found: Writable::new(Found::Asking),
        typed: StoredValue::new(all),
    };
    search.ask(first);
    // What was picked before comes first, so that it stays in reach.
    let listed = move || {
        let was_picked = |id: &str| before.iter().any(|one| one.id == id);
        let found = match search.found.get() {
            Found::Roles(roles) => roles.found(was_picked),
            Found::Asking | Found::Failed => Vec::new(),
        };
        let other = found.into_iter().filter(|one| !one.held).map(|one| {
            let (users, role) = (one.role.user_count, one.role);
            let (id, name) = (role.id, role.name);
            (RoleRef { id, name }, users)
        });
        let kept = before.iter().cloned().map(|role| (role, None));
        kept.chain(other)
            .map(|(role, users)| row(flow, picked, role, users))
            .collect()
    };
    let (title_id, count_id, field_id) = (fresh_id("title"), fresh_id("count"), fresh_id("search"));
    let dialog = of("dialog", "dialog").attr("aria-labelledby", &title_id);
    let native = dialog.node().clone().unchecked_into::<HtmlDialogElement>();
    let (shown, cancelled, taken) = (native.clone(), native.clone(), native);
    spawn_local(async move {
        // Once it is in the page.
        sleep(0.0).await;
        let _ = shown.show_modal();
    });
    let label = t!(i18n, "picker.search");
    let field = of("input", "input")
        .attr("id", &field_id)
        .attr("type", "search")
        .attr("placeholder", &label)
        .attr("autocomplete", "off")
        .attr("autofocus", "")
        .attr("aria-describedby", &count_id)
        .on("input", move |event| {
            let text = event_target_value(&event);
            RoleSearch::type_into(search.typed, &text, move |question| search.ask(question));
        });
    let body = of("div", "dialog__body")
        .with(
            of("div", "field")
                .with(
                    of("div", "search")
                        .with(el("label").attr("for", &field_id).with(unseen(&label)))
                        .with(icon(Glyph::Search, ""))
                        .with(field),
                )
                .with(
                    of("p", "field__hint")
                        .attr("id", &count_id)
                        .attr("role", "status")
                        .says(move || Some(search.words())),
                ),
        )
        .with(
            of("ul", "pick")
                .attr("aria-label", &t!(i18n, "picker.list"))
                .attr("tabindex", "0")
                .inside(listed),
        );
    let take = move |_| {
        flow.roles.set(picked.get_untracked());
        taken.close();
    };
    let foot = of("div", "dialog__foot")
        .with(button("button", &t!(i18n, "picker.cancel"), move |_| {
            cancelled.close();
        }))
        .with(button(
            "button button--primary",
            &t!(i18n, "picker.ok"),
            take,
        ));
    dialog.on("close", move |_| open.set(false)).with(
        of("div", "dialog__form")
            .with(
                of("div", "dialog__head").with(
                    el("h2")
                        .attr("id", &title_id)
                        .say(&t!(i18n, "picker.title")),
                ),
            )
            .with(body)
            .with(foot),
    )
}

fn row(flow: Flow, picked: Writable<Vec<RoleRef>>, role: RoleRef, users: Option<u32>) -> El {
    let id = role.id.clone();
    let ticked =
        move || JsValue::from_bool(picked.with(|picked| picked.iter().any(|one| one.id == id)));
    let shown = name(&role.name);
    let set = move |event| {
        let on = event_target_checked(&event);
        picked.update(|picked| pick(picked, &role, |role| &role.id, on));
    };
    let tick = of("input", "check")
        .attr("type", "checkbox")
        .property("checked", ticked)
        .on("change", set);
    let users = users
        .map(|users| of("span", "pick__users").say(&t!(flow.i18n, "picker.users", count = users)));
    el("li").with(
        of("label", "pick__row")
            .with(tick)
            .with(el("bdi").say(&shown))
            .all(users),
    )
}
