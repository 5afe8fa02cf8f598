//! Requests that are handled: by whom, how, when.

use countersign_contract::{ApprovalRequest, ApprovalState};
use leptos::prelude::*;

use super::asker::name_of_asker;
use crate::api::use_api;
use crate::components::{Ago, name_of};
use crate::i18n::{I18n, use_i18n};
use crate::navigator::Link;
use crate::route::Route;
use crate::ui::{Glyph, Icon, part, words_in};

/// Outcome of a request with its icon.
fn outcome(i18n: I18n, state: &ApprovalState) -> AnyView {
    let (class, glyph, words) = match state {
        ApprovalState::Approved => (
            "badge badge--approved",
            Glyph::CheckCircle,
            t!(i18n, "state.approved"),
        ),
        ApprovalState::Denied => ("badge", Glyph::X, t!(i18n, "requests.denied")),
        ApprovalState::Blocked => ("badge", Glyph::Ban, t!(i18n, "requests.blocked")),
        ApprovalState::Withdrawn => ("badge", Glyph::Undo, t!(i18n, "requests.withdrawn")),
        ApprovalState::Open => ("badge", Glyph::Clock, t!(i18n, "state.pending")),
        ApprovalState::Other(other) => ("badge", Glyph::Info, other.clone()),
    };
    part(
        "span",
        class,
        vec![view! { <Icon glyph/> }.into_any(), words.into_any()],
    )
}

/// Who handled a request: for a withdrawn one who asked.
pub fn who_handled(i18n: I18n, request: &ApprovalRequest) -> String {
    if request.state == ApprovalState::Withdrawn {
        return name_of_asker(request);
    }
    let who = request.handled_by.as_ref().and_then(|who| who.name.clone());
    who.unwrap_or_else(|| t!(i18n, "merge.somebody"))
}

/// What became of the requests for an application, in a sentence.
pub fn told(i18n: I18n, request: &ApprovalRequest) -> String {
    let who = who_handled(i18n, request);
    let words = match request.state {
        ApprovalState::Approved => t!(i18n, "requests.told_approved", who = who),
        ApprovalState::Denied => t!(i18n, "requests.told_denied", who = who),
        ApprovalState::Blocked => t!(i18n, "requests.told_blocked", who = who),
        ApprovalState::Withdrawn => t!(i18n, "requests.told_withdrawn", who = who),
        ApprovalState::Open | ApprovalState::Other(_) => t!(i18n, "requests.told", who = who),
    };
    let scopes = request.approved_scope.as_ref().map(|approved| {
        let granted = request.scope.iter().filter(|id| approved.contains(id));
        t!(
            i18n,
            "requests.scopes",
            some = i18n.number(granted.count() as u64),
            all = i18n.number(request.scope.len() as u64)
        )
    });
    match scopes {
        Some(scopes) if request.state == ApprovalState::Approved => [words, scopes].join(" "),
        _ => words,
    }
}

/// The table.
pub fn table(requests: Vec<ApprovalRequest>, title: String) -> AnyView {
    let i18n = use_i18n();
    let names = [
        t!(i18n, "column.application"),
        t!(i18n, "requests.asked_by"),
        t!(i18n, "requests.outcome"),
        t!(i18n, "requests.handled_by"),
        t!(i18n, "requests.when"),
    ];
    let head = names
        .clone()
        .map(|name| view! { <th role="columnheader" scope="col">{name}</th> }.into_any());
    let names = StoredValue::new(names);
    let cell = move |at: usize, inside: Vec<AnyView>| {
        let label = names.with_value(|names| names[at].clone());
        view! { <td role="cell" data-label=label><div>{inside}</div></td> }.into_any()
    };
    let now = use_api().now();
    let rows = requests.into_iter().map(|one| {
        let to = Route::review(&one.client.id);
        let name = name_of(&one.client);
        let answer = one
            .answer
            .clone()
            .map(|answer| words_in("p", "small muted asker__why", answer));
        let asked = words_in("bdi", "", name_of_asker(&one));
        let by = words_in("bdi", "", who_handled(i18n, &one));
        let at = one.date_handled.clone();
        view! {
            <tr role="row">
                <th role="rowheader" scope="row"><Link to><bdi>{name}</bdi></Link></th>
                {cell(1, vec![asked])}
                {cell(2, vec![outcome(i18n, &one.state), answer.into_any()])}
                {cell(3, vec![by])}
                {cell(4, vec![view! { <Ago at now/> }.into_any()])}
            </tr>
        }
        .into_any()
    });
    view! {
        <div class="plain">
            <table class="table" part="table" role="table">
                <caption class="visually-hidden">{title}</caption>
                <thead role="rowgroup">
                    <tr role="row">{head.into_iter().collect_view()}</tr>
                </thead>
                <tbody role="rowgroup">{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
