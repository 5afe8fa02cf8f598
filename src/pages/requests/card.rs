//! One application that people ask for: what it wants, who asks and why, and the decision.

use countersign_contract::scope_rules::risk_of;
use countersign_contract::{ApprovalDecision, ApprovalRequest};
use leptos::prelude::*;

use super::asker::asker;
use super::decide::{Decide, Reasons};
use super::groups::{Group, RequestList};
use super::handled::told;
use crate::access::use_backend;
use crate::api::Load;
use crate::components::{ClientId, KindTile, PublisherMark, ScopeChip, name_of, words};
use crate::erased::{Derived, Writable, effect};
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::pages::frame::Heading;
use crate::pages::write::Write;
use crate::route::Route;
use crate::ui::{Button, Glyph, Icon, Look, dynamic, fresh_id, part, words_in};

/// The card. It stays while its requests come and go, and with it what is typed.
#[component]
pub fn Card(group: Derived<Group>, list: Load<RequestList>, heading: Heading) -> impl IntoView {
    let i18n = use_i18n();
    let reasons = expect_context::<Reasons>();
    let client = group.with_untracked(|group| group.client.clone());
    let name = name_of(&client);
    let deciding = Writable::new(None::<ApprovalDecision>);
    let results = Writable::new(Vec::<String>::new());
    let write = Write::new();
    let done = StoredValue::new(0_usize);
    let reason = Writable::new(reasons.get(&client.id));
    let id = client.id.clone();
    effect(move || reasons.keep(&id, reason.get()));
    let is_open = Derived::new(move |_| group.with(|group| !group.open.is_empty()));
    // An answer is waited for although an event has already told of it.
    let shown = Derived::new(move |_| {
        let busy = write.is_sending() || write.is_unknown();
        deciding.get().filter(|_| is_open.get() || busy)
    });
    let title_id = fresh_id("request");
    let labelled_by = title_id.clone();
    let of = StoredValue::new(name.clone());
    let choose = move |decision: ApprovalDecision, look: Look, words: String| {
        let name = of.get_value();
        view! {
            <Button look on_press=move |()| deciding.set(Some(decision.clone()))>
                {words}
                <span class="visually-hidden">" " {name}</span>
            </Button>
        }
        .into_any()
    };
    let buttons = move || {
        let (asked, id) = group.with(|group| (group.asked(), group.client.id.clone()));
        let to = Route::Review {
            client_id: id,
            asked,
        };
        let inside = vec![
            choose(ApprovalDecision::Block, Look::QuietSmall, t!(i18n, "requests.block")),
            choose(ApprovalDecision::Deny, Look::Plain, t!(i18n, "requests.deny")),
            view! {
                <Link to class="button">
                    {t!(i18n, "requests.approve")} <span class="visually-hidden">" " {of.get_value()}</span>
                </Link>
            }
            .into_any(),
        ];
        part("div", "button-row", inside)
    };
    let publisher = client
        .publisher
        .as_ref()
        .map(|publisher| view! { <PublisherMark verified=publisher.verified/> }.into_any());
    let kind = client.kind.as_ref().map(|kind| words::of_kind(i18n, kind));
    view! {
        <article class="card" part="card" aria-labelledby=labelled_by>
            <div class="request__head">
                <KindTile kind=client.kind.clone()/>
                <div class="request__title">
                    <h2 id=title_id><bdi>{name.clone()}</bdi> " " {publisher}</h2>
                    <div class="request__meta">
                        {kind.map(|kind| words_in("span", "", kind))}
                        <ClientId id=client.id name/>
                    </div>
                </div>
                {dynamic(move || if is_open.get() { buttons() } else { ().into_any() })}
            </div>
            {dynamic(move || if is_open.get() { asks(group) } else { group.with(closed) })}
            <ul class="request__results" role="status">
                {move || results.get().into_iter().map(|line| words_in("li", "", line)).collect_view()}
            </ul>
            {dynamic(move || {
                shown
                    .get()
                    .map(|decision| {
                        view! {
                            <Decide group decision reason list results write done heading on_close=move |()| deciding.set(None)/>
                        }
                            .into_any()
                    })
                    .into_any()
            })}
        </article>
    }
}

/// What is asked for, and by whom.
fn asks(group: Derived<Group>) -> AnyView {
    let i18n = use_i18n();
    let scopes = use_backend().scopes();
    let chips = dynamic(move || {
        let asked = group.with(Group::asked);
        let known = scopes.ready();
        let label = t!(i18n, "requests.asks", count = asked.len() as u64);
        let mut inside = vec![words_in("span", "request__scopes-label", label)];
        inside.extend(asked.into_iter().map(|id| {
            let risk = known.as_ref().and_then(|known| risk_of(&id, known));
            view! { <ScopeChip id risk/> }.into_any()
        }));
        part("div", "request__scopes", inside)
    });
    let askers = dynamic(move || {
        let askers = group.with(|group| group.open.iter().map(asker).collect());
        part("ul", "", askers)
    });
    vec![chips, askers].into_any()
}

/// Closed for all administrators: who did it.
fn closed(group: &Group) -> AnyView {
    let i18n = use_i18n();
    let words = |one: &ApprovalRequest| told(i18n, one);
    let to = Route::review(&group.client.id);
    view! {
        <p class="request__done" role="status">
            <Icon glyph=Glyph::CheckCircle/>
            <span>
                {group.handled.as_ref().map(words)} " " {t!(i18n, "requests.closed")} " "
                <Link to>{t!(i18n, "authorize.open")}</Link>
            </span>
        </p>
    }
    .into_any()
}
