//! Who asks: organization, application, publisher, ID.

use countersign_contract::ConsentRequest;
use leptos::prelude::*;

use super::flow::Flow;
use super::outside::{NAME, text, whole};
use super::words;
use crate::ui::{Glyph, Icon};

/// The organization that the person is in.
pub fn organization(flow: Flow, request: &ConsentRequest) -> AnyView {
    view! {
        <p class="consent__org">
            <Icon glyph=Glyph::Building/>
            <bdi>{words::organization(flow.i18n, request)}</bdi>
        </p>
    }
    .into_any()
}

/// The head of a request; `why` stands at its end.
pub fn head(flow: Flow, request: &ConsentRequest, why: AnyView) -> AnyView {
    let i18n = flow.i18n;
    let client = &request.client;
    let publisher = client.publisher.as_ref();
    let named = publisher.map(|publisher| {
        view! { {text(&publisher.name, NAME)} {whole(i18n, &publisher.name, NAME)} }.into_any()
    });
    let mark = if publisher.is_some_and(|publisher| publisher.verified) {
        view! {
            <span class="mark mark--verified">
                <Icon glyph=Glyph::ShieldCheck/>
                {t!(i18n, "publisher.verified")}
            </span>
        }
        .into_any()
    } else {
        view! {
            <span class="mark mark--unverified">
                <Icon glyph=Glyph::Shield/>
                {t!(i18n, "publisher.unverified")}
            </span>
        }
        .into_any()
    };
    view! {
        <header class="consent__head">
            {organization(flow, request)}
            <h1 class="consent__name" tabindex="-1" node_ref=flow.heading>
                {text(client.display_name(), NAME)}
            </h1>
            {whole(i18n, client.display_name(), NAME)}
            <p class="consent__publisher">{named} {mark}</p>
            <p class="consent__id">
                <span class="visually-hidden">{t!(i18n, "client.id")} " "</span>
                <code class="id">{text(&client.id, NAME)}</code>
            </p>
            {why}
        </header>
    }
    .into_any()
}
