//! What is asked for, in words: new ones first, risk marked, unknown ones raw, required ones locked.

use countersign_contract::{Access, Audience, ConsentReason, ConsentRequest, ConsentScope, Risk};
use leptos::prelude::event_target_checked;
use wasm_bindgen::JsValue;

use super::flow::{Flow, is_required};
use super::outside::{NAME, SENTENCE, text, unseen, whole};
use crate::i18n::I18n;
use crate::text::visible;
use crate::ui::Glyph;
use crate::ui::dom::{El, el, icon, of};

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
pub fn choices(flow: Flow, request: &ConsentRequest) -> Vec<El> {
    let i18n = flow.i18n;
    let (fresh, old): (Vec<_>, Vec<_>) = request.scopes.iter().partition(|scope| scope.new);
    if request.scopes.is_empty() {
        return vec![of("p", "consent__legend").say(&t!(i18n, "scope.none"))];
    }
    let group = |class: &str, words: String, advised: bool, scopes: Vec<&ConsentScope>| {
        let advice = (advised && request.audience == Some(Audience::Organization))
            .then(|| of("span", "small").say(&t!(i18n, "scope.advice")));
        let legend = of("legend", "consent__legend")
            .say(&words)
            .say(" ")
            .all(advice);
        let boxes = scopes.into_iter().map(|scope| choice(flow, scope));
        of("fieldset", class)
            .with(legend)
            .with(of("ul", "consent__scopes").all(boxes))
    };
    if fresh.is_empty() || old.is_empty() {
        let all = request.scopes.iter().collect();
        return vec![group("consent__group", t!(i18n, "scope.asks"), true, all)];
    }
    let since = if request.reason == Some(ConsentReason::NewScopes) {
        t!(i18n, "scope.new")
    } else {
        t!(i18n, "scope.new_undated")
    };
    vec![
        group("consent__group consent__group--new", since, true, fresh),
        group("consent__group", t!(i18n, "scope.old"), false, old),
    ]
}

fn choice(flow: Flow, scope: &ConsentScope) -> El {
    let i18n = flow.i18n;
    let required = is_required(scope.requirement.as_ref());
    let (of_box, of_set) = (scope.id.clone(), scope.id.clone());
    let ticked =
        move || JsValue::from_bool(required || flow.ticks.with(|ticks| ticks.contains(&of_box)));
    let set = move |event| {
        let on = event_target_checked(&event);
        flow.ticks.update(|ticks| {
            ticks.retain(|one| *one != of_set);
            if on {
                ticks.push(of_set.clone());
            }
        });
    };
    let tick = of("input", "check")
        .attr("type", "checkbox")
        .property("checked", ticked)
        .on("change", set);
    let locked = required.then(|| {
        let why = t!(i18n, "scope.required_long");
        of("span", "mark")
            .attr("title", &why)
            .with(icon(Glyph::Lock, ""))
            .say(&t!(i18n, "scope.required"))
            .with(unseen(&[". ", &why].concat()))
    });
    let tick = if required {
        tick.attr("disabled", "")
    } else {
        tick
    };
    let words = sentence(i18n, scope)
        .all(risk_mark(i18n, scope))
        .all(locked);
    let row = of("label", "consent__scope").with(tick).with(words);
    el("li").with(row).all(rest(i18n, scope))
}

/// The scopes as a list, the riskiest first, for who asks somebody else.
pub fn list(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let mut scopes: Vec<_> = request.scopes.iter().collect();
    scopes.sort_by(|one, other| risk(other).cmp(risk(one)));
    let count = u32::try_from(scopes.len()).unwrap_or(u32::MAX);
    let high = high_risks(&request.scopes);
    let mut summary = t!(i18n, "scope.count", count = count);
    if high > 0 {
        summary = [
            summary.as_str(),
            &t!(i18n, "text.comma"),
            &t!(i18n, "scope.count_high", count = high),
        ]
        .concat();
    }
    let rows = scopes.into_iter().map(|scope| {
        let reads = scope.access == Some(Access::Read);
        let glyph = if reads { Glyph::Eye } else { Glyph::Pencil };
        let words = sentence(i18n, scope).all(risk_mark(i18n, scope));
        let row = of("div", "consent__scope")
            .with(icon(glyph, ""))
            .with(words);
        el("li").with(row).all(rest(i18n, scope))
    });
    of("details", "consent__details")
        .with(el("summary").say(&t!(i18n, "scope.list", scopes = summary)))
        .with(of("ul", "consent__scopes").all(rows))
}

/// What the catalogue says of it.
fn said(scope: &ConsentScope) -> Option<&str> {
    [scope.description.as_deref(), scope.title.as_deref()]
        .into_iter()
        .flatten()
        .map(str::trim)
        .find(|words| scope.known && !words.is_empty())
}

/// Why it is of its risk.
fn reason(scope: &ConsentScope) -> &str {
    scope.risk_reason.as_deref().map_or("", str::trim)
}

/// What the scope allows; its raw ID where the catalogue has no words.
fn sentence(i18n: I18n, scope: &ConsentScope) -> El {
    match said(scope) {
        Some(words) => el("span")
            .attr("title", &visible(&scope.id, usize::MAX).shown)
            .with(text(words, SENTENCE))
            .say(" "),
        None => el("span")
            .with(el("code").with(text(&scope.id, NAME)))
            .say(" ")
            .say(&t!(i18n, "scope.unknown"))
            .say(" "),
    }
}

/// The whole of what was cut.
fn rest(i18n: I18n, scope: &ConsentScope) -> impl Iterator<Item = El> {
    let words = match said(scope) {
        Some(words) => whole(i18n, words, SENTENCE),
        None => whole(i18n, &scope.id, NAME),
    };
    let why = (scope.known && risk(scope) != &Risk::Low)
        .then(|| whole(i18n, reason(scope), SENTENCE))
        .flatten();
    words.into_iter().chain(why)
}

fn risk_mark(i18n: I18n, scope: &ConsentScope) -> Option<El> {
    let reason = visible(reason(scope), SENTENCE).shown;
    match risk(scope) {
        Risk::Low => None,
        Risk::Medium => Some(
            of("span", "mark mark--medium")
                .attr("title", &reason)
                .say(&t!(i18n, "risk.medium")),
        ),
        Risk::High | Risk::Other(_) => {
            let words = if !scope.known {
                t!(i18n, "risk.unknown")
            } else if reason.is_empty() {
                t!(i18n, "risk.high")
            } else {
                t!(i18n, "risk.because", reason = reason)
            };
            let mark = of("span", "mark mark--high").with(icon(Glyph::Alert, ""));
            Some(mark.with(el("span").say(&words)))
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
