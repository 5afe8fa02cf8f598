//! What stands where the review will.

use leptos::prelude::*;

use crate::access::StillWorking;
use crate::api::Pending;
use crate::i18n::use_i18n;
use crate::pages::frame::Breadcrumb;
use crate::route::Route;

/// Stands where the review will, in its shape.
#[component]
pub fn ReviewSkeleton(
    /// What is waited for.
    loads: Vec<Pending>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Breadcrumb above=vec![(Route::applications(), t!(i18n, "nav.applications"))] here="…".into_any()/>
        <div class="page__body" role="status" aria-label=t!(i18n, "loading.label")>
            <div class="page__head" part="header">
                <span class="skeleton skeleton--square"></span>
                <div class="page__title">
                    <span class="skeleton skeleton--short"></span>
                    <span class="skeleton skeleton--medium"></span>
                </div>
            </div>
            <span class="skeleton skeleton--long"></span>
            <span class="skeleton skeleton--long"></span>
            <span class="skeleton skeleton--medium"></span>
            <StillWorking loads/>
        </div>
    }
}
