//! What a person chose for these pages: language and theme. Works where storage throws.

use leptos::prelude::{document, window};

use crate::i18n::Locale;

const LOCALE: &str = "countersign.locale";
const THEME: &str = "countersign.theme";
const ATTRIBUTE: &str = "data-theme";

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Value of the attribute `data-theme`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    fn read(text: &str) -> Self {
        Self::ALL
            .into_iter()
            .find(|theme| theme.as_str() == text)
            .unwrap_or_default()
    }
}

fn stored(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn store(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}

/// The chosen language, if one was chosen.
pub fn chosen_locale() -> Option<Locale> {
    stored(LOCALE).as_deref().and_then(Locale::from_tag)
}

/// The chosen language, else the first of the browser's that there is.
pub fn locale() -> Locale {
    chosen_locale().unwrap_or_else(|| {
        let wanted: Vec<_> = window()
            .navigator()
            .languages()
            .iter()
            .filter_map(|tag| tag.as_string())
            .collect();
        Locale::choose(wanted.iter().map(String::as_str))
    })
}

/// Remembers the language.
pub fn choose_locale(locale: Locale) {
    store(LOCALE, locale.tag());
}

/// The theme that is shown, else the one that was chosen: storage may have refused to remember it.
pub fn theme() -> Theme {
    document()
        .document_element()
        .and_then(|root| root.get_attribute(ATTRIBUTE))
        .or_else(|| stored(THEME))
        .as_deref()
        .map(Theme::read)
        .unwrap_or_default()
}

/// Remembers the theme and shows it.
pub fn choose_theme(theme: Theme) {
    store(THEME, theme.as_str());
    show_theme(theme);
}

/// Shows a theme, remembered or not.
pub fn show_theme(theme: Theme) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(ATTRIBUTE, theme.as_str());
    }
}
