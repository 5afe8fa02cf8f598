//! The languages that the server speaks. They are data: the list is `locales/languages.json`, the
//! words of a language are in the folder of its tag beside it. The program brings a list of its
//! own, so that it runs without any folder.

mod catalogues;
mod direction;
mod read;
mod text;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use countersign_contract::OAuthScope;

pub use direction::{Direction, ENGLISH};
pub use text::{Text, Texts, escape};

use crate::catalogue::catalogue;
use catalogues::Catalogues;
use read::Listed;

/// A language with all words that the server itself says in it.
#[derive(Debug)]
pub struct Language {
    /// BCP 47 tag, for `lang` and `Content-Language`.
    pub tag: String,
    /// Its name in itself.
    pub name: String,
    /// Where its lines begin.
    pub direction: Direction,
    /// Words of the server's own pages.
    pub texts: Texts,
    /// The catalogue of scopes, by id.
    pub scopes: BTreeMap<String, OAuthScope>,
}

impl Language {
    /// # Errors
    /// A sentence, where English does not have all words.
    fn new(listed: Listed, words: &Catalogues) -> Result<Self, String> {
        let scopes = catalogue().iter();
        Ok(Self {
            texts: words.texts()?,
            scopes: scopes
                .map(|scope| (scope.id.clone(), words.scope(scope)))
                .collect(),
            tag: listed.tag,
            name: listed.name,
            direction: listed.direction,
        })
    }

    /// Attributes of an `<html>` that is written in it. A page is read from the left unless it says
    /// otherwise.
    pub fn attributes(&self) -> String {
        let direction = match self.direction {
            Direction::Ltr => "",
            Direction::Rtl => " dir=\"rtl\"",
        };
        format!("lang=\"{}\"{direction}", self.tag)
    }

    /// Whether it is English, which the pages have built in.
    pub fn is_english(&self) -> bool {
        self.tag == ENGLISH
    }
}

/// The languages of a server, in the order of its list. A clone costs nothing.
#[derive(Clone, Debug)]
pub struct Languages {
    listed: Arc<[Arc<Language>]>,
    english: Arc<Language>,
}

impl Languages {
    /// Those that the program brings.
    ///
    /// # Errors
    /// One sentence, where the program was built of broken catalogues.
    pub fn embedded() -> Result<Self, String> {
        static EMBEDDED: LazyLock<Result<Languages, String>> =
            LazyLock::new(|| read::embedded().and_then(Languages::new));
        EMBEDDED.clone()
    }

    /// Those of a folder of built pages, if it has a list of languages; otherwise those that the
    /// program brings. A text that a language lacks is English there.
    ///
    /// # Errors
    /// One sentence that names the file that is broken and says what to do.
    pub fn of_pages(folder: &Path) -> Result<Self, String> {
        match read::folder(&folder.join("locales"))? {
            Some(read) => Self::new(read),
            None => Self::embedded(),
        }
    }

    fn new(read: Vec<(Listed, Catalogues)>) -> Result<Self, String> {
        let languages = read
            .into_iter()
            .map(|(listed, words)| Language::new(listed, &words).map(Arc::new))
            .collect::<Result<Vec<_>, _>>()?;
        let english = languages.iter().find(|language| language.is_english());
        let english = english
            .cloned()
            .ok_or("The list of languages has no 'en'.")?;
        Ok(Self {
            listed: languages.into(),
            english,
        })
    }

    /// All of them, in the order of the list.
    pub fn all(&self) -> &[Arc<Language>] {
        &self.listed
    }

    /// English.
    pub fn english(&self) -> &Arc<Language> {
        &self.english
    }
}

#[cfg(test)]
mod tests;
