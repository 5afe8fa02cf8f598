//! Envelopes of lists.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::serde_null::or_default;

/// A whole list: `{total, entities, selfUri}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Listing<T> {
    /// Number of entities.
    #[serde(default, deserialize_with = "or_default")]
    pub total: u64,
    /// The entities; an answer without them is no list, which is not the same as an empty one.
    pub entities: Vec<T>,
    /// Relative URI.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// One page of a list. URIs are relative; next and previous are absent at the ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Paged<T> {
    /// The entities of this page; an answer without them is no list, which is not the same as an
    /// empty one.
    pub entities: Vec<T>,
    /// Most entities a page, 1 to [`crate::MAX_PAGE_SIZE`].
    #[serde(default, deserialize_with = "or_default")]
    pub page_size: u32,
    /// Number of this page, from 1.
    #[serde(default, deserialize_with = "or_default")]
    pub page_number: u32,
    /// Entities on all pages.
    #[serde(default, deserialize_with = "or_default")]
    pub total: u64,
    /// Number of pages.
    #[serde(default, deserialize_with = "or_default")]
    pub page_count: u32,
    /// First page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_uri: Option<String>,
    /// This page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// Next page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_uri: Option<String>,
    /// Previous page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_uri: Option<String>,
    /// Last page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_uri: Option<String>,
    /// List of authorizations only: how many there are by state under the same filters but
    /// `state` itself, so that a filter can say what it would show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state_counts: Option<BTreeMap<String, u64>>,
}

impl<T: Default> Paged<T> {
    /// The envelope of a page, without its URIs. `total` entities stand on all pages; the size is
    /// at least 1.
    pub fn of(entities: Vec<T>, page_number: u32, page_size: u32, total: u64) -> Self {
        let pages = total.div_ceil(u64::from(page_size));
        Self {
            entities,
            page_size,
            page_number,
            total,
            page_count: u32::try_from(pages).unwrap_or(u32::MAX),
            ..Self::default()
        }
    }
}
