//! JSON bodies: type, size and shape checked, with the field named that is wrong.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

use crate::problem::{Answer, Problem};

/// Largest body that is read, in bytes.
pub const MAX_BODY: usize = 64 * 1024;

/// A JSON object as `T`.
#[derive(Debug)]
pub struct JsonBody<T>(pub T);

/// A JSON object as `T`, or no body at all.
#[derive(Debug)]
pub struct OptionalJsonBody<T>(pub Option<T>);

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        check_type(&parts.headers)?;
        parse(&read(&parts.headers, body).await?).map(Self)
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequest<S> for OptionalJsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Answer<Self> {
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body).await?;
        if bytes.is_empty() {
            return Ok(Self(None));
        }
        check_type(&parts.headers)?;
        parse(&bytes).map(|value| Self(Some(value)))
    }
}

/// Reads a body up to the limit.
///
/// # Errors
/// 413 above it, 400 where the connection broke.
pub async fn read(headers: &HeaderMap, body: axum::body::Body) -> Answer<Bytes> {
    let too_large = || Problem::from_status(StatusCode::PAYLOAD_TOO_LARGE);
    let announced = headers.get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY) {
        return Err(too_large());
    }
    match Limited::new(body, MAX_BODY).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(too_large()),
        Err(_) => Err(Problem::bad_request("The body could not be read.")),
    }
}

fn check_type(headers: &HeaderMap) -> Answer<()> {
    let sent = headers.get(header::CONTENT_TYPE);
    let essence = sent.and_then(|value| value.to_str().ok()?.split(';').next());
    if essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json")) {
        Ok(())
    } else {
        Err(Problem::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    // serde would also read a struct from an array.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Problem::bad_request("The body is not a JSON object."));
    }
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        let cause = error.into_inner();
        match cause.classify() {
            Category::Data => Problem::field(
                &field_name(&path, &cause),
                format!("The body has a wrong value: {cause}."),
            ),
            _ => Problem::bad_request(format!("The body is not JSON: {cause}.")),
        }
    })?;
    json.end()
        .map_err(|_| Problem::bad_request("There is something after the JSON object."))?;
    Ok(value)
}

/// `scope[3]` is the field `scope`; a missing field has no path and is named in the message only.
fn field_name(path: &str, cause: &serde_json::Error) -> String {
    let message = cause.to_string();
    let missing = message
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next());
    let top = path.split(['.', '[']).find(|part| !part.is_empty());
    missing.or(top).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use countersign_contract::AuthorizationWrite;

    use super::*;

    #[test]
    fn a_wrong_field_is_named() {
        for (body, code, field) in [
            (r#"{"scope":"users"}"#, "constraint.validation", "scope"),
            (r#"{"scope":[1]}"#, "constraint.validation", "scope"),
            (r#"{"scope":null}"#, "constraint.validation", "scope"),
            (r#"{"roles":[]}"#, "constraint.validation", "scope"),
            (
                r#"{"scope":[],"roles":{}}"#,
                "constraint.validation",
                "roles",
            ),
            (r#"{"scope":[],"note":7}"#, "constraint.validation", "note"),
            (r#"{"scope":["#, "bad.request", ""),
            (r#"[["users"]]"#, "bad.request", ""),
            (r#"{"scope":[]} x"#, "bad.request", ""),
            ("", "bad.request", ""),
        ] {
            let problem = parse::<AuthorizationWrite>(body.as_bytes()).unwrap_err();
            assert_eq!(
                (problem.code().as_str(), problem.field_name()),
                (code, field),
                "{body}"
            );
        }
        assert!(parse::<AuthorizationWrite>(br#" {"scope":[],"client":{"id":"x"}} "#).is_ok());
    }
}
