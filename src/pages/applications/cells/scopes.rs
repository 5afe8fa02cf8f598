//! The scopes of a row.

use countersign_contract::Risk;
use countersign_contract::order::sorted;
use countersign_contract::scope_rules::risk_of;
use leptos::prelude::*;

use crate::access::use_backend;
use crate::components::ScopeChip;
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::ui::{Popover, PopoverKind};

/// How many of the riskiest scopes stand as chips.
const CHIPS: usize = 3;

/// Count of the scopes, the riskiest as chips, all in a popover.
#[component]
pub fn Scopes(ids: Vec<String>, name: String) -> impl IntoView {
    let i18n = use_i18n();
    let scopes = use_backend().scopes();
    let by_risk = Derived::new(move |_| {
        // Risks are not known before the scopes are; until then a scope has none, not "high".
        let known = scopes.ready();
        let by_risk: Vec<_> = ids
            .iter()
            .map(|id| {
                (
                    id.clone(),
                    known.as_ref().and_then(|known| risk_of(id, known)),
                )
            })
            .collect();
        sorted(by_risk, |left, right| right.1.cmp(&left.1))
    });
    let chips = move |most: usize| {
        by_risk.with(|by_risk| {
            let chip = |(id, risk): &(String, Option<Risk>)| {
                view! { <ScopeChip id=id.clone() risk=risk.clone()/> }.into_any()
            };
            by_risk.iter().take(most).map(chip).collect_view()
        })
    };
    let high = Derived::new(move |_| {
        by_risk.with(|by_risk| {
            by_risk
                .iter()
                .filter(|(_, risk)| *risk == Some(Risk::High))
                .count()
        })
    });
    let count = by_risk.with_untracked(Vec::len);
    if count == 0 {
        return view! { <span class="muted">{t!(i18n, "list.no_scope")}</span> }.into_any();
    }
    let button = t!(i18n, "count.scopes", count = count as u64);
    view! {
        <div class="apps__lines">
            <span class="apps__scopes-sum">
                <Popover kind=PopoverKind::Peek button_class="peek" button=button.into_any()>
                    <p class="popover__title">{t!(i18n, "list.scopes_of", name = name)}</p>
                    <ul class="popover__list" tabindex="0">
                        {move || {
                            by_risk
                                .with(|by_risk| {
                                    by_risk
                                        .iter()
                                        .map(|(id, risk)| view! { <li><ScopeChip id=id.clone() risk=risk.clone()/></li> }.into_any())
                                        .collect_view()
                                })
                        }}
                    </ul>
                </Popover>
                {move || {
                    let high = high.get() as u64;
                    (high > 0)
                        .then(|| {
                            view! {
                                <span class="apps__comma">{t!(i18n, "text.comma")}</span>
                                <span class="apps__high">{t!(i18n, "count.high_risk", count = high)}</span>
                            }.into_any()
                        })
                }}
            </span>
            <div class="chips chips--line">{move || chips(CHIPS)}</div>
        </div>
    }
    .into_any()
}
