//! Query of the list of OAuth clients (contract row `/oauth/clients`).

use super::{SortOrder, known, number};
use crate::{ClientKind, MAX_PAGE_SIZE};

open_enum! {
    /// Column that the list of clients is sorted by.
    ClientSort {
        /// Name.
        Name = "name",
        /// Registration.
        DateCreated = "dateCreated",
        /// State of the authorization; only for callers that may authorize clients.
        Authorization = "authorization",
    }
}

/// Query of the list of clients. [`Default`] is the first 25 by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientQuery {
    /// Part of name or client ID, any case; empty for all.
    pub name: String,
    /// Only this kind.
    pub kind: Option<ClientKind>,
    /// Column.
    pub sort_by: ClientSort,
    /// Direction; ties go by name and client ID upwards.
    pub sort_order: SortOrder,
    /// Page, from 1.
    pub page_number: u32,
    /// Most entities a page, 1 to [`MAX_PAGE_SIZE`].
    pub page_size: u32,
}

impl Default for ClientQuery {
    fn default() -> Self {
        Self {
            name: String::new(),
            kind: None,
            sort_by: ClientSort::Name,
            sort_order: SortOrder::Ascending,
            page_number: 1,
            page_size: 25,
        }
    }
}

impl ClientQuery {
    /// The query as parameters of `GET /oauth/clients`, in a fixed order, not encoded.
    pub fn to_params(&self) -> Vec<(&'static str, String)> {
        let mut params = vec![
            ("pageNumber", self.page_number.to_string()),
            ("pageSize", self.page_size.to_string()),
            ("sortBy", self.sort_by.as_str().to_owned()),
            ("sortOrder", self.sort_order.as_str().to_owned()),
        ];
        if !self.name.trim().is_empty() {
            params.push(("name", self.name.trim().to_owned()));
        }
        if let Some(kind) = &self.kind {
            params.push(("kind", kind.as_str().to_owned()));
        }
        params
    }

    /// Reads decoded parameters. Unknown ones are ignored; a bad value is an error, not a default.
    ///
    /// # Errors
    /// The name of the first parameter whose value is not allowed.
    pub fn from_params<'a>(
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, &'static str> {
        let mut query = Self::default();
        for (name, value) in params {
            match name {
                "name" => value.trim().clone_into(&mut query.name),
                "kind" => {
                    let kind = known(ClientKind::from_wire(value), ClientKind::KNOWN, "kind")?;
                    query.kind = Some(kind);
                }
                "sortBy" => {
                    let sort = ClientSort::from_wire(value);
                    query.sort_by = known(sort, ClientSort::KNOWN, "sortBy")?;
                }
                "sortOrder" => query.sort_order = SortOrder::of_sdk(value).ok_or("sortOrder")?,
                "pageNumber" => query.page_number = number(value, u32::MAX).ok_or("pageNumber")?,
                "pageSize" => query.page_size = number(value, MAX_PAGE_SIZE).ok_or("pageSize")?,
                _ => {}
            }
        }
        Ok(query)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_query_survives_its_parameters(
            name in "[a-zé &=#+%]{0,8}",
            kind in 0usize..4,
            sort in 0usize..3,
            order in 0usize..2,
            page_number in 1u32..9,
            page_size in 1u32..=100,
        ) {
            let query = ClientQuery {
                name: name.trim().to_owned(),
                kind: ClientKind::KNOWN.get(kind).cloned(),
                sort_by: ClientSort::KNOWN[sort].clone(),
                sort_order: SortOrder::KNOWN[order].clone(),
                page_number,
                page_size,
            };
            let params = query.to_params();
            let read = ClientQuery::from_params(params.iter().map(|(name, value)| (*name, value.as_str())));
            prop_assert_eq!(read, Ok(query));
        }
    }

    #[test]
    fn a_bad_value_is_named_and_never_becomes_a_default() {
        for (name, value) in [
            ("pageSize", "0"),
            ("pageSize", "101"),
            ("pageNumber", "0"),
            ("pageNumber", "x"),
            ("kind", ""),
            ("kind", "builtin"),
            ("sortBy", "state"),
            ("sortOrder", "up"),
            ("sortOrder", ""),
        ] {
            assert_eq!(
                ClientQuery::from_params([(name, value)]),
                Err(name),
                "{value}"
            );
        }
    }

    #[test]
    fn a_direction_is_read_as_sdks_write_it() {
        for (text, order) in [
            ("asc", SortOrder::Ascending),
            ("ASC", SortOrder::Ascending),
            ("Ascending", SortOrder::Ascending),
            ("desc", SortOrder::Descending),
            ("DESC", SortOrder::Descending),
            ("descending", SortOrder::Descending),
        ] {
            let read = ClientQuery::from_params([("sortOrder", text)]);
            assert_eq!(read.map(|query| query.sort_order), Ok(order), "{text}");
        }
    }

    #[test]
    fn a_parameter_of_another_list_is_ignored() {
        let read = ClientQuery::from_params([("state", "Revoked"), ("risk", "huge")]);
        assert_eq!(read, Ok(ClientQuery::default()));
    }
}
