use countersign_contract::OAuthClient;

use super::*;

fn ids(text: &str) -> Vec<String> {
    scope_rules::split(text)
}

fn grant(scope: &str, shown: &str) -> GrantRow {
    GrantRow {
        scope: ids(scope),
        shown: ids(shown),
        modified_at: 1_000,
        withdrawn_at: None,
    }
}

/// A confidential client that is authorized for `users` and asks for it.
fn facts() -> Facts {
    Facts {
        authorization: OAuthAuthorization {
            client: OAuthClient {
                scope: ids("users"),
                ..OAuthClient::default()
            },
            scope: ids("users"),
            state: AuthorizationState::Authorized,
            ..OAuthAuthorization::default()
        },
        optional: Vec::new(),
        public: false,
        redirect: Some(RedirectKind::Web),
        block: None,
        grant: Some(grant("users", "users")),
        roles: vec!["agent".to_owned()],
        may_authorize: false,
        asked: ids("users"),
        prompted: false,
        now: 2_000,
    }
}

fn asked(facts: &Facts) -> (Audience, ConsentReason) {
    match facts.question() {
        Question::Ask(ask) => (ask.audience, ask.reason),
        other => panic!("nobody is asked: {other:?}"),
    }
}

fn in_state(state: AuthorizationState, may_authorize: bool) -> Facts {
    let mut facts = Facts {
        may_authorize,
        grant: None,
        ..facts()
    };
    facts.authorization.state = state;
    facts
}

#[test]
fn nobody_is_asked_twice_for_the_same() {
    assert_eq!(facts().question(), Question::Nothing(ids("users")));
    let none = Facts {
        asked: Vec::new(),
        ..facts()
    };
    assert_eq!(none.question(), Question::Nothing(Vec::new()));
}

#[test]
fn an_unauthorized_client_needs_somebody_who_may_authorize() {
    use AuthorizationState::{Other, Requested, Revoked, Unauthorized};
    for (state, reason) in [
        (Unauthorized, ConsentReason::NewApplication),
        (Requested, ConsentReason::NewApplication),
        (Revoked, ConsentReason::Revoked),
        (Other("Suspended".to_owned()), ConsentReason::NewApplication),
    ] {
        let admin = in_state(state.clone(), true);
        assert_eq!(asked(&admin), (Audience::Organization, reason));
        let user = in_state(state, false);
        assert_eq!(user.question(), Question::Blocked(Blocked::Permission));
    }
    let blocked = Facts {
        block: Some("No.".to_owned()),
        ..in_state(Unauthorized, false)
    };
    assert_eq!(blocked.question(), Question::Blocked(Blocked::Application));
}

#[test]
fn a_user_without_a_role_of_it_is_never_asked_administrators_included() {
    for may_authorize in [true, false] {
        let mut facts = Facts {
            may_authorize,
            ..facts()
        };
        facts.authorization.roles = vec!["supervisor".to_owned()];
        assert_eq!(facts.question(), Question::Blocked(Blocked::Role));
        facts.authorization.roles.push("agent".to_owned());
        assert_eq!(facts.question(), Question::Nothing(ids("users")));
    }
}

#[test]
fn a_user_is_asked_once_a_scope_set_and_again_when_it_grows() {
    let first = Facts {
        grant: None,
        ..facts()
    };
    assert_eq!(
        asked(&first),
        (Audience::User, ConsentReason::NewApplication)
    );
    let zero = Facts {
        asked: Vec::new(),
        ..first
    };
    assert_eq!(
        asked(&zero).1,
        ConsentReason::NewApplication,
        "also for zero scopes"
    );
    let mut grown = Facts {
        asked: ids("users routing"),
        ..facts()
    };
    // Not allowed by the organization: the token is cut, nobody is asked.
    assert_eq!(grown.question(), Question::Nothing(ids("users")));
    grown.authorization.scope = ids("users routing");
    let Question::Ask(ask) = grown.question() else {
        panic!("nobody is asked");
    };
    assert_eq!(ask.reason, ConsentReason::NewScopes);
    assert_eq!((ask.before, ask.new), (ids("users"), ids("routing")));
    grown.grant = Some(grant("users", "users routing"));
    assert_eq!(
        grown.question(),
        Question::Nothing(ids("users")),
        "refused ones stay refused"
    );
}

#[test]
fn what_became_required_since_it_was_refused_is_asked_again() {
    let mut facts = Facts {
        asked: ids("users routing"),
        grant: Some(grant("users", "users routing")),
        ..facts()
    };
    facts.authorization.scope = ids("users routing");
    facts.authorization.client.scope = ids("users routing");
    facts.optional = ids("routing");
    assert_eq!(facts.question(), Question::Nothing(ids("users")));
    facts.optional.clear();
    assert_eq!(asked(&facts).1, ConsentReason::NewScopes);
}

#[test]
fn what_a_user_refused_a_trusted_client_stays_refused() {
    let mut facts = Facts {
        asked: ids("users routing groups"),
        grant: Some(grant("users", "users routing")),
        ..facts()
    };
    facts.authorization.client.first_party = Some(true);
    facts.authorization.scope = ids("users routing groups");
    assert_eq!(facts.question(), Question::Nothing(ids("users groups")));
}

#[test]
fn an_administrator_decides_about_what_the_organization_does_not_allow_yet() {
    let mut facts = Facts {
        asked: ids("users routing"),
        may_authorize: true,
        ..facts()
    };
    assert_eq!(
        asked(&facts),
        (Audience::Organization, ConsentReason::NewScopes)
    );
    facts.grant = Some(grant("users", "users routing"));
    assert_eq!(
        facts.question(),
        Question::Nothing(ids("users")),
        "but only once"
    );
    facts.asked = ids("routing");
    assert_eq!(facts.question(), Question::Blocked(Blocked::Permission));
}

#[test]
fn withdrawn_old_insisting_and_public_ones_ask_again() {
    let mut facts = facts();
    facts.public = true;
    assert_eq!(asked(&facts).1, ConsentReason::PublicClient);
    facts.prompted = true;
    assert_eq!(asked(&facts).1, ConsentReason::Prompted);
    facts.now = 1_000 + GRANT_LIFE;
    assert_eq!(asked(&facts).1, ConsentReason::Expired);
    if let Some(grant) = &mut facts.grant {
        grant.withdrawn_at = Some(1_500);
    }
    let Question::Ask(ask) = facts.question() else {
        panic!("nobody is asked");
    };
    assert_eq!(
        (ask.reason, ask.previous),
        (ConsentReason::Revoked, Some(iso(1_500)))
    );
    assert!(ask.before.is_empty(), "what was withdrawn is not allowed");
}

#[test]
fn a_trusted_client_of_the_portal_asks_only_if_it_insists() {
    let mut facts = Facts {
        grant: None,
        public: true,
        ..facts()
    };
    facts.authorization.client.first_party = Some(true);
    assert_eq!(facts.question(), Question::Nothing(ids("users")));
    facts.prompted = true;
    assert_eq!(asked(&facts).1, ConsentReason::Prompted);
    facts.authorization.state = AuthorizationState::Revoked;
    assert_eq!(facts.question(), Question::Blocked(Blocked::Permission));
}

#[test]
fn a_client_of_the_portal_that_any_program_could_pose_as_asks_each_time() {
    let mut facts = Facts {
        grant: None,
        public: true,
        redirect: Some(RedirectKind::App),
        ..facts()
    };
    facts.authorization.client.first_party = Some(true);
    assert_eq!(asked(&facts).1, ConsentReason::NewApplication);
    facts.grant = Some(grant("users", "users"));
    assert_eq!(asked(&facts).1, ConsentReason::PublicClient);
    facts.public = false;
    assert_eq!(facts.question(), Question::Nothing(ids("users")));
}

#[test]
fn an_optional_scope_of_high_risk_starts_unticked_until_it_was_allowed() {
    let mut facts = in_state(AuthorizationState::Unauthorized, true);
    facts.asked = ids("user-basic-info analytics:readonly recordings displays:cast");
    facts.authorization.client.scope = ids("user-basic-info analytics:readonly recordings");
    facts.optional = ids("analytics:readonly recordings");
    let Question::Ask(mut ask) = facts.question() else {
        panic!("nobody is asked");
    };
    let ticked = |facts: &Facts, ask: &Ask| {
        let scopes = facts.asked.iter();
        scopes
            .filter(|id| facts.starts_ticked(id, ask))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        ticked(&facts, &ask),
        ids("user-basic-info analytics:readonly")
    );
    facts.asked.push("routing:readonly".to_owned());
    let ticks = ticked(&facts, &ask);
    assert!(
        !ticks.contains(&"routing:readonly".to_owned()),
        "nor an extra"
    );
    ask.before = ids("user-basic-info recordings");
    assert_eq!(ticked(&facts, &ask), ids("user-basic-info recordings"));
}
