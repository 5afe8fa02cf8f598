//! Errors on their way out: what a handler returns, and the body that the contract asks for.

use std::collections::BTreeMap;
use std::fmt::Display;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use countersign_contract::permission::AUTHORIZE_CLIENTS;
use countersign_contract::{Blocked, ErrorBody, ErrorCode, ErrorDetail, OAuthAuthorization};

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

    /// 401: no or dead session or token.
    pub fn unauthenticated() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            ErrorCode::AuthenticationRequired,
            "No authentication bearer token or session, or it is not valid any more.",
        )
        .with_challenge("")
    }

    /// 401: the request carries a token, and it is dead or never was one (RFC 6750 section 3.1).
    pub fn invalid_token() -> Self {
        let mut problem = Self::unauthenticated();
        problem.headers.clear();
        problem.with_challenge(", error=\"invalid_token\"")
    }

    /// 403: the user lacks `permission`.
    pub fn missing_permission(permission: &str) -> Self {
        let template = "Unable to perform the requested action. You must have at least one of the following permissions assigned: [{permissions}]";
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::MissingAnyPermissions,
            template.replace("{permissions}", permission),
        )
        .with_params(template, &[("permissions", permission)])
        .with_challenge("")
    }

    /// 403: the token lacks all of `scopes`.
    pub fn missing_scope(scopes: &[&str]) -> Self {
        let template = "App not authorized to use scope [{scopes}]";
        let challenge = format!(
            ", error=\"insufficient_scope\", scope=\"{}\"",
            scopes.join(" ")
        );
        let scopes = scopes.join(", ");
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::AppNotAuthorizedForScope,
            template.replace("{scopes}", &scopes),
        )
        .with_params(template, &[("scopes", &scopes)])
        .with_challenge(&challenge)
    }

    /// 403: a write of a cookie session that did not come from our pages.
    pub fn cross_origin() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::CrossOriginRefused,
            "A change by a cookie session needs an Origin header equal to this server's origin and the header X-Requested-With: countersign.",
        )
    }

    /// 403: a write from a page that was made for another user than the session's.
    pub fn session_changed() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::SessionChanged,
            "Somebody else has signed in since this page was loaded.",
        )
    }

    /// 403: a consent request of another user or browser.
    pub fn consent_not_yours() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            ErrorCode::ConsentNotYours,
            "This request was started by somebody else or in another browser.",
        )
    }

    /// 403: the user can't decide a consent request.
    pub fn consent_blocked(blocked: &Blocked) -> Self {
        match blocked {
            Blocked::Role => Self::new(
                StatusCode::FORBIDDEN,
                ErrorCode::MissingAnyPermissions,
                "The application is authorized for roles that you do not have.",
            ),
            _ => Self::missing_permission(AUTHORIZE_CLIENTS),
        }
    }

    /// 409: what was shown is not what would be granted now.
    pub fn consent_changed() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentChanged,
            "The request changed since it was shown. Nothing was granted.",
        )
    }

    /// 409: decided before.
    pub fn consent_decided() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentAlreadyDecided,
            "The request was decided before.",
        )
    }

    /// 409: too late.
    pub fn consent_expired() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ConsentExpired,
            "The request has expired. Nothing was granted.",
        )
    }

    /// 409: an approval request that was answered before.
    pub fn request_handled() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::RequestAlreadyHandled,
            "The request was handled before. Nothing was changed.",
        )
    }

    /// 409: administrators take no requests for the application.
    pub fn application_blocked() -> Self {
        Self::new(
            StatusCode::CONFLICT,
            ErrorCode::ApplicationBlocked,
            "The administrators blocked this application.",
        )
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

    /// How a caller could do better: with another token (RFC 6750 section 3). `more` are parameters.
    fn with_challenge(self, more: &str) -> Self {
        let challenge = HeaderValue::from_str(&format!("Bearer realm=\"Countersign\"{more}"));
        let challenge = challenge.unwrap_or(HeaderValue::from_static("Bearer"));
        self.with_header(header::WWW_AUTHENTICATE, challenge)
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

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Self::unavailable(error),
            error if passes(&error) => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}

/// Whether the store may work again without a change of ours: another process holds the lock, or
/// the disk is full, broken or write-protected (SQLite, "Result and Error Codes").
fn passes(error: &sqlx::Error) -> bool {
    const BUSY_LOCKED_READONLY_IOERR_FULL_CANTOPEN: [u32; 6] = [5, 6, 8, 10, 13, 14];
    let error = error.as_database_error();
    let code = error.and_then(|error| error.code()?.parse::<u32>().ok());
    // The low byte is the kind, what stands above it is detail.
    code.is_some_and(|code| BUSY_LOCKED_READONLY_IOERR_FULL_CANTOPEN.contains(&(code & 0xff)))
}

impl From<serde_json::Error> for Problem {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
