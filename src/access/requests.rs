//! How many approval requests are open: asked once, shown by menus and the list.

use countersign_contract::{Feature, permission};
use leptos::prelude::*;

use super::backend::Backend;
use super::session::Session;
use crate::api::{Api, Load};
use crate::erased::Derived;

/// The number of open requests, for those who may decide them.
#[derive(Clone, Copy)]
pub struct OpenRequests {
    may: Derived<bool>,
    count: Load<u64>,
}

impl OpenRequests {
    /// Asks for it once it is known that there are requests and that the user may see them.
    pub fn ask(api: Api, backend: Backend, session: Session) -> Self {
        let may = Derived::new(move |_| {
            backend.has(&Feature::Requests) == Some(true)
                && session.may(permission::AUTHORIZE_CLIENTS) == Some(true)
        });
        let count = Load::new(move || {
            may.get()
                .then_some(async move { api.count_open_requests().await })
        });
        Self { may, count }
    }

    /// Whether there is a page of requests, and the user may see it. Tracked.
    pub fn may(self) -> bool {
        self.may.get()
    }

    /// How many there are; `None` where that is not known. Tracked.
    pub fn count(self) -> Option<u64> {
        self.count.ready()
    }

    /// Takes what the page of requests has counted.
    pub fn set(self, count: u64) {
        self.count.set(count);
    }

    /// Asks again.
    pub fn refresh(self) {
        self.count.retry();
    }
}

/// The open requests of the surrounding pages.
pub fn use_open_requests() -> OpenRequests {
    expect_context()
}
