//! The search of roles, whatever shows it: what is asked while somebody types, which answer counts,
//! and what of it is there already.

use countersign_contract::DomainOrganizationRole;
use leptos::prelude::{StoredValue, UpdateValue, WithValue};
use leptos::task::spawn_local;

use super::client::Api;
use super::error::ApiError;
use super::outside;
use super::read::List;
use super::wait::sleep;
use crate::route::query::with_query;

/// How long nothing is typed before the server is asked, in milliseconds.
const PAUSE: f64 = 100.0;

/// How many roles are listed; who looks for another one types.
const LISTED: u32 = 50;

/// A search that somebody types. Of its questions the newest counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoleSearch {
    asked: u32,
}

/// A question of a [`RoleSearch`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleQuestion {
    number: u32,
    name: String,
}

/// A role that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundRole {
    /// The role.
    pub role: DomainOrganizationRole,
    /// Whether it is one of those that were there before.
    pub held: bool,
}

impl RoleQuestion {
    /// Part of the names that it asks for, without spaces around it; empty asks for all roles.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl RoleSearch {
    /// The question that a text makes; every question before it counts no more.
    pub fn ask(&mut self, text: &str) -> RoleQuestion {
        self.asked += 1;
        RoleQuestion {
            number: self.asked,
            name: text.trim().to_owned(),
        }
    }

    /// Whether a question still counts, before it is sent and when its answer is there.
    pub fn is_newest(self, question: &RoleQuestion) -> bool {
        question.number == self.asked
    }

    /// Hands the question that a text makes to `send`, once nothing more was typed for a while.
    pub fn type_into(
        search: StoredValue<Self>,
        text: &str,
        send: impl FnOnce(RoleQuestion) + 'static,
    ) {
        let Some(question) = search.try_update_value(|search| search.ask(text)) else {
            return;
        };
        spawn_local(async move {
            sleep(PAUSE).await;
            if Self::counts(search, &question) {
                send(question);
            }
        });
    }

    /// Whether a question still counts; it does not when what shows the search is gone.
    pub fn counts(search: StoredValue<Self>, question: &RoleQuestion) -> bool {
        search.try_with_value(|search| search.is_newest(question)) == Some(true)
    }
}

impl List<DomainOrganizationRole> {
    /// Whether there are more than are listed.
    pub fn is_cut(&self) -> bool {
        self.total > self.entities.len() as u64
    }

    /// The roles that were found, each with whether it is one of those that `holds` says are there.
    pub fn found(self, holds: impl Fn(&str) -> bool) -> Vec<FoundRole> {
        let found = |role: DomainOrganizationRole| FoundRole {
            held: holds(&role.id),
            role,
        };
        self.entities.into_iter().map(found).collect()
    }
}

/// Picks a role, once, or drops it again.
pub fn pick<T: Clone>(picked: &mut Vec<T>, role: &T, id: fn(&T) -> &str, on: bool) {
    picked.retain(|one| id(one) != id(role));
    if on {
        picked.push(role.clone());
    }
}

impl Api {
    /// The first roles whose name has what is asked for in it, by name, with user counts.
    ///
    /// # Errors
    /// See [`ApiError`].
    pub async fn search_roles(
        self,
        question: &RoleQuestion,
    ) -> Result<List<DomainOrganizationRole>, ApiError> {
        let params = [
            ("pageSize", LISTED.to_string()),
            ("sortBy", "name".to_owned()),
            ("userCount", "true".to_owned()),
            ("name", question.name.clone()),
        ];
        let path = with_query("/authorization/roles", &params);
        let mut page: List<DomainOrganizationRole> = self.look_up(path).await?.body;
        page.entities = page.entities.into_iter().map(outside::role).collect();
        Ok(page)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(id: &str) -> DomainOrganizationRole {
        DomainOrganizationRole {
            id: id.to_owned(),
            ..DomainOrganizationRole::default()
        }
    }

    fn answer(total: u64, ids: &[&str]) -> List<DomainOrganizationRole> {
        List {
            total,
            entities: ids.iter().map(|id| role(id)).collect(),
        }
    }

    #[test]
    fn spaces_around_what_is_typed_are_not_asked_for() {
        let mut search = RoleSearch::default();
        assert_eq!(search.ask("  Master Admin ").name(), "Master Admin");
        assert_eq!(search.ask(" ").name(), "");
    }

    #[test]
    fn only_the_newest_question_counts() {
        let mut search = RoleSearch::default();
        let first = search.ask("ma");
        assert!(search.is_newest(&first));
        let second = search.ask("mas");
        assert!(!search.is_newest(&first));
        assert!(search.is_newest(&second));
        let again = search.ask("mas");
        assert!(!search.is_newest(&second));
        assert!(search.is_newest(&again));
    }

    #[test]
    fn an_answer_is_cut_where_it_does_not_list_all() {
        assert!(!answer(0, &[]).is_cut());
        assert!(!answer(2, &["a", "b"]).is_cut());
        assert!(answer(3, &["a", "b"]).is_cut());
    }

    #[test]
    fn a_role_that_is_there_already_is_found_as_held() {
        let found = answer(2, &["a", "b"]).found(|id| id == "b");
        let held: Vec<_> = found.iter().map(|one| (&*one.role.id, one.held)).collect();
        assert_eq!(held, [("a", false), ("b", true)]);
    }

    #[test]
    fn a_role_is_picked_once_and_dropped_whole() {
        let mut picked = vec![role("a")];
        pick(&mut picked, &role("b"), |role| &role.id, true);
        pick(&mut picked, &role("a"), |role| &role.id, true);
        assert_eq!(picked, [role("b"), role("a")]);
        pick(&mut picked, &role("b"), |role| &role.id, false);
        assert_eq!(picked, [role("a")]);
    }
}
