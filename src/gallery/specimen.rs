//! A specimen: one piece, or one page, in one state.

use leptos::prelude::AnyView;

use super::backend::Backend;
use super::steps::Step;
use crate::route::Route;

/// What kind of thing it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Of `src/ui`.
    Ui,
    /// Of `src/components`.
    Components,
    /// A page.
    Pages,
    /// The consent screen.
    Consent,
}

impl Group {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Ui, Self::Components, Self::Pages, Self::Consent];

    /// Its name in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ui => "ui",
            Self::Components => "components",
            Self::Pages => "states",
            Self::Consent => "consent",
        }
    }
}

/// How it is shown.
#[derive(Clone)]
pub enum Show {
    /// A view.
    Piece(fn() -> AnyView),
    /// A page inside an element, as it is embedded.
    Place(Route, Backend),
    /// A page with the shell of the standalone pages around it.
    InShell(Route, Backend),
    /// The consent screen.
    Consent(Backend),
}

/// A specimen.
#[derive(Clone)]
pub struct Specimen {
    /// What kind of thing it is.
    pub group: Group,
    /// The piece by its name in the code, or the page.
    pub piece: &'static str,
    /// Its state.
    pub state: &'static str,
    /// How it is shown.
    pub show: Show,
    /// A selector of what is there once the state is reached.
    pub until: &'static str,
    /// What a person does to reach it.
    pub steps: &'static [Step],
    /// Whether it covers the window, so that nothing else can be looked at beside it.
    pub is_alone: bool,
}

impl Specimen {
    /// A specimen that is in its state once it has anything in it.
    pub fn new(group: Group, piece: &'static str, state: &'static str, show: Show) -> Self {
        Self {
            group,
            piece,
            state,
            show,
            until: "*",
            steps: &[],
            is_alone: false,
        }
    }

    /// The same, reached when `selector` is there.
    pub fn until(self, selector: &'static str) -> Self {
        Self {
            until: selector,
            ..self
        }
    }

    /// The same, after what a person does.
    pub fn after(self, steps: &'static [Step]) -> Self {
        Self { steps, ..self }
    }

    /// The same, shown by itself only.
    pub fn alone(self) -> Self {
        Self {
            is_alone: true,
            ..self
        }
    }

    /// Its name in addresses.
    pub fn slug(&self) -> String {
        [&slug(self.piece), ".", &slug(self.state)].concat()
    }

    /// Whether `only` names it, its piece or its group; without a name everything is named that
    /// does not cover the window.
    pub fn is_named(&self, only: &str) -> bool {
        if only == self.slug() {
            return true;
        }
        !self.is_alone
            && (only.is_empty() || only == self.group.as_str() || only == slug(self.piece))
    }
}

/// A name as it stands in addresses.
pub fn slug(name: &str) -> String {
    let letters = name.chars().map(|letter| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    });
    letters
        .collect::<String>()
        .split('-')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

#[cfg(test)]
mod tests {
    use leptos::prelude::*;

    use super::*;

    #[test]
    fn a_specimen_is_found_by_group_piece_and_state() {
        let piece = Show::Piece(|| ().into_any());
        let one = Specimen::new(Group::Ui, "Button", "danger, busy", piece);
        assert_eq!(one.slug(), "button.danger-busy");
        for only in ["", "ui", "button", "button.danger-busy"] {
            assert!(one.is_named(only), "{only}");
        }
        assert!(!one.is_named("butto"));
        let alone = one.alone();
        assert!(!alone.is_named("") && !alone.is_named("button"));
        assert!(alone.is_named("button.danger-busy"));
    }
}
