//! Who asks: organization, application, publisher, ID.

use countersign_contract::ConsentRequest;

use super::flow::Flow;
use super::outside::{NAME, text, unseen, whole};
use super::words;
use crate::ui::Glyph;
use crate::ui::dom::{El, icon, of};

/// The organization that the person is in.
pub fn organization(flow: Flow, request: &ConsentRequest) -> El {
    of("p", "consent__org")
        .with(icon(Glyph::Building, ""))
        .with(text(&words::organization(flow.i18n, request), NAME))
}

/// The heading, which takes the focus when something else comes on screen.
pub fn heading(class: &str) -> El {
    of("h1", class).attr("tabindex", "-1")
}

/// The head of a request; `why` stands at its end.
pub fn head(flow: Flow, request: &ConsentRequest, why: Option<El>) -> El {
    let i18n = flow.i18n;
    let client = &request.client;
    let publisher = client.publisher.as_ref();
    let (class, glyph, words) = if publisher.is_some_and(|publisher| publisher.verified) {
        let words = t!(i18n, "publisher.verified");
        ("mark mark--verified", Glyph::ShieldCheck, words)
    } else {
        let words = t!(i18n, "publisher.unverified");
        ("mark mark--unverified", Glyph::Shield, words)
    };
    let named = publisher.map(|publisher| publisher.name.as_str());
    let line = of("p", "consent__publisher")
        .all(named.map(|named| text(named, NAME)))
        .with(of("span", class).with(icon(glyph, "")).say(&words));
    let id = of("p", "consent__id")
        .with(unseen(&[t!(i18n, "client.id").as_str(), " "].concat()))
        .with(of("code", "id").with(text(&client.id, NAME)));
    of("header", "consent__head")
        .with(organization(flow, request))
        .all(whole(i18n, request.organization.name.trim(), NAME))
        .with(heading("consent__name").with(text(client.display_name(), NAME)))
        .all(whole(i18n, client.display_name(), NAME))
        .with(line)
        .all(named.and_then(|named| whole(i18n, named, NAME)))
        .with(id)
        .all(whole(i18n, &client.id, NAME))
        .all(why)
}
