//! What came back from the backend.

use countersign_contract::{CORRELATION_HEADER, ErrorBody, ErrorCode, OAuthAuthorization};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::Response;

use super::error::{ApiError, Refusal, retry_after};
use super::read::{Known, read};

/// An answer that was read.
pub struct Answer<T> {
    /// The body.
    pub body: T,
    /// `ETag`, if there was one.
    pub etag: Option<String>,
}

/// A function pointer, so that the consent screen, which writes no authorization, has no code to read one.
pub type Current = fn(JsValue) -> Option<Box<OAuthAuthorization>>;

/// The body of an answer as JSON; `None` where it is something else, or not whole.
pub async fn json(response: &Response) -> Option<JsValue> {
    JsFuture::from(response.json().ok()?).await.ok()
}

/// What came back.
pub struct Reply {
    pub status: u16,
    /// The body, if it is JSON and came whole.
    json: Option<JsValue>,
    pub etag: Option<String>,
    pub date: Option<String>,
    context_id: String,
    retry_after: Option<String>,
}

impl Reply {
    /// What the backend would answer where there is no token.
    pub fn signed_out() -> Self {
        Self {
            status: 401,
            json: None,
            ..Self::brought(JsValue::NULL)
        }
    }

    /// An answer that the page came with.
    pub fn brought(json: JsValue) -> Self {
        Self {
            status: 200,
            json: Some(json),
            etag: None,
            date: None,
            context_id: String::new(),
            retry_after: None,
        }
    }

    pub async fn of(response: &Response) -> Self {
        let headers = response.headers();
        let header = |name| headers.get(name).ok().flatten();
        Self {
            status: response.status(),
            etag: header("ETag"),
            date: header("Date"),
            context_id: header(CORRELATION_HEADER).unwrap_or_default(),
            retry_after: header("Retry-After"),
            json: json(response).await,
        }
    }

    /// A success is a body that parses, nothing less.
    pub fn known<T: Known>(self) -> Result<Answer<T>, ApiError> {
        match self.json.clone().and_then(|json| read(json).ok()) {
            Some(body) => Ok(Answer {
                body,
                etag: self.etag,
            }),
            None => Err(self.unreadable()),
        }
    }

    pub fn unreadable(self) -> ApiError {
        ApiError::Unreadable {
            status: self.status,
            context_id: self.context_id,
        }
    }

    pub fn refused(self, now: f64, current: Current) -> ApiError {
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
