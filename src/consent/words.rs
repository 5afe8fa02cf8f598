//! Names and places of a request in words.

use countersign_contract::{ConsentRequest, ConsentUser, RedirectKind};

use super::outside::name;
use super::target::is_app;
use crate::i18n::I18n;

/// Name of the application.
pub fn app(request: &ConsentRequest) -> String {
    name(request.client.display_name())
}

/// Name of the organization.
pub fn organization(i18n: I18n, request: &ConsentRequest) -> String {
    match request.organization.name.trim() {
        "" => t!(i18n, "organization.unnamed"),
        named => name(named),
    }
}

/// Who is signed in, by what they know themselves by.
pub fn person(user: &ConsentUser) -> &str {
    let named = [user.email.as_deref().unwrap_or_default(), &user.name];
    named
        .into_iter()
        .map(str::trim)
        .find(|text| !text.is_empty())
        .unwrap_or(&user.id)
}

/// Where the browser goes: a host, or an app on this device. An app of another scheme says which.
pub fn place(i18n: I18n, request: &ConsentRequest) -> String {
    let redirect = &request.redirect;
    if is_app(redirect.kind.as_ref()) {
        t!(i18n, "foot.device")
    } else if redirect.host.is_empty() {
        app(request)
    } else {
        // Not capped: the end of a host says whose it is.
        crate::text::visible(&redirect.host, usize::MAX).shown
    }
}

/// The address of the app on this device, for who wants to know.
pub fn address(request: &ConsentRequest) -> Option<String> {
    let redirect = &request.redirect;
    let shown = crate::text::visible(&redirect.host, usize::MAX).shown;
    match redirect.kind {
        Some(RedirectKind::Loopback | RedirectKind::App) if !shown.is_empty() => Some(shown),
        _ => None,
    }
}

/// Title of the document.
pub fn title(i18n: I18n, request: &ConsentRequest) -> String {
    let organization = organization(i18n, request);
    t!(
        i18n,
        "title.asks",
        app = app(request),
        organization = organization
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_is_known_by_mail_then_name_then_id() {
        let mut user = ConsentUser {
            id: "u1".to_owned(),
            ..ConsentUser::default()
        };
        assert_eq!(person(&user), "u1");
        user.name = "Ada".to_owned();
        assert_eq!(person(&user), "Ada");
        user.email = Some(" ".to_owned());
        assert_eq!(person(&user), "Ada");
        user.email = Some("ada@demo.example".to_owned());
        assert_eq!(person(&user), "ada@demo.example");
    }
}
