//! The browser's `Intl` formats of one language, each made when it is used first: the first one of a
//! page takes a slow machine a tenth of a second, and the consent screen seldom needs any.

use std::cell::OnceCell;

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

pub struct Formats {
    tags: Array,
    is_english: bool,
    number: OnceCell<Function>,
    date: OnceCell<Function>,
    date_time: OnceCell<Function>,
    plural: Intl::PluralRules,
    relative: OnceCell<Intl::RelativeTimeFormat>,
    now: OnceCell<Intl::RelativeTimeFormat>,
    list: OnceCell<Intl::ListFormat>,
}

const DAY: [(&str, &str); 3] = [("day", "numeric"), ("month", "short"), ("year", "numeric")];

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}

fn milliseconds(iso: &str) -> Option<f64> {
    Some(Date::parse(iso)).filter(|time| !time.is_nan())
}

impl Formats {
    pub fn new(tag: &str) -> Self {
        // Dates as the mock-ups have them: 19 Nov 2026, also in English.
        let is_english = tag == "en";
        let tag = if is_english { "en-GB" } else { tag };
        // The digits of IDs and codes, which stand beside them.
        let tag = [tag, "-u-nu-latn"].concat();
        let tags = Array::of1(&JsValue::from_str(&tag));
        Self {
            plural: Intl::PluralRules::new(&tags, &Object::new()),
            tags,
            is_english,
            number: OnceCell::new(),
            date: OnceCell::new(),
            date_time: OnceCell::new(),
            relative: OnceCell::new(),
            now: OnceCell::new(),
            list: OnceCell::new(),
        }
    }

    fn date_format(&self, pairs: &[(&str, &str)]) -> Function {
        Intl::DateTimeFormat::new(&self.tags, &options(pairs)).format()
    }

    fn relative_format(&self, pairs: &[(&str, &str)]) -> Intl::RelativeTimeFormat {
        Intl::RelativeTimeFormat::new(&self.tags, &options(pairs))
    }

    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn number(&self, number: u64) -> String {
        // Nothing to group.
        if number < 1_000 {
            return number.to_string();
        }
        let format = self
            .number
            .get_or_init(|| Intl::NumberFormat::new(&self.tags, &Object::new()).format());
        call(format, &JsValue::from_f64(number as f64)).unwrap_or_else(|| number.to_string())
    }

    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn plural_form(&self, number: u64) -> String {
        self.plural.select(number as f64).into()
    }

    pub fn list(&self, items: &[String]) -> String {
        let items: Array = items
            .iter()
            .map(|item| JsString::from(item.as_str()))
            .collect();
        let format = self
            .list
            .get_or_init(|| Intl::ListFormat::new(&self.tags, &Object::new()));
        format.format(&items).into()
    }

    pub fn date(&self, iso: &str) -> Option<String> {
        let format = self.date.get_or_init(|| self.date_format(&DAY));
        call(format, &JsValue::from_f64(milliseconds(iso)?))
    }

    pub fn date_time(&self, iso: &str) -> Option<String> {
        let minute = [("hour", "2-digit"), ("minute", "2-digit")];
        let format = self
            .date_time
            .get_or_init(|| self.date_format(&[&DAY[..], &minute].concat()));
        call(format, &JsValue::from_f64(milliseconds(iso)?))
    }

    pub fn ago(&self, iso: &str, now: f64) -> Option<String> {
        let (amount, unit) = super::ago::step(milliseconds(iso)?, now);
        let format = if amount == 0.0 {
            // "now" instead of "0 seconds ago".
            self.now
                .get_or_init(|| self.relative_format(&[("numeric", "auto")]))
        } else {
            // English is short and clear: "4 mo. ago". Short Arabic says "within 4 months" of what is past.
            let style = if self.is_english { "short" } else { "long" };
            self.relative
                .get_or_init(|| self.relative_format(&[("style", style)]))
        };
        Some(format.format(amount, unit).into())
    }
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}
