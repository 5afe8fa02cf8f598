//! A made-up backend for each specimen. It stands in place of `fetch`, because the consent screen
//! sends through no host.

use std::cell::RefCell;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use web_sys::{Headers, Request, Response, ResponseInit};

pub use super::canned::{Backend, Call, Canned, ok, status};
pub use super::good::good;

/// The moment at which all answers are given.
const NOW: &str = "Mon, 23 Nov 2026 09:00:00 GMT";

/// What the paths of made-up backends begin with; their number follows.
const BASE: &str = "/pretend/";

thread_local! {
    /// Each with whether a write was asked for.
    static BACKENDS: RefCell<Vec<(Backend, bool)>> = const { RefCell::new(Vec::new()) };
}

/// The base of the API that `backend` answers at.
pub fn base(backend: Backend) -> String {
    BACKENDS.with_borrow_mut(|backends| {
        backends.push((backend, false));
        format!("{BASE}{}", backends.len() - 1)
    })
}

/// From now on the page's own `fetch` asks made-up backends where their paths are asked for.
pub fn pretend() {
    let window = window();
    let Some(real) = Reflect::get(&window, &"fetch".into())
        .ok()
        .and_then(|fetch| fetch.dyn_into::<Function>().ok())
    else {
        return;
    };
    let own = window.clone();
    let fetch = Closure::<dyn Fn(JsValue, JsValue) -> Result<JsValue, JsValue>>::new(
        move |input: JsValue, options: JsValue| {
            let asked = input
                .dyn_ref::<Request>()
                .and_then(|request| answer(&request.url(), &request.method()));
            match asked {
                Some(answer) => respond(&answer).map(JsValue::from),
                None => real.call2(&own, &input, &options),
            }
        },
    );
    let _ = Reflect::set(&window, &"fetch".into(), &fetch.into_js_value());
}

/// What a made-up backend answers; `None` where none is asked.
fn answer(url: &str, method: &str) -> Option<Canned> {
    let (number, mut call) = call(url, method)?;
    let backend = BACKENDS.with_borrow_mut(|backends| {
        let (backend, is_written) = backends.get_mut(number)?;
        call.is_after_write = *is_written;
        *is_written |= method != "GET";
        Some(*backend)
    });
    backend.map(|backend| backend(&call))
}

/// Which backend is asked, and what.
fn call(url: &str, method: &str) -> Option<(usize, Call)> {
    let (_, rest) = url.split_once(BASE)?;
    let (number, rest) = rest.split_once('/')?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let call = Call {
        method: method.to_owned(),
        path: format!("/{path}"),
        query: query.to_owned(),
        is_after_write: false,
    };
    Some((number.parse().ok()?, call))
}

fn respond(answer: &Canned) -> Result<Promise, JsValue> {
    let (status, body, more) = match answer {
        Canned::Json {
            status,
            body,
            headers,
        } => (*status, body, headers),
        Canned::Broken => return Ok(Promise::reject(&JsValue::from_str("broken"))),
        Canned::Never => return Ok(Promise::new(&mut |_, _| ())),
    };
    let headers = Headers::new()?;
    headers.set("Date", NOW)?;
    for (name, value) in more {
        headers.set(name, value)?;
    }
    let init = ResponseInit::new();
    init.set_status(status);
    init.set_headers(&headers);
    let body = (status != 204).then_some(body.as_str());
    let response = Response::new_with_opt_str_and_init(body, &init)?;
    Ok(Promise::resolve(&JsValue::from(response)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_read_from_its_url() {
        let (number, call) = call("http://x.example/pretend/7/oauth/roles?a=b", "GET").unwrap();
        assert_eq!(number, 7);
        assert!(call.is("GET /oauth/roles"));
        assert_eq!(call.query, "a=b");
        assert!(super::call("http://x.example/locales/fr.json", "GET").is_none());
    }
}
