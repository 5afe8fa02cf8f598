//! The OpenAPI document, generated from the routes (`docs/openapi.json`, locked by a test).

use countersign_contract::{API_BASE, ErrorBody};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Content, InfoBuilder, LicenseBuilder, OpenApi, Ref, ResponseBuilder, SecurityRequirement,
};
use utoipa::{PartialSchema as _, ToSchema as _};

use crate::api;

/// The document as pretty JSON with a line break at the end.
///
/// # Errors
/// It can't be written as JSON.
pub fn openapi_json() -> serde_json::Result<String> {
    let mut document = api::router().into_openapi();
    describe(&mut document);
    serde_json::to_string_pretty(&document).map(|text| text + "\n")
}

fn describe(document: &mut OpenApi) {
    document.info = InfoBuilder::new()
        .title("Countersign")
        .version("1")
        .description(Some(format!(
            "REST contract of Countersign. Base path {API_BASE}. Every response carries the header ININ-Correlation-Id; every error has the body ErrorBody."
        )))
        .license(Some(LicenseBuilder::new().name("MIT OR Apache-2.0").build()))
        .build();
    let components = document.components.get_or_insert_default();
    components
        .schemas
        .insert(ErrorBody::name().into_owned(), ErrorBody::schema());
    let mut nested = Vec::new();
    ErrorBody::schemas(&mut nested);
    components.schemas.extend(nested);
    components.add_security_scheme(
        "session",
        SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new("countersign_session"))),
    );
    components.add_security_scheme(
        "bearer",
        SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()),
    );
    document.security = Some(vec![
        SecurityRequirement::new("session", Vec::<String>::new()),
        SecurityRequirement::new("bearer", Vec::<String>::new()),
    ]);
    let error = ResponseBuilder::new()
        .description("An error.")
        .content(
            "application/json",
            Content::new(Some(Ref::from_schema_name(ErrorBody::name()))),
        )
        .build();
    for path in document.paths.paths.values_mut() {
        let operations = [
            &mut path.get,
            &mut path.post,
            &mut path.put,
            &mut path.delete,
            &mut path.head,
        ];
        for operation in operations.into_iter().flatten() {
            let responses = &mut operation.responses.responses;
            responses.insert("default".to_owned(), error.clone().into());
        }
    }
}
