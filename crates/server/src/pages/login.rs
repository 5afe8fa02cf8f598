//! `GET /login`, `POST /login`

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse as _, Response};
use countersign_contract::places::{NEXT, SIGN_IN};

use super::html::{escape, page};
use super::refused::refused_page;
use crate::access::Anyone;
use crate::demo::{ACCOUNTS, PASSWORD};
use crate::http::body;
use crate::http::cookie;
use crate::http::next::{own_path, signed_in_for};
use crate::http::params::Params;
use crate::http::request_id::RequestId;
use crate::languages::{Language, Texts};
use crate::problem::{Answer, Problem};
use crate::sign_in::{Credentials, NotSignedIn};
use crate::store::BROWSER_LIFE;

/// The form. It is shown to signed-in people too: that is how they use another account.
pub async fn show_login(anyone: Anyone, language: Arc<Language>, params: Params) -> Response {
    let next = own_path(params.get(NEXT).unwrap_or("/"));
    let form = Form {
        next,
        ..Form::default()
    };
    form.page(StatusCode::OK, &language, anyone.demo())
}

/// Checks the pair; 303 to `next` with the cookie, or the form again with one sentence.
pub async fn sign_in(
    anyone: Anyone,
    language: Arc<Language>,
    request: Request,
) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    // Another site must not sign a browser in to an account of its own choice.
    if !anyone.origin().sent_form(&parts.headers) {
        return Ok(refused_page(&language, &parts, SIGN_IN));
    }
    let fields = Params::parse(&form_text(&parts.headers, body).await?);
    let field = |name| fields.get(name).unwrap_or_default();
    let next = own_path(field(NEXT));
    let secure = anyone.origin().is_secure();
    let id = parts.extensions.get::<RequestId>();
    let id = id.map_or("", |id| id.0.as_str());
    let session = cookie::session(&parts.headers, secure);
    let browser = cookie::browser(&parts.headers, secure);
    let credentials = Credentials {
        username: field("username"),
        password: field("password"),
        peer: &anyone.peer(&parts),
        session: session.as_deref(),
        browser: browser.as_deref(),
        request_id: id,
    };
    let outcome = anyone.doorway().sign_in(credentials).await;
    let again = |error: String| Form {
        next: next.clone(),
        username: field("username").to_owned(),
        error: Some(error),
    };
    match outcome {
        Ok(signed_in) => {
            let cookies = AppendHeaders([
                (header::SET_COOKIE, cookie::set(&signed_in.session, secure)),
                (
                    header::SET_COOKIE,
                    cookie::set_browser(&signed_in.browser, BROWSER_LIFE, secure),
                ),
            ]);
            let to = [(header::LOCATION, after_sign_in(next))];
            Ok((StatusCode::SEE_OTHER, cookies, to).into_response())
        }
        Err(NotSignedIn::WrongPair) => {
            let form = again(language.texts.wrong_pair.plain().to_owned());
            Ok(form.page(StatusCode::UNAUTHORIZED, &language, anyone.demo()))
        }
        Err(NotSignedIn::TooMany(seconds)) => {
            let minutes = (seconds + 59) / 60;
            let words = language
                .texts
                .too_many
                .with("minutes", &minutes.to_string());
            let page = again(words).page(StatusCode::TOO_MANY_REQUESTS, &language, anyone.demo());
            Ok(([(header::RETRY_AFTER, seconds.to_string())], page).into_response())
        }
        // What was typed stays, but for the password.
        Err(NotSignedIn::Failed(problem)) => {
            let texts = &language.texts;
            let (failed, context) = (texts.sign_in_failed.plain(), texts.context.plain());
            let words = format!("{failed} {context} {id}");
            let mut page = again(words).page(problem.status(), &language, anyone.demo());
            page.headers_mut().extend(problem.into_headers());
            Ok(page)
        }
    }
}

/// Where the form leads. A sign-in with an application ends at another origin, and the policy of
/// this page lets its form go nowhere but here, redirects included: a page in between breaks the
/// chain.
fn after_sign_in(next: String) -> String {
    if next.starts_with("/oauth/") {
        signed_in_for(&next)
    } else {
        next
    }
}

async fn form_text(headers: &HeaderMap, body: axum::body::Body) -> Answer<String> {
    let sent = headers.get(header::CONTENT_TYPE);
    let essence = sent.and_then(|value| value.to_str().ok()?.split(';').next());
    if essence.map(str::trim) != Some("application/x-www-form-urlencoded") {
        return Err(Problem::from_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = body::read(headers, body).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

#[derive(Debug, Default)]
struct Form {
    next: String,
    username: String,
    error: Option<String>,
}

impl Form {
    fn page(&self, status: StatusCode, language: &Language, demo: bool) -> Response {
        let texts = &language.texts;
        let mut main = format!("<h1>{}</h1>\n", texts.sign_in);
        let mut described = "";
        if let Some(error) = &self.error {
            let _ = writeln!(
                main,
                "<p class=\"error\" id=\"error\" role=\"alert\">{}</p>",
                escape(error)
            );
            described = " aria-invalid=\"true\" aria-describedby=\"error\"";
        }
        let _ = write!(
            main,
            "<form method=\"post\" action=\"{SIGN_IN}\">\n\
             <input type=\"hidden\" name=\"{NEXT}\" value=\"{next}\">\n\
             <label for=\"username\">{email}</label>\n\
             <input id=\"username\" name=\"username\" type=\"email\" dir=\"ltr\" value=\"{username}\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\" required autofocus{described}>\n\
             <label for=\"password\">{password}</label>\n\
             <input id=\"password\" name=\"password\" type=\"password\" autocomplete=\"current-password\" required{described}>\n\
             <button type=\"submit\">{sign_in}</button>\n</form>\n",
            next = escape(&self.next),
            email = texts.email,
            username = escape(&self.username),
            password = texts.password,
            sign_in = texts.sign_in,
        );
        if demo {
            main.push_str(&demo_accounts(&language.texts));
        }
        page(status, language, &texts.sign_in, &main)
    }
}

fn demo_accounts(texts: &Texts) -> String {
    let mut html = format!(
        "<section class=\"demo\" aria-labelledby=\"demo\">\n<h2 id=\"demo\">{}</h2>\n<p>{} <code>{PASSWORD}</code>.</p>\n<dl>\n",
        texts.demo_title, texts.demo_password
    );
    for account in &ACCOUNTS {
        let _ = writeln!(
            html,
            "<dt><code>{}</code></dt><dd>{} · {}</dd>",
            escape(account.email),
            escape(account.role),
            (account.sees)(texts)
        );
    }
    html.push_str("</dl>\n</section>\n");
    html
}
