//! The page for people where a program gets the error as JSON.

use std::sync::Arc;

use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::Response;

use super::entry::{accepts, is_for_people};
use super::html::{escape, page};
use crate::http::next::own_path;
use crate::languages::{Language, Languages};
use crate::problem::Problem;

/// What an error page needs of the request.
#[derive(Clone, Debug)]
pub struct Asked {
    language: Arc<Language>,
    /// The page that was asked for, if one was.
    page: Option<String>,
    reads: bool,
}

impl Asked {
    /// Looks at a request. Below `/api` everything is for programs, and so is what does not ask for
    /// a page by name: the `*/*` of a script or an image does not.
    pub fn of(method: &Method, uri: &Uri, headers: &HeaderMap, languages: &Languages) -> Self {
        let wants_page = accepts(headers, &["text/html"]);
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Self {
            language: languages.wanted(headers),
            page: (wants_page && is_for_people(uri.path())).then(|| own_path(path)),
            reads: method.is_safe(),
        }
    }

    /// Whether a person asked, in a window.
    pub fn wants_page(&self) -> bool {
        self.page.is_some()
    }

    /// The page for an error, with the id of the request; `None` where no page was asked for.
    pub fn page(&self, problem: &Problem, request_id: &str) -> Option<Response> {
        let here = self.page.as_deref()?;
        let texts = &self.language.texts;
        let status = problem.status();
        let (title, hint, to, link) = match status {
            StatusCode::NOT_FOUND | StatusCode::METHOD_NOT_ALLOWED => (
                &texts.nothing_here,
                &texts.nothing_here_hint,
                "/",
                &texts.start_page,
            ),
            status => {
                let title = match status {
                    StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => {
                        &texts.not_ready
                    }
                    status if status.is_server_error() => &texts.failed,
                    _ => &texts.not_understood,
                };
                if self.reads {
                    (title, &texts.nothing_done, here, &texts.try_again)
                } else {
                    (title, &texts.unknown_done, here, &texts.open_again)
                }
            }
        };
        let main = format!(
            "<h1>{title}</h1>\n<p>{hint}</p>\n<p><a href=\"{}\">{link}</a></p>\n<p>{} <code>{}</code></p>\n",
            escape(to),
            texts.context,
            escape(request_id),
        );
        Some(page(status, &self.language, title, &main))
    }
}
