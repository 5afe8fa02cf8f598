//! Paths of the application. The server answers them with a document, the pages read and link them,
//! and each end links to what the other shows.

/// List of authorizations. Below it stands the review of each client, by client ID.
pub const APPLICATIONS: &str = "/admin/integrations/authorized-applications";

/// Approval requests. It cannot be the review of a client, whose ID is a UUID.
pub const REQUESTS: &str = "/admin/integrations/authorized-applications/requests";

/// OAuth clients.
pub const CLIENTS: &str = "/admin/integrations/oauth";

/// Applications that the signed-in user can launch.
pub const APPS: &str = "/apps";

/// What the signed-in user allowed.
pub const MINE: &str = "/me/applications";

/// Parameter of a review: IDs of the scopes to tick, with a space between them.
pub const ASKED: &str = "asked";

/// Every path of the pages is one of these or stands below one. The server answers each path there
/// with the document of the pages, also one that is no page: the pages say that then.
pub const ENTRIES: [&str; 3] = ["/admin", APPS, "/me"];

/// Consent screen.
pub const CONSENT: &str = "/consent";

/// Parameter of the consent screen: ID of the consent request.
pub const REQUEST_ID: &str = "request";

/// Sign-in page of the server.
pub const SIGN_IN: &str = "/login";

/// Page of the server that says that somebody signed in, and goes on from there.
pub const SIGNED_IN: &str = "/signed-in";

/// Parameter of [`SIGN_IN`] and [`SIGNED_IN`]: the path to go on to, see [`is_own`].
pub const NEXT: &str = "next";

/// Whether a path stays on its own origin.
///
/// A browser reads `//host` and `/\host` as another host and drops tabs and line breaks before it
/// looks (WHATWG URL, basic URL parser), so that these are refused wherever they stand.
///
/// ```
/// use countersign_contract::places::is_own;
///
/// assert!(is_own("/consent?request=a#top"));
/// assert!(!is_own("//evil.example") && !is_own("/\t/evil.example") && !is_own("apps"));
/// ```
#[must_use]
pub fn is_own(path: &str) -> bool {
    path.starts_with('/')
        && !path.starts_with("//")
        && !path
            .chars()
            .any(|letter| letter == '\\' || letter.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_stands_under_an_entry() {
        for page in [APPLICATIONS, REQUESTS, CLIENTS, APPS, MINE] {
            let is_under = |entry: &&str| {
                let rest = page.strip_prefix(entry);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            };
            assert_eq!(
                ENTRIES.iter().filter(|entry| is_under(entry)).count(),
                1,
                "{page}"
            );
        }
        assert_eq!(REQUESTS, format!("{APPLICATIONS}/requests"));
    }

    #[test]
    fn a_path_that_a_browser_reads_as_another_host_is_not_own() {
        for own in ["/", "/a?b=c#d", "/a//b", "/é \""] {
            assert!(is_own(own), "{own}");
        }
        for foreign in [
            "",
            "a",
            " /a",
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/\t/evil.example",
            "/\n/evil.example",
            "/a\r\nb",
            "/a\u{85}",
        ] {
            assert!(!is_own(foreign), "{foreign:?}");
        }
    }
}
