//! Somebody who asks the portal, and what comes back.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use crate::portal::{ORIGIN, PEER};

/// Somebody with a browser.
#[derive(Clone)]
pub struct Person {
    pub router: Router,
    /// That of the pages which this person has open.
    pub origin: &'static str,
    pub cookie: Option<String>,
}

impl Person {
    pub async fn get(&self, path: &str) -> Reply {
        self.ask(Method::GET, path).send().await
    }

    /// As our own pages write: with origin, header and, where there is a body, its type.
    pub fn write(&self, method: Method, path: &str) -> Ask {
        self.ask(method, path)
            .header("origin", ORIGIN)
            .header("x-requested-with", "countersign")
    }

    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.write(Method::PUT, path).json(&body).send().await
    }

    pub async fn delete(&self, path: &str) -> Reply {
        self.write(Method::DELETE, path).send().await
    }

    pub fn ask(&self, method: Method, path: &str) -> Ask {
        let peer = SocketAddr::new(PEER.parse().unwrap(), 40000);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "127.0.0.1:8080")
            .extension(ConnectInfo(peer));
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        Ask {
            router: self.router.clone(),
            request,
            body: Body::empty(),
        }
    }

    pub async fn sign_in_to(&self, email: &str, password: &str, next: &str) -> Reply {
        self.sign_in_form(email, password, next).send().await
    }

    /// The form as a browser sends it.
    pub fn sign_in_form(&self, email: &str, password: &str, next: &str) -> Ask {
        let fields = [("username", email), ("password", password), ("next", next)];
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let ask = self.ask(Method::POST, "/login");
        ask.header("origin", self.origin).form(body)
    }
}

/// A request in the making.
pub struct Ask {
    pub router: Router,
    request: axum::http::request::Builder,
    pub body: Body,
}

impl Ask {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request = self.request.header(name, value);
        self
    }

    pub fn json(self, body: &Value) -> Self {
        self.typed("application/json", body.to_string())
    }

    pub fn form(self, body: String) -> Self {
        self.typed("application/x-www-form-urlencoded", body)
    }

    pub fn typed(mut self, content_type: &str, body: impl Into<Body>) -> Self {
        self.request = self.request.header(header::CONTENT_TYPE, content_type);
        self.body = body.into();
        self
    }

    /// The head of an answer that does not end; of a refusal the whole.
    pub async fn head(self) -> Reply {
        let response = self.response().await;
        if response.status() != StatusCode::OK {
            return Reply::of(response).await;
        }
        let (parts, _) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            text: String::new(),
        }
    }

    /// The body of a good answer, as it comes.
    pub async fn body(self) -> Body {
        let response = self.response().await;
        assert_eq!(response.status(), StatusCode::OK);
        response.into_body()
    }

    /// Whether the answer breaks off before its end.
    pub async fn broken(self) -> bool {
        self.response().await.into_body().collect().await.is_err()
    }

    pub async fn send(self) -> Reply {
        Reply::of(self.response().await).await
    }

    async fn response(self) -> Response {
        let request = self.request.body(self.body).unwrap();
        self.router.oneshot(request).await.unwrap()
    }
}

/// An answer, read whole.
#[derive(Debug)]
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Self {
            status: parts.status,
            headers: parts.headers,
            text,
        }
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    pub fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// Code of the error, empty where there is none.
    pub fn code(&self) -> String {
        let body: Value = serde_json::from_str(&self.text).unwrap_or_default();
        body["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Field that is wrong.
    pub fn field(&self) -> String {
        self.json()["details"][0]["fieldName"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The session cookie as a browser would send it back.
    pub fn cookie(&self) -> String {
        self.cookie_named("countersign_session")
    }

    /// A cookie as a browser would send it back.
    pub fn cookie_named(&self, name: &str) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let mut set = set.map(|value| value.to_str().unwrap());
        let ours =
            |value: &&str| value.starts_with(name) || value.starts_with(&format!("__Host-{name}"));
        let cookie = set.find(ours).unwrap_or_default();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// Asserts status and code.
    pub fn is(&self, status: u16, code: &str) -> &Self {
        assert_eq!(
            (self.status.as_u16(), self.code().as_str()),
            (status, code),
            "{}",
            self.text
        );
        self
    }
}
