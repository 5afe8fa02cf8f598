//! What is asked for, in words: new ones first, risk marked, unknown ones raw, required ones locked.

use std::sync::Arc;

use countersign_contract::{Audience, ConsentReason, ConsentRequest, ConsentScope, Risk};
use leptos::prelude::*;

use super::flow::{Flow, is_required};
use super::outside::{NAME, SENTENCE, text, whole};
use super::words;
use crate::i18n::I18n;
use crate::ui::{Checkbox, Glyph, Icon, Tick};

/// Risk of a scope; what is not known counts as high.
pub fn risk(scope: &ConsentScope) -> &Risk {
    match &scope.risk {
        Some(risk) if scope.known => risk,
        _ => &Risk::High,
    }
}

/// How many scopes are of high risk.
pub fn high_risks(scopes: &[ConsentScope]) -> u32 {
    let high = scopes.iter().filter(|scope| is_high(scope)).count();
    u32::try_from(high).unwrap_or(u32::MAX)
}

fn is_high(scope: &ConsentScope) -> bool {
    !matches!(risk(scope), Risk::Low | Risk::Medium)
}

/// The scopes as boxes, for who decides.
pub fn choices(flow: Flow, request: &Arc<ConsentRequest>) -> AnyView {
    let i18n = flow.i18n;
    let (fresh, old): (Vec<_>, Vec<_>) = request.scopes.iter().partition(|scope| scope.new);
    if request.scopes.is_empty() {
        return view! { <p class="consent__legend">{t!(i18n, "scope.none")}</p> }.into_any();
    }
    let box_of = |scope: &&ConsentScope| choice(flow, (*scope).clone());
    let advice = (request.audience == Some(Audience::Organization))
        .then(|| view! { " " <span class="small">{t!(i18n, "scope.advice")}</span> }.into_any());
    if fresh.is_empty() || old.is_empty() {
        let all = request
            .scopes
            .iter()
            .map(|scope| choice(flow, scope.clone()));
        return view! {
            <fieldset class="consent__group">
                <legend class="consent__legend">{t!(i18n, "scope.asks")} {advice}</legend>
                <ul class="consent__scopes">{all.collect_view()}</ul>
            </fieldset>
        }
        .into_any();
    }
    let since = if request.reason == Some(ConsentReason::NewScopes) {
        t!(i18n, "scope.new")
    } else {
        t!(i18n, "scope.new_undated")
    };
    view! {
        <fieldset class="consent__group consent__group--new">
            <legend class="consent__legend">{since} {advice}</legend>
            <ul class="consent__scopes">{fresh.iter().map(box_of).collect_view()}</ul>
        </fieldset>
        <fieldset class="consent__group">
            <legend class="consent__legend">{t!(i18n, "scope.old")}</legend>
            <ul class="consent__scopes">{old.iter().map(box_of).collect_view()}</ul>
        </fieldset>
    }
    .into_any()
}

fn choice(flow: Flow, scope: ConsentScope) -> AnyView {
    let i18n = flow.i18n;
    let required = is_required(scope.requirement.as_ref());
    let id = scope.id.clone();
    let tick = Signal::derive(move || {
        Tick::from(required || flow.ticks.with(|ticks| ticks.contains(&id)))
    });
    let id = scope.id.clone();
    let set = move |on: bool| {
        flow.ticks.update(|ticks| {
            if on {
                ticks.insert(id.clone());
            } else {
                ticks.remove(&id);
            }
        });
    };
    let locked = required.then(|| {
        view! {
            <span class="mark" title=t!(i18n, "scope.required_long")>
                <Icon glyph=Glyph::Lock/>
                {t!(i18n, "scope.required")}
                <span class="visually-hidden">". " {t!(i18n, "scope.required_long")}</span>
            </span>
        }
        .into_any()
    });
    view! {
        <li>
            <label class="consent__scope">
                <Checkbox tick locked=required on_change=set/>
                <span>{sentence(i18n, &scope)} " " {risk_mark(i18n, &scope)} {locked}</span>
            </label>
            {rest(i18n, &scope)}
        </li>
    }
    .into_any()
}

/// The scopes as a list, the riskiest first, for who asks somebody else.
pub fn list(flow: Flow, request: &ConsentRequest) -> AnyView {
    let i18n = flow.i18n;
    let mut scopes: Vec<_> = request.scopes.iter().collect();
    scopes.sort_by(|one, other| risk(other).cmp(risk(one)));
    let row = |scope: &ConsentScope| {
        let reads = scope.access == Some(countersign_contract::Access::Read);
        let glyph = if reads { Glyph::Eye } else { Glyph::Pencil };
        view! {
            <li>
                <div class="consent__scope">
                    <Icon glyph/>
                    <span>{sentence(i18n, scope)} " " {risk_mark(i18n, scope)}</span>
                </div>
                {rest(i18n, scope)}
            </li>
        }
        .into_any()
    };
    let count = u32::try_from(scopes.len()).unwrap_or(u32::MAX);
    let high = high_risks(&request.scopes);
    let summary = if high == 0 {
        t!(i18n, "scope.count", count = count)
    } else {
        let scopes = t!(i18n, "scope.count", count = count);
        [
            scopes.as_str(),
            ", ",
            &t!(i18n, "scope.count_high", count = high),
        ]
        .concat()
    };
    view! {
        <details class="consent__details">
            <summary>{t!(i18n, "scope.list", app = words::app(request), scopes = summary)}</summary>
            <ul class="consent__scopes">{scopes.into_iter().map(row).collect_view()}</ul>
        </details>
    }
    .into_any()
}

/// What the scope allows; its raw ID where the catalogue has no words.
fn sentence(i18n: I18n, scope: &ConsentScope) -> AnyView {
    let described = [scope.description.as_ref(), scope.title.as_ref()];
    let words = described
        .into_iter()
        .flatten()
        .map(|words| words.trim())
        .find(|words| scope.known && !words.is_empty());
    match words {
        Some(words) => {
            view! { <span title=scope.id.clone()>{text(words, SENTENCE)}</span> }.into_any()
        }
        None => view! {
            <code>{text(&scope.id, NAME)}</code>
            " "
            {t!(i18n, "scope.unknown")}
        }
        .into_any(),
    }
}

/// The whole of what was cut.
fn rest(i18n: I18n, scope: &ConsentScope) -> AnyView {
    let words = scope.description.as_deref().unwrap_or_default();
    view! { {whole(i18n, words, SENTENCE)} {whole(i18n, &scope.id, NAME)} }.into_any()
}

fn risk_mark(i18n: I18n, scope: &ConsentScope) -> AnyView {
    match risk(scope) {
        Risk::Low => ().into_any(),
        Risk::Medium => {
            view! { <span class="mark mark--medium" title=scope.risk_reason.clone()>{t!(i18n, "risk.medium")}</span> }.into_any()
        }
        Risk::High | Risk::Other(_) => {
            let reason = scope.risk_reason.as_deref().map(str::trim);
            let words = match reason.filter(|reason| !reason.is_empty()) {
                _ if !scope.known => t!(i18n, "risk.unknown"),
                Some(reason) => t!(i18n, "risk.because", reason = reason),
                None => t!(i18n, "risk.high"),
            };
            view! {
                <span class="mark mark--high">
                    <Icon glyph=Glyph::Alert/>
                    <span>{words}</span>
                </span>
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(known: bool, risk: Option<Risk>) -> ConsentScope {
        ConsentScope {
            known,
            risk,
            ..ConsentScope::default()
        }
    }

    #[test]
    fn what_is_not_known_is_of_high_risk() {
        let scopes = [
            scope(true, Some(Risk::Low)),
            scope(true, Some(Risk::Medium)),
            scope(true, Some(Risk::High)),
            scope(true, None),
            scope(true, Some(Risk::Other("odd".to_owned()))),
            scope(false, Some(Risk::Low)),
        ];
        assert_eq!(high_risks(&scopes), 4);
    }
}
