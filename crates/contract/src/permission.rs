//! Permission strings and how they match (product.md, "Role visibility").
//!
//! A permission is `domain:entity:action`. A grant may have `*` for any part and may carry a
//! division as a fourth part (`oauth:client:authorize:…`), which narrows *where* it holds, not
//! whether.

/// Authorize, edit and revoke OAuth clients.
pub const AUTHORIZE_CLIENTS: &str = "oauth:client:authorize";
/// See OAuth clients and their IDs.
pub const VIEW_CLIENTS: &str = "oauth:client:view";
/// See roles.
pub const VIEW_ROLES: &str = "authorization:role:view";

/// Whether one granted string covers the wanted permission.
///
/// ```
/// use countersign_contract::permission::matches;
///
/// assert!(matches("oauth:*:*", "oauth:client:authorize"));
/// assert!(matches("oauth:client:authorize:emea", "oauth:client:authorize"));
/// assert!(!matches("oauth:client", "oauth:client:authorize"));
/// ```
pub fn matches(granted: &str, wanted: &str) -> bool {
    let mut wanted_parts = wanted.split(':');
    let mut granted_parts = granted.split(':');
    for _ in 0..3 {
        match (granted_parts.next(), wanted_parts.next()) {
            (Some(granted), Some(wanted))
                if !granted.is_empty() && (granted == "*" || granted == wanted) => {}
            _ => return false,
        }
    }
    // A wanted permission has three parts; a grant may add one division.
    let division = granted_parts.next();
    wanted_parts.next().is_none() && granted_parts.next().is_none() && division != Some("")
}

/// Whether any of the granted strings covers the wanted permission.
pub fn any<S: AsRef<str>>(granted: &[S], wanted: &str) -> bool {
    granted
        .iter()
        .any(|granted| matches(granted.as_ref(), wanted))
}

/// The permission as an admin reads it: `OAuth > Client > Authorize`.
pub fn in_words(permission: &str) -> String {
    let words = permission.split(':').map(|part| match part {
        "oauth" => "OAuth".to_owned(),
        part => {
            let mut letters = part.chars();
            letters
                .next()
                .map(|first| {
                    let first = first.to_ascii_uppercase();
                    std::iter::once(first).chain(letters).collect()
                })
                .unwrap_or_default()
        }
    });
    words.collect::<Vec<_>>().join(" > ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn part() -> impl Strategy<Value = String> {
        "[a-z]{1,6}"
    }

    proptest! {
        #[test]
        fn a_permission_covers_itself_by_stars_and_with_a_division(
            domain in part(), entity in part(), action in part(), division in part(),
        ) {
            let wanted = format!("{domain}:{entity}:{action}");
            prop_assert!(matches(&wanted, &wanted));
            let with_division = format!("{wanted}:{division}");
            prop_assert!(matches(&with_division, &wanted));
            prop_assert!(matches("*:*:*", &wanted));
            let by_star = format!("{domain}:*:*");
            prop_assert!(matches(&by_star, &wanted));
        }

        #[test]
        fn another_part_is_never_covered(
            domain in part(), entity in part(), action in part(), other in part(),
        ) {
            prop_assume!(other != action);
            let granted = format!("{domain}:{entity}:{other}");
            let wanted = format!("{domain}:{entity}:{action}");
            prop_assert!(!matches(&granted, &wanted));
        }

        #[test]
        fn garbage_covers_nothing_and_never_panics(granted in ".{0,40}") {
            prop_assume!(!granted.contains('*') && granted != AUTHORIZE_CLIENTS);
            prop_assume!(!granted.starts_with("oauth:client:authorize:"));
            prop_assert!(!matches(&granted, AUTHORIZE_CLIENTS));
        }
    }

    #[test]
    fn parts_match_whole_or_not_at_all() {
        for granted in [
            "",
            ":",
            "*",
            "*:*",
            "oauth:client",
            "oauth:client:auth",
            "oauth:client:authorize:",
            "oauth:client:authorize:a:b",
            "OAuth:client:authorize",
            "oauth::authorize",
            " oauth:client:authorize",
        ] {
            assert!(
                !matches(granted, AUTHORIZE_CLIENTS),
                "{granted:?} must not match"
            );
        }
        assert!(!matches("oauth:client:*", "oauth:client"));
    }

    #[test]
    fn words_name_each_part() {
        assert_eq!(in_words(AUTHORIZE_CLIENTS), "OAuth > Client > Authorize");
    }
}
