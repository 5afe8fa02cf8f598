//! A question before a write, and what became of it: one dialog for revoke, restore and withdraw.

use leptos::prelude::*;

use super::write::{Outcome, Write};
use crate::erased::Derived;
use crate::i18n::use_i18n;
use crate::ui::{Button, Dialog, Look, words_in};

/// The words of a question.
#[derive(Clone)]
pub struct Question {
    /// On the button.
    pub action: String,
    /// On the button while it is sent.
    pub sending: String,
    /// While nobody knows what became of it.
    pub unknown: String,
    /// Beside the buttons; may be empty.
    pub foot: String,
}

/// The dialog.
#[component]
pub fn Confirm(
    /// Whether it is open.
    open: Signal<bool>,
    /// Says the act and the object.
    title: ViewFn,
    /// What it means; made when the dialog opens.
    body: ViewFn,
    /// Its words.
    words: Question,
    /// How the button looks that sends it.
    look: Look,
    /// Why it cannot be sent just now.
    blocked: Signal<Option<String>>,
    /// The write.
    write: Write,
    /// Sends it.
    #[prop(into)]
    on_act: Callback<()>,
    /// Looks at what is stored.
    #[prop(into)]
    on_check: Callback<()>,
    /// Closed; told whether nobody knows what became of it.
    #[prop(into)]
    on_close: Callback<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let words = StoredValue::new(words);
    let sending = Derived::new(move |_| write.is_sending());
    let is_unknown = Derived::new(move |_| write.is_unknown());
    let blocked = Signal::derive(move || {
        sending
            .get()
            .then(|| words.with_value(|words| words.sending.clone()))
            .or_else(|| blocked.get())
    });
    let close = move |()| {
        if sending.get_untracked() {
            // It may be done already: to close now would hide that.
            write.stop_waiting();
            return;
        }
        let is_unknown = is_unknown.get_untracked();
        write.reset();
        on_close.run(is_unknown);
    };
    view! {
        <Dialog open on_close=close title>
            <div class="dialog__body">
                {body.run()}
                <Outcome write unknown=words.with_value(|words| words.unknown.clone()) on_check/>
            </div>
            <div class="dialog__foot">
                {words_in("p", "dialog__foot-text", words.with_value(|words| words.foot.clone()))}
                <Button autofocus=true on_press=close>{t!(i18n, "action.cancel")}</Button>
                {move || {
                    (!is_unknown.get())
                        .then(|| {
                            view! {
                                <Button look blocked on_press=on_act>
                                    {move || {
                                        words.with_value(|words| if sending.get() { words.sending.clone() } else { words.action.clone() })
                                    }}
                                </Button>
                            }.into_any()
                        })
                }}
            </div>
        </Dialog>
    }
}
