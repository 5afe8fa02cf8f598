//! Errors on their way out: what a handler returns, and the body that the contract asks for.

mod access;
mod consent;
mod store;

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use countersign_contract::{ErrorBody, ErrorCode, ErrorDetail, OAuthAuthorization};

/// An error answer, without the id of its request: the frame around every route adds that.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    body: Box<ErrorBody>,
    headers: Vec<(HeaderName, HeaderValue)>,
}

/// Seconds after which a server that was not ready may be.
const RETRY_AFTER: i64 = 2;

/// What a handler returns.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    /// An error with a status, a code and an English sentence.
    pub fn new(status: StatusCode, code: ErrorCode, message: impl Into<String>) -> Self {
        let body = ErrorBody {
            message: message.into(),
            code,
            status: status.as_u16(),
            ..ErrorBody::default()
        };
        Self {
            status,
            body: Box::new(body),
            headers: Vec::new(),
        }
    }

    /// 400: the request makes no sense.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ErrorCode::BadRequest, message)
    }

    /// 400: a field of the body breaks a rule.
    pub fn field(name: &str, message: impl Into<String>) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            ErrorCode::ConstraintValidation,
            message,
        )
        .with_detail(name)
    }

    /// 400: a query parameter has a wrong value.
    pub fn query(name: &str) -> Self {
        Self::new(
            StatusCode::BAD_REQUEST,
            ErrorCode::InvalidQueryParamValue,
            format!("The value of the query parameter '{name}' is not allowed."),
        )
        .with_detail(name)
    }

    /// 404: no such thing.
    pub fn not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            ErrorCode::NotFound,
            "The requested resource does not exist.",
        )
    }

    /// 404: no such client.
    pub fn client_not_found() -> Self {
        Self::new(
            StatusCode::NOT_FOUND,
            ErrorCode::ClientNotFound,
            "There is no client with this ID.",
        )
    }

    /// 404: the client was deleted; says which and when.
    pub fn client_deleted(name: &str, date: &str) -> Self {
        let template = "The client {name} was deleted on {dateDeleted}.";
        Self::new(
            StatusCode::NOT_FOUND,
            ErrorCode::ClientNotFound,
            template
                .replace("{dateDeleted}", date)
                .replace("{name}", name),
        )
        .with_params(template, &[("name", name), ("dateDeleted", date)])
    }

    /// 409: it clashes with what is stored.
    pub fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, ErrorCode::RequestConflict, message)
    }

    /// 412: somebody else was first; carries what is stored now and its `ETag`.
    pub fn stale(current: OAuthAuthorization, etag: HeaderValue) -> Self {
        let mut problem = Self::new(
            StatusCode::PRECONDITION_FAILED,
            ErrorCode::PreconditionFailed,
            "Somebody else changed the authorization since it was read. Nothing was changed.",
        );
        problem.body.current = Some(Box::new(current));
        problem.with_header(header::ETAG, etag)
    }

    /// 429: too often; wait this many seconds.
    pub fn too_many(seconds: i64) -> Self {
        Self::from_status(StatusCode::TOO_MANY_REQUESTS)
            .with_header(header::RETRY_AFTER, HeaderValue::from(seconds))
    }

    /// 500: a fault of the server. The cause goes to the log and not to the caller.
    pub fn internal(cause: impl Display) -> Self {
        tracing::error!(%cause, "a request failed");
        Self::from_status(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// 503: not ready; trying again may help.
    pub fn unavailable(cause: impl Display) -> Self {
        tracing::warn!(%cause, "a request could not be served");
        Self::from_status(StatusCode::SERVICE_UNAVAILABLE)
            .with_header(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER))
    }

    /// The error that belongs to a bare status, for answers that are made outside of our handlers.
    pub fn from_status(status: StatusCode) -> Self {
        let (code, message) = match status {
            StatusCode::NOT_FOUND => return Self::not_found(),
            StatusCode::METHOD_NOT_ALLOWED => (
                ErrorCode::MethodNotAllowed,
                "This resource does not know that method.",
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (ErrorCode::RequestTooLarge, "The body is too large."),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                ErrorCode::UnsupportedMediaType,
                "The body must be JSON, with the content type application/json.",
            ),
            StatusCode::TOO_MANY_REQUESTS => (ErrorCode::TooManyRequests, "Too many requests."),
            StatusCode::SERVICE_UNAVAILABLE => (
                ErrorCode::ServiceUnavailable,
                "The server is not ready. Try again.",
            ),
            status if status.is_server_error() => (
                ErrorCode::InternalServerError,
                "The server failed to process the request.",
            ),
            _ => (ErrorCode::BadRequest, "The request could not be read."),
        };
        Self::new(status, code, message)
    }

    /// Status of the answer.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Header fields that go with the answer, for one with a body of its own.
    pub fn into_headers(self) -> Vec<(HeaderName, HeaderValue)> {
        self.headers
    }

    /// Code of the answer.
    pub fn code(&self) -> String {
        self.body.code.as_str().to_owned()
    }

    /// Name of the field that is wrong, empty where there is none.
    pub fn field_name(&self) -> &str {
        let detail = self.body.details.first();
        detail.map_or("", |detail| detail.field_name.as_str())
    }

    /// Whether it says that nobody is signed in.
    pub fn is_unauthenticated(&self) -> bool {
        self.status == StatusCode::UNAUTHORIZED
    }

    /// Writes the body, now that the id of the request is known.
    pub fn finish(self, context_id: &str) -> Response {
        let mut body = *self.body;
        context_id.clone_into(&mut body.context_id);
        let text = serde_json::to_string(&body).unwrap_or_default();
        let mut response = (
            self.status,
            [(header::CONTENT_TYPE, "application/json")],
            text,
        )
            .into_response();
        response.headers_mut().extend(self.headers);
        response
    }

    /// The same about a field of another name.
    pub fn about(mut self, field: &str) -> Self {
        self.body.details.clear();
        self.with_detail(field)
    }

    fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    fn with_detail(mut self, field: &str) -> Self {
        self.body.details.push(ErrorDetail {
            error_code: self.body.code.as_str().to_owned(),
            field_name: field.to_owned(),
        });
        self
    }

    fn with_params(mut self, template: &str, params: &[(&str, &str)]) -> Self {
        self.body.message_with_params = Some(template.to_owned());
        let params = params
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        self.body.message_params = Some(params.collect::<BTreeMap<_, _>>());
        self
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
