//! What went wrong with something that was sent, and the id that support asks for.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::ui::{CopyButton, Glyph, Icon};

/// What went wrong with something that was sent, beside the button that sent it.
#[component]
pub fn Problem(
    /// What happened, whether anything changed, what to do next.
    sentence: AnyView,
    /// Id of the request; empty where there is none.
    context_id: String,
) -> impl IntoView {
    view! {
        <p class="field__error">
            <Icon glyph=Glyph::Alert/>
            <span>{sentence}</span>
        </p>
        {(!context_id.is_empty()).then(|| view! { <ContextId id=context_id/> }.into_any())}
    }
}

/// The id of a request, to be given to support.
#[component]
pub fn ContextId(
    /// The id.
    id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <p class="notice__meta">
            <span>{t!(i18n, "error.context_id")}</span>
            <code>{id.clone()}</code>
            <CopyButton text=id label=t!(i18n, "error.copy_context_id") done=t!(i18n, "copy.done") failed=t!(i18n, "copy.failed")/>
        </p>
    }
}
