//! Pages whose code is in the rest of the program, which is fetched when the first page is on screen.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;

use leptos::prelude::*;

use super::screens::Name;
use crate::access::StillWorking;
use crate::api::{ApiError, Load, Pending};
use crate::erased::effect;
use crate::host::use_host;
use crate::i18n::use_i18n;
use crate::pages::{clients, grants, launcher, requests, review};
use crate::ui::{Button, Glyph, Notice, dynamic};

/// The pages, once their code is there: a view for a name and what the page is about.
#[derive(Clone, Copy, Debug)]
pub struct Later(fn(Name, String) -> AnyView);

/// Fetches the code; `None` where it is not to be had.
pub type Fetch = fn() -> Pin<Box<dyn Future<Output = Option<Later>>>>;

/// All elements run in one program, and what was fetched is there for all.
static HERE: OnceLock<Later> = OnceLock::new();
static FETCH: OnceLock<Fetch> = OnceLock::new();

impl Later {
    /// Nothing else may name these pages, or they are in the first part.
    pub fn pages() -> Self {
        Self(|name, subject| match name {
            Name::Review => view! { <review::ReviewPage client_id=subject/> }.into_any(),
            Name::Clients => view! { <clients::ClientsPage/> }.into_any(),
            Name::Requests => view! { <requests::RequestsPage/> }.into_any(),
            Name::Apps => view! { <launcher::AppsPage/> }.into_any(),
            Name::Mine => view! { <grants::MinePage/> }.into_any(),
            Name::Applications | Name::NotFound => ().into_any(),
        })
    }
}

/// Says how the code comes.
pub fn come_by(fetch: Fetch) {
    let _ = FETCH.set(fetch);
}

/// One of the pages; words if its code is not to be had.
pub fn later(name: Name, subject: &str) -> AnyView {
    if let Some(here) = HERE.get() {
        return (here.0)(name, subject.to_owned());
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
    let subject = subject.to_owned();
    dynamic(move || match (code.ready(), code.error()) {
        (Some(here), _) => (here.0)(name, subject.clone()),
        (None, Some(_)) => view! { <Missing retry=move |()| code.retry()/> }.into_any(),
        (None, None) if name == Name::Review => {
            view! { <review::ReviewSkeleton loads=vec![code.into()]/> }.into_any()
        }
        (None, None) => view! { <Coming loads=vec![code.into()]/> }.into_any(),
    })
}

/// Stands where a page will, whichever it is.
#[component]
fn Coming(loads: Vec<Pending>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="page__body" role="status" aria-label=t!(i18n, "loading.label")>
            <span class="skeleton skeleton--short"></span>
            <span class="skeleton skeleton--long"></span>
            <span class="skeleton skeleton--long"></span>
            <StillWorking loads/>
        </div>
    }
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
