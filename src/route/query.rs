//! Query strings of addresses and requests, and percent-encoding.

/// What an address calls a parameter, in the order of an address, and what the contract calls it.
const NAMES: [(&str, &str); 8] = [
    ("q", "name"),
    ("state", "state"),
    ("risk", "risk"),
    ("kind", "kind"),
    ("sort", "sortBy"),
    ("order", "sortOrder"),
    ("page", "pageNumber"),
    ("size", "pageSize"),
];

/// Parameters of the contract as an address has them. Those that are as in `defaults` are left out.
pub(super) fn to_address(
    params: &[(&'static str, String)],
    defaults: &[(&'static str, String)],
) -> Vec<(&'static str, String)> {
    let in_address = |(short, name): &(&'static str, &str)| {
        let param = params.iter().find(|(known, _)| known == name)?;
        (!defaults.contains(param)).then(|| (*short, param.1.clone()))
    };
    NAMES.iter().filter_map(in_address).collect()
}

/// Parameters of an address as the contract has them. Those that it does not know are left out.
pub(super) fn from_address(params: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    params.iter().filter_map(|(short, value)| {
        let (_, name) = NAMES.iter().find(|(known, _)| known == short)?;
        Some((*name, value.as_str()))
    })
}

/// Path with the parameters that are not empty.
pub fn with_query(path: &str, params: &[(&str, String)]) -> String {
    let mut address = path.to_owned();
    let mut before = '?';
    for (name, value) in params.iter().filter(|(_, value)| !value.is_empty()) {
        address.push(before);
        address.push_str(name);
        address.push('=');
        address.push_str(&encode(value));
        before = '&';
    }
    address
}

/// Decoded parameters of a query string, which has no `?`.
pub(super) fn read_query(query: &str) -> Vec<(String, String)> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

/// Percent-encodes everything but the unreserved characters (RFC 3986 section 2.3).
pub fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            encoded.push('%');
            encoded.push(char::from(HEX[usize::from(byte >> 4)]));
            encoded.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
    encoded
}

pub(super) fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        rest = tail;
        let hex = |digit: &u8| {
            char::from(*digit)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        match (first, tail) {
            (b'%', [high, low, after @ ..]) if hex(high).is_some() && hex(low).is_some() => {
                bytes.push(hex(high).unwrap_or(0) << 4 | hex(low).unwrap_or(0));
                rest = after;
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn parameters_are_read_as_they_were_written(name in "[a-z]{1,4}", first in "(?s).{1,12}", second in "(?s).{1,12}") {
            let address = with_query("/x", &[(&name, first.clone()), ("z", second.clone())]);
            let (path, query) = address.split_once('?').unwrap();
            prop_assert_eq!(path, "/x");
            prop_assert_eq!(read_query(query), [(name, first), ("z".to_owned(), second)]);
        }

        #[test]
        fn any_query_is_read_without_a_panic(query in "(?s).{0,60}") {
            let _ = read_query(&query);
        }
    }

    #[test]
    fn empty_parameters_are_left_out() {
        let param = |name, value: &str| (name, value.to_owned());
        assert_eq!(with_query("/x", &[]), "/x");
        assert_eq!(with_query("/x", &[param("a", "")]), "/x");
        assert_eq!(
            with_query("/x", &[param("a", ""), param("b", "é &"), param("c", "1")]),
            "/x?b=%C3%A9%20%26&c=1"
        );
    }

    #[test]
    fn what_is_no_escape_stands_for_itself() {
        for (text, decoded) in [
            ("a+b", "a b"),
            ("%2", "%2"),
            ("%zz%", "%zz%"),
            ("%c3%A9", "é"),
            ("%ff", "\u{FFFD}"),
        ] {
            assert_eq!(decode(text), decoded, "{text}");
        }
    }

    #[test]
    fn an_address_has_only_what_is_not_the_default() {
        let param = |name, value: &str| (name, value.to_owned());
        let params = [
            param("pageSize", "25"),
            param("pageNumber", "2"),
            param("name", "crm"),
        ];
        let address = to_address(
            &params,
            &[param("pageSize", "25"), param("pageNumber", "1")],
        );
        assert_eq!(address, [param("q", "crm"), param("page", "2")]);
        let read = read_query("page=2&utm=x&q=crm");
        let wire: Vec<_> = from_address(&read).collect();
        assert_eq!(wire, [("pageNumber", "2"), ("name", "crm")]);
    }
}
