//! Opens a consent screen: gets the texts of its language, and puts it into an element.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use countersign_contract::ConsentRequest;
use leptos::mount::mount_to;
use wasm_bindgen::JsValue;
// Not that of leptos, which `mount_to` makes ready.
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::page::{Props, consent_page};
use crate::api::{Api, fetch_texts};
use crate::config::Config;
use crate::document;
use crate::host::Host;
use crate::i18n::{CONSENT, Catalogue, I18n, Locale};

/// What a consent screen is opened with.
pub struct Opening {
    /// An empty element.
    pub place: HtmlElement,
    /// Where the backend is.
    pub config: Config,
    /// Id of the consent request.
    pub id: String,
    /// Its language.
    pub locale: Locale,
    /// Texts of the language, where they are there already.
    pub texts: Option<BTreeMap<String, String>>,
    /// Where they are else.
    pub url: String,
    /// The request with its texts in a language, where both are known already.
    pub request: Option<(Locale, ConsentRequest)>,
    /// The page around an element.
    pub host: Option<JsValue>,
}

/// What sends the requests of a screen, and what unmounts it when it is dropped.
type Shown = (Option<Api>, Box<dyn Any>);

/// A screen that is open, or will be. Dropped by its owner, it goes, after a decision that is under
/// way.
#[derive(Default)]
pub struct Opened {
    is_gone: Cell<bool>,
    shown: RefCell<Option<Shown>>,
}

impl Opened {
    /// Takes the screen away.
    pub fn close(&self) {
        self.is_gone.set(true);
        if let Some((Some(api), handle)) = self.shown.take() {
            api.drop_after(handle);
        }
    }

    /// Leaves it open for as long as the document lives.
    pub fn keep(self: Rc<Self>) {
        std::mem::forget(self);
    }
}

/// Opens the screen. A catalogue that is not to be had leaves it English.
pub fn open(opening: Opening) -> Rc<Opened> {
    let opened = Rc::new(Opened::default());
    let made = Rc::clone(&opened);
    spawn_local(async move {
        let texts = match opening.texts {
            _ if opening.locale == Locale::ENGLISH => Some(BTreeMap::new()),
            None => fetch_texts(&opening.url).await,
            texts => texts,
        };
        let (locale, mut texts) = match texts {
            Some(texts) => (opening.locale, texts),
            None => (Locale::ENGLISH, BTreeMap::new()),
        };
        if made.is_gone.get() {
            return;
        }
        let root = opening.place.clone();
        let api = Rc::new(Cell::new(None));
        let sends = Rc::clone(&api);
        let screen = move || {
            let host = opening.host.map(Host::new);
            match host {
                Some(host) => {
                    host.speak(locale);
                    host.put_messages(CONSENT, locale, &mut texts);
                }
                None => document::speak(locale),
            }
            let request = opening.request.filter(|(of, _)| *of == locale);
            let props = Props {
                id: opening.id,
                config: opening.config,
                i18n: I18n::new(locale, Catalogue::new(CONSENT, texts)),
                request: request.map(|(_, request)| request),
                host,
            };
            sends.set(consent_page(&root, props));
            match host {
                Some(host) => {
                    host.emit("cs-ready", &[]);
                }
                None => document::remove_splash(),
            }
        };
        let handle = mount_to(opening.place, screen);
        let shown: Shown = (api.take(), Box::new(handle));
        made.shown.replace(Some(shown));
    });
    opened
}
