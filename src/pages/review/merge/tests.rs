use proptest::collection::btree_set;
use proptest::prelude::*;

use super::*;

fn version(scope: &str, roles: &str) -> OAuthAuthorization {
    let ids = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    OAuthAuthorization {
        scope: ids(scope),
        roles: ids(roles),
        ..OAuthAuthorization::default()
    }
}

fn edit(scope: &str, roles: &str) -> Draft {
    Draft::from_stored(&version(scope, roles))
}

/// Scopes and roles by default, as text.
fn by_default(
    base: &OAuthAuthorization,
    theirs: &OAuthAuthorization,
    mine: &Draft,
) -> (String, String) {
    let draft = resolve(theirs, mine, &defaults(&differences(base, theirs, mine)));
    let scope: Vec<_> = draft.scope.into_iter().collect();
    (scope.join(" "), draft.roles.join(" "))
}

#[test]
fn the_changes_of_both_are_kept_and_only_differences_are_asked() {
    let (base, theirs, mine) = (
        version("a b c", "r s"),
        version("a c d e", "r s t"),
        edit("a b c d f", "s"),
    );
    let asked: Vec<_> = differences(&base, &theirs, &mine)
        .into_iter()
        .map(|one| (one.what, one.changed_by))
        .collect();
    let (scope, role) = (
        |id: &str| What::Scope(id.to_owned()),
        |id: &str| What::Role(id.to_owned()),
    );
    assert_eq!(
        asked,
        [
            (scope("b"), ChangedBy::Theirs),
            (scope("e"), ChangedBy::Theirs),
            (scope("f"), ChangedBy::Mine),
            (role("r"), ChangedBy::Mine),
            (role("t"), ChangedBy::Theirs),
        ]
    );
    assert_eq!(
        by_default(&base, &theirs, &mine),
        ("a c d e f".to_owned(), "s t".to_owned())
    );
}

#[test]
fn everyone_against_some_roles_is_one_question_and_both_narrowing_keeps_what_is_stored() {
    let roles = |base, theirs, mine| {
        by_default(&version("", base), &version("", theirs), &edit("", mine)).1
    };
    assert_eq!(
        roles("r", "", "r s"),
        "r s",
        "both changed: never everyone unasked"
    );
    assert_eq!(
        roles("r", "r s", ""),
        "r s",
        "both changed: never everyone unasked"
    );
    assert_eq!(
        roles("r", "", "r"),
        "",
        "they alone opened it, that is stored and shown"
    );
    assert_eq!(roles("r", "r", ""), "", "I alone opened it");
    assert_eq!(roles("", "r", ""), "r", "they alone narrowed it");
    assert_eq!(roles("", "r", "s"), "r", "both narrowed it");
    assert_eq!(
        differences(&version("", "r"), &version("", ""), &edit("", "r s")).len(),
        1
    );
}

#[test]
fn choices_that_drop_every_role_do_not_let_everyone_in() {
    let (theirs, mine) = (version("", "r"), edit("", "s"));
    let none = [
        (What::Role("r".to_owned()), Choice::Mine),
        (What::Role("s".to_owned()), Choice::Theirs),
    ];
    assert!(leaves_no_role(&theirs, &mine, &none));
    assert_eq!(resolve(&theirs, &mine, &none).roles, theirs.roles);
}

#[test]
fn a_revoke_in_the_middle_of_an_edit_is_reported() {
    let state = |state| OAuthAuthorization {
        state,
        ..OAuthAuthorization::default()
    };
    let (on, off) = (
        state(AuthorizationState::Authorized),
        state(AuthorizationState::Revoked),
    );
    assert_eq!(state_change(&on, &on), None);
    let change = |from: &OAuthAuthorization, to: &OAuthAuthorization| {
        Some(StateChange {
            from: from.state.clone(),
            to: to.state.clone(),
        })
    };
    assert_eq!(state_change(&on, &off), change(&on, &off));
    assert_eq!(state_change(&off, &on), change(&off, &on));
}

fn any_version() -> impl Strategy<Value = OAuthAuthorization> {
    (btree_set("[a-e]", 0..5), btree_set("[r-v]", 0..4)).prop_map(|(scope, roles)| {
        OAuthAuthorization {
            scope: scope.into_iter().collect(),
            roles: roles.into_iter().collect(),
            ..OAuthAuthorization::default()
        }
    })
}

proptest! {
    #[test]
    fn all_of_one_side_is_that_side(base in any_version(), theirs in any_version(), mine in any_version()) {
        let mine = Draft { note: "why".to_owned(), ..Draft::from_stored(&mine) };
        for (choice, side) in [(Choice::Theirs, Draft::from_stored(&theirs)), (Choice::Mine, mine.clone())] {
            let choices: Vec<_> = differences(&base, &theirs, &mine).into_iter().map(|one| (one.what, choice)).collect();
            let draft = resolve(&theirs, &mine, &choices);
            prop_assert_eq!(&draft.scope, &side.scope);
            prop_assert_eq!(set(&draft.roles), set(&side.roles));
            prop_assert_eq!(&draft.note, "why");
        }
    }

    #[test]
    fn nothing_comes_from_nowhere_and_everyone_only_by_choice(
        base in any_version(), theirs in any_version(), mine in any_version(), bits in any::<u32>(), known in any::<u32>()
    ) {
        let mine = Draft::from_stored(&mine);
        let bit = |bits: u32, at: usize| bits >> at & 1 == 1;
        let choices: Vec<_> = differences(&base, &theirs, &mine).into_iter().enumerate()
            .filter(|(at, _)| bit(known, *at))
            .map(|(at, one)| (one.what, if bit(bits, at) { Choice::Mine } else { Choice::Theirs }))
            .collect();
        let draft = resolve(&theirs, &mine, &choices);
        prop_assert!(draft.scope.iter().all(|id| theirs.scope.contains(id) || mine.scope.contains(id)));
        prop_assert!(draft.roles.iter().all(|id| theirs.roles.contains(id) || mine.roles.contains(id)));
        if draft.roles.is_empty() {
            let agreed = theirs.roles.is_empty() && mine.roles.is_empty();
            let side = chosen(&choices, &What::Everyone);
            prop_assert!(agreed || side == Some(Choice::Theirs) && theirs.roles.is_empty() || side == Some(Choice::Mine) && mine.roles.is_empty());
        }
    }
}
