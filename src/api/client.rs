//! The only file that sends requests. It never navigates and never shows anything. Everything but
//! the reading of an answer is the same for all types, so that it is in the bundle once.

use std::any::Any;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use countersign_contract::{
    CORRELATION_HEADER, ErrorBody, ErrorCode, OAuthAuthorization, USER_HEADER, WRITE_HEADER,
};
pub(super) use gloo_net::http::Method;
use gloo_net::http::{RequestBuilder, Response};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::brought::Brought;
use super::error::{ApiError, Refusal, retry_after};
use super::read::{Known, read};
use super::wait::sleep;
use crate::host::{Host, Reason};
use crate::i18n::Locale;
use crate::memo::RwSignal;

/// How often a read is asked again after a passing fault, and the first pause in milliseconds.
const RETRIES: u32 = 2;
const FIRST_PAUSE: f64 = 250.0;

/// Sends requests to one backend. Made once: what is under way survives a change of the language.
#[derive(Clone, Copy)]
pub struct Api {
    manner: StoredValue<Manner>,
    /// Server's clock minus ours, in milliseconds: a client clock may be a day off.
    offset: RwSignal<f64>,
    news: Callback<News>,
    brought: Brought,
    /// How many requests are under way, those included that wait for a token.
    under_way: StoredValue<Rc<Cell<u32>>, LocalStorage>,
}

/// A request under way, until it is dropped.
struct UnderWay(Rc<Cell<u32>>);

impl UnderWay {
    fn new(count: Rc<Cell<u32>>) -> Self {
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
struct Manner {
    base: String,
    locale: Locale,
    /// The user that the pages were made for, by ID; empty while not known.
    user: String,
    /// Reads what is stored now, from a refused write of an authorization.
    current: Current,
    /// The page around an embedded element.
    host: Option<Host>,
}

/// A function and no call of it: the consent screen writes none, so that its bundle has none.
type Current = fn(JsValue) -> Option<Box<OAuthAuthorization>>;

/// What an answer says about the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Nobody is signed in.
    SignedOut,
    /// Somebody else is.
    Changed,
}

/// What is sent.
struct Message {
    method: Method,
    url: String,
    /// The tag that a write has to match.
    etag: Option<String>,
    body: Option<String>,
}

/// A request under way.
type Sending = Pin<Box<dyn Future<Output = Result<Reply, ApiError>>>>;

/// An answer that was read.
pub struct Answer<T> {
    /// The body.
    pub body: T,
    /// `ETag`, if there was one.
    pub etag: Option<String>,
}

/// Aborts the request when the call is dropped, as when its page goes.
struct AbortOnDrop(Option<AbortController>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        if let Some(controller) = &self.0 {
            controller.abort();
        }
    }
}

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
            offset: RwSignal::new(0.0),
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
        Host::if_any(self.manner.with_value(|manner| manner.host))
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

    /// Sends with the tag that a write has to match.
    fn send(self, method: Method, path: &str, etag: Option<&str>, body: Option<String>) -> Sending {
        let url = self.url(path);
        let etag = etag.map(str::to_owned);
        Box::pin(self.sent(method, url, etag, body))
    }

    async fn sent(
        self,
        method: Method,
        url: String,
        etag: Option<String>,
        body: Option<String>,
    ) -> Result<Reply, ApiError> {
        let _under_way = UnderWay::new(self.under_way.get_value());
        let is_read = method == Method::GET;
        let message = Message {
            method,
            url,
            etag,
            body,
        };
        let reply = match self.host().filter(|host| host.has_token()) {
            None => self.fetched(&message, None).await?,
            Some(host) => {
                let Some(token) = host.token(Reason::Request, None).await else {
                    // Never without: that would be another person's request, the cookie's.
                    self.tell("cs-error", &[("code", "element.token")]);
                    return Err(ApiError::Unreachable);
                };
                let reply = if token.is_empty() {
                    Reply::signed_out()
                } else {
                    self.fetched(&message, Some(&token)).await?
                };
                if reply.status == 401 && !token.is_empty() {
                    let fresh = host.token(Reason::Unauthorized, Some(&token)).await;
                    match fresh.filter(|fresh| !fresh.is_empty() && *fresh != token) {
                        Some(fresh) if is_read => self.fetched(&message, Some(&fresh)).await?,
                        // Never repeated by itself; what was typed is there, and can be sent again.
                        Some(_) => {
                            self.news.run(News::Changed);
                            let mut error = self.refused(reply);
                            if let ApiError::Refused(refusal) = &mut error {
                                refusal.renewed = true;
                            }
                            return Err(error);
                        }
                        None => reply,
                    }
                } else {
                    reply
                }
            }
        };
        self.note_clock(reply.date.as_deref());
        if (200..=299).contains(&reply.status) {
            return Ok(reply);
        }
        let status = reply.status;
        let error = self.refused(reply);
        let code = error.refusal().map(|refusal| &refusal.code);
        let shown = code.map_or("", ErrorCode::as_str);
        let detail = [
            ("status", &*status.to_string()),
            ("code", shown),
            ("contextId", error.context_id()),
        ];
        self.tell("cs-error", &detail);
        if status == 401 {
            self.tell("cs-signed-out", &[]);
            self.news.run(News::SignedOut);
        } else if code == Some(&ErrorCode::SessionChanged) {
            self.news.run(News::Changed);
        }
        Err(error)
    }

    fn refused(self, reply: Reply) -> ApiError {
        reply.refused(self.now(), self.manner.with_value(|manner| manner.current))
    }

    /// Sends once.
    async fn fetched(self, message: &Message, token: Option<&str>) -> Result<Reply, ApiError> {
        let mut abort = AbortOnDrop(AbortController::new().ok());
        let mut request = RequestBuilder::new(&message.url)
            .method(message.method.clone())
            .header("Accept", "application/json")
            .header(
                "Accept-Language",
                self.manner.with_value(|manner| manner.locale.tag()),
            )
            .abort_signal(abort.0.as_ref().map(AbortController::signal).as_ref());
        if let Some(token) = token {
            request = request.header("Authorization", &["Bearer ", token].concat());
        } else if message.method != Method::GET {
            // What a session needs besides its cookie.
            request = request.header(WRITE_HEADER.0, WRITE_HEADER.1);
            let user = self.manner.with_value(|manner| manner.user.clone());
            if !user.is_empty() {
                request = request.header(USER_HEADER, &user);
            }
        }
        if let Some(etag) = &message.etag {
            request = request.header("If-Match", etag);
        }
        let sent = match &message.body {
            Some(body) => request
                .header("Content-Type", "application/json")
                .body(body.as_str()),
            None => request.build(),
        };
        let request = sent.map_err(|_| ApiError::Unreachable)?.into();
        let fetching = self
            .host()
            .and_then(|host| host.fetch(&request))
            .unwrap_or_else(|| window().fetch_with_request(&request));
        let response = JsFuture::from(fetching)
            .await
            .ok()
            .and_then(|response| response.dyn_into::<web_sys::Response>().ok())
            .ok_or(ApiError::Unreachable)?;
        let reply = Reply::of(response.into()).await;
        abort.0 = None;
        Ok(reply)
    }

    fn note_clock(self, date: Option<&str>) {
        let server = date.map_or(f64::NAN, js_sys::Date::parse);
        let offset = server - js_sys::Date::now();
        // The header has whole seconds; smaller distances are noise.
        if offset.is_finite() && (offset - self.offset.get_untracked()).abs() > 2_000.0 {
            self.offset.set(offset);
        }
    }
}

/// A body to send.
pub(super) fn body_of(what: &impl Serialize) -> Result<String, ApiError> {
    serde_json::to_string(what).map_err(|_| ApiError::Unreachable)
}

/// The body of an answer as JSON; `None` where it is something else, or not whole.
pub(super) async fn json(response: Response) -> Option<JsValue> {
    let reading = web_sys::Response::from(response).json().ok()?;
    JsFuture::from(reading).await.ok()
}

/// What came back.
struct Reply {
    status: u16,
    /// The body, if it is JSON and came whole.
    json: Option<JsValue>,
    etag: Option<String>,
    date: Option<String>,
    context_id: String,
    retry_after: Option<String>,
}

impl Reply {
    /// What the backend would answer where there is no token.
    fn signed_out() -> Self {
        Self {
            status: 401,
            json: None,
            ..Self::brought(JsValue::NULL)
        }
    }

    /// An answer that the page came with.
    fn brought(json: JsValue) -> Self {
        Self {
            status: 200,
            json: Some(json),
            etag: None,
            date: None,
            context_id: String::new(),
            retry_after: None,
        }
    }

    async fn of(response: Response) -> Self {
        let headers = response.headers();
        Self {
            status: response.status(),
            etag: headers.get("ETag"),
            date: headers.get("Date"),
            context_id: headers.get(CORRELATION_HEADER).unwrap_or_default(),
            retry_after: headers.get("Retry-After"),
            json: json(response).await,
        }
    }

    /// A success is a body that parses, nothing less.
    fn known<T: Known>(self) -> Result<Answer<T>, ApiError> {
        match self.json.clone().and_then(|json| read(json).ok()) {
            Some(body) => Ok(Answer {
                body,
                etag: self.etag,
            }),
            None => Err(self.unreadable()),
        }
    }

    fn unreadable(self) -> ApiError {
        ApiError::Unreadable {
            status: self.status,
            context_id: self.context_id,
        }
    }

    fn refused(self, now: f64, current: Current) -> ApiError {
        let json = self.json.unwrap_or_default();
        let body: ErrorBody = read(json.clone()).unwrap_or_default();
        let retry_after = (self.status == 429).then(|| {
            retry_after(
                self.retry_after.as_deref().unwrap_or_default(),
                now,
                js_sys::Date::parse,
            )
        });
        ApiError::Refused(Box::new(Refusal {
            status: self.status,
            code: match body.code {
                // Not an answer of the backend, as from a gateway before it.
                ErrorCode::Other(code) if code.is_empty() => of_status(self.status),
                code => code,
            },
            renewed: false,
            etag: self.etag,
            context_id: if body.context_id.is_empty() {
                self.context_id
            } else {
                body.context_id
            },
            details: body.details,
            params: body.message_params.unwrap_or_default(),
            retry_after,
            current: js_sys::Reflect::get(&json, &"current".into())
                .ok()
                .and_then(current),
        }))
    }
}

/// Scheme and host of a base; nothing where it is a path, which is of the page's own origin.
fn origin_of(base: &str) -> &str {
    let Some(after) = base.find("://").map(|at| at + 3) else {
        return "";
    };
    let end = base[after..].find('/').map_or(base.len(), |at| after + at);
    &base[..end]
}

/// What a status means where no code came with it. What a gateway says with 403, 404 or 409 is not
/// what the backend means by them.
fn of_status(status: u16) -> ErrorCode {
    match status {
        401 => ErrorCode::AuthenticationRequired,
        412 => ErrorCode::PreconditionFailed,
        413 => ErrorCode::RequestTooLarge,
        429 => ErrorCode::TooManyRequests,
        _ => ErrorCode::Other(String::new()),
    }
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
