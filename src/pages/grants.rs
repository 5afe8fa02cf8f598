//! What the signed-in user allowed applications; take it back.

use std::sync::Arc;

use countersign_contract::Grant;
use countersign_contract::scope_rules::risk_of;
use leptos::prelude::*;

use super::confirm::{Confirm, Question};
use super::frame::Heading;
use super::write::Write;
use crate::access::{Failure, StillWorking, use_backend};
use crate::api::{List, Load, use_api};
use crate::components::{Ago, KindTile, PublisherMark, ScopeChip, name_of};
use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::ui::{Button, Glyph, Icon, Look, Notice, dynamic, fresh_id, part, use_toasts, words_in};

type Grants = Load<Arc<List<Grant>>>;

/// The page, for everybody who is signed in.
#[component]
pub fn MinePage() -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let heading = Heading::new();
    let list: Grants =
        Load::new(move || Some(async move { api.list_my_grants().await.map(Arc::new) }));
    let leaving = Writable::new(None::<Grant>);
    view! {
        <div class="page__body">
            <div class="page__title">
                <h1 tabindex="-1" node_ref=heading.node()>{t!(i18n, "nav.mine")}</h1>
                <p class="muted">{t!(i18n, "grants.text")}</p>
            </div>
            {dynamic(move || match (list.error(), list.ready()) {
                (Some(error), _) => {
                    view! { <Failure title=t!(i18n, "grants.failed") error retry=move |()| list.retry()/> }.into_any()
                }
                (None, Some(grants)) if grants.entities.is_empty() => {
                    view! {
                        <Notice glyph=Glyph::Inbox title=t!(i18n, "grants.empty")>
                            <p class="muted">{t!(i18n, "grants.empty_text")}</p>
                        </Notice>
                    }
                        .into_any()
                }
                (None, Some(grants)) => {
                    let cards = grants.entities.iter().map(|grant| card(grant.clone(), leaving));
                    let more = grants.total.saturating_sub(grants.entities.len() as u64);
                    view! {
                        {part("ul", "requests", cards.collect())}
                        {(more > 0).then(|| words_in("p", "small muted", t!(i18n, "grants.more", count = more)))}
                    }
                        .into_any()
                }
                (None, None) => {
                    let bones = (0..3).map(|_| words_in("li", "skeleton skeleton--long", String::new()));
                    part("ul", "requests", bones.collect())
                }
            })}
            <StillWorking loads=vec![list.into()]/>
        </div>
        <Withdraw grant=leaving list heading/>
    }
}

/// What one application may do.
fn card(grant: Grant, leaving: Writable<Option<Grant>>) -> AnyView {
    let i18n = use_i18n();
    let name = name_of(&grant.client);
    let title_id = fresh_id("grant");
    let labelled_by = title_id.clone();
    let publisher = grant
        .client
        .publisher
        .as_ref()
        .map(|publisher| view! { <PublisherMark verified=publisher.verified/> }.into_any());
    let (class, glyph, state) = if grant.active {
        (
            "badge badge--approved",
            Glyph::CheckCircle,
            t!(i18n, "grants.active"),
        )
    } else {
        (
            "badge badge--revoked",
            Glyph::Ban,
            t!(i18n, "grants.inactive"),
        )
    };
    let now = use_api().now();
    let fact = |label: String, at: Option<String>| {
        let when = view! { <Ago at now/> }.into_any();
        let inside = vec![words_in("span", "muted", label), " ".into_any(), when];
        part("span", "", inside)
    };
    let facts = vec![
        part(
            "span",
            class,
            vec![view! { <Icon glyph/> }.into_any(), state.into_any()],
        ),
        fact(t!(i18n, "grants.since"), Some(grant.date_created.clone())),
        fact(t!(i18n, "grants.last_used"), grant.last_used.clone()),
    ];
    let scopes = grant.scope.clone();
    let of = name.clone();
    let kind = grant.client.kind.clone();
    view! {
        <li class="card" aria-labelledby=labelled_by>
            <div class="request__head">
                <KindTile kind/>
                <div class="request__title">
                    <h2 id=title_id><bdi>{name}</bdi> " " {publisher}</h2>
                    {part("p", "grant__facts", facts)}
                </div>
                <Button on_press=move |()| leaving.set(Some(grant.clone()))>
                    {t!(i18n, "grants.withdraw")} <span class="visually-hidden">" " {of}</span>
                </Button>
            </div>
            <Scopes ids=scopes/>
        </li>
    }
    .into_any()
}

/// What the scopes open, in words; the ID where this portal knows none.
#[component]
fn Scopes(ids: Vec<String>) -> impl IntoView {
    let i18n = use_i18n();
    let scopes = use_backend().scopes();
    dynamic(move || {
        let known = scopes.ready();
        let mut items: Vec<_> = ids
            .iter()
            .map(|id| {
                let scope = known.as_ref().and_then(|known| known.get(id));
                let words = scope.and_then(|scope| {
                    let words = scope.description.as_ref().or(scope.title.as_ref());
                    words.cloned()
                });
                let risk = known.as_ref().and_then(|known| risk_of(id, known));
                let chip = view! { <ScopeChip id=id.clone() risk/> }.into_any();
                let words = words.map(|words| words_in("span", "", words)).into_any();
                part("li", "grant__scope", vec![words, " ".into_any(), chip])
            })
            .collect();
        if items.is_empty() {
            items.push(words_in("li", "muted", t!(i18n, "list.no_scope")));
        }
        part("ul", "grant__scopes", items)
    })
}

/// Asks, and takes it back.
#[component]
fn Withdraw(grant: Writable<Option<Grant>>, list: Grants, heading: Heading) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let write = Write::new();
    let wanted = move || grant.get().unwrap_or_default();
    let finish = move |name: String| {
        write.reset();
        grant.set(None);
        list.retry();
        heading.focus();
        toasts.show(t!(i18n, "grants.done", name = name));
    };
    let send = move |()| {
        let client = untrack(wanted).client;
        let name = name_of(&client);
        let answer = async move { api.withdraw_grant(&client.id).await };
        let told = name.clone();
        write.send(i18n, &name, answer, move |answer| match answer {
            Ok(()) => finish(told),
            // Gone already, as by an administrator: that is what was wanted.
            Err(refusal) if refusal.status == 404 => finish(told),
            Err(refusal) => write.refuse(i18n, &refusal),
        });
    };
    let check = move |()| {
        let client = untrack(wanted).client;
        let look = async move { api.list_my_grants().await };
        write.look(look, move |grants| {
            match is_withdrawn(&grants, &client.id) {
                Some(true) => finish(name_of(&client)),
                Some(false) => write.say(i18n, t!(i18n, "grants.not_stored")),
                None => write.say(i18n, t!(i18n, "grants.unknown")),
            }
        });
    };
    let name = move || part("bdi", "", vec![name_of(&wanted().client).into_any()]);
    let title = ViewFn::from(move || i18n.rich(catalogue_key!("grants.title"), |_| name()));
    let body = ViewFn::from(move || words_in("p", "", t!(i18n, "grants.question")));
    let words = Question {
        action: t!(i18n, "grants.withdraw"),
        sending: t!(i18n, "effect.saving"),
        unknown: t!(i18n, "grants.unknown"),
        foot: String::new(),
    };
    let close = move |is_unknown| {
        grant.set(None);
        if is_unknown {
            list.retry();
        }
    };
    view! {
        <Confirm
            open=Signal::derive(move || grant.with(Option::is_some))
            title
            body
            words
            look=Look::Danger
            blocked=Signal::stored(None)
            write
            on_act=send
            on_check=check
            on_close=close
        />
    }
}

/// Whether a list says that an application has no grant any more; `None` where it may be among
/// those that the backend left out.
fn is_withdrawn(grants: &List<Grant>, client_id: &str) -> Option<bool> {
    let stored = &grants.entities;
    if stored.iter().any(|grant| grant.client.id == client_id) {
        return Some(false);
    }
    (grants.total <= stored.len() as u64).then_some(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_list_does_not_say_that_a_grant_is_withdrawn() {
        let mut grant = Grant::default();
        "one".clone_into(&mut grant.client.id);
        let list = |total| List {
            total,
            entities: vec![grant.clone()],
        };
        assert_eq!(is_withdrawn(&list(1), "one"), Some(false));
        assert_eq!(is_withdrawn(&list(501), "one"), Some(false));
        assert_eq!(is_withdrawn(&list(1), "other"), Some(true));
        assert_eq!(is_withdrawn(&list(501), "other"), None);
    }
}
