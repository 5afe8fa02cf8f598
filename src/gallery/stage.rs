//! Where a specimen stands: a shadow root with the styles of the pages, as in a host of somebody
//! else, so that neither the gallery nor another specimen changes how it looks.

use std::collections::BTreeMap;

use js_sys::{Array, Object, Reflect};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{CssStyleSheet, HtmlElement, Response, ShadowRootInit, ShadowRootMode};

use super::address::Address;
use super::backend;
use super::specimen::{Show, Specimen};
use super::steps::perform;
use crate::access::Session;
use crate::app::{Place, app};
use crate::config::Config;
use crate::consent::{Props, consent_page};
use crate::host::Host;
use crate::i18n::{CONSENT, Catalogue, I18n};
use crate::navigator::Navigator;
use crate::preferences::Theme;
use crate::ui::dom::{El, of};

/// What all specimens share.
pub struct World {
    /// The switches.
    pub address: Address,
    /// Texts of the pages; none for English.
    pub texts: BTreeMap<String, String>,
    /// Texts of the consent screen.
    pub consent_texts: BTreeMap<String, String>,
    /// The styles of the pages.
    pub sheet: CssStyleSheet,
}

/// A specimen and the element that it stands in.
pub struct Stage {
    specimen: Specimen,
    host: El,
}

/// The styles of the pages, for a shadow root.
pub async fn sheet() -> Option<CssStyleSheet> {
    let answer = JsFuture::from(window().fetch_with_str("/stage.css"));
    let answer: Response = answer.await.ok()?.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?;
    let sheet = CssStyleSheet::new().ok()?;
    sheet.replace_sync(&text.as_string()?).ok()?;
    Some(sheet)
}

impl Stage {
    /// An empty one.
    pub fn new(specimen: &Specimen, address: &Address) -> Self {
        let class = match specimen.show {
            Show::Piece(_) => "gallery__stage gallery__stage--piece",
            _ => "gallery__stage",
        };
        let host = of("div", class);
        let host = match address.theme {
            Theme::Auto => host,
            theme => host.attr("theme", theme.as_str()),
        };
        let host = match address.width {
            Some(width) => host.attr("style", &format!("inline-size: {width}px")),
            None => host,
        };
        Self {
            specimen: specimen.clone(),
            host,
        }
    }

    /// What stands in it.
    pub fn specimen(&self) -> &Specimen {
        &self.specimen
    }

    /// The element.
    pub fn host(&self) -> El {
        self.host.clone()
    }

    /// Puts the specimen into it.
    pub fn fill(self, world: &World) {
        let open = ShadowRootInit::new(ShadowRootMode::Open);
        let Ok(root) = self.host.node().attach_shadow(&open) else {
            return;
        };
        root.set_adopted_style_sheets(&Array::of1(&world.sheet));
        let inside = of("div", "embed").attr("lang", world.address.locale.tag());
        let _ = root.append_child(inside.node());
        if let Ok(place) = inside.node().clone().dyn_into() {
            mount(place, self.specimen.show, world);
        }
        spawn_local(perform(root, self.specimen.steps, self.specimen.until));
    }
}

fn mount(place: HtmlElement, show: Show, world: &World) {
    match show {
        // As deep as in a page, whose styles ask how wide they are.
        Show::Piece(view) => {
            let inside = move || view! { <div class="page__body">{view()}</div> };
            mount_to(place, inside).forget();
        }
        Show::Place(route, backend) => {
            let host = host(&world.texts);
            mount_page(place, (route, backend), Some(host), world);
        }
        Show::InShell(route, backend) => mount_page(place, (route, backend), None, world),
        Show::Consent(backend) => {
            let locale = world.address.locale;
            let catalogue = Catalogue::new(CONSENT, world.consent_texts.clone());
            let config = config(backend);
            let element = place.clone();
            let screen = move || {
                let props = Props {
                    id: "c1".to_owned(),
                    config,
                    i18n: I18n::new(locale, catalogue),
                    request: None,
                    host: None,
                };
                let _ = consent_page(&element, props);
            };
            mount_to(place, screen).forget();
        }
    }
}

/// A host with texts of its own.
fn host(texts: &BTreeMap<String, String>) -> JsValue {
    let messages = Object::new();
    for (key, text) in texts {
        let _ = Reflect::set(&messages, &key.into(), &text.into());
    }
    let tell = Closure::<dyn Fn() -> JsValue>::new(move || messages.clone().into());
    let host = Object::new();
    let _ = Reflect::set(&host, &"messages".into(), &tell.into_js_value());
    host.into()
}

fn mount_page(
    place: HtmlElement,
    (route, backend): (crate::route::Route, backend::Backend),
    host: Option<JsValue>,
    world: &World,
) {
    let locale = world.address.locale;
    let pages = move || {
        let place = Place {
            navigator: Navigator::of_memory(route, |_, _| ()),
            session: Session::new(Callback::new(|()| ())),
            host: host.map(Host::new),
            locale,
        };
        app(config(backend), place)
    };
    mount_to(place, pages).forget();
}

fn config(backend: backend::Backend) -> Config {
    Config {
        api_base: backend::base(backend),
        ..Config::default()
    }
}
