//! The crate `oauth2`, which is not ours, signs somebody in.

use axum::http::{Method, StatusCode};
use oauth2::basic::BasicClient;
use oauth2::{
    AuthUrl, AuthorizationCode, ClientId, ClientSecret, CsrfToken, HttpRequest, HttpResponse,
    IntrospectionUrl, PkceCodeChallenge, RedirectUrl, RequestTokenError, RevocationUrl, Scope,
    TokenIntrospectionResponse as _, TokenResponse as _, TokenUrl,
};

use crate::oauth::{CALLBACK, NIGHTLY_EXPORT, param};
use crate::portal::{ORIGIN, PARTNER_CRM, Portal};

impl Portal {
    /// Sends a request of the crate to the server.
    async fn answer(&self, request: HttpRequest) -> Result<HttpResponse, std::io::Error> {
        let (parts, body) = request.into_parts();
        assert_eq!(parts.method, Method::POST);
        let mut ask = self.anonymous().ask(parts.method, parts.uri.path());
        for (name, value) in &parts.headers {
            if name != "content-type" {
                ask = ask.header(name.as_str(), value.to_str().unwrap());
            }
        }
        let reply = ask.form(String::from_utf8(body).unwrap()).send().await;
        let mut response = HttpResponse::new(reply.text.into_bytes());
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        Ok(response)
    }
}

fn at(path: &str) -> String {
    format!("{ORIGIN}{path}")
}

#[tokio::test]
async fn the_code_flow_with_pkce_from_the_first_request_to_the_revocation() {
    let portal = Portal::new().await;
    let admin = portal.admin().await;
    let http = |request| portal.answer(request);
    let client = BasicClient::new(ClientId::new(PARTNER_CRM.to_owned()))
        .set_auth_uri(AuthUrl::new(at("/oauth/authorize")).unwrap())
        .set_token_uri(TokenUrl::new(at("/oauth/token")).unwrap())
        // The crate revokes under https only; what it asks is answered by the same server.
        .set_revocation_url(
            RevocationUrl::new("https://portal.example/oauth/revoke".to_owned()).unwrap(),
        )
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (url, state) = client
        .authorize_url(CsrfToken::new_random)
        .add_scope(Scope::new("user-basic-info".to_owned()))
        .add_scope(Scope::new("presence:readonly".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let path = url.as_str().strip_prefix(ORIGIN).unwrap();
    let id = admin.asked(path).await;
    let reply = admin.allow(&id, None).await;
    let location = reply.json()["redirectTo"].as_str().unwrap().to_owned();
    assert_eq!(
        param(&location, "state").as_deref(),
        Some(state.secret().as_str())
    );
    let code = AuthorizationCode::new(param(&location, "code").unwrap());
    let tokens = client
        .exchange_code(code)
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .unwrap();
    let scopes: Vec<_> = tokens
        .scopes()
        .unwrap()
        .iter()
        .map(|scope| scope.as_str())
        .collect();
    assert_eq!(scopes, ["user-basic-info", "presence:readonly"]);
    let me = admin
        .with_token(
            Method::GET,
            "/api/v2/users/me",
            tokens.access_token().secret(),
        )
        .await;
    assert_eq!(me.status, StatusCode::OK);
    let renewed = client
        .exchange_refresh_token(tokens.refresh_token().unwrap())
        .request_async(&http)
        .await
        .unwrap();
    let refresh = renewed.refresh_token().unwrap().clone();
    let token = renewed.access_token().clone();
    assert!(portal.is_active(token.secret()).await);
    client
        .revoke_token(refresh.clone().into())
        .unwrap()
        .request_async(&http)
        .await
        .unwrap();
    assert!(!portal.is_active(token.secret()).await);
    let refused = client
        .exchange_refresh_token(&refresh)
        .request_async(&http)
        .await;
    let Err(RequestTokenError::ServerResponse(error)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        error.error(),
        &oauth2::basic::BasicErrorResponseType::InvalidGrant
    );
}

#[tokio::test]
async fn client_credentials_by_basic() {
    let portal = Portal::new().await;
    let http = |request| portal.answer(request);
    let client = BasicClient::new(ClientId::new(NIGHTLY_EXPORT.to_owned()))
        .set_client_secret(ClientSecret::new("demo-export-secret".to_owned()))
        .set_token_uri(TokenUrl::new(at("/oauth/token")).unwrap());
    let tokens = client
        .exchange_client_credentials()
        .request_async(&http)
        .await
        .unwrap();
    assert_eq!(tokens.scopes().unwrap().len(), 3);
    assert!(tokens.refresh_token().is_none());
}

#[tokio::test]
async fn a_client_with_a_secret_has_its_token_introspected() {
    let portal = Portal::new().await;
    let http = |request| portal.answer(request);
    let client = BasicClient::new(ClientId::new(NIGHTLY_EXPORT.to_owned()))
        .set_client_secret(ClientSecret::new("demo-export-secret".to_owned()))
        .set_token_uri(TokenUrl::new(at("/oauth/token")).unwrap())
        .set_introspection_url(IntrospectionUrl::new(at("/oauth/introspect")).unwrap());
    let tokens = client
        .exchange_client_credentials()
        .request_async(&http)
        .await
        .unwrap();
    let about = client
        .introspect(tokens.access_token())
        .request_async(&http)
        .await
        .unwrap();
    assert!(about.active());
    assert_eq!(about.client_id().unwrap().as_str(), NIGHTLY_EXPORT);
}
