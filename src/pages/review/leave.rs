//! Question on leaving with unsaved changes; the browser asks when the whole page goes.

use leptos::ev;
use leptos::prelude::*;

use super::Drafts;
use crate::i18n::use_i18n;
use crate::navigator::{Held, How, use_navigator};
use crate::route::Route;
use crate::ui::{Button, Dialog, Look};

/// Asks while the navigator holds a change of place back.
#[component]
pub fn LeaveDialog(
    /// Whether a save is under way: it goes on.
    sending: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let drafts = expect_context::<Drafts>();
    let held = navigator.held();
    let stay = move |()| held.set(None);
    let unload = window_event_listener(ev::beforeunload, move |event| {
        if navigator.is_guarded() {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let leave = move |()| {
        let Some(to) = held.get_untracked() else {
            return;
        };
        if let Route::Review { client_id, .. } = navigator.route().get_untracked() {
            navigator.guard(false);
            drafts.keep(&client_id, None);
        }
        match to {
            Held::Place(to) => navigator.go_now(&to, How::Push),
            Held::Act(act) => {
                held.set(None);
                act.run(());
            }
        }
    };
    view! {
        <Dialog open=Signal::derive(move || held.with(Option::is_some)) on_close=stay title=ViewFn::from(move || t!(i18n, "leave.title"))>
            <div class="dialog__body">
                <p>{move || if sending.get() { t!(i18n, "leave.sending") } else { t!(i18n, "leave.text") }}</p>
            </div>
            <div class="dialog__foot">
                <Button look=Look::DangerOutline on_press=leave>{t!(i18n, "leave.leave")}</Button>
                <Button look=Look::Primary autofocus=true on_press=stay>
                    {t!(i18n, "leave.stay")}
                </Button>
            </div>
        </Dialog>
    }
}
