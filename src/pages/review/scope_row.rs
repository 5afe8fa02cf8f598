//! One scope of the picker.

use countersign_contract::{Access, Risk};
use leptos::prelude::*;

use super::editor::Editor;
use super::groups::Row;
use crate::components::words;
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::text::visible;
use crate::ui::{Checkbox, Glyph, Icon, Tick, fresh_id};

/// One scope with its text, ID, access and risk.
#[component]
pub fn ScopeRow(row: Row, editor: Editor) -> impl IntoView {
    let i18n = use_i18n();
    let text_id = fresh_id("scope");
    let id = StoredValue::new(row.id.clone());
    let ticked = Derived::new(move |_| {
        id.with_value(|id| editor.draft.with(|draft| draft.scope.contains(id)))
    });
    let was = Derived::new(move |_| {
        id.with_value(|id| {
            editor.base.with(|base| {
                base.authorization.state == countersign_contract::AuthorizationState::Authorized
                    && base.authorization.scope.contains(id)
            })
        })
    });
    let is_first = Derived::new(move |_| editor.is_first());
    let change = move || {
        match (was.get(), ticked.get()) {
        // At a first decision everything is new; marking it all would say nothing.
        _ if is_first.get() => None,
        (false, true) => Some(view! {
            <span class="mark mark--added"><Icon glyph=Glyph::Plus class="icon--small"/>{t!(i18n, "change.added")}</span>
        }.into_any()),
        (true, false) => Some(view! {
            <span class="mark mark--removed"><Icon glyph=Glyph::Minus class="icon--small"/>{t!(i18n, "change.removed")}</span>
        }.into_any()),
        _ => None,
    }
    };
    let changed = move || !is_first.get() && was.get() != ticked.get();
    let set = move |_: bool| {
        editor
            .draft
            .update(|draft| id.with_value(|id| draft.toggle_scope(id)));
    };
    let shown_id = visible(&row.id, 120).shown;
    let scope = row.scope;
    let known = scope.is_some();
    let scope = scope.unwrap_or_default();
    let description = if known {
        scope.description.unwrap_or_default()
    } else {
        t!(i18n, "scopes.unknown_text")
    };
    let reason = match (known, &row.risk) {
        (false, _) => Some(t!(i18n, "scopes.unknown_why")),
        (true, Some(Risk::High)) => Some(
            scope
                .risk_reason
                .unwrap_or_else(|| t!(i18n, "scopes.high_why")),
        ),
        _ => None,
    };
    let title = match scope.title {
        Some(title) => view! {
            <span class="scope__name"><bdi>{title}</bdi></span>
            " "
            <code class="scope__id">{shown_id}</code>
        }
        .into_any(),
        None => view! { <span class="scope__name scope__name--raw">{shown_id}</span> }.into_any(),
    };
    view! {
        <label class="scope" class:scope--changed=move || changed()>
            <Checkbox tick=Signal::derive(move || Tick::from(ticked.get())) described_by=text_id.clone() on_change=set/>
            <span class="scope__body">
                <span class="scope__title">
                    {title} " " {move || change()}
                    {row.asked.then(|| view! { <span class="mark">{t!(i18n, "scopes.asked_mark")}</span> }.into_any())}
                </span>
                <span class="scope__text" id=text_id>{description}</span>
                {reason
                    .map(|reason| {
                        view! { <span class="scope__why"><Icon glyph=Glyph::Alert/><span>{reason}</span></span> }.into_any()
                    })}
            </span>
            <span class="scope__marks">
                <AccessMark access=scope.access known/>
                {row.risk.map(|risk| view! { <RiskMark risk/> }.into_any())}
            </span>
        </label>
    }
}

#[component]
fn AccessMark(access: Option<Access>, known: bool) -> impl IntoView {
    let i18n = use_i18n();
    match access {
        _ if !known => view! { <span class="mark">{t!(i18n, "access_mark.unknown")}</span> }.into_any(),
        Some(Access::Read) => {
            view! { <span class="mark"><Icon glyph=Glyph::Eye class="icon--small"/>{t!(i18n, "access_mark.read")}</span> }.into_any()
        }
        Some(Access::Write) => {
            view! { <span class="mark mark--medium"><Icon glyph=Glyph::Pencil class="icon--small"/>{t!(i18n, "access_mark.write")}</span> }
                .into_any()
        }
        Some(Access::Other(other)) => view! { <span class="mark">{other}</span> }.into_any(),
        None => view! { <span class="mark"></span> }.into_any(),
    }
}

#[component]
fn RiskMark(risk: Risk) -> impl IntoView {
    let i18n = use_i18n();
    let (class, alert) = match risk {
        Risk::Low => ("mark", false),
        Risk::Medium => ("mark mark--medium", false),
        Risk::High | Risk::Other(_) => ("mark mark--high", true),
    };
    view! {
        <span class=class>
            {alert.then(|| view! { <Icon glyph=Glyph::Alert class="icon--small"/> }.into_any())}
            {words::of_risk(i18n, &risk)}
        </span>
    }
}
