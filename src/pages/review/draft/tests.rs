use countersign_contract::sample;
use proptest::prelude::*;

use super::*;

fn ids(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn stored(scope: &str, roles: &str) -> OAuthAuthorization {
    OAuthAuthorization {
        scope: ids(scope),
        roles: ids(roles),
        note: Some("Theirs".to_owned()),
        ..sample::authorizations().remove(0)
    }
}

fn people_of(before: &str, after: &str) -> People {
    let base = stored("", before);
    let mut draft = Draft::from_stored(&base);
    draft.roles = ids(after);
    let counts = |role: &str| role.strip_prefix('n').and_then(|count| count.parse().ok());
    people(&draft.effect(&base), &draft.roles, counts)
}

#[test]
fn an_untouched_draft_changes_nothing_and_takes_no_note_over() {
    let base = stored("a b", "r s");
    let draft = Draft::from_stored(&base);
    assert!(draft.effect(&base).is_empty());
    let write = draft.to_write();
    assert_eq!((write.roles, write.note), (Some(ids("r s")), None));
}

#[test]
fn the_effect_names_what_comes_and_what_goes() {
    let base = stored("a b", "r s");
    let mut draft = Draft::from_stored(&base);
    draft.toggle_scope("a");
    draft.toggle_scope("c");
    draft.add_roles(ids("t s t"));
    draft.remove_role("r");
    draft.note = "  Until Monday \n".to_owned();
    let effect = draft.effect(&base);
    assert_eq!(
        (effect.added_scopes, effect.removed_scopes),
        (ids("c"), ids("a"))
    );
    assert_eq!(
        (effect.added_roles, effect.removed_roles),
        (ids("t"), ids("r"))
    );
    assert_eq!(draft.roles, ids("s t"));
    assert_eq!(draft.to_write().note.as_deref(), Some("Until Monday"));
}

#[test]
fn a_first_decision_ticks_what_was_asked_and_nothing_else() {
    assert!(Draft::first(&[]).scope.is_empty());
    let draft = Draft::first(&[
        "b".to_owned(),
        "a".to_owned(),
        "b".to_owned(),
        "no good".to_owned(),
    ]);
    let mut base = stored("a", "r");
    base.state = AuthorizationState::Requested;
    let effect = draft.effect(&base);
    assert_eq!(
        effect.added_scopes,
        ids("a b"),
        "nothing asked for is allowed yet"
    );
    assert!(effect.first && !effect.opens_to_everyone && effect.removed_roles.is_empty());
}

#[test]
fn the_last_role_going_opens_and_the_first_one_coming_closes() {
    let (open, narrow) = (stored("", ""), stored("", "r"));
    assert!(Draft::from_stored(&open).effect(&narrow).opens_to_everyone);
    assert!(
        Draft::from_stored(&narrow)
            .effect(&open)
            .closes_from_everyone
    );
}

#[test]
fn people_are_counted_as_upper_bounds_and_unknown_stays_unknown() {
    let people = |gain, lose, everyone_gains, others_lose| People {
        gain,
        lose,
        everyone_gains,
        others_lose,
    };
    assert_eq!(
        people_of("n5 n7", "n5 n30 n1"),
        people(Some(31), Some(7), false, false)
    );
    assert_eq!(people_of("n5", "n5 x"), people(None, Some(0), false, false));
    assert_eq!(people_of("n5", ""), people(None, Some(0), true, false));
    assert_eq!(people_of("", "n5"), people(Some(0), None, false, true));
    assert_eq!(people_of("", ""), people(Some(0), Some(0), false, false));
    let first = Draft::first(&[]).effect(&OAuthAuthorization::default());
    assert!(super::people(&first, &[], |_| None).everyone_gains);
}

proptest! {
    #[test]
    fn a_removed_role_that_is_put_back_stands_where_it_stood(count in 1usize..6, at in 0usize..6, other in 0usize..6) {
        let roles: Vec<_> = (0..count).map(|role| format!("r{role}")).collect();
        let base = stored("", &roles.join(" "));
        let (id, other) = (format!("r{}", at % count), format!("r{}", other % count));
        let mut draft = Draft::from_stored(&base);
        draft.remove_role(&id);
        draft.remove_role(&other);
        draft.put_back_role(&id, &base.roles);
        draft.put_back_role(&other, &base.roles);
        prop_assert_eq!(&draft, &Draft::from_stored(&base));
    }
}
