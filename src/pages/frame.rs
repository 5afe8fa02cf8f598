//! Frame of a page: the title of the document, breadcrumb, heading.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use crate::host::use_host;
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::route::Route;

/// Sets the title of the document.
pub fn set_title(title: &str) {
    // The title of a host's page is the host's.
    if use_host().is_none() {
        document().set_title(&format!("{title} · Countersign"));
    }
}

/// Where this page stands: Admin / Integrations / …
#[component]
pub fn Breadcrumb(
    /// Pages above this one.
    #[prop(optional)]
    above: Vec<(Route, String)>,
    /// This page.
    here: AnyView,
) -> impl IntoView {
    let i18n = use_i18n();
    let is_embedded = use_host().is_some();
    if is_embedded && above.is_empty() {
        return ().into_any();
    }
    // What is above our pages is the host's.
    let own = (!is_embedded).then(|| {
        view! {
            <li>{t!(i18n, "nav.admin")}</li>
            <li>{t!(i18n, "nav.integrations")}</li>
        }
        .into_any()
    });
    let above = above
        .into_iter()
        .map(|(to, name)| view! { <li><Link to>{name}</Link></li> }.into_any())
        .collect_view();
    view! {
        <nav aria-label=t!(i18n, "nav.breadcrumb")>
            <ol class="breadcrumb">
                {own}
                {above}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
    .into_any()
}

/// The heading of a page, where the focus goes after something was done.
#[derive(Clone, Copy)]
pub struct Heading(NodeRef<html::H1>);

impl Heading {
    /// A heading that is not on screen yet.
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// The node to bind it to.
    pub fn node(self) -> NodeRef<html::H1> {
        self.0
    }

    /// Moves the focus to it.
    pub fn focus(self) {
        // After what is closing now, such as a dialog, has given the focus back.
        let focus = move || {
            if let Some(heading) = self.0.try_get_untracked().flatten() {
                let _ = heading.focus();
            }
        };
        set_timeout(focus, Duration::ZERO);
    }
}
