//! A page that only some backends have.

use countersign_contract::Feature;
use leptos::prelude::*;

use super::backend::use_backend;
use super::failure::{Failure, StillWorking};
use crate::erased::Derived;
use crate::i18n::use_i18n;

/// Shows its inside where the backend announced a feature, `without` where it did not.
#[component]
pub fn Featured(
    /// The feature.
    feature: Feature,
    /// What is shown without it.
    without: ViewFn,
    /// The page.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let backend = use_backend();
    let capabilities = backend.capabilities();
    let has = Derived::new(move |_| backend.has(&feature));
    crate::ui::dynamic(move || match (has.get(), capabilities.error()) {
        (Some(true), _) => children().into_any(),
        (Some(false), _) => without.run(),
        (None, Some(error)) => {
            let retry = move |()| capabilities.retry();
            view! { <Failure title=t!(i18n, "loading.failed") error retry/> }.into_any()
        }
        (None, None) => view! {
            <p class="muted" role="status">{t!(i18n, "loading.label")}</p>
            <StillWorking loads=vec![capabilities.into()]/>
        }
        .into_any(),
    })
}
