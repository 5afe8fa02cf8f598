//! What became of a write of the pages, in words, and the button that looks at what is stored.

use leptos::html;
use leptos::prelude::*;

use super::{Explanation, Write};
use crate::access::SignIn;
use crate::access::use_session;
use crate::components::Problem;
use crate::erased::{Derived, effect};
use crate::i18n::use_i18n;
use crate::ui::Button;
use crate::write::{LookStage, WriteEvent, WriteStage};

/// What became of a write, where it is not a success. Takes the focus where a button that was
/// pressed goes away.
#[component]
pub fn Outcome(
    /// The write.
    write: Write,
    /// What is said while nobody knows what became of it.
    unknown: String,
    /// Looks at what is stored.
    #[prop(into)]
    on_check: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let session = use_session();
    let element = NodeRef::<html::Div>::new();
    let is_unknown = Derived::new(move |_| write.is_unknown());
    let was_unknown = StoredValue::new(false);
    effect(move || {
        let is = is_unknown.get();
        let refused = matches!(write.course.stage_untracked(), WriteStage::Refused { .. });
        if was_unknown.get_value() != is
            && (is || refused)
            && let Some(element) = element.get_untracked()
        {
            let _ = element.focus();
        }
        was_unknown.set_value(is);
    });
    let signed_out =
        Derived::new(move |_| write.course.stage() == (WriteStage::Refused { signed_out: true }));
    effect(move || {
        if signed_out.get() && !session.is_ended() {
            write.course.take(WriteEvent::SignedIn);
        }
    });
    let look = Derived::new(move |_| write.look_state());
    let looking = Signal::derive(move || {
        (look.get() == Some(LookStage::Looking)).then(|| t!(i18n, "revoke.looking"))
    });
    let told = Derived::new(move |_| match write.course.stage() {
        WriteStage::Refused { .. } => {
            let Explanation {
                sentence,
                context_id,
            } = write.explanation.get();
            Some((sentence, context_id))
        }
        WriteStage::Sending { slow: true } => Some((t!(i18n, "loading.slow"), String::new())),
        _ => None,
    });
    let failed = move || match look.get() {
        Some(LookStage::Failed) => Some(t!(i18n, "save.look_failed")),
        Some(LookStage::Refused(status)) => {
            Some(t!(i18n, "save.look_refused", status = status.to_string()))
        }
        _ => None,
    };
    view! {
        <div class="outcome" role="alert" tabindex="-1" node_ref=element>
            {move || match told.get() {
                Some((sentence, _)) if write.is_slow() => view! { <p>{sentence}</p> }.into_any(),
                Some((sentence, context_id)) => {
                    view! {
                        <Problem sentence=sentence.into_any() context_id/>
                        {move || signed_out.get().then(|| view! { <SignIn/> }.into_any())}
                    }
                        .into_any()
                }
                None => ().into_any(),
            }}
            {move || {
                is_unknown
                    .get()
                    .then(|| {
                        let sentence = view! { {unknown.clone()} " " {move || failed()} }.into_any();
                        view! {
                            <Problem sentence context_id=write.explanation.get_untracked().context_id/>
                            <Button blocked=looking on_press=on_check>{t!(i18n, "save.check")}</Button>
                        }
                            .into_any()
                    })
            }}
        </div>
    }
}
