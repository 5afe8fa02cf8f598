//! What can be done with a row.

use countersign_contract::{AuthorizationState, OAuthAuthorization};
use leptos::prelude::*;

use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::navigator::Link;
use crate::pages::revoke::RevokeTarget;
use crate::route::Route;
use crate::ui::{Glyph, Icon, Popover, copy_text, use_toasts};

/// The menu of a row.
#[component]
pub fn Actions(
    one: OAuthAuthorization,
    name: String,
    revoking: Writable<Option<RevokeTarget>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let label = t!(i18n, "list.actions_of", name = name);
    let edit = match one.state {
        AuthorizationState::Requested => t!(i18n, "list.review_request"),
        AuthorizationState::Revoked => t!(i18n, "list.review_again"),
        _ => t!(i18n, "list.edit"),
    };
    let edit = StoredValue::new(edit);
    let may_revoke = one.state != AuthorizationState::Revoked;
    let id = one.client.id;
    let to = Route::review(&id);
    let copied = id.clone();
    let copy = move |_| {
        let id = copied.clone();
        leptos::task::spawn_local(async move {
            let words = if copy_text(&id).await {
                t!(i18n, "copy.done")
            } else {
                t!(i18n, "copy.failed")
            };
            toasts.show(words);
        });
    };
    let copy = StoredValue::new_local(copy);
    let target = StoredValue::new(RevokeTarget {
        client_id: id.clone(),
        name,
    });
    view! {
        <Popover button_class="button button--quiet button--icon" label=label button=view! { <Icon glyph=Glyph::Dots/> }.into_any()>
            <ul>
                <li>
                    <Link to=to.clone() class="menu__item">
                        <Icon glyph=Glyph::Pencil/>
                        {edit.get_value()}
                    </Link>
                </li>
                <li>
                    <button type="button" class="menu__item" on:click=move |event| copy.with_value(|copy| copy(event))>
                        <Icon glyph=Glyph::Copy/>
                        {t!(i18n, "copy.id")}
                    </button>
                </li>
                {may_revoke
                    .then(|| {
                        view! {
                            <li class="menu__apart">
                                <button
                                    type="button"
                                    class="menu__item menu__item--danger"
                                    on:click=move |_| revoking.set(Some(target.get_value()))
                                >
                                    <Icon glyph=Glyph::Ban/>
                                    {t!(i18n, "revoke.action")}
                                </button>
                            </li>
                        }.into_any()
                    })}
            </ul>
        </Popover>
    }
}
