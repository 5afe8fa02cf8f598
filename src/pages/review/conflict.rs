//! Somebody saved first: theirs and mine side by side, choose. Never a silent overwrite.

use countersign_contract::scope_rules::risk_of;
use countersign_contract::{AuthorizationState, Risk};
use leptos::html;
use leptos::prelude::*;

use super::editor::Editor;
use super::merge::{
    Choice, Difference, What, defaults, differences, leaves_no_role, resolve, state_change,
};
use crate::access::Scopes;
use crate::api::Stored;
use crate::components::{name_of, words};
use crate::erased::{Writable, effect};
use crate::i18n::{I18n, use_i18n};
use crate::pages::frame::Heading;
use crate::text::visible;
use crate::ui::{Button, Glyph, Icon, Look, dynamic, fresh_id};

/// The choice, while there is something to choose.
#[component]
pub fn Conflict(
    editor: Editor,
    scopes: Scopes,
    on_saved: Callback<Stored>,
    heading: Heading,
) -> impl IntoView {
    dynamic(move || {
        editor
            .theirs
            .get()
            .map(|theirs| {
                view! { <Merge theirs editor scopes=scopes.clone() on_saved heading/> }.into_any()
            })
            .into_any()
    })
}

#[component]
fn Merge(
    theirs: Stored,
    editor: Editor,
    scopes: Scopes,
    on_saved: Callback<Stored>,
    heading: Heading,
) -> impl IntoView {
    let i18n = use_i18n();
    let base = editor.base.get_untracked().authorization;
    let mine = editor.draft.get_untracked();
    let found = differences(&base, &theirs.authorization, &mine);
    let choices = Writable::new(defaults(&found));
    let name = name_of(&theirs.authorization.client);
    let who = theirs
        .authorization
        .modified_by
        .as_ref()
        .and_then(|who| who.name.clone());
    let who = who.unwrap_or_else(|| t!(i18n, "merge.somebody"));
    let at = theirs
        .authorization
        .date_modified
        .as_deref()
        .map(|at| i18n.date_time(at).into_owned())
        .unwrap_or_default();
    let state = state_change(&base, &theirs.authorization).map(|change| match change.to {
        AuthorizationState::Revoked => t!(i18n, "merge.revoked"),
        to => t!(i18n, "merge.state", state = words::of_state(i18n, &to)),
    });
    let nothing = found.is_empty().then(|| t!(i18n, "merge.same"));
    let title_id = fresh_id("merge");
    let labelled_by = title_id.clone();
    // Here is where the work goes on, wherever the page was scrolled to.
    let card = NodeRef::<html::Section>::new();
    effect(move || {
        if let Some(card) = card.get() {
            let _ = card.focus();
        }
    });
    let theirs = StoredValue::new(theirs);
    let warns = move || {
        theirs
            .with_value(|theirs| {
                editor.draft.with(|mine| {
                    choices.with(|choices| leaves_no_role(&theirs.authorization, mine, choices))
                })
            })
            .then(|| t!(i18n, "merge.no_role"))
    };
    let save = move |()| {
        let stored = theirs.get_value();
        // Scopes and roles are locked while this is open; the note is not.
        let draft = editor.draft.with_untracked(|mine| {
            choices.with_untracked(|choices| resolve(&stored.authorization, mine, choices))
        });
        editor.base.set(stored);
        editor.draft.set(draft);
        editor.theirs.set(None);
        editor.send(on_saved);
        heading.focus();
    };
    let drop_mine = move |()| {
        editor.reset(theirs.get_value());
        heading.focus();
    };
    let sending =
        Signal::derive(move || editor.save.is_sending().then(|| t!(i18n, "effect.saving")));
    view! {
        <section class="card merge" part="card" aria-labelledby=labelled_by tabindex="-1" node_ref=card>
            <div class="merge__head">
                <h2 id=title_id>{t!(i18n, "merge.title", who = who, name = name)}</h2>
                <p class="muted">{t!(i18n, "merge.text", date = at)} " " {state} " " {nothing}</p>
            </div>
            {(!found.is_empty())
                .then(|| {
                    view! {
                        <div class="merge__row merge__row--head" aria-hidden="true">
                            <span>{t!(i18n, "merge.what")}</span>
                            <span>{t!(i18n, "merge.theirs_of", who = who)}</span>
                            <span>{t!(i18n, "merge.mine_head")}</span>
                        </div>
                    }.into_any()
                })}
            {found.into_iter().map(|one| view! { <MergeRow one choices editor scopes=scopes.clone()/> }.into_any()).collect_view()}
            <div class="merge__foot">
                <p role="status">{move || warns()}</p>
                <div class="button-row">
                    <Button on_press=drop_mine>{t!(i18n, "merge.discard")}</Button>
                    <Button look=Look::Primary blocked=sending on_press=save>{t!(i18n, "merge.save")}</Button>
                </div>
            </div>
        </section>
    }
}

#[component]
fn MergeRow(
    one: Difference,
    choices: Writable<Vec<(What, Choice)>>,
    editor: Editor,
    scopes: Scopes,
) -> impl IntoView {
    let i18n = use_i18n();
    let group = fresh_id("merge");
    let what = StoredValue::new(one.what.clone());
    let legend = match &one.what {
        What::Everyone => t!(i18n, "merge.everyone").into_any(),
        What::Scope(id) => {
            let high = risk_of(id, &scopes) == Some(Risk::High);
            view! {
                {t!(i18n, "merge.scope")}
                " "
                <code>{visible(id, 120).shown}</code>
                " "
                {high
                    .then(|| {
                        view! {
                            <span class="mark mark--high">
                                <Icon glyph=Glyph::Alert class="icon--small"/>
                                {t!(i18n, "risk.high")}
                            </span>
                        }.into_any()
                    })}
            }
            .into_any()
        }
        What::Role(id) => {
            let id = id.clone();
            let name = move || {
                editor.roles.with(|roles| {
                    roles
                        .get(&id)
                        .map_or_else(|| id.clone(), |role| role.name.clone())
                })
            };
            view! { {t!(i18n, "merge.role")} " " <bdi>{move || name()}</bdi> }.into_any()
        }
    };
    let option = |side: Choice, label: String, has: bool| {
        let is_chosen = move || {
            what.with_value(|what| {
                choices.with(|choices| {
                    choices
                        .iter()
                        .any(|(one, choice)| one == what && *choice == side)
                })
            })
        };
        let choose = move |_| {
            choices.update(|choices| {
                what.with_value(|what| {
                    for (one, choice) in choices.iter_mut() {
                        if one == what {
                            *choice = side;
                        }
                    }
                });
            });
        };
        let words = of_side(i18n, &one.what, has);
        view! {
            <label class="merge__choice">
                <input type="radio" class="check" name=group.clone() prop:checked=move || is_chosen() on:change=choose/>
                <span><span class="visually-hidden">{label}" "</span>{words}</span>
            </label>
        }.into_any()
    };
    view! {
        <fieldset class="merge__row">
            <legend class="merge__legend">{legend}</legend>
            {option(Choice::Theirs, t!(i18n, "merge.theirs"), one.theirs)}
            {option(Choice::Mine, t!(i18n, "merge.mine"), one.mine)}
        </fieldset>
    }
}

fn of_side(i18n: I18n, what: &What, has: bool) -> String {
    match (what, has) {
        (What::Everyone, true) => t!(i18n, "merge.all_people"),
        (What::Everyone, false) => t!(i18n, "merge.some_roles"),
        (What::Scope(_), true) => t!(i18n, "merge.granted"),
        (What::Scope(_), false) => t!(i18n, "merge.not_granted"),
        (What::Role(_), true) => t!(i18n, "merge.may_use"),
        (What::Role(_), false) => t!(i18n, "merge.may_not_use"),
    }
}
