//! Where the current [`Route`] comes from, and how to go elsewhere: the browser's address in the
//! standalone pages, memory in an embedded element. Pages know only this.

pub mod browser;
mod link;
mod memory;

use leptos::prelude::*;

use crate::erased::Writable;
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
    shown: Writable<Route>,
    held: Writable<Option<Held>>,
    guarded: StoredValue<bool>,
    go: StoredValue<Go, LocalStorage>,
}

impl Navigator {
    /// A navigator at a place; `go` makes another one the place of the pages.
    fn new(start: Route, go: impl Fn(&Route, How) + 'static) -> Self {
        Self {
            shown: Writable::new(start),
            held: Writable::new(None),
            guarded: StoredValue::new(false),
            go: StoredValue::new_local(Box::new(go)),
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

    /// The same for the text of an address. What a page calls itself is its place, although it may be
    /// read otherwise, such as a filter with a space at its end.
    fn follow_href(self, href: &str) {
        let is_same = self
            .shown
            .with_untracked(|shown| *shown != Route::NotFound && shown.href() == href);
        if !is_same {
            self.follow(Route::read_href(href));
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
    pub fn held(self) -> Writable<Option<Held>> {
        self.held
    }
}

/// The navigator of the surrounding pages.
pub fn use_navigator() -> Navigator {
    expect_context()
}
