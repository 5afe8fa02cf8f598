//! Approval requests: who asks for which application and why; approve, deny, block.

pub mod asker;
mod card;
mod decide;
mod groups;
mod handled;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

pub use decide::Reasons;

use self::card::Card;
use self::groups::{Group, RequestList, groups, handled, open};
use super::frame::Heading;
use crate::access::{Failure, StillWorking, use_open_requests};
use crate::api::{Load, REQUEST_EVENTS, use_api};
use crate::erased::{Derived, Writable, effect_now};
use crate::i18n::use_i18n;
use crate::navigator::{How, use_navigator};
use crate::route::Route;
use crate::ui::{Glyph, Item, Notice, Segments, dynamic, each, part, section, words_in};

/// How often it is asked where nothing tells of changes.
const POLL: Duration = Duration::from_secs(15);

/// How many handled ones stand under the open ones.
const LATELY: usize = 5;

/// The page, for those who may authorize clients.
#[component]
pub fn RequestsPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let navigator = use_navigator();
    let shared = use_open_requests();
    let heading = Heading::new();
    let list: Load<RequestList> =
        Load::new(move || Some(async move { api.list_requests().await.map(Arc::new) }));
    api.follow(REQUEST_EVENTS, POLL, move || list.retry());
    // What was read stays while a later question fails: a card may have a reason in it.
    let known: Derived<Option<RequestList>> =
        Derived::new(move |before: Option<&Option<RequestList>>| {
            list.ready().or_else(|| before.cloned().flatten())
        });
    let kept = Writable::new(BTreeSet::new());
    effect_now(move || {
        if let Some(list) = list.ready() {
            let open = open(&list);
            kept.update(|kept| kept.extend(open.iter().map(|one| one.client.id.clone())));
            shared.set(open.len() as u64);
        }
    });
    let all = Derived::new(move |_| {
        let list = known.get().unwrap_or_default();
        kept.with(|kept| groups(&list, kept))
    });
    let route = navigator.route();
    let shows_handled = Derived::new(move |before: Option<&bool>| match route.get() {
        Route::Requests { handled } => handled,
        _ => before.copied().unwrap_or_default(),
    });
    let count = move |at: usize| {
        let list = known.get()?;
        let open = open(&list).len();
        let count = if at == 0 { open } else { list.len() - open };
        Some(i18n.number(count as u64))
    };
    let choose = move |at: usize| navigator.go(&Route::Requests { handled: at == 1 }, How::Push);
    let total = move || {
        let open = open(&known.get()?).len() as u64;
        Some(t!(i18n, "requests.total", count = open))
    };
    let is_empty = Derived::new(move |_| known.with(Option::is_some) && all.with(Vec::is_empty));
    let card = move |id: String| {
        // Made with the card: what is made with the list goes when the list is another one.
        let make = move |id: String| {
            let group = Derived::new(move |before: Option<&Group>| {
                let found = all.with(|all| all.iter().find(|one| one.client.id == id).cloned());
                found.or_else(|| before.cloned()).unwrap_or_default()
            });
            view! { <Card group list heading/> }.into_any()
        };
        Item::new(id.clone(), move || make(id))
    };
    let cards = each(move || {
        let ids = all.with(|all| {
            all.iter()
                .map(|one| one.client.id.clone())
                .collect::<Vec<_>>()
        });
        ids.into_iter().map(card).collect()
    });
    let table = dynamic(move || {
        let Some(list) = known.get() else {
            return ().into_any();
        };
        let mut done = handled(&list);
        if done.is_empty() {
            let shown = shows_handled.get();
            let words = || words_in("p", "muted", t!(i18n, "requests.none_handled"));
            return shown.then(words).into_any();
        }
        let title = t!(i18n, "requests.handled_title");
        if shows_handled.get() {
            return handled::table(done, title);
        }
        done.truncate(LATELY);
        let table = handled::table(done, title.clone());
        section(title, ().into_any(), vec![table])
    });
    view! {
        <div class="page__body">
            <div class="page__head" part="header">
                <div class="page__title">
                    <h1 tabindex="-1" part="title" node_ref=heading.node()>{t!(i18n, "nav.requests")}</h1>
                    <p class="muted" role="status">{move || total()}</p>
                </div>
                <Segments
                    legend=t!(i18n, "scopes.show_only")
                    names=vec![t!(i18n, "requests.open"), t!(i18n, "requests.handled")]
                    chosen=Signal::derive(move || usize::from(shows_handled.get()))
                    count
                    on_choose=choose
                />
            </div>
            {dynamic(move || match (list.error(), known.with(Option::is_some)) {
                (Some(error), _) => {
                    view! { <Failure title=t!(i18n, "requests.failed") error retry=move |()| list.retry()/> }.into_any()
                }
                (None, false) => {
                    let bones = (0..2).map(|_| words_in("span", "skeleton skeleton--long", String::new()));
                    part("div", "requests", bones.collect())
                }
                (None, true) => ().into_any(),
            })}
            <StillWorking loads=vec![list.into()]/>
            <div class="requests" hidden=move || shows_handled.get()>
                {dynamic(move || {
                    is_empty
                        .get()
                        .then(|| {
                            view! {
                                <Notice glyph=Glyph::Inbox title=t!(i18n, "requests.empty")>
                                    <p class="muted">{t!(i18n, "requests.empty_text")}</p>
                                </Notice>
                            }
                                .into_any()
                        })
                        .into_any()
                })}
                {cards}
            </div>
            {table}
        </div>
    }
}
