//! The list of applications in each of its states.

use countersign_contract::list::ListQuery;
use countersign_contract::sample::WALLBOARD;
use countersign_contract::{ErrorCode, OAuthAuthorization, Paged, UserAuthorization, UserMe};

use super::backend::{Backend, Call, Canned, good, ok};
use super::good::refused;
use super::sample::me;
use super::specimen::{Group, Show, Specimen};
use super::steps::Step;
use crate::route::Route;

const LIST: &str = "GET /oauth/authorizations";
const ME: &str = "GET /users/me";
const OPEN_MENU: Step = Step::Press(".apps__actions [popovertarget]");
const OPEN_DIALOG: Step = Step::Press(".page__head .button--primary");
const SUBMIT: Step = Step::Press("dialog[open] .button--primary");

/// A URL that an application sends people to.
const AUTHORIZE_URL: &str = "https://portal.demo.example/oauth/authorize?response_type=code\
    &client_id=c7d8e9f0-7c1e-4d55-9a67-1f0f5b1c4411&scope=users%3Areadonly%20recordings\
    &redirect_uri=https%3A%2F%2Fcrm.partner.example%2Fcallback";

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        list("rows", good).until(".apps__app"),
        list("loading, slow", |call| {
            instead(call, LIST, || Canned::Never)
        })
        .until(".state__line"),
        list("empty", |call| instead(call, LIST, nothing)).until(".notice"),
        at(named("walboard"), "no match", |call| {
            instead(call, LIST, nothing)
        })
        .until(".notice"),
        at(ninth(), "past its end", |call| {
            instead(call, LIST, past_end)
        })
        .until(".notice"),
        list("failed", |call| instead(call, LIST, broken_server)).until(".notice"),
        list("of a backend without extras", |call| {
            instead(call, "GET /oauth/capabilities", || {
                refused(404, ErrorCode::NotFound)
            })
        })
        .until(".apps__app"),
        list("forbidden", |call| instead(call, ME, nobody_special)).until(".notice"),
        list("signed out", |call| instead(call, ME, signed_out)).until(".notice"),
        list("who is signed in is not known", |call| {
            instead(call, ME, broken_server)
        })
        .until(".notice"),
        list("who is signed in is asked, slow", |call| {
            instead(call, ME, || Canned::Never)
        })
        .until(".state__line + .state__line"),
        list("session lost", |call| instead(call, LIST, signed_out)).until(".banner"),
        list("menu of a row", good)
            .after(&[OPEN_MENU])
            .until(".menu:popover-open")
            .alone(),
        list("scopes of a row", good)
            .after(&[Step::Press(".apps__scopes-sum [popovertarget]")])
            .until(".popover:popover-open")
            .alone(),
        list("authorize", good)
            .after(&[OPEN_DIALOG])
            .until("dialog[open]")
            .alone(),
        list("authorize, a URL was pasted", good)
            .after(&[OPEN_DIALOG, Step::Type("dialog textarea", AUTHORIZE_URL)])
            .until(".found")
            .alone(),
        list("authorize, no ID", good)
            .after(&[
                OPEN_DIALOG,
                Step::Type("dialog textarea", "wallboard"),
                SUBMIT,
            ])
            .until(".field__error")
            .alone(),
        list("authorize, authorized already", good)
            .after(&[
                OPEN_DIALOG,
                Step::Type("dialog textarea", WALLBOARD),
                SUBMIT,
            ])
            .until(".field__info")
            .alone(),
        list("authorize, revoked before", good)
            .after(&[
                OPEN_DIALOG,
                Step::Type("dialog textarea", super::sample::OLD_DIALER),
                SUBMIT,
            ])
            .until(".field__info")
            .alone(),
        list("revoke", good)
            .after(&[OPEN_MENU, Step::Press(":popover-open .menu__item--danger")])
            .until("dialog[open] .impact")
            .alone(),
    ]
}

fn list(state: &'static str, backend: Backend) -> Specimen {
    at(Route::applications(), state, backend)
}

fn at(route: Route, state: &'static str, backend: Backend) -> Specimen {
    Specimen::new(Group::Pages, "list", state, Show::Place(route, backend))
}

fn named(name: &str) -> Route {
    Route::Applications(ListQuery {
        name: name.to_owned(),
        ..ListQuery::default()
    })
}

fn ninth() -> Route {
    Route::Applications(ListQuery {
        page_number: 9,
        ..ListQuery::default()
    })
}

/// Answers one call another way, the others well.
pub fn instead(call: &Call, one: &str, answer: fn() -> Canned) -> Canned {
    if call.is(one) { answer() } else { good(call) }
}

/// A list without rows.
pub fn nothing() -> Canned {
    ok(&Paged::<OAuthAuthorization>::default())
}

fn past_end() -> Canned {
    ok(&Paged::<OAuthAuthorization> {
        total: 38,
        page_count: 2,
        ..Paged::default()
    })
}

/// A fault of the server.
pub fn broken_server() -> Canned {
    refused(500, ErrorCode::InternalServerError)
}

/// Nobody is signed in.
pub fn signed_out() -> Canned {
    refused(401, ErrorCode::AuthenticationRequired)
}

/// Somebody who is no administrator.
pub fn nobody_special() -> Canned {
    ok(&UserMe {
        authorization: Some(UserAuthorization {
            permissions: Vec::new(),
            ..me().authorization.unwrap_or_default()
        }),
        ..me()
    })
}
