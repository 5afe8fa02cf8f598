//! The page of an address that is none.

use leptos::prelude::*;

use super::frame::set_title;
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::route::Route;
use crate::ui::{Glyph, Notice};

/// The page.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    set_title(&t!(i18n, "not_found.title"));
    view! {
        <Notice glyph=Glyph::Search title=t!(i18n, "not_found.title")>
            <p class="muted">{t!(i18n, "not_found.text")}</p>
            <Link to=Route::applications()>{t!(i18n, "not_found.back")}</Link>
        </Notice>
    }
}
