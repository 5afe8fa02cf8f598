//! The REST contract, one file per operation.

mod ask_for_approval;
mod authorize_client;
mod check_token;
mod consent_events;
pub mod consent_view;
mod decide_consent;
mod decide_request;
mod get_authorization;
mod get_client;
mod get_consent;
mod get_impact;
mod get_request;
mod get_role;
mod get_scope;
mod get_token;
pub mod get_user_me;
pub mod list_authorizations;
pub mod list_capabilities;
mod list_clients;
mod list_grants;
mod list_my_apps;
mod list_my_grants;
mod list_requests;
mod list_roles;
mod list_scopes;
mod list_versions;
mod preview_change;
mod request_events;
mod restore_version;
mod revoke_authorization;
mod revoke_token;
mod withdraw_grant;
mod withdraw_my_grant;

use axum::Json;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use countersign_contract::{API_BASE, MAX_NOTE, OAuthAuthorization, OAuthClient};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::access::App;
use crate::http::etag::etag;
use crate::plain::plain;
use crate::problem::{Answer, Problem};

/// All routes of the contract, with their documentation.
pub fn router() -> OpenApiRouter<App> {
    let routes = OpenApiRouter::new()
        .routes(routes!(list_authorizations::list_authorizations))
        .routes(routes!(
            get_authorization::get_authorization,
            authorize_client::authorize_client,
            revoke_authorization::revoke_authorization
        ))
        .routes(routes!(list_clients::list_clients))
        .routes(routes!(get_client::get_client))
        .routes(routes!(list_scopes::list_scopes))
        .routes(routes!(get_scope::get_scope))
        .routes(routes!(list_roles::list_roles))
        .routes(routes!(get_role::get_role))
        .routes(routes!(get_user_me::get_user_me))
        .routes(routes!(
            get_token::get_token,
            check_token::check_token,
            revoke_token::revoke_token
        ))
        .routes(routes!(list_capabilities::list_capabilities))
        .routes(routes!(list_versions::list_versions))
        .routes(routes!(restore_version::restore_version))
        .routes(routes!(get_impact::get_impact))
        .routes(routes!(preview_change::preview_change))
        .routes(routes!(list_grants::list_grants))
        .routes(routes!(withdraw_grant::withdraw_grant))
        .routes(routes!(list_my_grants::list_my_grants))
        .routes(routes!(withdraw_my_grant::withdraw_my_grant))
        .routes(routes!(list_my_apps::list_my_apps))
        .routes(routes!(
            list_requests::list_requests,
            ask_for_approval::ask_for_approval
        ))
        .routes(routes!(request_events::request_events))
        .routes(routes!(get_request::get_request))
        .routes(routes!(decide_request::decide_request))
        .routes(routes!(
            get_consent::get_consent,
            decide_consent::decide_consent
        ))
        .routes(routes!(consent_events::consent_events));
    OpenApiRouter::new().nest(API_BASE, routes)
}

/// A client as people see it who may not see OAuth clients: who it is, not how it is set up.
fn face(client: OAuthClient) -> OAuthClient {
    OAuthClient {
        registered_redirect_uri: Vec::new(),
        scope: Vec::new(),
        authorized_grant_type: None,
        access_token_validity_seconds: None,
        role_divisions: Vec::new(),
        state: None,
        date_modified: None,
        ..client
    }
}

/// An authorization with its `ETag`.
fn tagged(authorization: OAuthAuthorization) -> Response {
    let etag = etag(&authorization);
    ([(header::ETAG, etag)], Json(authorization)).into_response()
}

/// A note as it is stored: no control characters, no space around, nothing where it is empty.
fn clean_note(note: Option<String>) -> Answer<Option<String>> {
    let Some(note) = note else { return Ok(None) };
    let note = plain(&note);
    if note.chars().count() > MAX_NOTE {
        let message = format!("The note is longer than {MAX_NOTE} characters.");
        return Err(Problem::field("note", message));
    }
    Ok((!note.is_empty()).then_some(note))
}
