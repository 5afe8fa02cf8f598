//! Where the current [`Route`] comes from, and how to go elsewhere: the browser's address in the
//! standalone pages, memory in an embedded element. Pages know only this.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::route::Route;

type Go = Box<dyn Fn(&Route, How)>;

/// What happens to the place that is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It stays in the history: Back returns to it.
    Push,
    /// It is replaced, as while typing into a filter.
    Replace,
}

/// Reads the place and changes it. A guard holds a change back while there is unsaved work, Back
/// and Forward of the browser included.
#[derive(Clone, Copy)]
pub struct Navigator {
    shown: RwSignal<Route>,
    held: RwSignal<Option<Route>>,
    guarded: StoredValue<bool>,
    go: StoredValue<Go, LocalStorage>,
}

impl Navigator {
    /// A navigator over the address of the browser; inside a leptos `<Router>`.
    pub fn of_browser() -> Self {
        let location = use_location();
        let navigate = use_navigate();
        let (path, query) = (location.pathname, location.search);
        let address = Memo::new(move |_| Route::read(&path.read(), &query.read()));
        let navigator = Self {
            shown: RwSignal::new(address.get_untracked()),
            held: RwSignal::new(None),
            guarded: StoredValue::new(false),
            go: StoredValue::new_local(Box::new(move |route: &Route, how| {
                let options = NavigateOptions {
                    resolve: false,
                    replace: how == How::Replace,
                    scroll: how == How::Push,
                    ..NavigateOptions::default()
                };
                navigate(&route.href(), options);
            })),
        };
        Effect::new(move || navigator.follow(address.get()));
        navigator
    }

    /// The address changed. While guarded it is put back, and the question is asked.
    fn follow(self, address: Route) {
        let shown = self.shown.get_untracked();
        if address == shown {
            return;
        }
        if self.guarded.get_value() {
            self.go.with_value(|go| go(&shown, How::Push));
            self.held.set(Some(address));
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
            self.held.set(Some(to.clone()));
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

    /// Holds changes of place back, or lets them go.
    pub fn guard(self, on: bool) {
        self.guarded.set_value(on);
    }

    /// Whether changes of place are held back.
    pub fn is_guarded(self) -> bool {
        self.guarded.get_value()
    }

    /// The place that was held back.
    pub fn held(self) -> RwSignal<Option<Route>> {
        self.held
    }
}

/// The navigator of the surrounding pages.
pub fn use_navigator() -> Navigator {
    expect_context()
}
