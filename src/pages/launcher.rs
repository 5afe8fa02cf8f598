//! Launcher: the applications that the roles of the signed-in user let them use.

use std::sync::Arc;
use std::time::Duration;

use countersign_contract::App;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::frame::Heading;
use crate::access::{Failure, StillWorking};
use crate::api::{List, Load, use_api};
use crate::components::{KindTile, PublisherMark, name_of};
use crate::erased::{Derived, Writable, effect_now};
use crate::i18n::use_i18n;
use crate::text::visible;
use crate::ui::{Button, Glyph, Item, Notice, dynamic, each, fresh_id, part, words_in};
use crate::uri::launchable;

/// Longest description that is shown.
const DESCRIPTION: usize = 240;

/// The pages that came, as one list.
#[derive(Default)]
struct Shown {
    apps: Vec<Arc<App>>,
    /// How many there are on all pages.
    total: u64,
    has_more: bool,
}

impl Shown {
    /// Adds what is new on the next page. While pages are asked for one by one the list may move,
    /// so that two pages have the same application.
    fn add(&mut self, page: &List<App>) {
        let before = self.apps.len();
        for app in &page.entities {
            if !self.apps.iter().any(|one| one.client.id == app.client.id) {
                self.apps.push(Arc::new(app.clone()));
            }
        }
        self.total = page.total;
        // A page with nothing new is the last one: a backend without pages would repeat it for ever.
        self.has_more = self.is_part() && self.apps.len() > before;
    }

    fn is_part(&self) -> bool {
        self.total > self.apps.len() as u64
    }
}

/// The page, for everybody who is signed in.
#[component]
pub fn AppsPage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let heading = Heading::new();
    let number = Writable::new(1_u32);
    let list = Load::new(move || {
        let number = number.get();
        Some(async move { api.list_my_apps(number).await.map(Arc::new) })
    });
    let shown = Writable::new(Shown::default());
    let cards = NodeRef::<html::Ul>::new();
    effect_now(move || {
        let Some(page) = list.ready() else {
            return;
        };
        let before = shown.with_untracked(|shown| shown.apps.len());
        shown.update(|shown| shown.add(&page));
        let now = shown.with_untracked(|shown| shown.apps.len());
        match before {
            // Nobody asked for the first page.
            0 => {}
            before if before < now => focus_name(cards, before),
            // The button goes away.
            _ => heading.focus(),
        }
    });
    let is_empty = Derived::new(move |_| shown.with(|shown| shown.apps.is_empty()));
    let is_part = Derived::new(move |_| shown.with(Shown::is_part));
    let has_more = Derived::new(move |_| shown.with(|shown| shown.has_more));
    let count = move || {
        let (some, all) = shown.with(|shown| (shown.apps.len() as u64, shown.total));
        t!(
            i18n,
            "apps.shown",
            shown = i18n.number(some),
            total = i18n.number(all)
        )
    };
    let busy = list.busy();
    let loading = Signal::derive(move || busy.get().then(|| t!(i18n, "loading.label")));
    let more = move |()| {
        if untrack(|| list.error()).is_some() {
            list.retry();
        } else {
            number.update(|number| *number += 1);
        }
    };
    let item = |app: &Arc<App>| {
        let app = app.clone();
        Item::new(app.client.id.clone(), move || card(&app))
    };
    view! {
        <div class="page__body">
            <div class="page__title">
                <h1 tabindex="-1" node_ref=heading.node()>{t!(i18n, "nav.apps")}</h1>
                <p class="muted">{t!(i18n, "apps.text")}</p>
            </div>
            <ul class="launcher" node_ref=cards hidden=move || is_empty.get()>
                {each(move || shown.with(|shown| shown.apps.iter().map(item).collect()))}
            </ul>
            <div class="button-row" hidden=move || !is_part.get()>
                <p class="muted" role="status">{move || count()}</p>
                {dynamic(move || {
                    has_more
                        .get()
                        .then(|| view! { <Button blocked=loading on_press=more>{t!(i18n, "apps.more")}</Button> }.into_any())
                        .into_any()
                })}
            </div>
            {dynamic(move || match (list.error(), list.ready()) {
                (Some(error), _) => {
                    let title = if is_empty.get() { t!(i18n, "apps.failed") } else { t!(i18n, "apps.more_failed") };
                    view! { <Failure title error retry=move |()| list.retry()/> }.into_any()
                }
                (None, Some(page)) if page.entities.is_empty() && is_empty.get() => {
                    view! {
                        <Notice glyph=Glyph::Inbox title=t!(i18n, "apps.empty")>
                            <p class="muted">{t!(i18n, "apps.empty_text")}</p>
                        </Notice>
                    }
                        .into_any()
                }
                (None, Some(_)) => ().into_any(),
                (None, None) => {
                    let bones = (0..3).map(|_| words_in("li", "skeleton skeleton--long", String::new()));
                    part("ul", "launcher", bones.collect())
                }
            })}
            <StillWorking loads=vec![list.into()]/>
        </div>
    }
}

/// Moves the focus to the name of the application at a place of the list, once it is on screen.
fn focus_name(cards: NodeRef<html::Ul>, at: usize) {
    let focus = move || {
        let cards = cards.try_get_untracked().flatten();
        let selector = format!("li:nth-child({}) h2", at + 1);
        let name = cards.and_then(|cards| cards.query_selector(&selector).ok().flatten());
        if let Some(name) = name.and_then(|name| name.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = name.focus();
        }
    };
    set_timeout(focus, Duration::ZERO);
}

/// One application.
fn card(app: &App) -> AnyView {
    let i18n = use_i18n();
    let name = name_of(&app.client);
    let title_id = fresh_id("app");
    let labelled_by = title_id.clone();
    let publisher = app.client.publisher.as_ref().map(|publisher| {
        let name = words_in("bdi", "", visible(&publisher.name, 120).shown);
        let mark = view! { <PublisherMark verified=publisher.verified/> }.into_any();
        part("p", "small muted", vec![name, " ".into_any(), mark])
    });
    let description = app
        .client
        .description
        .as_deref()
        .map(|text| words_in("p", "launcher__text", visible(text, DESCRIPTION).shown));
    let href = app.launch_uri.as_deref().and_then(launchable);
    let open = match href {
        Some(href) => {
            let href = href.to_owned();
            let of = name.clone();
            view! {
                <a class="button" href=href target="_blank" rel="external noopener noreferrer">
                    {t!(i18n, "apps.open")}
                    <span class="visually-hidden">" " {of} {t!(i18n, "apps.new_tab")}</span>
                </a>
            }
            .into_any()
        }
        None => words_in("p", "small muted", t!(i18n, "apps.no_address")),
    };
    view! {
        <li class="card launcher__app" aria-labelledby=labelled_by>
            <KindTile kind=app.client.kind.clone() large=true/>
            <div class="launcher__words">
                <h2 id=title_id tabindex="-1"><bdi>{name}</bdi></h2>
                {publisher}
                {description}
            </div>
            <div class="launcher__act">{open}</div>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use countersign_contract::OAuthClient;

    use super::*;

    fn page(total: u64, ids: &[&str]) -> List<App> {
        let app = |id: &&str| App {
            client: OAuthClient {
                id: (*id).to_owned(),
                ..OAuthClient::default()
            },
            ..App::default()
        };
        List {
            total,
            entities: ids.iter().map(app).collect(),
        }
    }

    fn after(pages: &[List<App>]) -> (String, bool) {
        let mut shown = Shown::default();
        for page in pages {
            shown.add(page);
        }
        let ids = shown.apps.iter().map(|app| app.client.id.as_str());
        (ids.collect::<Vec<_>>().join(" "), shown.has_more)
    }

    #[test]
    fn what_two_pages_have_is_shown_once() {
        let mut pages = vec![page(3, &["a", "b"])];
        assert_eq!(after(&pages), ("a b".to_owned(), true));
        pages.push(page(3, &["b", "c"]));
        assert_eq!(after(&pages), ("a b c".to_owned(), false));
    }

    #[test]
    fn a_whole_list_has_no_more() {
        assert_eq!(after(&[page(2, &["a", "b"])]), ("a b".to_owned(), false));
        assert_eq!(after(&[page(0, &["a"])]), ("a".to_owned(), false));
    }

    #[test]
    fn a_backend_that_repeats_itself_is_not_asked_for_ever() {
        let first = page(9, &["a", "b"]);
        assert_eq!(after(&[first.clone(), first]), ("a b".to_owned(), false));
    }
}
