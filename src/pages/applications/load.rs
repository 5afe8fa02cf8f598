//! What the list asks the backend.

use std::sync::Arc;

use countersign_contract::list::{ListQuery, apply};
use countersign_contract::{DomainOrganizationRole, Feature, OAuthAuthorization, Paged};
use leptos::prelude::*;

use crate::access::{use_backend, use_session};
use crate::api::{Load, use_api};
use crate::erased::Derived;
use crate::pages::Undone;

/// A page of the list.
pub type List = Paged<OAuthAuthorization>;

/// Reads the page of the list that `query` names; from a backend without `paging` the whole list,
/// of which that page is taken here.
pub fn load_list(query: Derived<ListQuery>) -> Load<Arc<List>> {
    let api = use_api();
    let backend = use_backend();
    let undone = expect_context::<Undone>();
    Load::new(move || {
        undone.track();
        let query = query.get();
        let paging = backend.has(&Feature::Paging)?;
        let scopes = if paging {
            None
        } else {
            Some(backend.scopes().ready()?)
        };
        Some(async move {
            match scopes {
                None => api.list_authorizations(query).await.map(Arc::new),
                Some(scopes) => {
                    let all = api.all_authorizations().await?;
                    Ok(Arc::new(apply(&all.entities, &query, &scopes)))
                }
            }
        })
    })
}

/// Names of the roles on screen.
pub fn load_roles(list: Load<Arc<List>>) -> Load<Vec<DomainOrganizationRole>> {
    let api = use_api();
    let session = use_session();
    let known = StoredValue::new(Vec::new());
    let ids = Derived::new(move |_| {
        let mut ids: Vec<_> = list
            .ready()
            .iter()
            .flat_map(|list| list.entities.iter().flat_map(|one| one.roles.clone()))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    });
    Load::new(move || {
        let ids = ids.get();
        // A filter leaves fewer rows, whose roles are known.
        let is_known =
            known.with_value(|known: &Vec<String>| ids.iter().all(|id| known.contains(id)));
        (session.may_view_roles() && !is_known).then_some(async move {
            let roles = api.get_roles(&ids).await;
            if roles.is_ok() {
                let _ = known.try_set_value(ids);
            }
            roles
        })
    })
}
