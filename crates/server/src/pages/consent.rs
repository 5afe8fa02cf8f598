//! `GET /consent`: the entry page of the consent screen, with its data in it, so that the screen
//! is there without another round trip.

use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use countersign_contract::inlined::{CONSENT_REQUEST, CONSENT_TEXTS};
use countersign_contract::places::REQUEST_ID;

use super::data::{block, in_language, languages_block, page};
use super::entry::see_other;
use crate::access::{Anyone, Protocol, decider};
use crate::api::consent_view::{Shown, view};
use crate::http::next::login_for;
use crate::http::params::Params;
use crate::languages::Language;
use crate::problem::{Answer, Problem};

/// The page, for signed-in people. What can't be read for this session is left out: the screen
/// then asks for it, and says what it is told.
pub async fn show_consent(
    anyone: Anyone,
    protocol: Protocol,
    language: Arc<Language>,
    params: Params,
    request: Request,
) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    let Some(identity) = protocol.session(&parts).await? else {
        // A request belongs to the session that it was made in, which is over: a new one is made.
        let id = params.get(REQUEST_ID).unwrap_or_default();
        let restart = protocol.store().restart_of(id).await?;
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return Ok(see_other(&login_for(restart.as_deref().unwrap_or(here))));
    };
    let files = anyone.files().ok_or_else(Problem::not_found)?;
    let text = files.text("consent.html").await;
    let text = text.ok_or_else(Problem::not_found)?;
    let mut data = languages_block(protocol.languages())?;
    let id = params.get(REQUEST_ID).unwrap_or_default();
    let now = protocol.hand().now;
    let store = protocol.store();
    match store.consent(id, decider(&identity)?, now).await {
        Ok(consent) => {
            let shown = Shown {
                consent: &consent,
                identity: &identity,
                language: &language,
                english: protocol.languages().english(),
            };
            let shown = view(store, shown, now).await?;
            data.push_str(&block(CONSENT_REQUEST, "", &shown)?);
        }
        Err(problem) if problem.status().is_client_error() => {}
        Err(problem) => return Err(problem),
    }
    if !language.is_english() {
        let name = format!("locales/{}/consent.json", language.tag);
        if let Some(texts) = files.text(&name).await {
            // What is broken since the start is left out: the screen asks for it, and falls back to English.
            if let Ok(texts) = serde_json::from_str::<serde_json::Value>(&texts) {
                let attribute = format!(" lang=\"{}\"", language.tag);
                data.push_str(&block(CONSENT_TEXTS, &attribute, &texts)?);
            }
        }
    }
    let mut response = page(&in_language(&text, &language), &data);
    let vary = HeaderValue::from_static("Accept-Language");
    response.headers_mut().insert(header::VARY, vary);
    Ok(response)
}
