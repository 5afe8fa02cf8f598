//! Effect bar: what saving would change, in words, and the decision.

use countersign_contract::{AuthorizationWrite, Feature, MAX_NOTE, Preview, scope_rules::risk_of};
use leptos::prelude::*;

use super::draft::{Draft, Effect as Change, People};
use super::editor::Editor;
use crate::access::{Scopes, use_backend};
use crate::api::{Load, Stored, sleep, use_api};
use crate::components::ScopeChip;
use crate::erased::Derived;
use crate::i18n::{I18n, use_i18n};
use crate::pages::write::Outcome;
use crate::ui::{Button, Look, dynamic, fresh_id};

/// How long after the last change the server is asked what it would do, in milliseconds.
const PAUSE: f64 = 300.0;

/// "+2 scopes, −1 role" as parts.
pub fn sums(i18n: I18n, effect: &Change) -> Vec<String> {
    let mut sums = Vec::new();
    let mut add = |count: usize, words: &dyn Fn(u64) -> String| {
        if count > 0 {
            sums.push(words(count as u64));
        }
    };
    add(effect.added_scopes.len(), &|count| {
        t!(i18n, "effect.added_scopes", count = count)
    });
    add(effect.removed_scopes.len(), &|count| {
        t!(i18n, "effect.removed_scopes", count = count)
    });
    add(effect.added_roles.len(), &|count| {
        t!(i18n, "effect.added_roles", count = count)
    });
    add(effect.removed_roles.len(), &|count| {
        t!(i18n, "effect.removed_roles", count = count)
    });
    sums
}

/// Who gains and who loses access, as sentences. Counts are upper bounds.
pub fn people_words(
    i18n: I18n,
    effect: &Change,
    people: &People,
    for_everyone: bool,
) -> Vec<String> {
    if effect.first {
        return vec![match (for_everyone, people.gain) {
            (true, _) => t!(i18n, "effect.first_everyone"),
            (false, Some(gain)) => t!(i18n, "effect.first_people", count = gain),
            (false, None) => t!(i18n, "effect.first_roles"),
        }];
    }
    let mut words = Vec::new();
    if people.everyone_gains {
        words.push(t!(i18n, "effect.everyone_gains"));
    }
    if people.others_lose {
        words.push(t!(i18n, "effect.others_lose"));
    }
    if let Some(gain) = people.gain.filter(|gain| *gain > 0) {
        words.push(t!(i18n, "effect.gain", count = gain));
    }
    if let Some(lose) = people.lose.filter(|lose| *lose > 0) {
        words.push(t!(i18n, "effect.lose", count = lose));
    }
    words
}

/// The same as the server counts it, not as an upper bound.
fn counted_words(i18n: I18n, first: bool, preview: &Preview) -> Vec<String> {
    let (gain, lose) = (preview.users_gaining, preview.users_losing);
    let (active, calls) = (preview.active_users_losing, preview.calls_lost30d);
    if first {
        return vec![t!(i18n, "preview.first", count = gain)];
    }
    let all = [
        (gain, t!(i18n, "preview.gain", count = gain)),
        (lose, t!(i18n, "preview.lose", count = lose)),
        (active, t!(i18n, "preview.active", count = active)),
        (calls, t!(i18n, "preview.calls", count = calls)),
    ];
    let told = all.into_iter().filter(|(count, _)| *count > 0);
    told.map(|(_, words)| words).collect()
}

/// What is asked about a draft.
fn to_ask(draft: &Draft) -> AuthorizationWrite {
    AuthorizationWrite {
        note: None,
        ..draft.to_write()
    }
}

/// Asks the server, where it can count, a moment after the last change. The answer comes with what
/// it is about; where there is none, upper bounds are told.
fn load_preview(editor: Editor) -> Load<(AuthorizationWrite, Preview)> {
    let api = use_api();
    let backend = use_backend();
    let asked = Derived::new(move |_| {
        let counts = backend.has(&Feature::Impact) == Some(true);
        let changes = editor.is_first() || !editor.effect().is_empty();
        (counts && changes).then(|| editor.draft.with(to_ask))
    });
    Load::new(move || {
        let write = asked.get()?;
        let id = editor
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        Some(async move {
            sleep(PAUSE).await;
            let preview = api.preview(&id, &write).await?;
            Ok((write, preview))
        })
    })
}

/// The bar.
#[component]
pub fn EffectBar(editor: Editor, scopes: Scopes, on_saved: Callback<Stored>) -> impl IntoView {
    let i18n = use_i18n();
    let effect = Derived::new(move |_| editor.effect());
    let first = Derived::new(move |_| editor.is_first());
    let sending = Derived::new(move |_| editor.save.is_sending());
    let preview = load_preview(editor);
    let people = Derived::new(move |_| {
        let everyone = editor.draft.with(|draft| draft.roles.is_empty());
        let counted = preview
            .ready()
            .filter(|(asked, _)| *asked == editor.draft.with(to_ask));
        effect.with(|effect| match counted {
            Some((_, preview)) if !(effect.first && everyone) => {
                counted_words(i18n, effect.first, &preview).join(" ")
            }
            _ => people_words(i18n, effect, &editor.people(effect), everyone).join(" "),
        })
    });
    let summary = Derived::new(move |_| {
        effect.with(|effect| match (effect.first, effect.is_empty()) {
            (true, _) if effect.added_scopes.is_empty() => t!(i18n, "effect.first_none"),
            (true, _) => t!(
                i18n,
                "effect.first",
                count = effect.added_scopes.len() as u64
            ),
            (false, true) => t!(i18n, "effect.nothing"),
            (false, false) => format!("{}.", sums(i18n, effect).join(&t!(i18n, "text.comma"))),
        })
    });
    let nothing = Derived::new(move |_| !first.get() && effect.with(Change::is_empty));
    let long = Derived::new(move |_| {
        if nothing.get() {
            t!(i18n, "effect.nothing")
        } else {
            people.get()
        }
    });
    let untouched =
        Derived::new(move |_| editor.is_as_stored().then(|| t!(i18n, "effect.nothing")));
    let blocked = Signal::derive(move || {
        match (
            sending.get(),
            nothing.get(),
            editor.theirs.with(Option::is_some),
        ) {
            (true, ..) => Some(t!(i18n, "effect.saving")),
            (_, true, _) => Some(t!(i18n, "effect.nothing")),
            (_, _, true) => Some(t!(i18n, "effect.choose_first")),
            _ => None,
        }
    });
    let discard_blocked = Signal::derive(move || {
        untouched
            .get()
            .or_else(|| sending.get().then(|| t!(i18n, "effect.saving")))
    });
    let save_words = move || match (sending.get(), first.get()) {
        (true, _) => t!(i18n, "effect.saving"),
        (_, true) => t!(i18n, "effect.approve"),
        _ => t!(i18n, "effect.save"),
    };
    let unknown = [t!(i18n, "save.unknown"), t!(i18n, "save.unknown_text")].join(" ");
    let is_unknown = Derived::new(move |_| editor.save.is_unknown());
    view! {
        <section class="effect review__effect" aria-labelledby="effect-title">
            <div class="effect__body">
                <h2 class="visually-hidden" id="effect-title">{t!(i18n, "effect.title")}</h2>
                <p class="effect__brief"><b class="number">{move || summary.get()}</b> " " {move || people.get()}</p>
                <Details effect scopes editor/>
                <p class="effect__people--long" role="status">{move || long.get()}</p>
                <Note editor/>
                <Outcome write=editor.save unknown on_check=move |()| editor.check(on_saved)/>
                <div class="effect__actions" hidden=move || is_unknown.get()>
                    <Button look=Look::Primary blocked on_press=move |()| editor.send(on_saved)>{move || save_words()}</Button>
                    {move || {
                        if editor.save.is_slow() {
                            view! { <Button on_press=move |()| editor.save.stop_waiting()>{t!(i18n, "action.cancel")}</Button> }
                                .into_any()
                        } else {
                            view! {
                                <Button blocked=discard_blocked on_press=move |()| editor.discard()>
                                    {t!(i18n, "effect.discard")}
                                </Button>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
        </section>
    }
}

/// What changes, item by item.
#[component]
fn Details(effect: Derived<Change>, scopes: Scopes, editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    let scopes = StoredValue::new(scopes);
    let chips = move |ids: &[String]| {
        let chip = |id: &String| {
            let risk = scopes.with_value(|scopes| risk_of(id, scopes));
            view! { <ScopeChip id=id.clone() risk/> }.into_any()
        };
        ids.iter().map(chip).collect_view().into_any()
    };
    let names = move |ids: &[String]| {
        let name = |id: &String| {
            editor.roles.with(|roles| {
                roles
                    .get(id)
                    .map_or_else(|| id.clone(), |role| role.name.clone())
            })
        };
        i18n.list(&ids.iter().map(name).collect::<Vec<_>>())
            .into_any()
    };
    let item = move |sum: String, class: &'static str, inside: AnyView| {
        view! {
            <div class="effect__item">
                <dt class="effect__sum">{sum}</dt>
                <dd class=class>{inside}</dd>
            </div>
        }
        .into_any()
    };
    dynamic(move || {
        let effect = effect.get();
        if effect.is_empty() {
            return ().into_any();
        }
        let some = |ids: &Vec<String>| (!ids.is_empty()).then_some(ids.len() as u64);
        view! {
            <dl class="effect__list">
                {some(&effect.added_scopes).map(|count| item(t!(i18n, "effect.added_scopes", count = count), "chips", chips(&effect.added_scopes)))}
                {some(&effect.removed_scopes).map(|count| item(t!(i18n, "effect.removed_scopes", count = count), "chips", chips(&effect.removed_scopes)))}
                {some(&effect.added_roles).map(|count| item(t!(i18n, "effect.added_roles", count = count), "", names(&effect.added_roles)))}
                {some(&effect.removed_roles).map(|count| item(t!(i18n, "effect.removed_roles", count = count), "", names(&effect.removed_roles)))}
            </dl>
        }.into_any()
    })
}

#[component]
fn Note(editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    let id = fresh_id("note");
    view! {
        <details class="effect__note">
            <summary>{t!(i18n, "effect.add_note")}</summary>
            <label class="visually-hidden" for=id.clone()>{t!(i18n, "effect.note")}</label>
            <input
                class="input"
                type="text"
                id=id
                maxlength=MAX_NOTE.to_string()
                autocomplete="off"
                prop:value=move || editor.draft.with(|draft| draft.note.clone())
                on:input=move |event| editor.draft.update(|draft| draft.note = event_target_value(&event))
            />
        </details>
    }
}
