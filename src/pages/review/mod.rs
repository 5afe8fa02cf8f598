//! Review of one client: its scopes, its roles, who is behind it, and the decision.

mod add_roles;
mod conflict;
mod decided;
pub mod draft;
mod drafts;
mod editor;
mod effect;
mod gone;
pub mod groups;
mod history;
mod identity;
mod leave;
pub mod merge;
mod roles;
mod scope_row;
mod scopes;
mod skeleton;
pub mod warnings;

use countersign_contract::AuthorizationState;
use leptos::prelude::*;

pub use drafts::Drafts;
pub use skeleton::ReviewSkeleton;

use self::conflict::Conflict;
use self::decided::Decided;
use self::editor::{Editor, learn_roles};
use self::effect::EffectBar;
use self::gone::{Gone, is_gone};
use self::history::History;
use self::identity::Identity;
use self::leave::LeaveDialog;
use self::roles::RolesSection;
use self::scopes::ScopePicker;
use super::frame::{Breadcrumb, Heading, set_title};
use super::revoke::{RevokeDialog, RevokeTarget};
use super::undo::Undone;
use crate::access::{Failure, Scopes, use_backend, use_open_requests, use_session};
use crate::api::{Load, Stored, use_api};
use crate::components::{ClientId, KindTile, StateBadge, name_of, words};
use crate::erased::{Derived, Writable, effect};
use crate::i18n::use_i18n;
use crate::navigator::{How, use_navigator};
use crate::route::Route;
use crate::ui::{Button, Look, dynamic, use_toasts};

/// The page, for those who may authorize clients.
#[component]
pub fn ReviewPage(
    /// Client ID, from the address.
    client_id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let backend = use_backend();
    let scopes = backend.scopes();
    let stored = Load::new(move || {
        let id = client_id.clone();
        Some(async move { api.get_authorization(&id).await })
    });
    let retry = move |()| {
        backend.retry_failed();
        stored.retry();
    };
    let failed = move || stored.error().or_else(|| scopes.error());
    // The edit is made once: what comes later goes into it.
    let is_ready = Derived::new(move |_| stored.ready().is_some() && scopes.ready().is_some());
    dynamic(move || match (is_ready.get(), failed()) {
        (true, _) => match (stored.ready(), scopes.ready()) {
            (Some(stored), Some(scopes)) => view! { <Review stored scopes/> }.into_any(),
            _ => ().into_any(),
        },
        (false, Some(error)) if is_gone(&error) => view! { <Gone error/> }.into_any(),
        (false, Some(error)) => {
            view! { <Failure title=t!(i18n, "review.failed") error retry/> }.into_any()
        }
        (false, None) => {
            view! { <ReviewSkeleton loads=vec![stored.into(), scopes.into()]/> }.into_any()
        }
    })
}

#[component]
fn Review(stored: Stored, scopes: Scopes) -> impl IntoView {
    let i18n = use_i18n();
    let api = use_api();
    let navigator = use_navigator();
    let toasts = use_toasts();
    let session = use_session();
    let requests = use_open_requests();
    let heading = Heading::new();
    let name = name_of(&stored.authorization.client);
    set_title(&name);
    let asked = navigator.route().with_untracked(|route| match route {
        Route::Review { asked, .. } => asked.clone(),
        _ => Vec::new(),
    });
    let editor = Editor::start(
        stored,
        &asked,
        &scopes,
        expect_context(),
        navigator,
        api,
        i18n,
    );
    learn_roles(editor);
    let saved = {
        let name = name.clone();
        Callback::new(move |_| {
            toasts.show(t!(i18n, "save.done", name = name));
            // To approve is to answer those who asked.
            requests.refresh();
            heading.focus();
        })
    };
    let revoking = Writable::new(None::<RevokeTarget>);
    let restored = Callback::new(move |now| {
        editor.reset(now);
        heading.focus();
    });
    // After a revoke, or its undo. What was typed meanwhile is only put aside by a revoke.
    let look_again = move |undone: bool| {
        let id = editor
            .base
            .with_untracked(|base| base.authorization.client.id.clone());
        leptos::task::spawn_local(async move {
            let now = api.get_authorization(&id).await;
            // Another page is on screen by now.
            if editor.draft.try_get_untracked().is_none() {
                return;
            }
            match now {
                Ok(now)
                    if now.authorization.state == AuthorizationState::Revoked
                        || (undone && untrack(|| editor.is_as_stored())) =>
                {
                    restored.run(now);
                }
                Ok(_) => {}
                Err(_) if undone => {}
                // What this page shows is no longer true, and it cannot be read anew: the list says so.
                Err(_) => navigator.go_now(&Route::applications(), How::Push),
            }
        });
    };
    let undone = expect_context::<Undone>();
    let is_new = StoredValue::new(true);
    effect(move || {
        undone.track();
        if !is_new.get_value() {
            look_again(true);
        }
        is_new.set_value(false);
    });
    let client = editor
        .base
        .with_untracked(|base| base.authorization.client.clone());
    let target = RevokeTarget {
        client_id: client.id.clone(),
        name: name.clone(),
    };
    let can_revoke = Derived::new(move |_| {
        editor.base.with(|base| {
            matches!(
                base.authorization.state,
                AuthorizationState::Authorized | AuthorizationState::Requested
            )
        })
    });
    let danger = {
        let name = name.clone();
        move || {
            can_revoke.get().then(|| {
                let target = target.clone();
                view! {
                    <section class="card card--danger danger-zone" part="card" aria-labelledby="revoke-heading">
                        <div class="danger-zone__text">
                            <h2 id="revoke-heading">{t!(i18n, "revoke.action")}</h2>
                            <p>{t!(i18n, "revoke.zone", name = name)}</p>
                        </div>
                        <Button look=Look::DangerOutline on_press=move |()| revoking.set(Some(target.clone()))>
                            {t!(i18n, "revoke.action")}
                        </Button>
                    </section>
                }.into_any()
            })
        }
    };
    let label = t!(i18n, "review.form", name = name);
    view! {
        <Breadcrumb
            above=vec![(Route::applications(), t!(i18n, "nav.applications"))]
            here=view! { <bdi>{name.clone()}</bdi> }.into_any()
        />
        <div class="page__body">
            <div class="page__head" part="header">
                <KindTile kind=client.kind.clone() large=true/>
                <div class="page__title">
                    <div class="page__title-line">
                        <h1 tabindex="-1" part="title" node_ref=heading.node()><bdi>{name}</bdi></h1>
                        {move || view! { <StateBadge state=editor.base.with(|base| base.authorization.state.clone())/> }.into_any()}
                    </div>
                    <p class="review__id">
                        {client.kind.as_ref().map(|kind| view! { <span>{words::of_kind(i18n, kind)}</span> }.into_any())}
                        <span class="review__copy"><ClientId id=client.id.clone()/></span>
                        <Decided editor/>
                    </p>
                </div>
            </div>
            <Conflict editor scopes=scopes.clone() on_saved=saved heading/>
            <div class="review" role="form" aria-label=label>
                // While there is a conflict to decide, what is decided about stays as it is.
                <div class="review__main" inert=move || editor.theirs.with(Option::is_some)>
                    <ScopePicker editor scopes=scopes.clone()/>
                    <RolesSection editor may_view=Signal::derive(move || session.may_view_roles())/>
                    <History editor on_restored=restored/>
                    {move || danger()}
                </div>
                <div class="review__side">
                    <Identity client/>
                    <EffectBar editor scopes on_saved=saved/>
                </div>
            </div>
        </div>
        <LeaveDialog sending=Signal::derive(move || editor.save.is_sending())/>
        <RevokeDialog target=revoking on_done=move |()| look_again(false)/>
    }
}
