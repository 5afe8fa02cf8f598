//! Dialog over the native element: modal, Esc closes, focus returns.

use leptos::html;
use leptos::prelude::*;

use crate::erased::effect;

use super::fresh_id;

/// A modal dialog. Its inside is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open.
    #[prop(into)]
    open: Signal<bool>,
    /// Esc, or closed by what is inside: `open` has to follow.
    #[prop(into)]
    on_close: Callback<()>,
    /// Says the act and the object.
    title: ViewFn,
    /// Wider than usual.
    #[prop(optional)]
    wide: bool,
    /// Body and foot.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = fresh_id("dialog");
    let labelled_by = title_id.clone();
    effect(move || {
        let Some(dialog) = element.get() else { return };
        match (open.get(), dialog.open()) {
            // The inside has been made by now: effects run after the views.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            class=if wide { "dialog dialog--wide" } else { "dialog" }
            part="dialog"
            aria-labelledby=labelled_by
            node_ref=element
            // Esc: whoever opened it closes it, or keeps it while it has something to say.
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:close=move |_| on_close.run(())
        >
            {move || {
                open.get()
                    .then(|| {
                        view! {
                            <div class="dialog__form">
                                <div class="dialog__head">
                                    <h2 id=title_id.clone()>{title.run()}</h2>
                                </div>
                                {children()}
                            </div>
                        }.into_any()
                    })
            }}
        </dialog>
    }
}
