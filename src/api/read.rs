//! Reads JSON of the contract: the browser parses it, serde takes it apart. serde_json's parser,
//! with the words of its errors that nobody sees, weighs as much as all pages but one.

use std::fmt;

use js_sys::{Array, Object};
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

/// What came is not what the contract says.
#[derive(Debug)]
pub struct NotOfTheContract;

impl fmt::Display for NotOfTheContract {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("not of the contract")
    }
}

impl std::error::Error for NotOfTheContract {}

impl Error for NotOfTheContract {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Takes parsed JSON apart.
///
/// # Errors
/// [`NotOfTheContract`] where a value is missing or of another type.
pub fn read<T: DeserializeOwned>(json: JsValue) -> Result<T, NotOfTheContract> {
    T::deserialize(Json(json))
}

/// One value. Each type of the contract says what it wants, and anything else is an error: a
/// visitor's other halves are not in the bundle.
struct Json(JsValue);

impl Json {
    fn number(&self) -> Result<f64, NotOfTheContract> {
        self.0.as_f64().ok_or(NotOfTheContract)
    }

    /// JSON has no whole numbers of its own; beyond 2^53 they are not exact any more.
    #[allow(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
    fn whole(&self) -> Result<i64, NotOfTheContract> {
        let number = self.number()?;
        let is_whole = number.fract() == 0.0 && number.abs() <= js_sys::Number::MAX_SAFE_INTEGER;
        is_whole.then_some(number as i64).ok_or(NotOfTheContract)
    }

    fn text(&self) -> Result<String, NotOfTheContract> {
        self.0.as_string().ok_or(NotOfTheContract)
    }

    fn is_absent(&self) -> bool {
        self.0.is_null() || self.0.is_undefined()
    }
}

type Read<'de, V> = Result<<V as Visitor<'de>>::Value, NotOfTheContract>;

impl<'de> Deserializer<'de> for Json {
    type Error = NotOfTheContract;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Read<'de, V> {
        Err(NotOfTheContract)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_bool(self.0.as_bool().ok_or(NotOfTheContract)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_i64(self.whole()?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_u64(u64::try_from(self.whole()?).map_err(|_| NotOfTheContract)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_str(&self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        if self.is_absent() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<'de, V> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_seq(Items::of(self.0.dyn_into().map_err(|_| NotOfTheContract)?))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        if !self.0.is_object() || Array::is_array(&self.0) {
            return Err(NotOfTheContract);
        }
        let entries = Object::entries(self.0.unchecked_ref());
        visitor.visit_map(Entries {
            items: Items::of(entries),
            value: JsValue::UNDEFINED,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<'de, V> {
        self.deserialize_map(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Read<'de, V> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum
    }
}

/// The values of an array.
struct Items {
    array: Array,
    next: u32,
}

impl Items {
    fn of(array: Array) -> Self {
        Self { array, next: 0 }
    }

    fn take(&mut self) -> Option<JsValue> {
        let item = (self.next < self.array.length()).then(|| self.array.get(self.next))?;
        self.next += 1;
        Some(item)
    }
}

impl<'de> SeqAccess<'de> for Items {
    type Error = NotOfTheContract;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, NotOfTheContract> {
        self.take()
            .map(|item| seed.deserialize(Json(item)))
            .transpose()
    }
}

/// The members of an object, each a pair of name and value.
struct Entries {
    items: Items,
    value: JsValue,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = NotOfTheContract;

    fn next_key_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, NotOfTheContract> {
        let Some(entry) = self.items.take() else {
            return Ok(None);
        };
        let entry: Array = entry.unchecked_into();
        self.value = entry.get(1);
        seed.deserialize(Json(entry.get(0))).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<T::Value, NotOfTheContract> {
        seed.deserialize(Json(std::mem::take(&mut self.value)))
    }
}
