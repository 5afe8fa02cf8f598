//! Filters of the list: text, state, risk, and the sort on narrow screens.

use std::sync::Arc;

use countersign_contract::AuthorizationState;
use countersign_contract::list::{ListQuery, RiskFilter, SortBy};
use leptos::prelude::*;

use super::columns::COLUMNS;
use super::load::List;
use crate::api::Load;
use crate::components::{TextFilter, words};
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::navigator::{How, use_navigator};
use crate::pages::columns::sorts;
use crate::route::Route;
use crate::ui::{Segments, fresh_id};

/// All filters; what they say is in the address.
#[component]
pub fn Filters(query: Derived<ListQuery>, list: Load<Arc<List>>) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let change = move |how: How, change: &dyn Fn(&mut ListQuery)| {
        let mut wanted = query.get_untracked();
        change(&mut wanted);
        wanted.page_number = 1;
        navigator.go(&Route::Applications(wanted), how);
    };
    let filter = move |text: String| change(How::Replace, &|wanted| wanted.name.clone_from(&text));
    let choose_state = move |state: Option<AuthorizationState>| {
        change(How::Push, &|wanted| wanted.state.clone_from(&state));
    };
    let risk_id = fresh_id("risk");
    let sort_id = fresh_id("sort");
    view! {
        <form class="filters" part="toolbar" role="search" aria-label=t!(i18n, "list.filters") on:submit=move |event| event.prevent_default()>
            <TextFilter value=Signal::derive(move || query.with(|query| query.name.clone())) on_filter=filter/>
            <States query list on_choose=choose_state/>
            <div class="field--inline">
                <label class="visually-hidden" for=risk_id.clone()>{t!(i18n, "column.risk")}</label>
                <select
                    class="select"
                    id=risk_id
                    prop:value=move || query.with(|query| query.risk.as_ref().map(|risk| risk.as_str().to_owned())).unwrap_or_default()
                    on:change=move |event| {
                        let risk = event_target_value(&event);
                        change(How::Push, &|wanted| {
                            wanted.risk = RiskFilter::KNOWN.iter().find(|known| known.as_str() == risk).cloned();
                        });
                    }
                >
                    <option value="">{t!(i18n, "list.risk_any")}</option>
                    <option value="high">{t!(i18n, "risk.high")}</option>
                    <option value="medium">{t!(i18n, "list.risk_medium")}</option>
                    <option value="low">{t!(i18n, "list.risk_low")}</option>
                </select>
            </div>
            <div class="field--inline filters__sort">
                <label class="visually-hidden" for=sort_id.clone()>{t!(i18n, "list.sort")}</label>
                <select
                    class="select"
                    id=sort_id
                    prop:value=move || query.with(|query| query.sort_by.as_str().to_owned())
                    on:change=move |event| {
                        let sort = SortBy::from_wire(&event_target_value(&event));
                        change(How::Push, &|wanted| wanted.sort_by = sort.clone());
                    }
                >
                    {sorts(&COLUMNS)
                        .map(|sort| {
                            let name = t!(i18n, "list.sort_by", column = i18n.text(sort.name, &[]));
                            view! { <option value=sort.by>{name}</option> }.into_any()
                        })
                        .collect_view()}
                </select>
            </div>
        </form>
    }
}

/// States as one control; each says how many it would show, where the backend says it.
#[component]
fn States(
    query: Derived<ListQuery>,
    list: Load<Arc<List>>,
    #[prop(into)] on_choose: Callback<Option<AuthorizationState>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let counts = Derived::new(move |_| list.ready().and_then(|list| list.state_counts.clone()));
    let choices = [
        None,
        Some(AuthorizationState::Requested),
        Some(AuthorizationState::Authorized),
        Some(AuthorizationState::Revoked),
    ];
    let names = choices.iter().map(|state| {
        state.as_ref().map_or_else(
            || t!(i18n, "list.all"),
            |state| words::of_state(i18n, state),
        )
    });
    let names = names.collect();
    let choices = StoredValue::new(choices);
    let chosen = Signal::derive(move || {
        let state = query.with(|query| query.state.clone());
        choices.with_value(|choices| {
            let at = choices.iter().position(|one| *one == state);
            at.unwrap_or(usize::MAX)
        })
    });
    let count = move |at: usize| {
        counts.with(|counts| {
            let counts = counts.as_ref()?;
            let count = choices.with_value(|choices| match &choices[at] {
                None => counts.values().sum(),
                Some(state) => counts.get(state.as_str()).copied().unwrap_or(0),
            });
            Some(i18n.number(count))
        })
    };
    let choose = move |at: usize| on_choose.run(choices.with_value(|choices| choices[at].clone()));
    view! { <Segments legend=t!(i18n, "column.state") names chosen count on_choose=choose/> }
}
