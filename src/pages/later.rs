//! Pages whose code is a file of its own, fetched when the first page is on screen.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use leptos::prelude::*;

use super::{Page, clients, requests, review};
use crate::api::{ApiError, Load};
use crate::host::use_host;
use crate::i18n::use_i18n;
use crate::memo::effect;
use crate::ui::{Button, Glyph, Notice, dynamic};

/// The pages, once their code is there.
#[derive(Clone, Copy, Debug)]
pub struct Later(fn(Page) -> AnyView);

/// Fetches the code; `None` where it is not to be had.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Option<Later>>>>;

/// All elements run in one program, and what was fetched is there for all.
static HERE: OnceLock<Later> = OnceLock::new();
static FETCH: OnceLock<Fetch> = OnceLock::new();

impl Later {
    /// Nothing else may name these pages, or they are in the first file.
    pub fn pages() -> Self {
        Self(|page| match page {
            Page::Review(client_id) => view! { <review::ReviewPage client_id/> }.into_any(),
            Page::Clients => view! { <clients::ClientsPage/> }.into_any(),
            Page::Requests => view! { <requests::RequestsPage/> }.into_any(),
            _ => ().into_any(),
        })
    }
}

/// Says how the code comes.
pub fn come_by(fetch: Fetch) {
    let _ = FETCH.set(fetch);
}

/// One of the pages; words if its code is not to be had.
pub fn later(page: Page) -> AnyView {
    if let Some(here) = HERE.get() {
        return (here.0)(page);
    }
    let code = Load::new(move || {
        let fetched = FETCH.get()?();
        Some(async move {
            let later = fetched.await.ok_or(ApiError::Unreachable)?;
            Ok(*HERE.get_or_init(|| later))
        })
    });
    let host = use_host();
    effect(move || {
        if let (Some(host), Some(_)) = (host, code.error()) {
            host.emit("cs-error", &[("code", "element.missing")]);
        }
    });
    dynamic(move || match (code.ready(), code.error()) {
        (Some(here), _) => (here.0)(page.clone()),
        (None, Some(_)) => view! { <Missing retry=move |()| code.retry()/> }.into_any(),
        (None, None) => view! { <review::ReviewSkeleton loads=vec![code.into()]/> }.into_any(),
    })
}

#[component]
fn Missing(#[prop(into)] retry: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Notice glyph=Glyph::Alert title=t!(i18n, "later.failed") alert=true>
            <p class="muted">{t!(i18n, "later.failed_text")}</p>
            <Button glyph=Glyph::Refresh on_press=retry>{t!(i18n, "error.retry")}</Button>
        </Notice>
    }
}
