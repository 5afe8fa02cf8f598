//! The other pages: clients, requests, and what is for those who are no administrators.

use countersign_contract::{ErrorCode, Listing, OAuthAuthorization};

use super::backend::{Backend, Call, Canned, good, ok};
use super::good::{listing, refused};
use super::list::{broken_server, instead, nobody_special, nothing};
use super::sample::apps;
use super::specimen::{Group, Show, Specimen};
use super::steps::Step;
use crate::route::Route;

const CLIENTS: &str = "GET /oauth/clients";
const REQUESTS: &str = "GET /oauth/requests";
const APPS: &str = "GET /oauth/apps/me";
const MINE: &str = "GET /oauth/grants/me";
const MORE: &str = ".launcher + .button-row .button";
const DENY: Step = Step::Press(".request__head .button-row .button:nth-child(2)");

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    let open = Route::Requests { handled: false };
    let handled = Route::Requests { handled: true };
    vec![
        page("clients", "rows", Route::clients(), good).until("tbody .tile"),
        page("clients", "loading, slow", Route::clients(), |call| {
            instead(call, CLIENTS, || Canned::Never)
        })
        .until(".state__line"),
        page("clients", "no match", Route::clients(), |call| {
            instead(call, CLIENTS, nothing)
        })
        .until(".notice"),
        page("clients", "failed", Route::clients(), |call| {
            instead(call, CLIENTS, broken_server)
        })
        .until(".notice"),
        page("clients", "forbidden", Route::clients(), |call| {
            instead(call, "GET /users/me", nobody_special)
        })
        .until(".notice"),
        page("requests", "open", open.clone(), good).until(".request__head"),
        page("requests", "loading, slow", open.clone(), |call| {
            instead(call, REQUESTS, || Canned::Never)
        })
        .until(".state__line"),
        page("requests", "none", open.clone(), |call| {
            instead(call, REQUESTS, none)
        })
        .until(".notice"),
        page("requests", "failed", open.clone(), |call| {
            instead(call, REQUESTS, broken_server)
        })
        .until(".notice"),
        page("requests", "handled", handled.clone(), good).until("tbody td"),
        page("requests", "none handled", handled, |call| {
            instead(call, REQUESTS, none)
        })
        .until("p.muted"),
        page("requests", "deny", open.clone(), good)
            .after(&[DENY, Step::Press(".request__decide .button--danger")])
            .until(".field__error"),
        page("requests", "deny, refused", open, |call| {
            if call.method == "POST" {
                refused(403, ErrorCode::MissingAnyPermissions)
            } else {
                good(call)
            }
        })
        .after(&[
            DENY,
            Step::Type(".request__decide textarea", "Use the built-in one."),
            Step::Press(".request__decide .button--danger"),
        ])
        .until(".outcome > *"),
        own("apps", "some", Route::Apps, good).until(".launcher__app"),
        own("apps", "more than one page", Route::Apps, |call| {
            instead(call, APPS, first_page)
        })
        .until(MORE),
        own("apps", "next page failed", Route::Apps, only_first_page)
            .after(&[Step::Press(MORE)])
            .until(".notice"),
        own("apps", "loading, slow", Route::Apps, |call| {
            instead(call, APPS, || Canned::Never)
        })
        .until(".state__line"),
        own("apps", "none", Route::Apps, |call| {
            instead(call, APPS, none)
        })
        .until(".notice"),
        own("apps", "failed", Route::Apps, |call| {
            instead(call, APPS, broken_server)
        })
        .until(".notice"),
        own("my applications", "some", Route::Mine, good).until(".grant__scope .chip--high"),
        own("my applications", "none", Route::Mine, |call| {
            instead(call, MINE, none)
        })
        .until(".notice"),
        own("my applications", "failed", Route::Mine, |call| {
            instead(call, MINE, broken_server)
        })
        .until(".notice"),
        own("my applications", "withdraw", Route::Mine, good)
            .after(&[Step::Press(".request__head .button")])
            .until("dialog[open]")
            .alone(),
        page("not found", "no such place", Route::NotFound, good).until(".notice"),
    ]
}

/// A page of one's own, which stands in the portal and in no element.
fn own(piece: &'static str, state: &'static str, route: Route, backend: Backend) -> Specimen {
    Specimen::new(Group::Pages, piece, state, Show::InShell(route, backend))
}

fn page(name: &'static str, state: &'static str, route: Route, backend: Backend) -> Specimen {
    Specimen::new(Group::Pages, name, state, Show::Place(route, backend))
}

fn first_page() -> Canned {
    ok(&Listing {
        total: 3_114,
        ..listing(apps())
    })
}

fn only_first_page(call: &Call) -> Canned {
    let is_first = call.query.contains("pageNumber=1");
    instead(
        call,
        APPS,
        if is_first { first_page } else { broken_server },
    )
}

fn none() -> Canned {
    ok(&listing(Vec::<OAuthAuthorization>::new()))
}
