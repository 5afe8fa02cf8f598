//! `GET /oauth/authorize` (RFC 6749 section 4.1.1)

use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use countersign_contract::places::{CONSENT, REQUEST_ID};
use countersign_contract::{Blocked, ClientState, GrantType, OAuthClient, scope_rules};

use super::form::{repeated, value};
use crate::access::{Protocol, decider};
use crate::catalogue::risks;
use crate::http::next::{MAX_NEXT, login_for};
use crate::http::params::Params;
use crate::pages::{Stop, stop_page};
use crate::problem::Answer;
use crate::rules::back::{Back, Refusal, refusal};
use crate::rules::oauth_error::about_scope;
use crate::rules::pkce;
use crate::rules::question::Question;
use crate::rules::redirect::is_registered;
use crate::store::AuthorizeRequest;

/// What is read of a request. Anything else is ignored (RFC 6749 section 3.1).
const READ: [&str; 11] = [
    "client_id",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "redirect_uri",
    "request",
    "request_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
];

/// Where a sign-in with an application starts. Answers with the sign-in page, the consent screen,
/// or the redirect URI. An unknown client or redirect URI gets a page of our own: nobody is sent
/// to an address that is not registered.
pub async fn authorize(protocol: Protocol, request: Request) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    let params = Params::parse(parts.uri.query().unwrap_or_default());
    let stop = |why| {
        let language = protocol.languages().wanted(&parts.headers);
        Ok(stop_page(&language, why, protocol.request_id()))
    };
    let twice = repeated(&params, &READ);
    if matches!(twice, Some("client_id" | "redirect_uri")) {
        return stop(Stop::Malformed);
    }
    let id = value(&params, "client_id").unwrap_or_default();
    let client = match protocol.store().client(&id.to_ascii_lowercase()).await {
        Ok(client) => client,
        Err(problem) if problem.status() == StatusCode::NOT_FOUND => {
            return stop(Stop::UnknownClient);
        }
        Err(problem) => return Err(problem),
    };
    let redirect_uri = value(&params, "redirect_uri").unwrap_or_default();
    if !is_registered(redirect_uri, &client.registered_redirect_uri) {
        return stop(Stop::UnknownRedirect);
    }
    let back = Back {
        issuer: protocol.issuer(&parts.headers),
        uri: redirect_uri.to_owned(),
        state: value(&params, "state").map(str::to_owned),
    };
    let checked = match twice {
        Some(_) => Err(refusal(
            "invalid_request",
            "A parameter is there more than once.",
        )),
        None => check(&client, &params),
    };
    match checked {
        Ok(checked) => go_on(&protocol, &parts, &checked, &back).await,
        Err(refusal) => Ok(refuse(&back, refusal)),
    }
}

/// 303, never 307: a form that was posted is not posted again (RFC 9700 section 4.12).
fn see_other(to: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
}

fn refuse(back: &Back, refusal: Refusal) -> Response {
    see_other(&back.with_error(refusal))
}

/// A well-formed request, and what it wants of the sign-in.
struct Checked {
    request: AuthorizeRequest,
    /// `prompt=none`: no page.
    silent: bool,
    /// `prompt=login`: sign in again.
    login: bool,
}

fn check(client: &OAuthClient, params: &Params) -> Result<Checked, Refusal> {
    let active = matches!(client.state, None | Some(ClientState::Active));
    if !active || client.authorized_grant_type != Some(GrantType::Code) {
        return Err(refusal(
            "unauthorized_client",
            "The client is switched off or not registered for authorization codes.",
        ));
    }
    if value(params, "request")
        .or(value(params, "request_uri"))
        .is_some()
    {
        return Err(refusal(
            "request_not_supported",
            "Request objects are not supported.",
        ));
    }
    if value(params, "response_type") != Some("code") {
        return Err(refusal(
            "unsupported_response_type",
            "Only the response type code is supported.",
        ));
    }
    if !matches!(value(params, "response_mode"), None | Some("query")) {
        return Err(refusal(
            "invalid_request",
            "Only the response mode query is supported.",
        ));
    }
    if value(params, "code_challenge_method") != Some("S256") {
        return Err(refusal(
            "invalid_request",
            "PKCE with code_challenge_method=S256 is required.",
        ));
    }
    let challenge = value(params, "code_challenge").unwrap_or_default();
    if !pkce::is_challenge(challenge) {
        return Err(refusal(
            "invalid_request",
            "code_challenge is not one of S256.",
        ));
    }
    let prompts: Vec<_> = value(params, "prompt")
        .unwrap_or_default()
        .split_ascii_whitespace()
        .collect();
    let known = |prompt: &&str| matches!(*prompt, "none" | "login" | "consent");
    let silent = prompts.contains(&"none");
    if !prompts.iter().all(known) || (silent && prompts.len() > 1) {
        return Err(refusal(
            "invalid_request",
            "prompt is none, or login, consent or both.",
        ));
    }
    let restart = restart(params);
    if restart.len() > MAX_NEXT {
        return Err(refusal("invalid_request", "The request is too long."));
    }
    Ok(Checked {
        request: AuthorizeRequest {
            client_id: client.id.clone(),
            redirect_uri: value(params, "redirect_uri").unwrap_or_default().to_owned(),
            scope: asked(client, params)?,
            state: value(params, "state").map(str::to_owned),
            challenge: challenge.to_owned(),
            prompted: prompts.contains(&"consent"),
            restart,
        },
        silent,
        login: prompts.contains(&"login"),
    })
}

/// The scopes that are asked for: those of the parameter, or those of the client's record.
fn asked(client: &OAuthClient, params: &Params) -> Result<Vec<String>, Refusal> {
    let Some(text) = value(params, "scope") else {
        return Ok(client.scope.clone());
    };
    let asked = scope_rules::split(text);
    let unknown = |id: &&String| !risks().contains_key(*id) && !client.scope.contains(id);
    match asked.iter().find(unknown) {
        None => Ok(asked),
        Some(id) => {
            let why = about_scope("A scope is not known", id);
            Err(("invalid_scope", why.into()))
        }
    }
}

/// The same request after a sign-in: without `prompt=login`, which would ask for another one.
fn restart(params: &Params) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (name, text) in params.iter() {
        if name == "prompt" {
            let rest: Vec<_> = text
                .split_ascii_whitespace()
                .filter(|prompt| *prompt != "login")
                .collect();
            if !rest.is_empty() {
                query.append_pair(name, &rest.join(" "));
            }
        } else {
            query.append_pair(name, text);
        }
    }
    format!("/oauth/authorize?{}", query.finish())
}

async fn go_on(
    protocol: &Protocol,
    parts: &Parts,
    checked: &Checked,
    back: &Back,
) -> Answer<Response> {
    let request = &checked.request;
    let identity = protocol.session(parts).await?;
    let Some(identity) = identity.filter(|_| !checked.login) else {
        return Ok(if checked.silent {
            refuse(back, refusal("login_required", "Nobody is signed in."))
        } else {
            see_other(&login_for(&request.restart))
        });
    };
    let hand = protocol.hand();
    let store = protocol.store();
    let question = store.facts(request, &identity, hand.now).await?.question();
    let decider = decider(&identity)?;
    if matches!(question, Question::Nothing(_)) {
        let author = protocol.author(&identity);
        if let Some(code) = store.issue(request, decider, &author, hand).await? {
            return Ok(see_other(&back.with_code(&code)));
        }
    }
    if checked.silent {
        return Ok(refuse(
            back,
            match question {
                Question::Blocked(Blocked::Role) => refusal(
                    "access_denied",
                    "The user has no role that may use the client.",
                ),
                _ => refusal("consent_required", "Somebody has to consent first."),
            },
        ));
    }
    let id = store.open_consent(request, decider, hand).await?;
    Ok(see_other(&format!("{CONSENT}?{REQUEST_ID}={id}")))
}
