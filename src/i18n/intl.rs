//! The browser's `Intl` formats of one language, made once: making one costs more than using it.

use js_sys::{Array, Date, Function, Intl, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

pub struct Formats {
    number: Function,
    date: Function,
    date_time: Function,
    plural: Intl::PluralRules,
    relative: Intl::RelativeTimeFormat,
    now: Intl::RelativeTimeFormat,
    list: Intl::ListFormat,
}

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
        let tags = Array::of1(&JsValue::from_str(if tag == "en" { "en-GB" } else { tag }));
        let day = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
        let minute = [&day[..], &[("hour", "2-digit"), ("minute", "2-digit")]].concat();
        Self {
            number: Intl::NumberFormat::new(&tags, &Object::new()).format(),
            date: Intl::DateTimeFormat::new(&tags, &options(&day)).format(),
            date_time: Intl::DateTimeFormat::new(&tags, &options(&minute)).format(),
            plural: Intl::PluralRules::new(&tags, &Object::new()),
            relative: Intl::RelativeTimeFormat::new(&tags, &options(&[("style", "short")])),
            // "now" instead of "0 seconds ago".
            now: Intl::RelativeTimeFormat::new(&tags, &options(&[("numeric", "auto")])),
            list: Intl::ListFormat::new(&tags, &Object::new()),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
    pub fn number(&self, number: u64) -> String {
        call(&self.number, &JsValue::from_f64(number as f64)).unwrap_or_else(|| number.to_string())
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
        self.list.format(&items).into()
    }

    pub fn date(&self, iso: &str) -> Option<String> {
        call(&self.date, &JsValue::from_f64(milliseconds(iso)?))
    }

    pub fn date_time(&self, iso: &str) -> Option<String> {
        call(&self.date_time, &JsValue::from_f64(milliseconds(iso)?))
    }

    pub fn ago(&self, iso: &str, now: f64) -> Option<String> {
        let (amount, unit) = super::ago::step(milliseconds(iso)?, now);
        let format = if amount == 0.0 {
            &self.now
        } else {
            &self.relative
        };
        Some(format.format(amount, unit).into())
    }
}

fn call(format: &Function, value: &JsValue) -> Option<String> {
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}
