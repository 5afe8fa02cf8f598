//! The only file that sends requests of the API: with the token of the page around, or the browser's
//! cookie. It never navigates and never shows anything.

use countersign_contract::{ErrorCode, USER_HEADER, WRITE_HEADER};
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, Request, RequestInit, Response};

use super::client::{Api, Method, News, Sending, UnderWay};
use super::error::ApiError;
use super::reply::Reply;
use crate::host::Reason;

/// What is sent.
struct Message {
    method: Method,
    url: String,
    /// The tag that a write has to match.
    etag: Option<String>,
    body: Option<String>,
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
    /// Sends with the tag that a write has to match.
    pub(super) fn send(
        self,
        method: Method,
        path: &str,
        etag: Option<&str>,
        body: Option<String>,
    ) -> Sending {
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
        let request = self.request(message, token, abort.0.as_ref());
        let request = request.map_err(|_| ApiError::Unreachable)?;
        let fetching = self
            .host()
            .and_then(|host| host.fetch(&request))
            .unwrap_or_else(|| window().fetch_with_request(&request));
        let response = JsFuture::from(fetching)
            .await
            .ok()
            .and_then(|response| response.dyn_into::<Response>().ok())
            .ok_or(ApiError::Unreachable)?;
        let reply = Reply::of(&response).await;
        abort.0 = None;
        Ok(reply)
    }

    /// A request with its headers; refused where one of them is none, such as an odd token.
    fn request(
        self,
        message: &Message,
        token: Option<&str>,
        abort: Option<&AbortController>,
    ) -> Result<Request, JsValue> {
        let headers = Headers::new()?;
        headers.set("Accept", "application/json")?;
        headers.set(
            "Accept-Language",
            self.manner.with_value(|manner| manner.locale.tag()),
        )?;
        if let Some(token) = token {
            headers.set("Authorization", &["Bearer ", token].concat())?;
        } else if message.method != Method::GET {
            // What a session needs besides its cookie.
            headers.set(WRITE_HEADER.0, WRITE_HEADER.1)?;
            let user = self.manner.with_value(|manner| manner.user.clone());
            if !user.is_empty() {
                headers.set(USER_HEADER, &user)?;
            }
        }
        if let Some(etag) = &message.etag {
            headers.set("If-Match", etag)?;
        }
        let options = RequestInit::new();
        options.set_method(message.method.as_str());
        if let Some(body) = &message.body {
            headers.set("Content-Type", "application/json")?;
            options.set_body(&body.into());
        }
        options.set_headers(&headers);
        options.set_signal(abort.map(AbortController::signal).as_ref());
        Request::new_with_str_and_init(&message.url, &options)
    }

    pub(super) fn note_clock(self, date: Option<&str>) {
        let server = date.map_or(f64::NAN, js_sys::Date::parse);
        let offset = server - js_sys::Date::now();
        // The header has whole seconds; smaller distances are noise.
        if offset.is_finite() && (offset - self.offset.get_untracked()).abs() > 2_000.0 {
            self.offset.set(offset);
        }
    }
}
