//! What the menus show of the table of pages: what the user may not know of is absent.

use leptos::prelude::*;

use super::screens::{Menu, Name, SCREENS, Screen};
use crate::access::use_open_requests;
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::navigator::{Link, use_navigator};
use crate::ui::{dynamic, part, words_in};

/// The pages of the administration that the user may see. Tracked.
pub fn seen() -> Vec<&'static Screen> {
    let is_entry = |screen: &&Screen| matches!(screen.menu, Menu::Admin(_)) && screen.is_open();
    SCREENS.iter().filter(is_entry).collect()
}

/// What the user may see, as links.
#[component]
pub fn Entries(
    title: String,
    title_class: &'static str,
    item_class: &'static str,
) -> impl IntoView {
    let i18n = use_i18n();
    let requests = use_open_requests();
    let route = use_navigator().route();
    let count = move |name| {
        let count = requests
            .count()
            .filter(|count| *count > 0 && name == Name::Requests)?;
        let inside = vec![
            i18n.number(count).into_any(),
            words_in("span", "visually-hidden", t!(i18n, "nav.open")),
        ];
        Some(part("span", "badge badge--count", inside))
    };
    dynamic(move || {
        let entries = seen();
        if entries.is_empty() {
            return ().into_any();
        }
        let links = entries.into_iter().map(|screen| {
            let (Menu::Admin(words) | Menu::Own(words)) = screen.menu else {
                return ().into_any();
            };
            let current =
                Signal::derive(move || route.with(|route| screen.is_at(route)).then_some("page"));
            view! {
                <li>
                    <Link to=(screen.home)() class=item_class current=current>
                        {i18n.raw(words)}
                        {move || count(screen.name)}
                    </Link>
                </li>
            }
            .into_any()
        });
        let links = part("ul", "", links.collect());
        vec![words_in("h2", title_class, title.clone()), links].into_any()
    })
}

/// A page of one's own, for everybody who is signed in, where the backend has it.
#[component]
pub fn Own(name: Name, class: &'static str) -> impl IntoView {
    let i18n = use_i18n();
    let route = use_navigator().route();
    let screen = Screen::named(name);
    let is_here = Derived::new(move |_| route.with(|route| screen.is_at(route)));
    dynamic(move || match screen.menu {
        Menu::Own(words) if screen.is_open() => {
            let current = Signal::stored(is_here.get().then_some("true"));
            view! { <Link to=(screen.home)() class current>{i18n.raw(words)}</Link> }.into_any()
        }
        _ => ().into_any(),
    })
}
