//! Section *History*: every change is a version with author, time and note. Compare two, restore
//! one.

mod compare;
mod marks;
mod restore;

use std::sync::Arc;

use countersign_contract::{AuthorizationVersion, Feature};
use leptos::prelude::*;

use self::compare::{can_be_restored, compare, tick};
use self::marks::marks;
use self::restore::RestoreDialog;
use super::editor::Editor;
use crate::access::{Failure, StillWorking, use_backend};
use crate::api::{Load, Stored, use_api};
use crate::components::StateBadge;
use crate::erased::{Derived, Writable, effect};
use crate::i18n::{I18n, use_i18n};
use crate::ui::{Button, Checkbox, Look, Tick, dynamic, part, section, words_in};

/// How many changes of one version are named; more are counted.
const NAMED: usize = 8;

type Versions = Arc<Vec<AuthorizationVersion>>;

/// Those that came, and how many older ones did not.
type Listed = (Versions, u64);

/// The section, where the backend keeps versions.
#[component]
pub fn History(editor: Editor, on_restored: Callback<Stored>) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let backend = use_backend();
    let has = Derived::new(move |_| backend.has(&Feature::Versions) == Some(true));
    // Another version is stored: the list has grown.
    let stored = Derived::new(move |_| {
        editor.base.with(|base| {
            (
                base.authorization.client.id.clone(),
                base.authorization.version,
                base.etag.clone(),
            )
        })
    });
    let versions: Load<Listed> = Load::new(move || {
        let (id, ..) = stored.get();
        has.get().then_some(async move {
            api.list_versions(&id).await.map(|list| {
                let older = list.total.saturating_sub(list.entities.len() as u64);
                (Arc::new(list.entities), older)
            })
        })
    });
    effect(move || {
        if let Some((versions, _)) = versions.ready() {
            let roles = versions.iter().flat_map(|one| one.roles.clone());
            editor.wanted.set(roles.collect());
        }
    });
    let picked = Writable::new(Vec::new());
    let restoring = Writable::new(None::<AuthorizationVersion>);
    let rows = move |(versions, older): Listed| {
        let rows = (0..versions.len()).map(|at| {
            // What the last one changed is not known without the one before it.
            let is_known = older == 0 || at + 1 < versions.len();
            row(versions.clone(), at, is_known, editor, picked, restoring)
        });
        part("ol", "history", rows.collect())
    };
    let list = dynamic(move || {
        if !has.get() {
            return ().into_any();
        }
        let inside = match (versions.error(), versions.ready()) {
            (Some(error), _) => {
                view! { <Failure title=t!(i18n, "history.failed") error retry=move |()| versions.retry()/> }
                    .into_any()
            }
            // Nobody decided yet.
            (None, Some((versions, _))) if versions.is_empty() => return ().into_any(),
            (None, Some((versions, older))) => {
                let compared = versions.clone();
                view! {
                    <div class="history__compared" role="status">
                        {dynamic(move || compared_words(i18n, &compared, &picked.get(), editor))}
                    </div>
                    {rows((versions, older))}
                    {(older > 0).then(|| words_in("p", "small muted", t!(i18n, "history.older", count = older)))}
                }
                .into_any()
            }
            (None, None) => view! {
                <p class="muted">{t!(i18n, "loading.label")}</p>
                <StillWorking loads=vec![versions.into()]/>
            }
            .into_any(),
        };
        let hint = words_in("p", "small muted", t!(i18n, "history.hint"));
        section(t!(i18n, "history.title"), hint, vec![inside])
    });
    view! {
        {list}
        <RestoreDialog version=restoring editor on_restored/>
    }
}

/// One version: what it changed against the one before, where that is known, and the way back to it.
fn row(
    versions: Versions,
    at: usize,
    is_known: bool,
    editor: Editor,
    picked: Writable<Vec<u32>>,
    restoring: Writable<Option<AuthorizationVersion>>,
) -> AnyView {
    let i18n = use_i18n();
    let one = versions[at].clone();
    let number = one.version;
    let change = is_known.then(|| compare(versions.get(at + 1), &one));
    let who = one.author.as_ref().and_then(|who| who.name.clone());
    let who = who.unwrap_or_else(|| t!(i18n, "list.portal"));
    let current = (at == 0).then(|| words_in("span", "muted", t!(i18n, "history.current")));
    let note = one
        .note
        .clone()
        .map(|note| words_in("p", "history__note", note));
    let ticked = Signal::derive(move || Tick::from(picked.with(|picked| picked.contains(&number))));
    let change_tick = move |on| picked.update(|picked| tick(picked, number, on));
    let name = t!(i18n, "history.version", number = number.to_string());
    let can_restore = at > 0 && can_be_restored(&one);
    let state = one.state.clone();
    let when = i18n.date_time(&one.date).into_owned();
    let restore = can_restore.then(|| {
        let of = name.clone();
        let unsaved = Signal::derive(move || {
            (!editor.is_as_stored()).then(|| t!(i18n, "history.unsaved"))
        });
        view! {
            <Button look=Look::QuietSmall blocked=unsaved on_press=move |()| restoring.set(Some(one.clone()))>
                {t!(i18n, "history.restore")}
                <span class="visually-hidden">" " {of}</span>
            </Button>
        }
        .into_any()
    });
    view! {
        <li class="history__item">
            <span class="history__pick">
                <Checkbox label=t!(i18n, "history.compare", number = number.to_string()) tick=ticked on_change=change_tick/>
            </span>
            <div>
                <p class="history__head">
                    <b>{name}</b>
                    {current}
                    <StateBadge state/>
                    <span>{who} {t!(i18n, "text.comma")} {when}</span>
                </p>
                {change.map(|change| dynamic(move || marks(i18n, &change, editor, NAMED)))}
                {note}
            </div>
            {restore}
        </li>
    }
    .into_any()
}

/// What differs between the two ticked versions, older to newer.
fn compared_words(i18n: I18n, versions: &Versions, picked: &[u32], editor: Editor) -> AnyView {
    let mut two: Vec<_> = versions
        .iter()
        .filter(|one| picked.contains(&one.version))
        .collect();
    two.reverse();
    let [old, new] = two[..] else {
        return ().into_any();
    };
    let title = t!(
        i18n,
        "history.from_to",
        from = old.version.to_string(),
        to = new.version.to_string()
    );
    let change = compare(Some(old), new);
    let states = (old.state != new.state).then(|| {
        let badge = |version: &AuthorizationVersion| {
            view! { <StateBadge state=version.state.clone()/> }.into_any()
        };
        let inside = vec![badge(old), " → ".into_any(), badge(new)];
        part("p", "", inside)
    });
    let same = (change.is_empty() && states.is_none()).then(|| t!(i18n, "history.same"));
    part(
        "div",
        "card card__body card__body--stack",
        vec![
            words_in("b", "", title),
            states.into_any(),
            marks(i18n, &change, editor, usize::MAX),
            same.into_any(),
        ],
    )
}
