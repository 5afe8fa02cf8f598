//! Denying or blocking, with a reason that who asked reads.

use std::collections::BTreeMap;
use std::sync::Arc;

use countersign_contract::{ApprovalDecision, ApprovalRequest, MAX_NOTE};
use leptos::prelude::*;

use super::asker::name_of_asker;
use super::groups::{Group, RequestList, open};
use super::handled::told;
use crate::api::{ApiError, Load, use_api};
use crate::components::name_of;
use crate::erased::{Derived, Writable};
use crate::i18n::use_i18n;
use crate::pages::frame::Heading;
use crate::pages::note_field::NoteField;
use crate::pages::write::{Outcome, Write};
use crate::ui::{Button, Look, use_toasts, words_in};

/// Reasons that are typed and not sent, by client ID; in memory only. They live above the pages,
/// so that nothing typed is lost.
#[derive(Clone, Copy)]
pub struct Reasons(StoredValue<BTreeMap<String, String>>);

impl Reasons {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(BTreeMap::new()))
    }

    /// What was typed about a client.
    pub fn get(self, client_id: &str) -> String {
        self.0
            .with_value(|reasons| reasons.get(client_id).cloned())
            .unwrap_or_default()
    }

    /// Keeps what is typed.
    pub fn keep(self, client_id: &str, reason: String) {
        self.0
            .update_value(|reasons| drop(reasons.insert(client_id.to_owned(), reason)));
    }
}

impl Default for Reasons {
    fn default() -> Self {
        Self::new()
    }
}

/// The form under a card.
#[component]
pub fn Decide(
    /// The requests for the application.
    group: Derived<Group>,
    /// Deny or block.
    decision: ApprovalDecision,
    /// What is typed.
    reason: Writable<String>,
    /// All requests: read again after a decision.
    list: Load<RequestList>,
    /// The write; of the card, which stays when its last request is handled.
    write: Write,
    /// How many were decided before one was refused; of the card, too.
    done: StoredValue<usize>,
    /// What became of single requests.
    results: Writable<Vec<String>>,
    /// Where the focus goes.
    heading: Heading,
    /// Closes the form.
    #[prop(into)]
    on_close: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let toasts = use_toasts();
    let blocks = decision == ApprovalDecision::Block;
    let name = group.with_untracked(|group| name_of(&group.client));
    let decision = StoredValue::new(decision);
    let missing = Writable::new(false);
    let finish = move |count: usize| {
        write.reset();
        reason.set(String::new());
        on_close.run(());
        heading.focus();
        let name = group.with_untracked(|group| name_of(&group.client));
        toasts.show(if blocks {
            t!(i18n, "requests.done_block", name = name)
        } else {
            t!(
                i18n,
                "requests.done_deny",
                count = count as u64,
                name = name
            )
        });
    };
    // What somebody else did first, by request, as the newest list has it.
    let tell = move |asked: &[ApprovalRequest], now: &RequestList| {
        let lines = asked.iter().map(|one| {
            let now = now.iter().find(|now| now.id == one.id).unwrap_or(one);
            [name_of_asker(one), told(i18n, now)].join(": ")
        });
        results.set(lines.collect());
    };
    let send = move |()| {
        let words = reason.get_untracked();
        missing.set(words.trim().is_empty());
        if words.trim().is_empty() {
            return;
        }
        results.set(Vec::new());
        done.set_value(0);
        let mut asked = group.with_untracked(|group| group.open.clone());
        let all = asked.len();
        // To block one is to block all.
        asked.truncate(if blocks { 1 } else { all });
        let decision = decision.get_value();
        let answer = async move {
            let mut late = Vec::new();
            for one in asked {
                match api.decide(&one.id, &decision, &words).await {
                    Ok(_) => drop(done.try_update_value(|done| *done += 1)),
                    Err(error) if [404, 409].contains(&error.status()) => late.push(one),
                    Err(error) => return Err(error),
                }
            }
            let now = api.list_requests().await.ok().map(Arc::new);
            Ok((late, now))
        };
        let name = group.with_untracked(|group| name_of(&group.client));
        write.send(i18n, &name, answer, move |answer| match answer {
            Ok((late, now)) => {
                match &now {
                    Some(now) => list.set(now.clone()),
                    None => list.retry(),
                }
                if late.is_empty() {
                    finish(all);
                } else {
                    write.reset();
                    tell(&late, &now.unwrap_or_default());
                    on_close.run(());
                    heading.focus();
                }
            }
            Err(refusal) => {
                write.refuse(i18n, &refusal);
                // What was sent before is done.
                let before = done.get_value() as u64;
                if before > 0 {
                    results.set(vec![t!(i18n, "requests.done_before", count = before)]);
                    list.retry();
                }
            }
        });
    };
    let check = move |()| {
        let look = async move { Ok::<_, ApiError>(Arc::new(api.list_requests().await?)) };
        let client = group.with_untracked(|group| group.client.id.clone());
        write.look(look, move |now: RequestList| {
            let waits = open(&now).iter().any(|one| one.client.id == client);
            list.set(now);
            if waits {
                write.say(i18n, t!(i18n, "requests.not_stored"));
            } else {
                // The card says who handled it.
                write.reset();
                on_close.run(());
                heading.focus();
            }
        });
    };
    let cancel = move |()| {
        if untrack(|| write.is_sending()) {
            write.stop_waiting();
        } else {
            on_close.run(());
        }
    };
    let is_unknown = Derived::new(move |_| write.is_unknown());
    let sending = Signal::derive(move || write.is_sending().then(|| t!(i18n, "effect.saving")));
    let count = move || group.with(|group| group.open.len() as u64);
    let (label, action) = if blocks {
        (
            t!(i18n, "requests.block_reason"),
            ViewFn::from(move || t!(i18n, "requests.block_action")),
        )
    } else {
        (
            t!(i18n, "requests.deny_reason"),
            ViewFn::from(move || t!(i18n, "requests.deny_action", count = count())),
        )
    };
    let act = if blocks {
        t!(i18n, "requests.block")
    } else {
        t!(i18n, "requests.deny")
    };
    let form = [act, name].join(" ");
    let readers = group.with_untracked(|group| {
        let names: Vec<_> = group.open.iter().map(name_of_asker).collect();
        i18n.list(&names)
    });
    let hint = if blocks {
        [
            t!(i18n, "requests.reads", who = readers),
            t!(i18n, "requests.block_hint"),
        ]
        .join(" ")
    } else {
        t!(i18n, "requests.reads", who = readers)
    };
    let error = move || {
        (missing.get() && reason.with(|reason| reason.trim().is_empty())).then(|| {
            words_in(
                "p",
                "field__error",
                t!(i18n, "requests.reason_missing", max = MAX_NOTE.to_string()),
            )
        })
    };
    view! {
        <div class="request__decide" role="form" aria-label=form>
            <NoteField label=label.into_any() hint text=reason required=true/>
            <div role="alert">{move || error()}</div>
            <Outcome write unknown=t!(i18n, "requests.unknown") on_check=check/>
            <div class="button-row button-row--end">
                <Button on_press=cancel>{t!(i18n, "action.cancel")}</Button>
                // What may be stored is looked at before it is sent again.
                {move || {
                    let action = action.clone();
                    (!is_unknown.get())
                        .then(|| {
                            view! { <Button look=Look::Danger blocked=sending on_press=send>{move || action.run()}</Button> }
                                .into_any()
                        })
                }}
            </div>
        </div>
    }
}
