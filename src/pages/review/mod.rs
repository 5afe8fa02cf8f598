//! Review of one client: its scopes, its roles, who is behind it, and the decision.

mod add_roles;
mod conflict;
pub mod draft;
mod drafts;
mod editor;
mod effect;
pub mod groups;
mod history;
mod identity;
mod leave;
pub mod merge;
mod roles;
mod scopes;
pub mod warnings;

use countersign_contract::{AuthorizationState, ErrorCode, permission};
use leptos::prelude::*;

pub use drafts::Drafts;

use self::conflict::Conflict;
use self::editor::Editor;
use self::effect::EffectBar;
use self::history::History;
use self::identity::Identity;
use self::leave::LeaveDialog;
use self::roles::RolesSection;
use self::scopes::ScopePicker;
use super::frame::{Breadcrumb, Heading, set_title};
use super::revoke::{RevokeDialog, RevokeTarget};
use super::undo::Undone;
use crate::access::{
    Failure, Gate, Scopes, StillWorking, use_backend, use_open_requests, use_session,
};
use crate::api::{ApiError, Load, Pending, Stored, use_api};
use crate::components::{ClientId, KindTile, StateBadge, name_of, words};
use crate::i18n::use_i18n;
use crate::memo::{Memo, RwSignal, effect};
use crate::navigator::{How, Link, use_navigator};
use crate::route::Route;
use crate::text::visible;
use crate::ui::{Button, Glyph, Icon, Look, Notice, dynamic, use_toasts};

/// The page, for those who may authorize clients.
#[component]
pub fn ReviewPage(
    /// Client ID, from the address.
    client_id: String,
) -> impl IntoView {
    let i18n = use_i18n();
    set_title(&t!(i18n, "review.title"));
    view! {
        <Gate needs=permission::AUTHORIZE_CLIENTS what=t!(i18n, "nav.applications")>
            <Loaded client_id=client_id.clone()/>
        </Gate>
    }
}

/// Waits for the authorization and the scopes.
#[component]
fn Loaded(client_id: String) -> impl IntoView {
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
    let is_ready = Memo::new(move |_| stored.ready().is_some() && scopes.ready().is_some());
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

/// Stands where the review will, in its shape.
#[component]
pub fn ReviewSkeleton(
    /// What is waited for.
    loads: Vec<Pending>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Breadcrumb above=vec![(Route::applications(), t!(i18n, "nav.applications"))] here="…".into_any()/>
        <div class="page__body" role="status" aria-label=t!(i18n, "loading.label")>
            <div class="page__head" part="header">
                <span class="skeleton skeleton--square"></span>
                <div class="page__title">
                    <span class="skeleton skeleton--short"></span>
                    <span class="skeleton skeleton--medium"></span>
                </div>
            </div>
            <span class="skeleton skeleton--long"></span>
            <span class="skeleton skeleton--long"></span>
            <span class="skeleton skeleton--medium"></span>
            <StillWorking loads/>
        </div>
    }
}

/// Whether the backend itself said that there is no such client; a gateway's 404 says nothing.
fn is_gone(error: &ApiError) -> bool {
    let code = error.refusal().map(|refusal| &refusal.code);
    matches!(code, Some(ErrorCode::ClientNotFound | ErrorCode::NotFound))
}

/// No such client, or deleted.
#[component]
fn Gone(error: ApiError) -> impl IntoView {
    let i18n = use_i18n();
    let deleted = error.refusal().and_then(|refusal| {
        Some((
            refusal.params.get("name")?,
            refusal.params.get("dateDeleted")?,
        ))
    });
    let sentence = match deleted {
        Some((name, date)) => t!(
            i18n,
            "authorize.deleted",
            name = visible(name, 120).shown,
            date = i18n.date(date)
        ),
        None => t!(i18n, "authorize.unknown"),
    };
    view! {
        <Notice glyph=Glyph::Ban title=t!(i18n, "review.gone")>
            <p class="muted">{sentence}</p>
            <Link to=Route::applications()>{t!(i18n, "not_found.back")}</Link>
        </Notice>
    }
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
    let revoking = RwSignal::new(None::<RevokeTarget>);
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
    let can_revoke = Memo::new(move |_| {
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

/// Who decided last, and when.
#[component]
fn Decided(editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    dynamic(move || {
        editor
            .base
            .with(|base| {
                let stored = &base.authorization;
                let who = stored
                    .modified_by
                    .as_ref()
                    .or(stored.created_by.as_ref())
                    .and_then(|who| who.name.clone())?;
                let at = stored
                    .date_modified
                    .as_deref()
                    .or(stored.date_created.as_deref())?;
                let date = i18n.date(at);
                Some(match stored.state {
                    AuthorizationState::Authorized => {
                        t!(i18n, "review.authorized_by", who = who, date = date)
                    }
                    AuthorizationState::Revoked => {
                        t!(i18n, "review.revoked_by", who = who, date = date)
                    }
                    AuthorizationState::Requested => {
                        t!(i18n, "review.asked_by", who = who, date = date)
                    }
                    _ => return None,
                })
            })
            .map(|sentence| view! { <span>{sentence}</span> }.into_any())
            .into_any()
    })
}

/// Asks for names and counts of the roles that the edit names and that are not known yet.
fn learn_roles(editor: Editor) {
    let api = use_api();
    let session = use_session();
    let missing = Memo::new(move |_| {
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

/// Icon and words of a warning in a list.
fn note(glyph: Glyph, words: AnyView) -> AnyView {
    view! {
        <li class="notes__item notes__item--warning">
            <Icon glyph/>
            <span>{words}</span>
        </li>
    }
    .into_any()
}
