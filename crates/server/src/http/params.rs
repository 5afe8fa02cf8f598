//! Query parameters, decoded.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use countersign_contract::list::SortOrder;
use countersign_contract::{MAX_PAGE_SIZE, Paged};

use crate::problem::{Answer, Problem};

/// Query parameters in their order.
#[derive(Clone, Debug, Default)]
pub struct Params(Vec<(String, String)>);

impl<S: Sync> FromRequestParts<S> for Params {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::parse(parts.uri.query().unwrap_or_default()))
    }
}

impl Params {
    /// Reads a query string.
    pub fn parse(query: &str) -> Self {
        Self(
            form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The last value of a name, as `ListQuery::from_params` reads repeats.
    pub fn get(&self, wanted: &str) -> Option<&str> {
        self.iter()
            .filter(|(name, _)| *name == wanted)
            .map(|(_, value)| value)
            .last()
    }

    /// An array: the name with or without `[]`, repeated or comma-joined.
    pub fn list(&self, wanted: &str) -> Vec<&str> {
        self.iter()
            .filter(|(name, _)| name.strip_suffix("[]").unwrap_or(name) == wanted)
            .flat_map(|(_, value)| value.split(','))
            .map(str::trim)
            .filter(|value| !value.is_empty())
            .collect()
    }

    /// `true` or `false`; absent is false.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn flag(&self, name: &str) -> Answer<bool> {
        match self.get(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Problem::query(name)),
        }
    }

    /// `sortOrder`, upwards unless asked otherwise.
    ///
    /// # Errors
    /// 400 for anything else.
    pub fn order(&self) -> Answer<SortOrder> {
        let order = self
            .get("sortOrder")
            .map_or(Some(SortOrder::Ascending), SortOrder::of_sdk);
        order.ok_or_else(|| Problem::query("sortOrder"))
    }

    /// `pageNumber` and `pageSize`.
    ///
    /// # Errors
    /// 400 for anything but 1 or more, and at most [`MAX_PAGE_SIZE`] a page.
    pub fn page(&self) -> Answer<Page> {
        self.page_of(25)
    }

    /// The same where a page has another size unless asked for.
    ///
    /// # Errors
    /// 400 as for [`Self::page`].
    pub fn page_of(&self, default_size: u32) -> Answer<Page> {
        let read = |name, default, most| match self.get(name) {
            None => Ok(default),
            Some(text) => match text.parse() {
                Ok(number) if (1..=most).contains(&number) => Ok(number),
                _ => Err(Problem::query(name)),
            },
        };
        Ok(Page {
            number: read("pageNumber", 1, u32::MAX)?,
            size: read("pageSize", default_size, MAX_PAGE_SIZE)?,
        })
    }
}

/// Which page, and how large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// Most entities a page.
    pub size: u32,
}

impl Page {
    /// Entities before this page.
    pub fn skip(self) -> u64 {
        u64::from(self.number - 1) * u64::from(self.size)
    }

    /// The envelope of this page, without its URIs.
    pub fn of<T: Default>(self, entities: Vec<T>, total: u64) -> Paged<T> {
        Paged::of(entities, self.number, self.size, total)
    }
}

/// Puts the relative URIs on a page: the same query with another `pageNumber`.
pub fn with_uris<T>(page: Paged<T>, path: &str, params: &Params) -> Paged<T> {
    let uri = |number: u32| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("pageNumber", &number.to_string());
        query.append_pair("pageSize", &page.page_size.to_string());
        let others = params
            .iter()
            .filter(|(name, _)| !matches!(*name, "pageNumber" | "pageSize"));
        query.extend_pairs(others);
        Some(format!("{path}?{}", query.finish()))
    };
    let last = page.page_count.max(1);
    Paged {
        first_uri: uri(1),
        self_uri: uri(page.page_number),
        next_uri: (page.page_number < last)
            .then(|| uri(page.page_number + 1))
            .flatten(),
        previous_uri: (page.page_number > 1)
            .then(|| uri((page.page_number - 1).min(last)))
            .flatten(),
        last_uri: uri(last),
        ..page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_comes_repeated_or_joined_with_or_without_brackets() {
        let params = Params::parse("id=a,b&id[]=c&id%5B%5D=d&ids=e&id=");
        assert_eq!(params.list("id"), ["a", "b", "c", "d"]);
    }

    #[test]
    fn next_and_previous_are_absent_at_the_ends() {
        let params = Params::parse("name=a%26b&pageSize=10&pageNumber=1");
        let page = |number| with_uris(Page { number, size: 10 }.of(vec![()], 25), "/x", &params);
        let first = page(1);
        assert_eq!(first.previous_uri, None);
        assert_eq!(
            first.next_uri.unwrap(),
            "/x?pageNumber=2&pageSize=10&name=a%26b"
        );
        assert_eq!(first.last_uri, page(3).self_uri);
        assert_eq!(page(3).next_uri, None);
        assert_eq!(page(9).previous_uri, page(3).self_uri);
    }

    #[test]
    fn a_bad_page_is_refused() {
        for query in [
            "pageSize=0",
            "pageSize=101",
            "pageNumber=0",
            "pageNumber=x",
            "pageSize=-1",
        ] {
            assert!(Params::parse(query).page().is_err(), "{query}");
        }
    }
}
