//! Where the current [`Route`] comes from, and how to go elsewhere: the browser's address in the
//! standalone pages, memory in an embedded element. Pages know only this.

mod link;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::memo::RwSignal;
use crate::route::Route;

pub use link::Link;

type Go = Box<dyn Fn(&Route, How)>;

/// What happens to the place that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It stays in the history: Back returns to it.
    Push,
    /// It is replaced, as while typing into a filter.
    Replace,
}

/// What waits for an answer about unsaved work.
#[derive(Clone, Debug)]
pub enum Held {
    /// A change of place.
    Place(Route),
    /// An act that ends these pages, such as signing out.
    Act(Callback<()>),
}

/// Reads the place and changes it. A guard holds a change back while there is unsaved work, Back
/// and Forward of the browser included.
#[derive(Clone, Copy)]
pub struct Navigator {
    shown: RwSignal<Route>,
    held: RwSignal<Option<Held>>,
    guarded: StoredValue<bool>,
    go: StoredValue<Go, LocalStorage>,
    has: fn(&Route) -> bool,
}

impl Navigator {
    /// A navigator over the address of the browser. Places that `has` denies are loaded, as they
    /// are in another bundle.
    pub fn of_browser(has: fn(&Route) -> bool) -> Self {
        let navigator = Self {
            shown: RwSignal::new(address()),
            held: RwSignal::new(None),
            guarded: StoredValue::new(false),
            go: StoredValue::new_local(Box::new(visit)),
            has,
        };
        let moved = window_event_listener(ev::popstate, move |_| navigator.follow(address()));
        on_cleanup(move || moved.remove());
        navigator
    }

    /// A navigator that starts at a place and keeps to itself where it is; `told` hears of it.
    pub fn of_memory(
        start: Route,
        has: fn(&Route) -> bool,
        told: impl Fn(&Route, How) + 'static,
    ) -> Self {
        Self {
            shown: RwSignal::new(start),
            held: RwSignal::new(None),
            guarded: StoredValue::new(false),
            go: StoredValue::new_local(Box::new(told)),
            has,
        }
    }

    /// The address changed. While guarded it is put back, and the question is asked.
    pub fn follow(self, address: Route) {
        let shown = self.shown.get_untracked();
        if address == shown {
            return;
        }
        if self.guarded.get_value() {
            self.go.with_value(|go| go(&shown, How::Push));
            self.held.set(Some(Held::Place(address)));
        } else {
            self.shown.set(address);
        }
    }

    /// The current place. Tracked where it is read.
    pub fn route(self) -> Signal<Route> {
        self.shown.into()
    }

    /// Goes to a place, unless a guard holds it back.
    pub fn go(self, to: &Route, how: How) {
        if self.guarded.get_value() && *to != self.shown.get_untracked() {
            self.held.set(Some(Held::Place(to.clone())));
        } else {
            self.go_now(to, how);
        }
    }

    /// Goes to a place whatever a guard says; the guard is off from then on.
    pub fn go_now(self, to: &Route, how: How) {
        self.held.set(None);
        self.guarded.set_value(false);
        if !(self.has)(to) {
            let _ = window().location().assign(&to.href());
            return;
        }
        self.shown.set(to.clone());
        self.go.with_value(|go| go(to, how));
    }

    /// Does what ends these pages, unless a guard holds it back.
    pub fn end(self, act: Callback<()>) {
        if self.guarded.get_value() {
            self.held.set(Some(Held::Act(act)));
        } else {
            act.run(());
        }
    }

    /// Holds changes of place back, or lets them go.
    pub fn guard(self, on: bool) {
        self.guarded.set_value(on);
    }

    /// Whether changes of place are held back.
    pub fn is_guarded(self) -> bool {
        self.guarded.get_value()
    }

    /// What was held back.
    pub fn held(self) -> RwSignal<Option<Held>> {
        self.held
    }
}

/// Path and query string of the browser's address.
fn path_and_query() -> (String, String) {
    let location = window().location();
    (
        location.pathname().unwrap_or_default(),
        location.search().unwrap_or_default(),
    )
}

/// The place that the browser's address names.
fn address() -> Route {
    let (path, query) = path_and_query();
    Route::read(&path, query.trim_start_matches('?'))
}

/// Puts a place into the browser's address. A new one starts at its top.
fn visit(route: &Route, how: How) {
    let (path, query) = path_and_query();
    let href = route.href();
    if let Ok(history) = window().history() {
        // Refused only where there are too many changes a second; the page is shown all the same.
        let _ = match how {
            How::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(&href)),
            How::Push if href == path + &query => Ok(()),
            How::Push => history.push_state_with_url(&JsValue::NULL, "", Some(&href)),
        };
    }
    if how == How::Push {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// The navigator of the surrounding pages.
pub fn use_navigator() -> Navigator {
    expect_context()
}
