//! Gallery: every piece of `ui` and `components` and every state of the pages, side by side. A
//! program for development (`cargo xtask gallery`); nothing of the product names it.

mod address;
mod backend;
mod canned;
mod components;
mod consent;
mod frame;
mod good;
mod list;
mod others;
mod pseudo;
mod review;
mod sample;
mod shell;
mod specimen;
mod stage;
mod steps;
mod ui;

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use self::address::{Address, Dir};
use self::specimen::Specimen;
use self::stage::{Stage, World};
use crate::access::Session;
use crate::api::{Api, fetch_texts};
use crate::app::{Later, come_by};
use crate::i18n::{Catalogue, I18n, Locale, PAGES};
use crate::navigator::Navigator;
use crate::route::Route;
use crate::ui::Toasts;
use crate::{document as page, preferences};

/// All specimens, in the order in which they are shown.
fn specimens() -> Vec<Specimen> {
    [
        ui::specimens(),
        components::specimens(),
        list::specimens(),
        review::specimens(),
        others::specimens(),
        shell::specimens(),
        consent::specimens(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Puts the gallery into the element `#app` of the document.
pub fn mount() {
    page::tell_panics();
    let Some(place) = page::place() else { return };
    page::learn_languages();
    let address = Address::of_browser();
    preferences::show_theme(address.theme);
    page::speak(address.locale);
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("dir", address.direction());
    }
    backend::pretend();
    // All code is in one file here.
    come_by(|| Box::pin(async { Some(Later::pages()) }));
    spawn_local(async move {
        let texts = texts(&address, "pages").await;
        let consent_texts = self::texts(&address, "consent").await;
        let Some(sheet) = stage::sheet().await else {
            leptos::logging::error!("Gallery: stage.css is not there.");
            return;
        };
        // Answers once, so that it has the clock of the answers.
        let api = Api::new(&backend::base(backend::good), Callback::new(|_| ()));
        let _ = api.get_me().await;
        let world = World {
            address,
            texts,
            consent_texts,
            sheet,
        };
        let owner = Owner::new();
        owner.with(|| {
            provide_context(I18n::new(
                world.address.locale,
                Catalogue::new(PAGES, world.texts.clone()),
            ));
            provide_context(api);
            provide_context(Toasts::new());
            provide_context(Session::new(Callback::new(|()| ())));
            provide_context(Navigator::of_memory(Route::applications(), |_, _| ()));
            show(&place, &world);
        });
        // Lives as long as the page.
        std::mem::forget(owner);
    });
}

/// Texts in place of the English that is built in: another language, or English in letters that run from
/// right to left.
async fn texts(address: &Address, of: &str) -> BTreeMap<String, String> {
    let fetch = async |tag| {
        let url = ["/locales/", tag, "/", of, ".json"].concat();
        fetch_texts(&url).await.unwrap_or_default()
    };
    if address.locale != Locale::ENGLISH {
        return fetch(address.locale.tag()).await;
    }
    match address.dir {
        Dir::Ltr => BTreeMap::new(),
        Dir::Rtl => pseudo::texts(fetch("en").await),
    }
}

fn show(place: &HtmlElement, world: &World) {
    let all = specimens();
    let shown: Vec<Stage> = all
        .iter()
        .filter(|specimen| specimen.is_named(&world.address.only))
        .map(|specimen| Stage::new(specimen, &world.address))
        .collect();
    let _ = place.append_child(frame::frame(&world.address, &all, &shown).node());
    page::remove_splash();
    for stage in shown {
        stage.fill(world);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_specimen_can_be_shown_alone() {
        let all = specimens();
        let slugs: BTreeSet<_> = all.iter().map(Specimen::slug).collect();
        assert_eq!(slugs.len(), all.len());
        for one in &all {
            let shown = all.iter().filter(|other| other.is_named(&one.slug()));
            assert_eq!(shown.count(), 1, "{}", one.slug());
        }
    }
}
