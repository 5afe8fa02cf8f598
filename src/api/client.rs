//! A client of the backend. Everything but the reading of an answer is the same for all types, so that
//! it is in the program once.

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::brought::Brought;
use super::error::ApiError;
use super::read::{Known, read};
use super::reply::{Answer, Current, Reply};
use super::wait::sleep;
use crate::erased::Writable;
use crate::host::Host;
use crate::i18n::Locale;

/// How often a read is asked again after a passing fault, and the first pause in milliseconds.
const RETRIES: u32 = 2;
const FIRST_PAUSE: f64 = 250.0;

/// Sends requests to one backend. Made once: what is under way survives a change of the language.
#[derive(Clone, Copy)]
pub struct Api {
    pub(super) manner: StoredValue<Manner>,
    /// Server's clock minus ours, in milliseconds: a client clock may be a day off.
    pub(super) offset: Writable<f64>,
    pub(super) news: Callback<News>,
    brought: Brought,
    /// How many requests are under way, those included that wait for a token.
    pub(super) under_way: StoredValue<Rc<Cell<u32>>, LocalStorage>,
}

/// Method of a request (RFC 9110 section 9).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Method(&'static str);

impl Method {
    /// Reads.
    pub const GET: Self = Self("GET");
    /// Makes or decides something.
    pub const POST: Self = Self("POST");
    /// Replaces.
    pub const PUT: Self = Self("PUT");
    /// Takes away.
    pub const DELETE: Self = Self("DELETE");

    /// Its name.
    pub fn as_str(self) -> &'static str {
        self.0
    }
}

/// A request under way, until it is dropped.
pub(super) struct UnderWay(Rc<Cell<u32>>);

impl UnderWay {
    pub(super) fn new(count: Rc<Cell<u32>>) -> Self {
        count.set(count.get() + 1);
        Self(count)
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

/// How requests are made.
pub(super) struct Manner {
    base: String,
    pub(super) locale: Locale,
    /// The user that the pages were made for, by ID; empty while not known.
    pub(super) user: String,
    /// Reads what is stored now, from a refused write of an authorization.
    pub(super) current: Current,
    /// The page around an embedded element.
    host: Option<Host>,
}

/// What an answer says about the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody else is.
    Changed,
}

/// A request under way.
pub(super) type Sending = Pin<Box<dyn Future<Output = Result<Reply, ApiError>>>>;

impl Api {
    /// A client for the backend at `base` (for example `/api/v2`). `news` is told what answers say
    /// about the session.
    pub fn new(base: &str, news: Callback<News>) -> Self {
        Self::with(base, news, |json| read(json).ok().map(Box::new))
    }

    /// A client that writes no authorizations.
    pub fn of_user(base: &str) -> Self {
        // What answers say about the session, each question there says to its own asker.
        Self::with(base, Callback::new(|_| ()), |_| None)
    }

    fn with(base: &str, news: Callback<News>, current: Current) -> Self {
        Self {
            manner: StoredValue::new(Manner {
                base: base.trim_end_matches('/').to_owned(),
                locale: Locale::default(),
                user: String::new(),
                current,
                host: None,
            }),
            offset: Writable::new(0.0),
            news,
            brought: Brought::new(),
            under_way: StoredValue::new_local(Rc::default()),
        }
    }

    /// Asks for texts in this language from now on.
    pub fn speak(self, locale: Locale) {
        self.manner.update_value(|manner| manner.locale = locale);
    }

    /// Writes in the name of this user from now on.
    pub fn write_as(self, user_id: &str) {
        self.manner
            .update_value(|manner| user_id.clone_into(&mut manner.user));
    }

    /// Sends with the tokens, and the way, of the page around it.
    pub fn send_as(self, host: Host) {
        self.manner.update_value(|manner| manner.host = Some(host));
    }

    /// Drops something that requests under way need, when none is any more.
    pub fn drop_after(self, what: Box<dyn Any>) {
        let Some(under_way) = self.under_way.try_get_value() else {
            return;
        };
        if under_way.get() == 0 {
            drop(what);
            return;
        }
        spawn_local(async move {
            while under_way.get() > 0 {
                sleep(100.0).await;
            }
            drop(what);
        });
    }

    /// The page around, if there is one.
    pub fn host(self) -> Option<Host> {
        self.manner.with_value(|manner| manner.host)
    }

    /// Tells the page around, if there is one. False if it prevents what is about to happen.
    pub fn tell(self, event: &str, detail: &[(&str, &str)]) -> bool {
        self.host().is_none_or(|host| host.emit(event, detail))
    }

    /// Whether requests carry a token, and not the browser's cookie.
    pub(super) fn has_token(self) -> bool {
        self.host().is_some_and(Host::has_token)
    }

    /// Takes the answers that the page came with, in place of the first requests.
    pub fn bring(self, page: JsValue) {
        if let Some(date) = self.brought.keep(page) {
            self.note_clock(Some(&date));
        }
    }

    /// Now by the server's clock, in milliseconds since 1970.
    pub fn now(self) -> f64 {
        js_sys::Date::now() + self.offset.get_untracked()
    }

    /// Reads. Asks again after a passing fault, with growing pauses.
    pub(super) async fn look_up<T: Known>(self, path: String) -> Result<Answer<T>, ApiError> {
        self.ask(path).await?.known()
    }

    fn ask(self, path: String) -> Sending {
        Box::pin(async move {
            let _under_way = UnderWay::new(self.under_way.get_value());
            if let Some(json) = self.brought.take(&path) {
                return Ok(Reply::brought(json));
            }
            let mut pause = FIRST_PAUSE;
            for _ in 0..RETRIES {
                match self.send(Method::GET, &path, None, None).await {
                    Err(error) if error.is_passing() => {}
                    answered => return answered,
                }
                sleep(pause * (0.75 + js_sys::Math::random() / 2.0)).await;
                pause *= 3.0;
            }
            self.send(Method::GET, &path, None, None).await
        })
    }

    /// Changes something and reads the answer. Sent once: a write is never repeated on its own.
    pub(super) async fn write<T: Known>(
        self,
        method: Method,
        path: &str,
        etag: Option<&str>,
        body: Option<String>,
    ) -> Result<Answer<T>, ApiError> {
        self.send(method, path, etag, body).await?.known()
    }

    /// Deletes. A success is a 204 and nothing else; its tag, if it has one, is that of what is
    /// stored now.
    pub(super) async fn delete(
        self,
        path: &str,
        etag: Option<&str>,
        body: Option<String>,
    ) -> Result<Option<String>, ApiError> {
        let reply = self.send(Method::DELETE, path, etag, body).await?;
        if reply.status == 204 {
            Ok(reply.etag)
        } else {
            Err(reply.unreadable())
        }
    }

    /// The address of a path of the backend's own, such as one that an answer names.
    pub fn own(self, path: &str) -> String {
        self.manner
            .with_value(|manner| [origin_of(&manner.base), path].concat())
    }

    /// The address of an endpoint.
    pub(super) fn url(self, path: &str) -> String {
        self.manner
            .with_value(|manner| [&manner.base, path].concat())
    }
}

/// A body to send.
pub(super) fn body_of(what: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(what).map_err(|_| ApiError::Unreachable)
}

/// Scheme and host of a base; nothing where it is a path, which is of the page's own origin.
fn origin_of(base: &str) -> &str {
    let Some(after) = base.find("://").map(|at| at + 3) else {
        return "";
    };
    let end = base[after..].find('/').map_or(base.len(), |at| after + at);
    &base[..end]
}

/// The client of the surrounding pages.
pub fn use_api() -> Api {
    expect_context()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_the_backend_is_at_the_origin_of_its_base() {
        assert_eq!(origin_of("/api/v2"), "");
        assert_eq!(origin_of("https://api.example/v2/"), "https://api.example");
        assert_eq!(origin_of("http://[::1]:8080"), "http://[::1]:8080");
    }
}
