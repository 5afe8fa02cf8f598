//! Scope picker: groups with a box each, search, filters, shortcuts.

use countersign_contract::scope_rules;
use leptos::html;
use leptos::prelude::*;

use super::editor::Editor;
use super::groups::{self, Group, GroupName, Row, ScopeFilter};
use super::scope_row::ScopeRow;
use crate::access::Scopes;
use crate::components::ScopeChip;
use crate::erased::{Derived, Writable};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, Checkbox, Glyph, Icon, Item, Look, SearchField, Tick, each, fresh_id};

/// Most rows of a group that are there before somebody asks for all of them.
const AT_ONCE: usize = 100;

fn name_of(i18n: I18n, group: &GroupName) -> String {
    match group {
        GroupName::Unknown => t!(i18n, "scopes.unknown_group"),
        GroupName::Other => t!(i18n, "scopes.other_group"),
        GroupName::Named(name) => name.clone(),
    }
}

/// The section *Scope*.
#[component]
pub fn ScopePicker(editor: Editor, scopes: Scopes) -> impl IntoView {
    let i18n = use_i18n();
    let filter = Writable::new(ScopeFilter::default());
    let asked = editor
        .base
        .with_untracked(|base| base.authorization.client.scope.clone());
    let asked = StoredValue::new(asked);
    let known = StoredValue::new(scopes);
    let stored = move || editor.base.with(|base| base.authorization.scope.clone());
    let groups = Derived::new(move |_| {
        known.with_value(|known| {
            asked.with_value(|asked| {
                let filter = filter.get();
                editor
                    .ordered_by
                    .with(|ticked| groups::groups(known, asked, &stored(), ticked, &filter))
            })
        })
    });
    let counts = Derived::new(move |_| {
        known.with_value(|known| {
            asked.with_value(|asked| {
                editor
                    .draft
                    .with(|draft| groups::counts(known, asked, &stored(), &draft.scope))
            })
        })
    });
    let searched = move |search: String| {
        editor
            .ordered_by
            .set(editor.draft.with_untracked(|draft| draft.scope.clone()));
        filter.update(|filter| filter.search = search);
    };
    let narrowed = Derived::new(move |_| filter.with(|filter| *filter != ScopeFilter::default()));
    let toggle = move |name: String,
                       count: Signal<usize>,
                       on: fn(&ScopeFilter) -> bool,
                       flip: fn(&mut ScopeFilter)| {
        let press = move |_| {
            editor
                .ordered_by
                .set(editor.draft.with_untracked(|draft| draft.scope.clone()));
            filter.update(flip);
        };
        view! {
            <button
                type="button"
                class="toggle"
                aria-pressed=move || if filter.with(on) { "true" } else { "false" }
                on:click=press
            >
                <Icon glyph=Glyph::Check/>
                {name}
                " "
                <span class="toggle__count">{move || i18n.number(count.get() as u64)}</span>
            </button>
        }
        .into_any()
    };
    let tick_asked = move |()| editor.set_scopes(asked.get_value());
    let tick_read_only = move |()| {
        let ids = known.with_value(|known| {
            asked.with_value(|asked| scope_rules::read_only_versions(asked, known))
        });
        editor.set_scopes(ids);
    };
    view! {
        <section class="section" aria-labelledby="scope-title">
            <div>
                <h2 id="scope-title">{t!(i18n, "scopes.title")}</h2>
                <p class="section__text">{t!(i18n, "scopes.advice")}</p>
            </div>
            <div class="scopes__tools">
                <SearchField
                    label=t!(i18n, "scopes.search")
                    value=Signal::derive(move || filter.with(|filter| filter.search.clone()))
                    on_input=searched
                />
                <div class="chips" role="group" aria-label=t!(i18n, "scopes.show_only")>
                    {toggle(
                        t!(i18n, "scopes.asked"),
                        Signal::derive(move || counts.get().asked),
                        |filter| filter.asked,
                        |filter| filter.asked = !filter.asked,
                    )}
                    {toggle(
                        t!(i18n, "scopes.selected"),
                        Signal::derive(move || counts.get().selected),
                        |filter| filter.selected,
                        |filter| filter.selected = !filter.selected,
                    )}
                    {toggle(
                        t!(i18n, "risk.high"),
                        Signal::derive(move || counts.get().high_risk),
                        |filter| filter.high_risk,
                        |filter| filter.high_risk = !filter.high_risk,
                    )}
                </div>
            </div>
            <div class="scopes__set" role="group" aria-label=t!(i18n, "scopes.tick")>
                <span>{t!(i18n, "scopes.tick")}</span>
                <Button look=Look::Link on_press=tick_asked>{t!(i18n, "scopes.tick_asked")}</Button>
                <Button look=Look::Link on_press=tick_read_only>{t!(i18n, "scopes.tick_read_only")}</Button>
                <Button look=Look::Link on_press=move |()| editor.set_scopes([])>{t!(i18n, "scopes.tick_none")}</Button>
            </div>
            <div class="scope-groups">
                {each(move || {
                    let item = |name: GroupName| {
                        let key = match &name {
                            GroupName::Unknown => "?".to_owned(),
                            GroupName::Other => String::new(),
                            GroupName::Named(name) => ["=", name].concat(),
                        };
                        Item::new(key, move || view! { <ScopeGroup name groups narrowed editor/> }.into_any())
                    };
                    groups.with(|groups| groups.iter().map(|group| item(group.name.clone())).collect())
                })}
            </div>
            <p class="section__text" role="status">
                {move || groups.with(Vec::is_empty).then(|| t!(i18n, "scopes.no_match"))}
            </p>
        </section>
    }
}

/// One group. Its box speaks of the rows that pass the filter, and acts on them alone: a tick never
/// reaches a scope that the filter hides.
#[component]
fn ScopeGroup(
    name: GroupName,
    groups: Derived<Vec<Group>>,
    narrowed: Derived<bool>,
    editor: Editor,
) -> impl IntoView {
    let i18n = use_i18n();
    let title = name_of(i18n, &name);
    let group = Derived::new(move |_| {
        groups.with(|groups| groups.iter().find(|group| group.name == name).cloned())
    });
    let first = group.get_untracked();
    let open = Writable::new(first.as_ref().is_some_and(|group| group.prominent > 0));
    let all = Writable::new(false);
    let rows_id = fresh_id("group");
    let is_open = move || open.get() || narrowed.get();
    let rows = move || {
        group.with(|group| {
            group
                .as_ref()
                .map(|group| group.rows.clone())
                .unwrap_or_default()
        })
    };
    let ids = move || {
        group.with(|group| {
            group
                .iter()
                .flat_map(|group| group.rows.iter().map(|row| row.id.clone()))
                .collect::<Vec<_>>()
        })
    };
    let selected = Derived::new(move |_| {
        editor
            .draft
            .with(|draft| ids().iter().filter(|id| draft.scope.contains(*id)).count())
    });
    let total = Derived::new(move |_| {
        group.with(|group| group.as_ref().map_or(0, |group| group.rows.len()))
    });
    let tick = Signal::derive(move || Tick::over(selected.get(), total.get()));
    let set_all = move |on: bool| {
        editor.draft.update(|draft| {
            for id in ids() {
                if on {
                    draft.scope.insert(id);
                } else {
                    draft.scope.remove(&id);
                }
            }
        });
    };
    let shown = move || {
        let prominent = group.with(|group| group.as_ref().map_or(0, |group| group.prominent));
        let most = if all.get() {
            usize::MAX
        } else if narrowed.get() || prominent == 0 {
            AT_ONCE
        } else {
            prominent.min(AT_ONCE)
        };
        rows().into_iter().take(most).collect::<Vec<_>>()
    };
    // The button goes away: the focus goes on in the rows.
    let body = NodeRef::<html::Div>::new();
    let show_all = move |()| {
        all.set(true);
        if let Some(body) = body.get_untracked() {
            let _ = body.focus();
        }
    };
    let more = {
        let title = title.clone();
        move || {
            let hidden = total.get().saturating_sub(shown().len()) as u64;
            (hidden > 0).then(|| {
                let words = t!(i18n, "scopes.more", count = hidden, group = title);
                view! {
                    <div class="scope-group__more">
                        <Button look=Look::Link on_press=show_all>
                            {words}
                        </Button>
                    </div>
                }
                .into_any()
            })
        }
    };
    let picked = move || {
        (!is_open()).then(|| {
            editor.draft.with(|draft| {
                let chips = rows()
                    .into_iter()
                    .filter(|row| draft.scope.contains(&row.id))
                    .take(3);
                chips
                    .map(|row| view! { <ScopeChip id=row.id risk=row.risk/> }.into_any())
                    .collect_view()
            })
        })
    };
    view! {
        <fieldset class="scope-group">
            <legend class="visually-hidden">{title.clone()}</legend>
            <div class="scope-group__head">
                <label class="scope-group__label">
                    <Checkbox label=t!(i18n, "scopes.all_of", group = title) tick on_change=set_all/>
                    <span class="scope-group__name">{title.clone()}</span>
                </label>
                <span class="scope-group__count">
                    {move || {
                        t!(i18n, "scopes.of", selected = i18n.number(selected.get() as u64), total = i18n.number(total.get() as u64))
                    }}
                </span>
                <span class="scope-group__picked">{move || picked()}</span>
                <button
                    type="button"
                    class="button button--quiet button--icon scope-group__toggle"
                    aria-expanded=move || if is_open() { "true" } else { "false" }
                    aria-controls=rows_id.clone()
                    aria-label=title
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    <Icon glyph=Glyph::ChevronDown/>
                </button>
            </div>
            <div id=rows_id tabindex="-1" node_ref=body hidden=move || !is_open()>
                {move || {
                    is_open()
                        .then(|| {
                            each(move || {
                                let item = |row: Row| {
                                    Item::new(row.id.clone(), move || view! { <ScopeRow row editor/> }.into_any())
                                };
                                shown().into_iter().map(item).collect()
                            })
                        })
                }}
                {move || more()}
            </div>
        </fieldset>
    }
}
