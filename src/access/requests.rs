//! Open approval requests: asked once, shared by menus, list and review.

use std::sync::Arc;

use countersign_contract::{ApprovalRequest, Feature, permission};
use leptos::prelude::*;

use super::backend::Backend;
use super::session::Session;
use crate::api::{Api, Load};
use crate::memo::Memo;

/// Requests, shared.
pub type RequestList = Arc<Vec<ApprovalRequest>>;

/// The open requests, for those who may decide them.
#[derive(Clone, Copy)]
pub struct OpenRequests {
    may: Memo<bool>,
    load: Load<RequestList>,
}

impl OpenRequests {
    /// Asks for them once it is known that there are any and that the user may see them.
    pub fn ask(api: Api, backend: Backend, session: Session) -> Self {
        let may = Memo::new(move |_| {
            backend.has(&Feature::Requests) == Some(true)
                && session.may(permission::AUTHORIZE_CLIENTS) == Some(true)
        });
        let load = Load::new(move || {
            may.get()
                .then_some(async move { api.list_requests(true).await.map(Arc::new) })
        });
        Self { may, load }
    }

    /// Whether there is a page of requests, and the user may see it. Tracked.
    pub fn may(self) -> bool {
        self.may.get()
    }

    /// How many there are; `None` where that is not known. Tracked.
    pub fn count(self) -> Option<u64> {
        self.load.ready().map(|list| list.len() as u64)
    }

    /// Those for a client, newest first; none where they are not known. Tracked.
    pub fn of(self, client_id: &str) -> Vec<ApprovalRequest> {
        let all = self.load.ready().unwrap_or_default();
        let of = all.iter().filter(|one| one.client.id == client_id);
        of.cloned().collect()
    }

    /// Takes what the page of requests has read.
    pub fn set(self, open: Vec<ApprovalRequest>) {
        self.load.set(Arc::new(open));
    }

    /// Asks again.
    pub fn refresh(self) {
        self.load.retry();
    }
}

/// The open requests of the surrounding pages.
pub fn use_open_requests() -> OpenRequests {
    expect_context()
}
