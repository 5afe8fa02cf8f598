use countersign_contract::sample;

use super::*;

fn ids(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Asked, stored, ticked -> groups as `name: rows`.
fn shown(asked: &str, stored: &str, selected: &str, filter: &ScopeFilter) -> Vec<String> {
    let mut known = sample::scopes();
    known.insert(
        "plain".to_owned(),
        OAuthScope {
            id: "plain".to_owned(),
            ..OAuthScope::default()
        },
    );
    if let Some(users) = known.get_mut("users") {
        users.description = Some("Gérer les UTILISATEURS".to_owned());
    }
    let selected = ids(selected).into_iter().collect();
    let line = |group: Group| {
        let rows: Vec<_> = group.rows.iter().map(|row| row.id.as_str()).collect();
        format!("{:?} {}: {}", group.name, group.prominent, rows.join(" "))
    };
    groups(&known, &ids(asked), &ids(stored), &selected, filter)
        .into_iter()
        .map(line)
        .collect()
}

#[test]
fn unknown_scopes_come_first_and_rows_that_matter_before_the_rest() {
    assert_eq!(
        shown(
            "users:readonly cast",
            "recordings",
            "users:readonly",
            &ScopeFilter::default()
        ),
        [
            "Unknown 1: cast",
            "Named(\"Analytics\") 0: analytics:readonly",
            "Named(\"People\") 1: users:readonly users",
            "Named(\"Recordings\") 1: recordings recordings:readonly",
            "Other 0: plain",
        ]
    );
}

#[test]
fn a_filter_leaves_a_group_the_rows_in_sight_alone() {
    let filter = ScopeFilter {
        selected: true,
        ..ScopeFilter::default()
    };
    assert_eq!(
        shown("", "recordings", "users", &filter),
        [
            "Named(\"People\") 1: users",
            "Named(\"Recordings\") 1: recordings",
        ]
    );
}

#[test]
fn a_search_ignores_case_accents_and_the_order_of_words() {
    let search = |text: &str| {
        shown(
            "cast",
            "",
            "",
            &ScopeFilter {
                search: text.to_owned(),
                ..ScopeFilter::default()
            },
        )
    };
    for text in [
        "gerer",
        "GÉRER utilisateurs",
        "utilisateurs users",
        " gérer ",
    ] {
        assert_eq!(search(text), ["Named(\"People\") 0: users"], "{text}");
    }
    assert_eq!(search("CAST"), ["Unknown 1: cast"]);
    assert!(search("users analytics").is_empty());
}

#[test]
fn filters_narrow_together() {
    let filter = ScopeFilter {
        asked: true,
        high_risk: true,
        ..ScopeFilter::default()
    };
    assert_eq!(
        shown("users users:readonly cast", "", "", &filter),
        ["Unknown 1: cast", "Named(\"People\") 1: users",]
    );
}

#[test]
fn a_row_tells_its_change_and_risk_and_the_chips_count_everything() {
    let (known, asked, stored) = (sample::scopes(), ids("users cast"), ids("users old"));
    let selected = ids("cast new").into_iter().collect();
    let all = groups(&known, &asked, &stored, &selected, &ScopeFilter::default());
    let row = |id: &str| {
        all.iter()
            .flat_map(|group| &group.rows)
            .find(|row| row.id == id)
            .map(|row| (row.change, row.risk.clone()))
    };
    assert_eq!(
        row("users"),
        Some((Some(Change::Removed), Some(Risk::High)))
    );
    assert_eq!(row("cast"), Some((Some(Change::Added), Some(Risk::High))));
    assert_eq!(row("analytics:readonly"), Some((None, Some(Risk::Low))));
    assert_eq!(
        counts(&known, &asked, &stored, &selected),
        Counts {
            asked: 2,
            selected: 2,
            high_risk: 5
        }
    );
}

#[test]
fn thousands_of_scopes_are_each_in_one_group() {
    let scope = |at: usize| {
        let id = format!("scope-{at:04}");
        (
            id.clone(),
            OAuthScope {
                id,
                group: Some(format!("Area {}", at % 40)),
                ..OAuthScope::default()
            },
        )
    };
    let known = (0..5_000).map(scope).collect();
    let all = groups(
        &known,
        &[],
        &[],
        &BTreeSet::new(),
        &ScopeFilter {
            search: "scope".to_owned(),
            ..ScopeFilter::default()
        },
    );
    assert_eq!(
        (
            all.len(),
            all.iter().map(|group| group.rows.len()).sum::<usize>()
        ),
        (40, 5_000)
    );
}
