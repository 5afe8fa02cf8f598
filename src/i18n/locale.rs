//! Which languages there are, and which one to take.

use std::sync::OnceLock;

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

/// A language of the interface: a line of `public/locales/languages.json`.
#[derive(Clone, Copy, Debug)]
pub struct Locale {
    tag: &'static str,
    name: &'static str,
    is_right_to_left: bool,
}

/// All languages of this program. It is one program for all elements of a page.
static ALL: OnceLock<Vec<Locale>> = OnceLock::new();

/// Two are the same whose tags are: the list may call English otherwise.
impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.tag == other.tag
    }
}

impl Eq for Locale {}

impl Default for Locale {
    fn default() -> Self {
        Self::ENGLISH
    }
}

impl Locale {
    /// English, which is built in.
    pub const ENGLISH: Self = Self {
        tag: "en",
        name: "English",
        is_right_to_left: false,
    };

    /// Takes the list of languages, an array of `{tag, name, direction}`. Only the first call counts,
    /// and until then there is English alone.
    pub fn learn(list: &JsValue) {
        let part = |line: &JsValue, name: &str| Reflect::get(line, &name.into()).ok()?.as_string();
        let read = |line: JsValue| {
            Some(Self {
                tag: part(&line, "tag")?.leak(),
                name: part(&line, "name")?.leak(),
                is_right_to_left: part(&line, "direction")? == "rtl",
            })
        };
        if Array::is_array(list) {
            ALL.get_or_init(|| Array::from(list).iter().filter_map(read).collect());
        }
    }

    /// All, in the order of the switch.
    pub fn all() -> &'static [Self] {
        match ALL.get() {
            Some(all) if !all.is_empty() => all,
            _ => &[Self::ENGLISH],
        }
    }

    /// BCP 47 tag.
    pub fn tag(self) -> &'static str {
        self.tag
    }

    /// Its name in itself.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// Value of the attribute `dir`.
    pub fn direction(self) -> &'static str {
        if self.is_right_to_left { "rtl" } else { "ltr" }
    }

    /// The language of a tag such as `fr-CA`, if there is one.
    pub fn from_tag(tag: &str) -> Option<Self> {
        find(Self::all(), tag)
    }

    /// The first of the wanted languages that there is; else English.
    pub fn choose<'a>(wanted: impl IntoIterator<Item = &'a str>) -> Self {
        let found = wanted.into_iter().find_map(Self::from_tag);
        found.unwrap_or(Self::ENGLISH)
    }
}

/// The language whose tag is the longest start of the wanted tag (RFC 4647 section 3.4). Where there
/// is none, another form of the same language is better than another language.
fn find(all: &[Locale], wanted: &str) -> Option<Locale> {
    let wanted = wanted.replace('_', "-");
    let with_tag = |tag: &str| all.iter().find(|one| one.tag.eq_ignore_ascii_case(tag));
    let mut start = wanted.as_str();
    loop {
        if let Some(found) = with_tag(start) {
            return Some(*found);
        }
        match start.rsplit_once('-') {
            Some((shorter, _)) => start = shorter,
            None => break,
        }
    }
    let is_form = |one: &&Locale| {
        let language = one.tag.split('-').next().unwrap_or_default();
        language.eq_ignore_ascii_case(start)
    };
    all.iter().find(is_form).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(wanted: &str) -> Option<&'static str> {
        let all = ["en", "pt-BR", "pt", "zh-Hant", "ar"].map(|tag| Locale {
            tag,
            ..Locale::ENGLISH
        });
        find(&all, wanted).map(Locale::tag)
    }

    #[test]
    fn the_longest_start_of_a_tag_wins() {
        for (wanted, tag) in [
            ("en", Some("en")),
            ("EN-gb", Some("en")),
            ("pt_br", Some("pt-BR")),
            ("pt-PT", Some("pt")),
            ("ar-EG-u-nu-latn", Some("ar")),
            ("arabic", None),
            ("de", None),
            ("", None),
        ] {
            assert_eq!(found(wanted), tag, "{wanted}");
        }
    }

    #[test]
    fn another_form_of_a_language_is_better_than_another_language() {
        assert_eq!(found("zh-CN"), Some("zh-Hant"));
    }

    #[test]
    fn without_a_list_there_is_english() {
        assert_eq!(Locale::choose(["de-DE", "fr"]), Locale::ENGLISH);
    }
}
