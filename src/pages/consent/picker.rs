//! Dialog *Add Roles*: searched at the server, several at once.

use std::time::Duration;

use countersign_contract::RoleRef;
use leptos::prelude::*;

use super::flow::Flow;
use super::outside::name;
use crate::api::Load;
use crate::memo::RwSignal;
use crate::ui::{Button, Checkbox, Dialog, Item, Look, SearchField, Tick, each, fresh_id};

const DEBOUNCE: Duration = Duration::from_millis(150);

/// How many roles are listed; who looks for another one types.
const LISTED: u32 = 25;

/// The dialog. What is ticked counts with *OK*.
pub fn dialog(flow: Flow, open: RwSignal<bool>) -> AnyView {
    let i18n = flow.i18n;
    view! {
        <Dialog open on_close=move |()| open.set(false) title=ViewFn::from(move || t!(i18n, "picker.title"))>
            {form(flow, open)}
        </Dialog>
    }
    .into_any()
}

fn form(flow: Flow, open: RwSignal<bool>) -> AnyView {
    let i18n = flow.i18n;
    let before = flow.roles.get_untracked();
    let picked = RwSignal::new(before.clone());
    let text = RwSignal::new(String::new());
    let search = RwSignal::new(String::new());
    let mut ask = debounce(DEBOUNCE, move |typed: String| drop(search.try_set(typed)));
    let ask = StoredValue::new_local(move |typed| ask(typed));
    let typed = move |typed: String| {
        text.set(typed.clone());
        ask.update_value(|ask| ask(typed));
    };
    let found = Load::new(move || {
        let name = search.get();
        Some(async move { flow.api.search_roles(&name, LISTED).await })
    });
    let count_id = fresh_id("count");
    let news = move || match (found.error(), found.ready()) {
        (Some(_), _) => Some(t!(i18n, "picker.failed")),
        (None, Some(page)) => {
            let total = t!(i18n, "picker.found", count = page.total);
            if page.total > page.entities.len() as u64 {
                Some([total, t!(i18n, "picker.first")].join(" "))
            } else {
                Some(total)
            }
        }
        (None, None) => Some(t!(i18n, "picker.loading")),
    };
    // What was picked before stays in reach although the search does not find it.
    let listed = move || {
        let found = found.ready().map(|page| page.entities).unwrap_or_default();
        let none = search.with(String::is_empty);
        let kept = before
            .iter()
            .filter(|role| none && found.iter().all(|one| one.id != role.id));
        let kept = kept.cloned().map(|role| (role, None));
        let found = found.iter().map(|role| {
            let found = RoleRef {
                id: role.id.clone(),
                name: role.name.clone(),
            };
            (found, role.user_count)
        });
        let row = |(role, users): (RoleRef, Option<u32>)| {
            Item::new(role.id.clone(), move || row(flow, picked, role, users))
        };
        kept.chain(found).map(row).collect::<Vec<_>>()
    };
    let take = move |()| {
        flow.roles.set(picked.get_untracked());
        open.set(false);
    };
    view! {
        <div class="dialog__body">
            <div class="field">
                <SearchField
                    label=t!(i18n, "picker.search")
                    value=text
                    autofocus=true
                    described_by=count_id.clone()
                    on_input=typed
                />
                <p class="field__hint" id=count_id role="status">{news}</p>
            </div>
            <ul class="pick" aria-label=t!(i18n, "picker.list") tabindex="0">{each(listed)}</ul>
        </div>
        <div class="dialog__foot">
            <Button on_press=move |()| open.set(false)>{t!(i18n, "picker.cancel")}</Button>
            <Button look=Look::Primary on_press=take>{t!(i18n, "picker.ok")}</Button>
        </div>
    }
    .into_any()
}

fn row(flow: Flow, picked: RwSignal<Vec<RoleRef>>, role: RoleRef, users: Option<u32>) -> AnyView {
    let id = role.id.clone();
    let tick = Signal::derive(move || {
        Tick::from(picked.with(|picked| picked.iter().any(|one| one.id == id)))
    });
    let shown = name(&role.name);
    let set = move |on: bool| {
        picked.update(|picked| {
            picked.retain(|one| one.id != role.id);
            if on {
                picked.push(role.clone());
            }
        });
    };
    view! {
        <li>
            <label class="pick__row">
                <Checkbox tick on_change=set/>
                <bdi>{shown}</bdi>
                <span class="pick__users">{users.map(|users| t!(flow.i18n, "picker.users", count = users))}</span>
            </label>
        </li>
    }
    .into_any()
}
