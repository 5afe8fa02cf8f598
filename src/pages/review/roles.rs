//! The section *Users who can use this application*.

use leptos::html;
use leptos::prelude::*;

use super::add_roles::AddRolesDialog;
use super::editor::Editor;
use crate::erased::{Derived, Writable};
use crate::i18n::use_i18n;
use crate::ui::{Button, Glyph, Icon, Item, Look, each};

/// Roles as rows; none means everyone, and says so.
#[component]
pub fn RolesSection(editor: Editor, may_view: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let adding = Writable::new(false);
    let list = NodeRef::<html::Div>::new();
    let stored = move || editor.base.with(|base| base.authorization.roles.clone());
    // What is there, and after it what this edit removed.
    let rows = move || {
        let mut rows = editor.draft.with(|draft| draft.roles.clone());
        rows.extend(
            stored()
                .into_iter()
                .filter(|id| !rows.contains(id))
                .collect::<Vec<_>>(),
        );
        rows
    };
    let everyone = move || editor.draft.with(|draft| draft.roles.is_empty());
    let blocked = Signal::derive(move || (!may_view.get()).then(|| t!(i18n, "roles.may_not")));
    view! {
        <section class="section" aria-labelledby="roles-title">
            <div class="section__head">
                <h2 id="roles-title">{t!(i18n, "roles.title")}</h2>
                <Button look=Look::Small glyph=Glyph::Plus blocked on_press=move |()| adding.set(true)>
                    {t!(i18n, "roles.add")}
                </Button>
            </div>
            {move || {
                everyone()
                    .then(|| {
                        view! {
                            <p class="state__line">
                                <Icon glyph=Glyph::Users/>
                                <span><b>{t!(i18n, "roles.everyone")}</b> " " {t!(i18n, "roles.everyone_text")}</span>
                            </p>
                        }.into_any()
                    })
            }}
            // Takes the focus from a row that goes away.
            <div tabindex="-1" node_ref=list>
                <ul class="roles" hidden=move || rows().is_empty()>
                    {each(move || rows().into_iter().map(|id| row(id, editor, list)).collect())}
                </ul>
            </div>
            <p class="section__text" hidden=move || everyone()>{t!(i18n, "roles.only")}</p>
        </section>
        <AddRolesDialog open=adding editor/>
    }
}

fn row(id: String, editor: Editor, list: NodeRef<html::Div>) -> Item {
    Item::new(id.clone(), move || {
        view! { <RoleRow id editor list/> }.into_any()
    })
}

#[component]
fn RoleRow(id: String, editor: Editor, list: NodeRef<html::Div>) -> impl IntoView {
    let i18n = use_i18n();
    let id = StoredValue::new(id);
    let role = Derived::new(move |_| {
        id.with_value(|id| editor.roles.with(|roles| roles.get(id).cloned()))
    });
    let name = move || role.get().map_or_else(|| id.get_value(), |role| role.name);
    let is_in = Derived::new(move |_| {
        id.with_value(|id| editor.draft.with(|draft| draft.roles.contains(id)))
    });
    let was_in = Derived::new(move |_| {
        id.with_value(|id| {
            editor
                .base
                .with(|base| base.authorization.roles.contains(id))
        })
    });
    let remove = move |()| {
        if !was_in.get_untracked()
            && let Some(list) = list.get_untracked()
        {
            let _ = list.focus();
        }
        editor
            .draft
            .update(|draft| id.with_value(|id| draft.remove_role(id)));
    };
    let put_back = move |()| {
        let stored = editor
            .base
            .with_untracked(|base| base.authorization.roles.clone());
        editor
            .draft
            .update(|draft| id.with_value(|id| draft.put_back_role(id, &stored)));
    };
    let users = move || {
        role.get()
            .and_then(|role| role.user_count)
            .map(|count| t!(i18n, "count.users", count = count))
    };
    view! {
        <li class="roles__row" class:roles__row--removed=move || !is_in.get()>
            <div class="roles__text">
                <p class="roles__title">
                    <span class="roles__name"><bdi>{move || name()}</bdi></span>
                    " "
                    {move || match (was_in.get(), is_in.get()) {
                        (false, true) => {
                            view! {
                                <span class="mark mark--added">
                                    <Icon glyph=Glyph::Plus class="icon--small"/>
                                    {t!(i18n, "change.added")}
                                </span>
                            }
                                .into_any()
                        }
                        (true, false) => {
                            view! {
                                <span class="mark mark--removed">
                                    <Icon glyph=Glyph::Minus class="icon--small"/>
                                    {t!(i18n, "change.removed")}
                                </span>
                            }
                                .into_any()
                        }
                        _ => ().into_any(),
                    }}
                </p>
                <p class="small muted">{move || role.get().and_then(|role| role.description)}</p>
            </div>
            <span class="roles__users">{move || users()}</span>
            <span class="roles__action">
                // One button whose act changes, so that the focus stays on it.
                <Button
                    look=Look::QuietSmall
                    on_press=move |()| if is_in.get_untracked() { remove(()) } else { put_back(()) }
                >
                    {move || if is_in.get() { t!(i18n, "roles.remove") } else { t!(i18n, "roles.put_back") }}
                    <span class="visually-hidden">" " {move || name()}</span>
                </Button>
            </span>
        </li>
    }
}
