//! Banner: a sentence that concerns the whole view.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// A banner that tells of something to do; announced when it appears.
#[component]
pub fn Banner(
    /// The sentence, first words bold.
    text: AnyView,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="banner" role="alert">
            <Icon glyph=Glyph::Key/>
            <p class="banner__text">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
