//! Who is signed in, where the browser goes, what became of what was sent.

use countersign_contract::{ConsentRequest, Decision};
use leptos::prelude::*;

use super::flow::{Flow, Work};
use super::outside::{NAME, text};
use super::target::is_app;
use super::words;
use crate::ui::{Button, Glyph, Icon, Look};

/// Only own paths are linked to; the server makes them.
pub fn own_path(path: Option<&String>) -> Option<String> {
    path.filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .cloned()
}

/// Who is signed in.
pub fn account(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let switch = own_path(request.switch_uri.as_ref())
        .map(|path| view! { " " <a href=path>{t!(i18n, "foot.switch")}</a> }.into_any());
    view! {
        <p class="consent__line">
            <Icon glyph=Glyph::User/>
            <span>
                <span class="visually-hidden">{t!(i18n, "foot.signed_in")} " "</span>
                {text(words::person(&request.user), NAME)}
                {switch}
            </span>
        </p>
    }
    .into_any()
}

/// Where the browser goes after a decision.
pub fn way(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let place = words::place(i18n, request);
    let app = is_app(request.redirect.kind.as_ref());
    let bold = move |_: &str| view! { <b><bdi>{place.clone()}</bdi></b> }.into_any();
    let words = if app {
        i18n.rich(consent_key!("foot.continues_in"), bold)
    } else {
        i18n.rich(consent_key!("foot.continues"), bold)
    };
    let address = words::address(request)
        .map(|address| view! { " " <span class="muted"><bdi>{address}</bdi></span> }.into_any());
    view! {
        <p class="consent__line">
            <Icon glyph=if app { Glyph::Device } else { Glyph::Globe }/>
            <span>{words} {address}</span>
        </p>
    }
    .into_any()
}

/// Back to the application without access: a decision like any other.
pub fn back(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let app = is_app(request.redirect.kind.as_ref());
    let words = if app {
        t!(i18n, "foot.back_app")
    } else {
        t!(i18n, "foot.back", place = words::place(i18n, request))
    };
    view! {
        <p class="consent__line">
            <Icon glyph=if app { Glyph::Device } else { Glyph::Globe }/>
            <span>
                {t!(i18n, "foot.no_access")}
                " "
                <Button look=Look::Link on_press=move |()| flow.decide(Decision::Deny)>{words}</Button>
            </span>
        </p>
    }
    .into_any()
}

/// What became of what was sent, or that it takes long. Always there, so that it is announced.
pub fn news(flow: Flow) -> AnyView {
    let i18n = flow.i18n;
    let words = move || match flow.work.get() {
        Work::Sending { slow: true } => Some(t!(i18n, "work.slow")),
        Work::Pause(_) => Some(t!(i18n, "note.busy")),
        _ => flow.note.get(),
    };
    let left = move || match flow.work.get() {
        Work::Pause(seconds) => Some(t!(i18n, "work.pause", count = seconds)),
        _ => None,
    };
    let check = move || {
        (flow.work.get() == Work::Lost).then(|| {
            view! { <Button on_press=move |()| flow.check()>{t!(i18n, "work.check")}</Button> }
                .into_any()
        })
    };
    view! {
        <p class="consent__note" role="alert">{words}</p>
        <p class="consent__note">{left}</p>
        {check}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_paths_are_linked_to() {
        let own = |path: &str| own_path(Some(&path.to_owned()));
        assert_eq!(
            own("/oauth/authorize?x=1").as_deref(),
            Some("/oauth/authorize?x=1")
        );
        for other in [
            "//evil.example",
            "https://evil.example",
            "javascript:x",
            "",
            "/\\evil",
        ] {
            assert_eq!(own(other), None, "{other}");
        }
    }
}
