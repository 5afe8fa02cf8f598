//! Reads JSON of the contract field by field, as far as pages show it: serde's visitors, which say
//! the same, are many times the size.

use std::cell::Cell;
use std::rc::Rc;

use countersign_contract::EntityRef;
use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// What came is not what the contract says.
#[derive(Debug)]
pub struct NotOfTheContract;

/// A type that is read field by field.
pub trait Known {
    /// Takes an object apart.
    fn of(from: &Fields) -> Self;
}

/// Takes parsed JSON apart.
///
/// # Errors
/// [`NotOfTheContract`] where a value is missing or of another type.
pub fn read<T: Known>(json: JsValue) -> Result<T, NotOfTheContract> {
    let odd = Rc::new(Cell::new(false));
    let known = T::of(&Fields::new(json, &odd));
    if odd.get() {
        Err(NotOfTheContract)
    } else {
        Ok(known)
    }
}

/// An object. What is absent or null is the default of the contract. What is missing or of another
/// type is noted, and read as a default: a way out at each field would be most of the code.
pub struct Fields {
    object: JsValue,
    odd: Rc<Cell<bool>>,
}

impl Fields {
    fn new(json: JsValue, odd: &Rc<Cell<bool>>) -> Self {
        let fields = Self {
            object: json,
            odd: odd.clone(),
        };
        if !fields.object.is_object() || Array::is_array(&fields.object) {
            fields.note();
        }
        fields
    }

    fn note(&self) {
        self.odd.set(true);
    }

    pub(super) fn get(&self, name: &str) -> Option<JsValue> {
        let value = Reflect::get(&self.object, &JsValue::from_str(name)).ok()?;
        (!value.is_null() && !value.is_undefined()).then_some(value)
    }

    /// The value as `of` has it; noted where that has none.
    fn some<T>(&self, name: &str, of: fn(&JsValue) -> Option<T>) -> Option<T> {
        let value = self.get(name)?;
        let read = of(&value);
        if read.is_none() {
            self.note();
        }
        read
    }

    pub(super) fn some_text(&self, name: &str) -> Option<String> {
        self.some(name, JsValue::as_string)
    }

    pub(super) fn text(&self, name: &str) -> String {
        self.some_text(name).unwrap_or_default()
    }

    pub(super) fn must_text(&self, name: &str) -> String {
        self.some_text(name).unwrap_or_else(|| {
            self.note();
            String::new()
        })
    }

    pub(super) fn id(&self) -> String {
        self.must_text("id")
    }

    pub(super) fn some_number(&self, name: &str) -> Option<u32> {
        self.some(name, |value| {
            let number = value.as_f64()?;
            let is_whole = number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number);
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole and in range"
            )]
            is_whole.then_some(number as u32)
        })
    }

    pub(super) fn number(&self, name: &str) -> u32 {
        self.some_number(name).unwrap_or_default()
    }

    pub(super) fn must_number(&self, name: &str) -> Option<u32> {
        let number = self.some_number(name);
        if number.is_none() {
            self.note();
        }
        number
    }

    pub(super) fn some_flag(&self, name: &str) -> Option<bool> {
        self.some(name, JsValue::as_bool)
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.some_flag(name).unwrap_or_default()
    }

    fn items(&self, name: &str) -> Array {
        self.some(name, |value| value.dyn_ref::<Array>().cloned())
            .unwrap_or_default()
    }

    pub(super) fn some_texts(&self, name: &str) -> Option<Vec<String>> {
        self.get(name)?;
        let text = |item: JsValue| {
            item.as_string().unwrap_or_else(|| {
                self.note();
                String::new()
            })
        };
        Some(self.items(name).iter().map(text).collect())
    }

    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.some_texts(name).unwrap_or_default()
    }

    pub(super) fn object(&self, name: &str) -> Option<Self> {
        Some(Self::new(self.get(name)?, &self.odd))
    }

    /// What must be there.
    pub(super) fn must(&self, name: &str) -> Self {
        Self::new(self.get(name).unwrap_or_default(), &self.odd)
    }

    pub(super) fn list<T: Known>(&self, name: &str) -> Vec<T> {
        let items = self.items(name);
        let item = |item: JsValue| T::of(&Self::new(item, &self.odd));
        items.iter().map(item).collect()
    }

    pub(super) fn person(&self, name: &str) -> Option<EntityRef> {
        self.object(name).map(|person| EntityRef {
            id: person.text("id"),
            name: person.some_text("name"),
            self_uri: None,
        })
    }

    /// A list that must be there: an answer without it is no list, which is not the same as an
    /// empty one.
    pub(super) fn entities<T: Known>(&self) -> Vec<T> {
        if self.get("entities").is_none() {
            self.note();
        }
        self.list("entities")
    }
}

/// A list, whole or a page of it.
#[derive(Clone, Debug, PartialEq)]
pub struct List<T> {
    /// How many there are on all pages.
    pub total: u64,
    /// Those that came.
    pub entities: Vec<T>,
}

impl<T: Known> Known for List<T> {
    fn of(from: &Fields) -> Self {
        Self {
            total: from.number("total").into(),
            entities: from.entities(),
        }
    }
}

/// Only how many there are.
pub struct Total(pub u32);

impl Known for Total {
    fn of(from: &Fields) -> Self {
        from.must_number("total").map_or(Self(0), Self)
    }
}
