//! Pieces of the interface in a real browser, each by role and state.
#![allow(clippy::unwrap_used, reason = "what is not on the page fails the test")]

mod reading;

use std::collections::BTreeMap;

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::tick;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{HtmlDialogElement, HtmlElement, HtmlInputElement};

use crate::i18n::{Catalogue, I18n, Locale, PAGES};
use crate::ui::{Button, Checkbox, Dialog, Tick};

wasm_bindgen_test_configure!(run_in_browser);

/// A place in the document for one test.
fn place() -> HtmlElement {
    let place: HtmlElement = document().create_element("div").unwrap().unchecked_into();
    document().body().unwrap().append_child(&place).unwrap();
    place
}

fn find<T: JsCast>(place: &HtmlElement, selector: &str) -> T {
    place
        .query_selector(selector)
        .unwrap()
        .unwrap()
        .unchecked_into()
}

#[wasm_bindgen_test]
async fn a_blocked_button_does_nothing_and_says_why() {
    let place = place();
    let pressed = RwSignal::new(0);
    let blocked = RwSignal::new(Some("Needs a permission.".to_owned()));
    let handle = mount_to(place.clone(), move || {
        view! { <Button blocked=blocked on_press=move |()| pressed.update(|n| *n += 1)>"Go"</Button> }
    });
    tick().await;
    let button: HtmlElement = find(&place, "button");
    button.click();
    assert_eq!(pressed.get_untracked(), 0);
    assert_eq!(
        button.get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
    let why = button.get_attribute("aria-describedby").unwrap();
    let why: HtmlElement = find(&place, &format!("#{why}"));
    assert_eq!(why.text_content().as_deref(), Some("Needs a permission."));

    blocked.set(None);
    tick().await;
    button.click();
    assert_eq!(pressed.get_untracked(), 1);
    assert_eq!(button.get_attribute("aria-disabled"), None);
    drop(handle);
}

#[wasm_bindgen_test]
async fn a_checkbox_shows_the_mixed_state_and_tells_the_wanted_one() {
    let place = place();
    let state = RwSignal::new(Tick::Mixed);
    let wanted = RwSignal::new(None);
    let handle = mount_to(place.clone(), move || {
        view! { <Checkbox label="All" tick=state on_change=move |on| wanted.set(Some(on))/> }
    });
    tick().await;
    let input: HtmlInputElement = find(&place, "input");
    assert!(input.indeterminate());
    assert!(!input.checked());
    input.click();
    assert_eq!(wanted.get_untracked(), Some(true));
    state.set(Tick::On);
    tick().await;
    assert!(!input.indeterminate());
    assert!(input.checked());
    drop(handle);
}

#[wasm_bindgen_test]
async fn a_dialog_is_modal_and_its_inside_is_made_anew() {
    let place = place();
    let open = RwSignal::new(false);
    let made = RwSignal::new(0);
    let handle = mount_to(place.clone(), move || {
        view! {
            <Dialog open=open on_close=move |()| open.set(false) title=ViewFn::from(|| "Title")>
                {made.update(|made| *made += 1)}
                <p>"Inside"</p>
            </Dialog>
        }
    });
    tick().await;
    let dialog: HtmlDialogElement = find(&place, "dialog");
    assert!(!dialog.open());
    assert_eq!(dialog.text_content().as_deref(), Some(""));
    for round in 1..=2 {
        open.set(true);
        tick().await;
        assert!(dialog.matches(":modal").unwrap());
        assert_eq!(made.get_untracked(), round);
        open.set(false);
        tick().await;
        assert!(!dialog.open());
    }
    drop(handle);
}

#[wasm_bindgen_test]
fn numbers_dates_and_lists_follow_the_language() {
    let owner = Owner::new();
    owner.with(|| {
        let list = r#"[{"tag":"en","name":"English","direction":"ltr"},{"tag":"fr","name":"Français","direction":"ltr"}]"#;
        Locale::learn(&js_sys::JSON::parse(list).unwrap());
        let english = I18n::new(Locale::ENGLISH, Catalogue::new(PAGES, BTreeMap::new()));
        let french = I18n::new(Locale::choose(["fr-CA"]), Catalogue::new(PAGES, BTreeMap::new()));
        assert_eq!(english.number(1_140), "1,140");
        assert_eq!(french.number(1_140), "1\u{202f}140");
        assert_eq!(english.date("2026-11-19T11:30:00Z"), "19 Nov 2026");
        assert_eq!(french.date("2026-11-19T11:30:00Z"), "19 nov. 2026");
        assert_eq!(english.date("soon"), "soon");
        let names = ["a", "b", "c"].map(str::to_owned);
        assert_eq!(french.list(&names), "a, b et c");
        let now = 3.0 * 86_400_000.0;
        assert_eq!(english.ago("1970-01-01T00:00:00Z", now), "3 days ago");
        assert_eq!(french.ago("1970-01-01T00:00:00Z", now), "il y a 3 jours");
    });
}
