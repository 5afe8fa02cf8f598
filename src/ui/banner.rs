//! Banner: a sentence that concerns the whole view.

use leptos::prelude::*;

use super::{Glyph, Icon};

/// What a banner means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Info,
    /// Something to do.
    Warning,
    /// Something went wrong.
    Danger,
}

/// A banner; announced when it appears.
#[component]
pub fn Banner(
    /// What it means.
    tone: Tone,
    /// The sentence, first words bold.
    text: AnyView,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, glyph) = match tone {
        Tone::Info => ("banner banner--info", Glyph::Clock),
        Tone::Warning => ("banner banner--warning", Glyph::Key),
        Tone::Danger => ("banner banner--danger", Glyph::Alert),
    };
    view! {
        <div class=class role=if tone == Tone::Info { "status" } else { "alert" }>
            <Icon glyph/>
            <p class="banner__text">{text}</p>
            {children.map(|children| children())}
        </div>
    }
}
