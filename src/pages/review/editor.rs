//! The state of one edit: what is stored, what is ticked, and where saving stands.

use std::collections::{BTreeMap, BTreeSet};

use countersign_contract::{
    AuthorizationState, DomainOrganizationRole, OAuthAuthorization, OAuthScope,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, Effect as Change, People, people};
use super::drafts::{Drafts, Unsaved};
use crate::api::{Api, ApiError, Refusal, SLOW, Stored, sleep};
use crate::components::words;
use crate::i18n::I18n;
use crate::memo::{RwSignal, effect};
use crate::navigator::Navigator;

/// Where saving stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Save {
    /// Nothing is under way.
    Idle,
    /// Sent; no answer yet.
    Sending {
        /// It takes long.
        slow: bool,
    },
    /// Refused: nothing was changed.
    Refused {
        /// What happened and what to do.
        sentence: String,
        /// Id of the request.
        context_id: String,
    },
    /// No answer that says what happened.
    Unknown,
}

/// One edit.
#[derive(Clone, Copy)]
pub struct Editor {
    /// What the edit began with.
    pub base: RwSignal<Stored>,
    /// What is ticked, picked and typed.
    pub draft: RwSignal<Draft>,
    /// The ticks by which the rows are ordered: a row must not move while it is ticked.
    pub ordered_by: RwSignal<BTreeSet<String>>,
    /// Where saving stands.
    pub save: RwSignal<Save>,
    /// What somebody else saved first.
    pub theirs: RwSignal<Option<Stored>>,
    /// What is known of roles, by id.
    pub roles: RwSignal<BTreeMap<String, DomainOrganizationRole>>,
    api: Api,
    i18n: I18n,
    attempt: StoredValue<u32>,
}

/// The draft that an edit starts with.
pub fn first_draft(
    stored: &OAuthAuthorization,
    asked: &[String],
    known: &BTreeMap<String, OAuthScope>,
) -> Draft {
    // A link may name any scope; only those that can be granted are ticked.
    let grantable = |id: &&String| known.contains_key(*id) || stored.client.scope.contains(id);
    let asked: Vec<_> = asked.iter().filter(grantable).cloned().collect();
    match stored.state {
        // What was asked for is ticked. Roles stay: none would mean everyone.
        AuthorizationState::Authorized | AuthorizationState::Requested => {
            let mut draft = Draft::from_stored(stored);
            draft.scope.extend(asked);
            draft
        }
        _ => Draft {
            roles: stored.roles.clone(),
            ..Draft::first(&asked)
        },
    }
}

impl Editor {
    /// Starts an edit, or goes on with an unsaved one.
    pub fn start(
        stored: Stored,
        asked: &[String],
        known: &BTreeMap<String, OAuthScope>,
        drafts: Drafts,
        navigator: Navigator,
        api: Api,
        i18n: I18n,
    ) -> Self {
        let id = stored.authorization.client.id.clone();
        let fresh = first_draft(&stored.authorization, asked, known);
        let unsaved = drafts.get(&id);
        let (base, draft) = unsaved.map_or_else(
            || (stored, fresh.clone()),
            |unsaved| (unsaved.base, unsaved.draft),
        );
        let editor = Self {
            ordered_by: RwSignal::new(draft.scope.clone()),
            base: RwSignal::new(base),
            draft: RwSignal::new(draft),
            save: RwSignal::new(Save::Idle),
            theirs: RwSignal::new(None),
            roles: RwSignal::new(BTreeMap::new()),
            api,
            i18n,
            attempt: StoredValue::new(0),
        };
        // Leaving asks about what a person changed, not about what a link ticked.
        let fresh = StoredValue::new(Some(fresh));
        effect(move || {
            let draft = editor.draft.get();
            let base = editor.base.get();
            let untouched =
                fresh.with_value(|fresh| fresh.as_ref() == Some(&draft)) || editor.is_as_stored();
            navigator.guard(!untouched);
            drafts.keep(&id, (!untouched).then_some(Unsaved { draft, base }));
        });
        on_cleanup(move || navigator.guard(false));
        editor
    }

    /// What saving would change. Tracked.
    pub fn effect(self) -> Change {
        self.base
            .with(|base| self.draft.with(|draft| draft.effect(&base.authorization)))
    }

    /// How many people gain or lose access, at most. Tracked.
    pub fn people(self, effect: &Change) -> People {
        let base = self.base.with(|base| base.authorization.roles.clone());
        let draft = self.draft.with(|draft| draft.roles.clone());
        self.roles.with(|roles| {
            people(effect, &base, &draft, |id| {
                roles.get(id).and_then(|role| role.user_count)
            })
        })
    }

    /// Whether this is the first decision, or the first after a revoke. Tracked.
    pub fn is_first(self) -> bool {
        self.base
            .with(|base| base.authorization.state != AuthorizationState::Authorized)
    }

    /// Whether nothing is ticked, picked or typed beyond what an edit starts with. Tracked.
    pub fn is_as_stored(self) -> bool {
        self.base.with(|base| {
            let start = first_draft(&base.authorization, &[], &BTreeMap::new());
            self.draft.with(|draft| *draft == start)
        })
    }

    /// Learns names and counts of roles.
    pub fn learn(self, roles: Vec<DomainOrganizationRole>) {
        self.roles
            .update(|known| known.extend(roles.into_iter().map(|role| (role.id.clone(), role))));
    }

    /// Starts again from what is stored.
    pub fn reset(self, stored: Stored) {
        let draft = first_draft(&stored.authorization, &[], &BTreeMap::new());
        self.ordered_by.set(draft.scope.clone());
        self.base.set(stored);
        self.draft.set(draft);
        self.theirs.set(None);
        self.save.set(Save::Idle);
    }

    /// Throws the edit away.
    pub fn discard(self) {
        self.reset(self.base.get_untracked());
    }

    /// Changes the ticks as a whole, as a shortcut does.
    pub fn set_scopes(self, ids: impl IntoIterator<Item = String>) {
        self.draft.update(|draft| draft.set_scopes(ids));
        self.ordered_by
            .set(self.draft.with_untracked(|draft| draft.scope.clone()));
    }

    /// Sends the draft. `on_saved` is told of a parsed success only.
    pub fn send(self, on_saved: Callback<Stored>) {
        let attempt = self.attempt.get_value() + 1;
        self.attempt.set_value(attempt);
        self.save.set(Save::Sending { slow: false });
        let base = self.base.get_untracked();
        let id = base.authorization.client.id.clone();
        let write = self.draft.with_untracked(Draft::to_write);
        let is_current = move || self.attempt.try_get_value() == Some(attempt);
        spawn_local(async move {
            let answer = self.api.authorize(&id, base.etag.as_deref(), &write).await;
            if !is_current() {
                return;
            }
            match answer {
                Ok(saved) => {
                    self.reset(saved.clone());
                    on_saved.run(saved);
                }
                Err(ApiError::Refused(refusal)) if refusal.status < 500 => {
                    if refusal.status == 412 {
                        self.fetch_theirs(&id, &refusal).await;
                    }
                    let context_id = refusal.context_id.clone();
                    self.save.set(Save::Refused {
                        sentence: words::of_refused_write(self.i18n, &refusal),
                        context_id,
                    });
                }
                Err(_) => self.save.set(Save::Unknown),
            }
        });
        spawn_local(async move {
            sleep(SLOW).await;
            if is_current() && self.save.try_get_untracked() == Some(Save::Sending { slow: false })
            {
                self.save.set(Save::Sending { slow: true });
            }
        });
    }

    /// Stops waiting. Whether it was saved is then unknown.
    pub fn stop_waiting(self) {
        self.attempt.update_value(|attempt| *attempt += 1);
        self.save.set(Save::Unknown);
    }

    /// Looks at what is stored, after an unknown outcome.
    pub fn check(self, on_saved: Callback<Stored>) {
        let id = self
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        spawn_local(async move {
            let Ok(now) = self.api.get_authorization(&id).await else {
                // Still no answer: the outcome stays unknown.
                return;
            };
            let Some(draft) = self.draft.try_get_untracked() else {
                return;
            };
            let same = now.authorization.state == AuthorizationState::Authorized
                && draft.effect(&now.authorization).is_empty();
            if same {
                self.reset(now.clone());
                on_saved.run(now);
            } else if now.etag != self.base.with_untracked(|base| base.etag.clone()) {
                self.theirs.set(Some(now));
                self.save.set(Save::Refused {
                    sentence: t!(self.i18n, "save.stale"),
                    context_id: String::new(),
                });
            } else {
                self.save.set(Save::Refused {
                    sentence: t!(self.i18n, "save.not_stored"),
                    context_id: String::new(),
                });
            }
        });
    }

    /// What somebody else saved first: read again, or as it came with the refusal, if its tag did.
    async fn fetch_theirs(self, id: &str, refusal: &Refusal) {
        let read = self.api.get_authorization(id).await.ok();
        let sent = || {
            Some(Stored {
                authorization: *refusal.current.clone()?,
                etag: Some(refusal.etag.clone()?),
            })
        };
        if let Some(theirs) = read.or_else(sent) {
            let _ = self.theirs.try_set(Some(theirs));
        }
    }
}
