//! Gate: a page for those who hold a permission. Checking, page, or forbidden in place; the
//! address stays. The server refuses on its own; this only explains it.

use countersign_contract::permission;
use leptos::prelude::*;

use super::failure::{Failure, SignIn, StillWorking};
use super::session::{SessionState, use_session};
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::ui::{CopyButton, Glyph, Icon, Notice};

/// Shows its inside to those who hold `needs`.
#[component]
pub fn Gate(
    /// The permission; empty where to be signed in is enough.
    #[prop(optional)]
    needs: &'static str,
    /// What it is for, as the subject of a sentence.
    #[prop(into, optional)]
    what: String,
    /// The page.
    children: ChildrenFn,
) -> impl IntoView {
    let session = use_session();
    let i18n = use_i18n();
    let known = Derived::new(move |_| match needs {
        "" => session.user().map(|_| true),
        needs => session.may(needs),
    });
    let state = Derived::new(move |_| session.state());
    view! {
        {move || match (known.get(), state.get()) {
            (Some(true), _) => children().into_any(),
            (Some(false), _) => view! { <Forbidden needs what=what.clone()/> }.into_any(),
            (None, SessionState::Unknown) => {
                view! {
                    <p class="state__line" role="status">
                        <Icon glyph=Glyph::Clock/>
                        {t!(i18n, "access.checking")}
                    </p>
                    <StillWorking loads=session.question().map(Into::into).into_iter().collect()/>
                }
                    .into_any()
            }
            (None, SessionState::SignedOut) => {
                view! {
                    <Notice glyph=Glyph::Key title=t!(i18n, "access.signed_out")>
                        <p class="muted">{t!(i18n, "access.signed_out_text")}</p>
                        <div class="button-row">
                            <SignIn/>
                        </div>
                    </Notice>
                }
                    .into_any()
            }
            (None, SessionState::Unavailable(error)) => {
                view! { <Failure title=t!(i18n, "access.unavailable") error retry=move |()| session.refresh()/> }
                    .into_any()
            }
            (None, SessionState::SignedIn(_)) => {
                view! {
                    <Notice glyph=Glyph::Alert title=t!(i18n, "access.unavailable")>
                        <p class="muted">{t!(i18n, "access.unanswered")}</p>
                    </Notice>
                }
                    .into_any()
            }
        }}
    }
}

/// Says which permission is missing.
#[component]
fn Forbidden(needs: &'static str, what: String) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let roles = move || {
        let user = session.user()?;
        let names: Vec<_> = user
            .authorization?
            .roles
            .into_iter()
            .map(|role| role.name)
            .collect();
        (!names.is_empty()).then(|| t!(i18n, "access.your_roles", roles = i18n.list(&names)))
    };
    view! {
        <Notice glyph=Glyph::Lock title=t!(i18n, "access.forbidden")>
            <p class="muted">
                {i18n.rich(catalogue_key!("access.needs"), |place| match place {
                    "permission" => view! { <b>{permission::in_words(needs)}</b> }.into_any(),
                    _ => what.clone().into_any(),
                })}
                " "
                {move || roles()}
                " "
                {t!(i18n, "access.ask")}
            </p>
            <p class="notice__meta">
                <code>{needs}</code>
                <CopyButton text=needs label=t!(i18n, "access.copy") done=t!(i18n, "copy.done") failed=t!(i18n, "copy.failed")/>
            </p>
        </Notice>
    }
}
