//! `GET /consent`: the entry page of the consent screen, with its data in it, so that the screen
//! is there without another round trip.

use axum::extract::Request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::entry::{POLICY, see_other};
use super::next::login_for;
use crate::api::consent_view::view;
use crate::caller::{Anyone, Protocol, decider};
use crate::language::Lang;
use crate::params::Params;
use crate::problem::{Answer, Problem};

/// What the built page has where the data goes.
const PLACE: &str = "<!-- consent-data -->";

/// The page, for signed-in people. What can't be read for this session is left out: the screen
/// then asks for it, and says what it is told.
pub async fn show_consent(
    anyone: Anyone,
    protocol: Protocol,
    params: Params,
    request: Request,
) -> Answer<Response> {
    let (parts, _) = request.into_parts();
    let Some(identity) = protocol.session(&parts).await? else {
        // A request belongs to the session that it was made in, which is over: a new one is made.
        let id = params.get("request").unwrap_or_default();
        let restart = protocol.store().restart_of(id).await?;
        let here = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        return Ok(see_other(&login_for(restart.as_deref().unwrap_or(here))));
    };
    let files = anyone.files().ok_or_else(Problem::not_found)?;
    let page = files.text("consent.html").await;
    let page = page.ok_or_else(Problem::not_found)?;
    let lang = Lang::of(&parts.headers);
    let mut data = String::new();
    let id = params.get("request").unwrap_or_default();
    let now = protocol.hand().now;
    let store = protocol.store();
    match store.consent(id, decider(&identity)?, now).await {
        Ok(consent) => {
            let shown = view(store, &consent, &identity, lang, now).await?;
            data.push_str(&block("consent-request", "", &shown)?);
        }
        Err(problem) if problem.status().is_client_error() => {}
        Err(problem) => return Err(problem),
    }
    if lang != Lang::En {
        let name = format!("locales/consent.{}.json", lang.tag());
        if let Some(texts) = files.text(&name).await {
            let texts: serde_json::Value = serde_json::from_str(&texts)?;
            let attribute = format!(" lang=\"{}\"", lang.tag());
            data.push_str(&block("consent-texts", &attribute, &texts)?);
        }
    }
    let page = page.replacen(PLACE, &data, 1);
    let page = page.replacen(
        "<html lang=\"en\"",
        &format!("<html lang=\"{}\"", lang.tag()),
        1,
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(POLICY),
        ),
        (header::VARY, HeaderValue::from_static("Accept-Language")),
    ];
    Ok((headers, page).into_response())
}

/// A data block, which a policy without inline scripts lets through (HTML standard, section
/// 4.12.1). It can't be left by what is in it: no `<` stands there.
fn block(id: &str, attribute: &str, value: &impl Serialize) -> Answer<String> {
    let json = serde_json::to_string(value)?.replace('<', "\\u003c");
    Ok(format!(
        "<script type=\"application/json\" id=\"{id}\"{attribute}>{json}</script>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_data_block_is_not_left_by_what_is_in_it() {
        let text = block("x", "", &"</script><script>alert(1)<!--").unwrap();
        assert_eq!(text.matches('<').count(), 2, "{text}");
    }
}
