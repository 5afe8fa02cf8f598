//! The review of a client in each of its states.

use countersign_contract::sample::WALLBOARD;
use countersign_contract::{AuthorizationVersion, ErrorBody, ErrorCode, Listing};

use super::backend::{Backend, Call, Canned, good, ok, status};
use super::good::{error_body, listing, refused};
use super::list::{broken_server, signed_out};
use super::sample::{OLD_DIALER, PARTNER_CRM, SURVEY_BOT, saved_by_another, versions};
use super::specimen::{Group, Show, Specimen};
use super::steps::Step;
use crate::route::Route;

/// A client that was deleted.
const GONE: &str = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9c77";
const CHANGE: Step = Step::Press(".scope .check");
const SAVE: Step = Step::Press(".effect .button--primary:not([aria-disabled])");

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        review("approved", WALLBOARD, good).until(".effect"),
        review("not decided, a scope that nobody knows", PARTNER_CRM, good)
            .until(".scope__name--raw"),
        review("pending", SURVEY_BOT, good).until(".effect"),
        review("revoked", OLD_DIALER, good).until(".effect"),
        review("loading, slow", WALLBOARD, |call| {
            reads(call, || Canned::Never)
        })
        .until(".state__line"),
        review("failed", WALLBOARD, |call| reads(call, broken_server)).until(".notice"),
        review("not found", GONE, good).until(".notice"),
        review("deleted", GONE, |call| reads(call, deleted)).until(".notice"),
        review("changes", WALLBOARD, good)
            .after(&[CHANGE, Step::Press(".roles__row .button")])
            .until(".roles__row--removed"),
        review("saving, slow", WALLBOARD, |call| {
            writes(call, || Canned::Never)
        })
        .after(&[CHANGE, SAVE])
        .until(".effect__actions .button:not([aria-disabled])"),
        review("save refused", WALLBOARD, |call| {
            writes(call, || refused(403, ErrorCode::MissingAnyPermissions))
        })
        .after(&[CHANGE, SAVE])
        .until(".outcome > *"),
        review("save without an answer", WALLBOARD, |call| {
            writes(call, || Canned::Broken)
        })
        .after(&[CHANGE, SAVE])
        .until(".outcome > *"),
        review("session lost", WALLBOARD, |call| writes(call, signed_out))
            .after(&[CHANGE, SAVE])
            .until(".banner"),
        review("conflict", WALLBOARD, |call| somebody_was_first(call))
            .after(&[CHANGE, SAVE])
            .until(".merge"),
        review("two versions compared", WALLBOARD, good)
            .after(&[
                Step::Press(".history__item:first-child .check"),
                Step::Press(".history__item:last-child .check"),
            ])
            .until(".history__compared .card"),
        review("more versions than are shown", WALLBOARD, long_history).until(".history + p"),
        review("restore", WALLBOARD, good)
            .after(&[Step::Press(".history__item .button")])
            .until("dialog[open]")
            .alone(),
        review("add roles", WALLBOARD, good)
            .after(&[
                Step::Press(".section__head .button"),
                Step::Press(".pick .check:enabled"),
            ])
            .until(".picked__item")
            .alone(),
        review("leave", WALLBOARD, good)
            .after(&[CHANGE, Step::Press(".breadcrumb a")])
            .until("dialog[open]")
            .alone(),
        review("revoke", WALLBOARD, good)
            .after(&[Step::Press(".danger-zone .button")])
            .until("dialog[open] .impact")
            .alone(),
    ]
}

fn review(state: &'static str, client_id: &str, backend: Backend) -> Specimen {
    let page = Show::Place(Route::review(client_id), backend);
    Specimen::new(Group::Pages, "review", state, page)
}

/// Answers reads of the authorization another way.
fn reads(call: &Call, answer: fn() -> Canned) -> Canned {
    let is_one = [WALLBOARD, GONE].iter().any(|id| call.path.ends_with(id));
    if is_one { answer() } else { good(call) }
}

/// Answers writes another way.
fn writes(call: &Call, answer: fn() -> Canned) -> Canned {
    if call.method == "PUT" {
        answer()
    } else {
        good(call)
    }
}

/// Answers the newest versions of many.
fn long_history(call: &Call) -> Canned {
    const OLDER: u32 = 1_237;
    if !call.path.ends_with("/versions") {
        return good(call);
    }
    let newest = versions().into_iter().map(|one| AuthorizationVersion {
        version: one.version + OLDER,
        ..one
    });
    let list = listing(newest.collect::<Vec<_>>());
    ok(&Listing {
        total: list.total + u64::from(OLDER),
        ..list
    })
}

fn deleted() -> Canned {
    let facts = [
        ("name", "Wallboard Classic"),
        ("dateDeleted", "2026-10-09T08:00:00Z"),
    ];
    status(
        404,
        &ErrorBody {
            message_params: Some(
                facts
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .into(),
            ),
            ..error_body(404, ErrorCode::ClientNotFound)
        },
    )
}

/// Somebody else saves before the person does.
fn somebody_was_first(call: &Call) -> Canned {
    let now = saved_by_another();
    match call.method.as_str() {
        "PUT" => {
            let refusal = ErrorBody {
                current: Some(Box::new(now)),
                ..error_body(412, ErrorCode::PreconditionFailed)
            };
            status(412, &refusal).header("ETag", "\"4\"")
        }
        "GET" if call.is_after_write && call.path.ends_with(WALLBOARD) => {
            ok(&now).header("ETag", "\"4\"")
        }
        _ => good(call),
    }
}
