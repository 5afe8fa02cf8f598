//! Button.

use leptos::prelude::*;

use super::{Glyph, Icon, fresh_id};

/// How a button looks. One `Primary` a view; `Danger` only where the decision falls.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Look {
    /// Bordered.
    #[default]
    Plain,
    /// Bordered and small.
    Small,
    /// Filled with the accent.
    Primary,
    /// Filled red.
    Danger,
    /// Outlined red.
    DangerOutline,
    /// Like a link.
    Link,
    /// Without border, small.
    QuietSmall,
}

impl Look {
    fn class(self) -> &'static str {
        match self {
            Self::Plain => "button",
            Self::Small => "button button--small",
            Self::Primary => "button button--primary",
            Self::Danger => "button button--danger",
            Self::DangerOutline => "button button--danger-outline",
            Self::Link => "button button--link",
            Self::QuietSmall => "button button--quiet button--small",
        }
    }
}

/// A button. While `blocked` has a reason it stays focusable, does nothing, and says why.
#[component]
pub fn Button(
    /// How it looks.
    #[prop(optional)]
    look: Look,
    /// Icon before the words.
    #[prop(optional)]
    glyph: Option<Glyph>,
    /// Why it does nothing just now.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Takes the focus when a dialog opens.
    #[prop(optional)]
    autofocus: bool,
    /// What it does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let reason_id = fresh_id("why");
    let described = reason_id.clone();
    let press = move |_| {
        if blocked.with_untracked(Option::is_none) {
            on_press.run(());
        }
    };
    view! {
        <button
            type="button"
            class=look.class()
            autofocus=autofocus
            aria-disabled=move || blocked.with(Option::is_some).then_some("true")
            aria-describedby=move || blocked.with(Option::is_some).then(|| described.clone())
            title=move || blocked.get()
            on:click=press
        >
            {glyph.map(|glyph| view! { <Icon glyph/> }.into_any())}
            {children()}
        </button>
        {move || blocked.get().map(|reason| view! { <span class="visually-hidden" id=reason_id.clone()>{reason}</span> }.into_any())}
    }
}
