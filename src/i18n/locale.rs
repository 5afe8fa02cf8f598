//! Which languages there are, and which one to take.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Locale {
    /// English, built in.
    #[default]
    English,
    /// French, fetched.
    French,
}

impl Locale {
    /// All, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::English, Self::French];

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::French => "fr",
        }
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::French => "Français",
        }
    }

    /// The language of a tag such as `fr-CA`, if there is one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL
            .into_iter()
            .find(|locale| locale.tag().eq_ignore_ascii_case(language))
    }

    /// The first of the wanted languages that there is; else English.
    pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        wanted
            .into_iter()
            .find_map(Self::from_tag)
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_known_language_wins() {
        assert_eq!(Locale::choose(["de-DE", "fr-CA", "en"]), Locale::French);
        assert_eq!(Locale::choose(["de"]), Locale::English);
        assert_eq!(Locale::choose(["frisian", "FR"]), Locale::French);
        assert_eq!(Locale::choose([]), Locale::English);
    }
}
