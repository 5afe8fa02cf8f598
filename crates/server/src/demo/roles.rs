//! Roles of the demo.

use countersign_contract::{DomainOrganizationRole, PermissionPolicy};
use serde::Deserialize;

use super::ids::id_of;

/// A role as `demo/roles.json` has it.
#[derive(Debug, Deserialize)]
pub struct DemoRole {
    pub name: String,
    pub description: String,
    pub permissions: Vec<String>,
    pub members: usize,
    /// `own` people, or some of those who have another role.
    pub source: String,
    pub default: bool,
}

pub fn read() -> serde_json::Result<Vec<DemoRole>> {
    serde_json::from_str(include_str!("../../demo/roles.json"))
}

/// The roles, and as many of a made-up series as it takes to have `least`.
pub fn rows(least: u32) -> serde_json::Result<Vec<DomainOrganizationRole>> {
    let mut roles: Vec<_> = read()?.into_iter().map(role).collect();
    let missing = (least as usize).saturating_sub(roles.len());
    let series = [
        "Quality Reader",
        "Queue Watcher",
        "Campaign Planner",
        "Shift Editor",
    ];
    let regions = ["EMEA", "APAC", "Americas", "Nordics", "Iberia"];
    for number in 0..missing {
        let name = format!(
            "{}, {} {:03}",
            series[number % series.len()],
            regions[number / series.len() % regions.len()],
            number + 1
        );
        roles.push(role(DemoRole {
            name,
            description: "One of many.".to_owned(),
            permissions: vec!["quality:evaluation:view".to_owned()],
            members: 0,
            source: String::new(),
            default: false,
        }));
    }
    Ok(roles)
}

fn role(demo: DemoRole) -> DomainOrganizationRole {
    let id = id_of("role", &demo.name);
    let policies = demo.permissions.iter().filter_map(|permission| {
        let mut parts = permission.splitn(3, ':');
        Some(PermissionPolicy {
            domain: parts.next()?.to_owned(),
            entity_name: parts.next()?.to_owned(),
            action_set: vec![parts.next()?.to_owned()],
        })
    });
    DomainOrganizationRole {
        permission_policies: policies.collect(),
        default_role_id: demo.default.then(|| id.clone()),
        id,
        name: demo.name,
        description: Some(demo.description),
        default: demo.default,
        ..DomainOrganizationRole::default()
    }
}
