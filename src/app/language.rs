//! The language that is shown, and how to change it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::config::Config;
use crate::erased::Writable;
use crate::host::Host;
use crate::i18n::{Locale, PAGES};
use crate::ui::Toasts;
use crate::{document, preferences};

/// Texts of a language by key, in i18next form.
pub type Texts = BTreeMap<String, String>;

/// Shows the pages in one language, and switches to another.
#[derive(Clone, Copy)]
pub struct LanguageSwitch {
    shown: Writable<Option<(Locale, Texts)>>,
    base: StoredValue<String>,
    switched: StoredValue<bool>,
    /// Which question is the newest.
    asked: StoredValue<u32>,
    toasts: Toasts,
    host: Option<Host>,
}

impl LanguageSwitch {
    /// Nothing is shown yet.
    pub fn new(config: &Config, toasts: Toasts, host: Option<Host>) -> Self {
        Self {
            shown: Writable::new(None),
            base: StoredValue::new(config.locales_base.clone()),
            switched: StoredValue::new(false),
            asked: StoredValue::new(0),
            toasts,
            host,
        }
    }

    /// The language on screen with its texts. Tracked.
    pub fn shown(self) -> Option<(Locale, Texts)> {
        self.shown.get()
    }

    /// Whether the language was changed since this was asked last.
    pub fn take_switched(self) -> bool {
        let switched = self.switched.get_value();
        self.switched.set_value(false);
        switched
    }

    /// Takes the pages away. A catalogue that is still on its way changes nothing then.
    pub fn hide(self) {
        self.ask();
        self.shown.set(None);
    }

    /// Shows the pages in `locale` and remembers it, or says `failed`.
    pub fn choose(self, locale: Locale, failed: String) {
        self.show(locale, Some(failed));
    }

    /// Shows the pages in `locale`. If its catalogue cannot be fetched, the pages stay as they are; at
    /// the start that is English.
    pub fn show(self, locale: Locale, chosen: Option<String>) {
        let (shown, host) = (self.shown, self.host);
        let number = self.ask();
        // Now: when it is fetched, the pages may be gone.
        let url = self.catalogue(locale);
        spawn_local(async move {
            let texts = if locale == Locale::ENGLISH {
                Some(Texts::new())
            } else {
                crate::api::fetch_texts(&url).await
            };
            // Another one was chosen meanwhile, or the pages are gone.
            if self.asked.try_get_value() != Some(number) {
                return;
            }
            let is_first = shown.with_untracked(Option::is_none);
            let (locale, mut texts) = match texts {
                Some(texts) => (locale, texts),
                None if is_first => (Locale::ENGLISH, Texts::new()),
                None => {
                    if let Some(failed) = chosen {
                        self.toasts.show(failed);
                    }
                    return;
                }
            };
            if chosen.is_some() {
                preferences::choose_locale(locale);
            }
            match host {
                None => document::speak(locale),
                // The language of the document is the host's.
                Some(host) => {
                    host.speak(locale);
                    host.put_messages(PAGES, locale, &mut texts);
                }
            }
            self.switched.set_value(!is_first);
            shown.set(Some((locale, texts)));
        });
    }

    /// Another question is the newest from now on.
    fn ask(self) -> u32 {
        self.asked.update_value(|asked| *asked += 1);
        self.asked.get_value()
    }

    /// Where the texts of a language are.
    fn catalogue(self, locale: Locale) -> String {
        let name = [locale.tag(), "/pages.json"].concat();
        let base = self.base.get_value();
        match self.host {
            Some(host) => host.catalogue(&name, &base),
            None => [&base, "/", &name].concat(),
        }
    }
}
