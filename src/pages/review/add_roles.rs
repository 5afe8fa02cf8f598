//! Dialog *Add Roles*: searched at the server, several at once; says how many people gain and
//! lose access.

use countersign_contract::DomainOrganizationRole;
use leptos::html;
use leptos::prelude::*;

use super::editor::Editor;
use super::effect::people_words;
use crate::access::{Failure, StillWorking};
use crate::api::{FoundRole, List, Load, RoleSearch, pick, use_api};
use crate::erased::Writable;
use crate::i18n::{I18n, use_i18n};
use crate::ui::{
    Button, Checkbox, Dialog, Glyph, Icon, Item, Look, SearchField, Tick, each, fresh_id,
};

/// The dialog.
#[component]
pub fn AddRolesDialog(open: Writable<bool>, editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog open on_close=move |()| open.set(false) wide=true title=ViewFn::from(move || t!(i18n, "add_roles.title"))>
            <Form open editor/>
        </Dialog>
    }
}

type Picked = Writable<Vec<DomainOrganizationRole>>;

#[component]
fn Form(open: Writable<bool>, editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let picked: Picked = Writable::new(Vec::new());
    let pick = NodeRef::<html::Ul>::new();
    let text = Writable::new(String::new());
    let mut all = RoleSearch::default();
    let question = Writable::new(all.ask(""));
    let search = StoredValue::new(all);
    let typed = move |typed: String| {
        RoleSearch::type_into(search, &typed, move |next| drop(question.try_set(next)));
        text.set(typed);
    };
    let found = Load::new(move || {
        let question = question.get();
        Some(async move { api.search_roles(&question).await })
    });
    let count_id = fresh_id("count");
    let count_words = move || {
        found
            .ready()
            .map(|page| question.with(|question| of_count(i18n, question.name(), &page)))
    };
    let listed = move || {
        let there = |id: &str| {
            editor
                .draft
                .with_untracked(|draft| draft.roles.iter().any(|one| one == id))
        };
        found
            .ready()
            .map_or_else(Vec::new, |page| page.found(there))
    };
    let take = move |()| {
        let roles = picked.get_untracked();
        let ids: Vec<_> = roles.iter().map(|role| role.id.clone()).collect();
        editor.learn(roles);
        editor.draft.update(|draft| draft.add_roles(ids));
        open.set(false);
    };
    let effect_words = move || {
        let roles = picked.get();
        if roles.is_empty() {
            return t!(i18n, "add_roles.none_picked");
        }
        let base = editor.base.get().authorization;
        let mut draft = editor.draft.get();
        draft.add_roles(roles.iter().map(|role| role.id.clone()));
        let effect = draft.effect(&base);
        let count = |id: &str| {
            let fresh = roles
                .iter()
                .find(|role| role.id == id)
                .and_then(|role| role.user_count);
            fresh.or_else(|| {
                editor
                    .roles
                    .with(|known| known.get(id).and_then(|role| role.user_count))
            })
        };
        let people = super::draft::people(&effect, &draft.roles, count);
        people_words(i18n, &effect, &people, draft.roles.is_empty()).join(" ")
    };
    view! {
        <div class="dialog__body">
            <div class="field">
                <SearchField
                    label=t!(i18n, "add_roles.search")
                    value=text
                    autofocus=true
                    described_by=count_id.clone()
                    on_input=typed
                />
                <p class="field__hint" id=count_id role="status">{move || count_words()}</p>
            </div>
            {move || {
                found
                    .error()
                    .map(|error| {
                        view! { <Failure title=t!(i18n, "add_roles.failed") error retry=move |()| found.retry()/> }.into_any()
                    })
            }}
            <ul class="pick" node_ref=pick aria-label=t!(i18n, "add_roles.list") tabindex="0" hidden=move || found.ready().is_none_or(|page| page.entities.is_empty())>
                {each(move || {
                    let row = |one: FoundRole| {
                        Item::new(one.role.id.clone(), move || view! { <PickRow one picked/> }.into_any())
                    };
                    listed().into_iter().map(row).collect()
                })}
            </ul>
            <StillWorking loads=vec![found.into()]/>
            <Pickings picked pick/>
        </div>
        <div class="dialog__foot">
            <p class="dialog__foot-text" role="status">
                <Icon glyph=Glyph::Users class="icon--inline"/>
                " "
                {move || effect_words()}
            </p>
            <Button on_press=move |()| open.set(false)>{t!(i18n, "action.cancel")}</Button>
            <Button look=Look::Primary on_press=take>{t!(i18n, "add_roles.ok")}</Button>
        </div>
    }
}

fn of_count(i18n: I18n, search: &str, page: &List<DomainOrganizationRole>) -> String {
    let total = page.total;
    let found = match search {
        "" => t!(i18n, "add_roles.total", count = total),
        search => t!(i18n, "add_roles.found", count = total, search = search),
    };
    if page.is_cut() {
        format!(
            "{found} {}",
            t!(i18n, "add_roles.first", count = page.entities.len() as u64)
        )
    } else {
        found
    }
}

#[component]
fn PickRow(one: FoundRole, picked: Picked) -> impl IntoView {
    let i18n = use_i18n();
    let (role, there) = (one.role, one.held);
    let id = role.id.clone();
    let is_picked = Signal::derive(move || {
        Tick::from(there || picked.with(|picked| picked.iter().any(|one| one.id == id)))
    });
    let one = StoredValue::new(role.clone());
    let set = move |on: bool| {
        picked.update(|picked| one.with_value(|one| pick(picked, one, |role| &role.id, on)));
    };
    view! {
        <li>
            <label class="pick__row">
                <Checkbox tick=is_picked locked=there on_change=set/>
                <span>
                    <b><bdi>{role.name}</bdi></b>
                    {there.then(|| view! { " " <span class="small muted">{t!(i18n, "add_roles.there")}</span> }.into_any())}
                    <br/>
                    <span class="small muted">{role.description}</span>
                </span>
                <span class="pick__users">{role.user_count.map(|count| t!(i18n, "count.users", count = count))}</span>
            </label>
        </li>
    }
}

/// What is picked stays visible although the list changes.
#[component]
fn Pickings(picked: Picked, pick: NodeRef<html::Ul>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="picked" hidden=move || picked.with(Vec::is_empty)>
            <span class="muted">{t!(i18n, "add_roles.picked")}</span>
            {each(move || {
                let item = |role: DomainOrganizationRole| {
                    Item::new(role.id.clone(), move || view! { <PickedRole role picked pick/> }.into_any())
                };
                picked.get().into_iter().map(item).collect()
            })}
        </div>
    }
}

#[component]
fn PickedRole(
    role: DomainOrganizationRole,
    picked: Picked,
    pick: NodeRef<html::Ul>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = role.id;
    let drop_it = move |_| {
        picked.update(|picked| picked.retain(|one| one.id != id));
        // The button goes away: the focus goes back to the list.
        if let Some(pick) = pick.get_untracked() {
            let _ = pick.focus();
        }
    };
    view! {
        <span class="picked__item">
            <bdi>{role.name.clone()}</bdi>
            <button
                type="button"
                class="copy"
                aria-label=t!(i18n, "add_roles.drop", role = role.name)
                on:click=drop_it
            >
                <Icon glyph=Glyph::X/>
            </button>
        </span>
    }
}
