//! The consent screen in each of its states.

use countersign_contract::places::APPLICATIONS;
use countersign_contract::sample::{WALLBOARD, client, person, scopes};
use countersign_contract::{
    ApprovalRequest, ApprovalState, Audience, Blocked, ConsentOutcome, ConsentReason,
    ConsentRedirect, ConsentRequest, ConsentScope, ConsentState, ConsentUser, ErrorCode,
    Organization, RedirectKind, Requirement, Risk, RoleRef,
};

use super::backend::{Backend, Call, Canned, good, ok};
use super::good::refused;
use super::list::signed_out;
use super::specimen::{Group, Show, Specimen};
use super::steps::Step;

const DECIDE: &str = ".button--decide";
const PICK_ROLES: Step = Step::Press(".consent__row .button");

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        consent("asking", |call| screen(call, || Canned::Never)).until(".skeleton"),
        consent("an administrator decides", |call| shown(call, |_| ())).until(DECIDE),
        consent("a user is asked for new scopes", |call| {
            shown(call, asks_for_more)
        })
        .until(".consent__group--new"),
        consent("it is asked again of who can't prove who it is", |call| {
            shown(call, |it| it.reason = Some(ConsentReason::PublicClient))
        })
        .until(DECIDE),
        consent("it is not verified and unknown", |call| {
            shown(call, is_unknown)
        })
        .until(DECIDE),
        consent("who may not decide can ask", |call| shown(call, may_not)).until(".consent__form"),
        consent("a reason is missing", |call| shown(call, may_not))
            .after(&[Step::Press(".consent__form .button")])
            .until(".field__error"),
        consent("it is for other roles", |call| shown(call, other_roles)).until(".consent__stop"),
        consent("a request was denied", |call| shown(call, was_denied)).until(".consent__said"),
        consent("a request waits", |call| shown(call, waits)).until(".consent__steps"),
        consent("administrators blocked it", |call| shown(call, is_blocked))
            .until(".consent__said"),
        consent("it was allowed before", |call| {
            shown(call, |it| it.state = ConsentState::Allowed)
        })
        .until(".consent__terminal"),
        consent("it was denied before", |call| {
            shown(call, |it| it.state = ConsentState::Denied)
        })
        .until(".consent__terminal"),
        consent("it ended undecided", |call| {
            shown(call, |it| it.state = ConsentState::Expired)
        })
        .until(".consent__terminal"),
        consent("allowed, and nowhere to go", |call| {
            match call.method.as_str() {
                // Nowhere that a browser may be sent to.
                "POST" => ok(&ConsentOutcome {
                    redirect_to: "about:blank".to_owned(),
                }),
                _ => shown(call, |_| ()),
            }
        })
        .after(&[Step::Insist(".button--decide:last-child")])
        .until(".consent__terminal"),
        consent("the answer is not known", |call| {
            if call.method == "POST" || call.is_after_write {
                Canned::Broken
            } else {
                shown(call, |_| ())
            }
        })
        .after(&[Step::Press(DECIDE)])
        .until(".consent__note .button"),
        consent("signed out", |call| screen(call, signed_out)).until(".consent__terminal"),
        consent("it is somebody else's", |call| {
            screen(call, || refused(403, ErrorCode::ConsentNotYours))
        })
        .until(".consent__terminal"),
        consent("nobody knows its id", |call| {
            screen(call, || refused(404, ErrorCode::NotFound))
        })
        .until(".consent__terminal"),
        consent("the server can't say", |call| {
            screen(call, || refused(400, ErrorCode::BadRequest))
        })
        .until(".consent__terminal"),
        consent("no connection", |call| screen(call, || Canned::Broken))
            .until(".consent__terminal"),
        consent("roles that are not one's own were picked", |call| {
            shown(call, |_| ())
        })
        .after(&[
            PICK_ROLES,
            Step::Press(".pick li:nth-child(2) .check"),
            Step::Press("dialog[open] .button--primary"),
        ])
        .until(".consent__row + .consent__note .mark--high"),
        consent("roles are picked", |call| shown(call, |_| ()))
            .after(&[PICK_ROLES])
            .until("dialog[open] .pick .check")
            .alone(),
    ]
}

fn consent(state: &'static str, backend: Backend) -> Specimen {
    Specimen::new(Group::Consent, "consent", state, Show::Consent(backend))
}

/// Answers the question what is asked.
fn screen(call: &Call, answer: fn() -> Canned) -> Canned {
    if call.path.starts_with("/oauth/consents/") {
        answer()
    } else {
        good(call)
    }
}

/// Answers with a request that `change` made different.
fn shown(call: &Call, change: fn(&mut ConsentRequest)) -> Canned {
    if call.path.starts_with("/oauth/consents/") {
        let mut request = request();
        change(&mut request);
        ok(&request)
    } else {
        good(call)
    }
}

/// What an administrator is asked for an application that nobody decided on.
fn request() -> ConsentRequest {
    let asked = scopes()
        .into_values()
        .enumerate()
        .map(|(at, scope)| ConsentScope {
            id: scope.id,
            title: scope.title,
            description: scope.description,
            risk_reason: (scope.risk == Some(Risk::High))
                .then(|| "It changes data of everybody.".to_owned()),
            group: scope.group,
            access: scope.access,
            risk: scope.risk,
            requirement: Some(if at == 0 {
                Requirement::Required
            } else {
                Requirement::Optional
            }),
            known: true,
            new: false,
            selected: true,
        });
    ConsentRequest {
        id: "c1".to_owned(),
        expires_in: 540,
        state: ConsentState::Pending,
        client: client(WALLBOARD, "Wallboard"),
        user: ConsentUser {
            id: "u1".to_owned(),
            name: "Ada Brandt".to_owned(),
            email: Some("admin@demo.example".to_owned()),
            roles: vec![role("Agent")],
        },
        organization: Organization {
            id: "o1".to_owned(),
            name: "Harbourline".to_owned(),
        },
        redirect: ConsentRedirect {
            kind: Some(RedirectKind::Web),
            host: "wallboard.example".to_owned(),
        },
        audience: Some(Audience::Organization),
        reason: Some(ConsentReason::NewApplication),
        scopes: asked.collect(),
        can_decide: true,
        approvers: 3,
        digest: "d1".to_owned(),
        decided_at: Some("2026-11-23T08:30:00Z".to_owned()),
        restart_uri: Some("/oauth/authorize?client_id=x".to_owned()),
        switch_uri: Some("/oauth/authorize?client_id=x&prompt=login".to_owned()),
        review_uri: Some([APPLICATIONS, "/x"].concat()),
        ..ConsentRequest::default()
    }
}

fn role(name: &str) -> RoleRef {
    RoleRef {
        id: name.to_lowercase(),
        name: name.to_owned(),
    }
}

fn asks_for_more(it: &mut ConsentRequest) {
    it.audience = Some(Audience::User);
    it.reason = Some(ConsentReason::NewScopes);
    it.previous_date = Some("2026-06-01T08:00:00Z".to_owned());
    it.scopes[1].new = true;
}

fn is_unknown(it: &mut ConsentRequest) {
    it.client.publisher = None;
    it.redirect = ConsentRedirect {
        kind: Some(RedirectKind::Loopback),
        host: "127.0.0.1:8090".to_owned(),
    };
    it.scopes[1].known = false;
}

fn may_not(it: &mut ConsentRequest) {
    it.can_decide = false;
    it.blocked = Some(Blocked::Permission);
}

fn other_roles(it: &mut ConsentRequest) {
    it.can_decide = false;
    it.blocked = Some(Blocked::Role);
    it.roles = vec![role("Supervisor"), role("Team Lead")];
}

fn asked(state: ApprovalState) -> ApprovalRequest {
    ApprovalRequest {
        id: "q1".to_owned(),
        client: client(WALLBOARD, "Wallboard"),
        state,
        date_created: "2026-11-22T15:00:00Z".to_owned(),
        date_handled: Some("2026-11-23T08:00:00Z".to_owned()),
        handled_by: Some(person("Tomasz Nowak")),
        answer: Some("Use the built-in one.".to_owned()),
        ..ApprovalRequest::default()
    }
}

fn was_denied(it: &mut ConsentRequest) {
    may_not(it);
    it.request = Some(asked(ApprovalState::Denied));
}

fn waits(it: &mut ConsentRequest) {
    may_not(it);
    it.request = Some(asked(ApprovalState::Open));
}

fn is_blocked(it: &mut ConsentRequest) {
    it.can_decide = false;
    it.blocked = Some(Blocked::Application);
    it.blocked_reason = Some("It reads every message.".to_owned());
}
