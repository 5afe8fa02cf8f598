//! The switches of the gallery, as its address has them.

use leptos::prelude::window;
use web_sys::UrlSearchParams;

use crate::i18n::Locale;
use crate::preferences::Theme;
use crate::route::query::with_query;

/// Widths of the specimens that can be chosen, in pixels.
pub const WIDTHS: [u32; 3] = [320, 768, 1280];

/// Which way lines run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dir {
    /// From left to right.
    #[default]
    Ltr,
    /// From right to left.
    Rtl,
}

impl Dir {
    /// Both, in the order of the switch.
    pub const ALL: [Self; 2] = [Self::Ltr, Self::Rtl];

    /// Value of the attribute `dir`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// What is shown, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Light, dark, or as the system.
    pub theme: Theme,
    /// Language.
    pub locale: Locale,
    /// Direction; a language that runs from right to left does so whatever is chosen.
    pub dir: Dir,
    /// Width of the specimens in pixels; that of the window where none is chosen.
    pub width: Option<u32>,
    /// Group, piece, or one specimen; empty for all.
    pub only: String,
}

impl Address {
    /// What the browser's address says.
    pub fn of_browser() -> Self {
        let search = window().location().search().unwrap_or_default();
        let params = UrlSearchParams::new_with_str(&search).ok();
        Self::read(|name| params.as_ref()?.get(name))
    }

    /// Reads parameters; what makes no sense is as if it were not there.
    fn read(param: impl Fn(&str) -> Option<String>) -> Self {
        let (theme, lang, dir) = (param("theme"), param("lang"), param("dir"));
        let is = |wanted: &Option<String>, name: &str| wanted.as_deref() == Some(name);
        Self {
            theme: Theme::ALL
                .into_iter()
                .find(|one| is(&theme, one.as_str()))
                .unwrap_or_default(),
            locale: lang
                .as_deref()
                .and_then(Locale::from_tag)
                .unwrap_or_default(),
            dir: Dir::ALL
                .into_iter()
                .find(|one| is(&dir, one.as_str()))
                .unwrap_or_default(),
            width: param("width").and_then(|width| width.parse().ok()),
            only: param("only").unwrap_or_default(),
        }
    }

    /// Value of the attribute `dir`.
    pub fn direction(&self) -> &'static str {
        match self.dir {
            Dir::Rtl => self.dir.as_str(),
            Dir::Ltr => self.locale.direction(),
        }
    }

    /// The address. Defaults are left out.
    pub fn href(&self) -> String {
        let unless = |is_default: bool, value: &str| {
            if is_default {
                String::new()
            } else {
                value.to_owned()
            }
        };
        let params = [
            (
                "theme",
                unless(self.theme == Theme::default(), self.theme.as_str()),
            ),
            (
                "lang",
                unless(self.locale == Locale::default(), self.locale.tag()),
            ),
            ("dir", unless(self.dir == Dir::default(), self.dir.as_str())),
            (
                "width",
                self.width
                    .map(|width| width.to_string())
                    .unwrap_or_default(),
            ),
            ("only", self.only.clone()),
        ];
        with_query("/", &params)
    }

    /// The same with something else to show.
    pub fn only(&self, only: &str) -> Self {
        Self {
            only: only.to_owned(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Address {
        Address::read(|wanted| {
            let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            pairs
                .find(|(name, _)| *name == wanted)
                .map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn an_address_leads_back_to_what_it_shows() {
        let shown = Address {
            theme: Theme::Dark,
            locale: Locale::ENGLISH,
            dir: Dir::Rtl,
            width: Some(320),
            only: "button".to_owned(),
        };
        let href = shown.href();
        assert_eq!(href, "/?theme=dark&dir=rtl&width=320&only=button");
        assert_eq!(read(href.trim_start_matches("/?")), shown);
        assert_eq!(Address::default().href(), "/");
    }

    #[test]
    fn nonsense_is_as_if_it_were_not_there() {
        assert_eq!(
            read("theme=pink&lang=xx&dir=up&width=wide"),
            Address::default()
        );
    }
}
