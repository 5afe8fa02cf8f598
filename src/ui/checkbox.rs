//! Checkbox, with the mixed state.

use leptos::html;
use leptos::prelude::*;

use crate::erased::effect;

/// State of a box that stands for several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// None of them.
    Off,
    /// Some of them.
    Mixed,
    /// All of them.
    On,
}

impl Tick {
    /// The box over `all` others of which `ticked` are ticked.
    pub fn over(ticked: usize, all: usize) -> Self {
        match ticked {
            0 => Self::Off,
            ticked if ticked == all => Self::On,
            _ => Self::Mixed,
        }
    }
}

impl From<bool> for Tick {
    fn from(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

/// A checkbox.
#[component]
pub fn Checkbox(
    /// Name, where no label stands around it.
    #[prop(optional, into)]
    label: Option<String>,
    /// Its state.
    #[prop(into)]
    tick: Signal<Tick>,
    /// Cannot be changed.
    #[prop(optional)]
    locked: bool,
    /// Id of an element that says more.
    #[prop(optional, into)]
    described_by: Option<String>,
    /// Told the wanted state.
    #[prop(into)]
    on_change: Callback<bool>,
) -> impl IntoView {
    let element = NodeRef::<html::Input>::new();
    // "Mixed" exists only as a property.
    effect(move || {
        if let Some(input) = element.get() {
            input.set_indeterminate(tick.get() == Tick::Mixed);
        }
    });
    view! {
        <input
            type="checkbox"
            class="check"
            node_ref=element
            aria-label=label
            aria-describedby=described_by
            disabled=locked
            prop:checked=move || tick.get() == Tick::On
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_over_others_says_whether_none_some_or_all_are_ticked() {
        assert_eq!(Tick::over(0, 0), Tick::Off);
        assert_eq!(Tick::over(0, 2), Tick::Off);
        assert_eq!(Tick::over(1, 2), Tick::Mixed);
        assert_eq!(Tick::over(2, 2), Tick::On);
    }
}
