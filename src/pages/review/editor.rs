//! The state of one edit: what is stored, what is ticked, and where saving stands.

use std::collections::{BTreeMap, BTreeSet};

use countersign_contract::{
    AuthorizationState, DomainOrganizationRole, OAuthAuthorization, OAuthScope,
};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::draft::{Draft, Effect as Change, People, people};
use super::drafts::{Drafts, Unsaved};
use crate::access::use_session;
use crate::api::{Api, Load, Refusal, Stored, use_api};
use crate::components::name_of;
use crate::erased::{Derived, Writable, effect};
use crate::i18n::I18n;
use crate::navigator::Navigator;
use crate::pages::write::Write;

/// One edit.
#[derive(Clone, Copy)]
pub struct Editor {
    /// What the edit began with.
    pub base: Writable<Stored>,
    /// What is ticked, picked and typed.
    pub draft: Writable<Draft>,
    /// The ticks by which the rows are ordered: a row must not move while it is ticked.
    pub ordered_by: Writable<BTreeSet<String>>,
    /// Where saving stands.
    pub save: Write,
    /// What somebody else saved first.
    pub theirs: Writable<Option<Stored>>,
    /// What is known of roles, by id.
    pub roles: Writable<BTreeMap<String, DomainOrganizationRole>>,
    /// Roles that the page names beside those of the edit, by id.
    pub wanted: Writable<Vec<String>>,
    api: Api,
    i18n: I18n,
}

/// Whether what is stored now is something else than `base`. Not every backend has tags.
fn is_another(base: &Stored, now: &Stored) -> bool {
    let (was, is) = (&base.authorization, &now.authorization);
    now.etag != base.etag || was.state != is.state || was.scope != is.scope || was.roles != is.roles
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
            ordered_by: Writable::new(draft.scope.clone()),
            base: Writable::new(base),
            draft: Writable::new(draft),
            save: Write::new(),
            theirs: Writable::new(None),
            roles: Writable::new(BTreeMap::new()),
            wanted: Writable::new(Vec::new()),
            api,
            i18n,
        };
        // Leaving asks about what a person changed, not about what a link ticked.
        let fresh = StoredValue::new(Some(fresh));
        effect(move || {
            let draft = editor.draft.get();
            let base = editor.base.get();
            let untouched =
                fresh.with_value(|fresh| fresh.as_ref() == Some(&draft)) || editor.is_as_stored();
            let open = editor.save.is_sending() || editor.save.is_unknown();
            navigator.guard(!untouched || open);
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
        let draft = self.draft.with(|draft| draft.roles.clone());
        self.roles.with(|roles| {
            people(effect, &draft, |id| {
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
        self.save.reset();
    }

    /// Throws the edit away. What somebody else saved meanwhile is what is stored.
    pub fn discard(self) {
        let theirs = self.theirs.get_untracked();
        self.reset(theirs.unwrap_or_else(|| self.base.get_untracked()));
    }

    /// Changes the ticks as a whole, as a shortcut does.
    pub fn set_scopes(self, ids: impl IntoIterator<Item = String>) {
        self.draft.update(|draft| draft.set_scopes(ids));
        self.ordered_by
            .set(self.draft.with_untracked(|draft| draft.scope.clone()));
    }

    /// Sends the draft. `on_saved` is told of a parsed success only.
    pub fn send(self, on_saved: Callback<Stored>) {
        let base = self.base.get_untracked();
        let id = base.authorization.client.id.clone();
        let name = name_of(&base.authorization.client);
        let sent = self.draft.get_untracked();
        let write = sent.to_write();
        let api = self.api;
        let answer = async move { api.authorize(&id, base.etag.as_deref(), &write).await };
        self.save
            .send(self.i18n, &name, answer, move |answer| match answer {
                Ok(saved) => {
                    if self.draft.with_untracked(|draft| *draft == sent) {
                        self.reset(saved.clone());
                    } else {
                        // Edited meanwhile: that is not saved yet.
                        self.base.set(saved.clone());
                        self.save.reset();
                    }
                    on_saved.run(saved);
                }
                Err(refusal) if refusal.status == 412 => spawn_local(self.fetch_theirs(refusal)),
                Err(refusal) => self.save.refuse(self.i18n, &refusal),
            });
    }

    /// Looks at what is stored, after an unknown outcome.
    pub fn check(self, on_saved: Callback<Stored>) {
        let id = self
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        self.save.look_at(self.api, id, move |now| {
            let same = now.authorization.state == AuthorizationState::Authorized
                && self
                    .draft
                    .with_untracked(|draft| draft.effect(&now.authorization).is_empty());
            if same {
                self.reset(now.clone());
                on_saved.run(now);
            } else if self.base.with_untracked(|base| is_another(base, &now)) {
                self.theirs.set(Some(now));
                self.save.say(self.i18n, t!(self.i18n, "save.stale"));
            } else {
                self.save.say(self.i18n, t!(self.i18n, "save.not_stored"));
            }
        });
    }

    /// What somebody else saved first: read again, or as it came with the refusal, if its tag did.
    async fn fetch_theirs(self, refusal: Box<Refusal>) {
        let id = self
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        let read = self.api.get_authorization(&id).await.ok();
        let sent = || {
            Some(Stored {
                authorization: *refusal.current.clone()?,
                etag: Some(refusal.etag.clone()?),
            })
        };
        if let Some(theirs) = read.or_else(sent) {
            let _ = self.theirs.try_set(Some(theirs));
        }
        if self.draft.try_get_untracked().is_some() {
            self.save.refuse(self.i18n, &refusal);
        }
    }
}

/// Asks for names and counts of the roles that the edit names and that are not known yet.
pub fn learn_roles(editor: Editor) {
    let api = use_api();
    let session = use_session();
    let missing = Derived::new(move |_| {
        let mut ids = editor.base.with(|base| base.authorization.roles.clone());
        editor.theirs.with(|theirs| {
            ids.extend(
                theirs
                    .iter()
                    .flat_map(|theirs| theirs.authorization.roles.clone()),
            );
        });
        ids.extend(editor.draft.with(|draft| draft.roles.clone()));
        ids.extend(editor.wanted.get());
        ids.sort_unstable();
        ids.dedup();
        editor
            .roles
            .with(|known| ids.retain(|id| !known.contains_key(id)));
        ids
    });
    let roles = Load::new(move || {
        let ids = missing.get();
        (session.may_view_roles() && !ids.is_empty())
            .then_some(async move { api.get_roles(&ids).await })
    });
    effect(move || {
        if let Some(roles) = roles.ready() {
            editor.learn(roles);
        }
    });
}
