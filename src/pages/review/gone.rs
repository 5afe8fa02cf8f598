//! What stands in place of the review of a client that there is not.

use countersign_contract::ErrorCode;
use leptos::prelude::*;

use crate::api::ApiError;
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::route::Route;
use crate::text::visible;
use crate::ui::{Glyph, Notice};

/// Whether the backend itself said that there is no such client; a gateway's 404 says nothing.
pub fn is_gone(error: &ApiError) -> bool {
    let code = error.refusal().map(|refusal| &refusal.code);
    matches!(code, Some(ErrorCode::ClientNotFound | ErrorCode::NotFound))
}

/// No such client, or deleted.
#[component]
pub fn Gone(error: ApiError) -> impl IntoView {
    let i18n = use_i18n();
    let deleted = error.refusal().and_then(|refusal| {
        Some((
            refusal.params.get("name")?,
            refusal.params.get("dateDeleted")?,
        ))
    });
    let sentence = match deleted {
        Some((name, date)) => t!(
            i18n,
            "authorize.deleted",
            name = visible(name, 120).shown,
            date = i18n.date(date)
        ),
        None => t!(i18n, "authorize.unknown"),
    };
    view! {
        <Notice glyph=Glyph::Ban title=t!(i18n, "review.gone")>
            <p class="muted">{sentence}</p>
            <Link to=Route::applications()>{t!(i18n, "not_found.back")}</Link>
        </Notice>
    }
}
