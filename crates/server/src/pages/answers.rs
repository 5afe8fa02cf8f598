//! First answers of the API, written into an entry page: what its program asks first.

use std::collections::BTreeMap;

use axum::extract::FromRequestParts as _;
use axum::http::request::Parts;
use countersign_contract::inlined::{AUTHORIZATIONS, CAPABILITIES, ME};
use countersign_contract::list::ListQuery;
use serde::Serialize;
use serde_json::Value;

use crate::access::policy::{Myself, ReadAuthorizations};
use crate::access::{App, Caller};
use crate::api::get_user_me::get_user_me;
use crate::api::list_authorizations::page_of_list;
use crate::api::list_capabilities::capabilities;
use crate::http::params::Params;
use crate::problem::Answer;

/// Answers by path, as the component asks for them.
#[derive(Serialize)]
pub struct Answers {
    date: String,
    answers: BTreeMap<String, Value>,
}

impl Answers {
    /// What every page asks.
    ///
    /// # Errors
    /// 401 where nobody is signed in.
    pub async fn of_session(app: &App, parts: &mut Parts) -> Answer<Self> {
        let caller = Caller::<Myself>::from_request_parts(parts, app).await?;
        let date = caller.clock().http_date();
        let (_, expand) = ME.split_once('?').unwrap_or_default();
        let me = get_user_me(caller, Params::parse(expand)).await?.0;
        let answers = [
            (ME.to_owned(), serde_json::to_value(me)?),
            (
                CAPABILITIES.to_owned(),
                serde_json::to_value(capabilities())?,
            ),
        ];
        Ok(Self {
            date,
            answers: answers.into(),
        })
    }

    /// The first page of the list, for those who may see it. Whatever is in the way of it, the
    /// component is told when it asks.
    pub async fn with_list(mut self, app: &App, parts: &mut Parts) -> Answer<Self> {
        let Ok(caller) = Caller::<ReadAuthorizations>::from_request_parts(parts, app).await else {
            return Ok(self);
        };
        let query = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(ListQuery::default().to_params())
            .finish();
        if let Ok(page) = page_of_list(&caller, &Params::parse(&query)).await {
            let path = format!("{AUTHORIZATIONS}?{query}");
            self.answers.insert(path, serde_json::to_value(page)?);
        }
        Ok(self)
    }
}
