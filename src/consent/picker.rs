//! Dialog *Add Roles*: searched at the server, several at once.

use countersign_contract::RoleRef;
use leptos::prelude::{
    GetValue, StoredValue, UpdateValue, event_target_checked, event_target_value,
};
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlDialogElement;

use super::flow::Flow;
use super::outside::{name, unseen};
use crate::api::sleep;
use crate::memo::RwSignal;
use crate::ui::dom::{El, button, el, icon, of};
use crate::ui::{Glyph, fresh_id};

/// How long a pause in typing is, in milliseconds.
const DEBOUNCE: f64 = 150.0;

/// How many roles are listed; who looks for another one types.
const LISTED: u32 = 25;

/// What the search found.
#[derive(Clone)]
enum Found {
    Asking,
    Failed,
    Roles(u64, Vec<(RoleRef, Option<u32>)>),
}

/// A search that is typed; the last one asked wins.
#[derive(Clone, Copy)]
struct Search {
    flow: Flow,
    found: RwSignal<Found>,
    asks: StoredValue<u32>,
}

impl Search {
    fn ask(self, name: String, pause: f64) {
        self.asks.update_value(|asks| *asks += 1);
        let asked = self.asks.get_value();
        let is_newest = move || self.asks.try_get_value() == Some(asked);
        spawn_local(async move {
            sleep(pause).await;
            if !is_newest() {
                return;
            }
            let answer = self.flow.api.search_roles(&name, LISTED).await;
            if !is_newest() {
                return;
            }
            self.found.set(answer.map_or(Found::Failed, |page| {
                let role = |role: countersign_contract::DomainOrganizationRole| {
                    let users = role.user_count;
                    let (id, name) = (role.id, role.name);
                    (RoleRef { id, name }, users)
                };
                Found::Roles(page.total, page.entities.into_iter().map(role).collect())
            }));
        });
    }

    fn words(self) -> String {
        let i18n = self.flow.i18n;
        match self.found.get() {
            Found::Asking => t!(i18n, "picker.loading"),
            Found::Failed => t!(i18n, "picker.failed"),
            Found::Roles(total, roles) => {
                let found = t!(i18n, "picker.found", count = total);
                if total > roles.len() as u64 {
                    [found, t!(i18n, "picker.first")].join(". ")
                } else {
                    found
                }
            }
        }
    }
}

/// The dialog, opened. What is ticked counts with *OK*; `open` follows when it closes.
pub fn dialog(flow: Flow, open: RwSignal<bool>) -> El {
    let i18n = flow.i18n;
    let before = flow.roles.get_untracked();
    let picked = RwSignal::new(before.clone());
    let search = Search {
        flow,
        found: RwSignal::new(Found::Asking),
        asks: StoredValue::new(0),
    };
    search.ask(String::new(), 0.0);
    // What was picked before comes first, so that it stays in reach.
    let listed = move || {
        let found = match search.found.get() {
            Found::Roles(_, roles) => roles,
            Found::Asking | Found::Failed => Vec::new(),
        };
        let other = found
            .into_iter()
            .filter(|(role, _)| before.iter().all(|one| one.id != role.id));
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
            search.ask(event_target_value(&event), DEBOUNCE);
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

fn row(flow: Flow, picked: RwSignal<Vec<RoleRef>>, role: RoleRef, users: Option<u32>) -> El {
    let id = role.id.clone();
    let ticked =
        move || JsValue::from_bool(picked.with(|picked| picked.iter().any(|one| one.id == id)));
    let shown = name(&role.name);
    let set = move |event| {
        let on = event_target_checked(&event);
        picked.update(|picked| {
            picked.retain(|one| one.id != role.id);
            if on {
                picked.push(role.clone());
            }
        });
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
