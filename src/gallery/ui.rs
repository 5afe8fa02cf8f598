//! Pieces that know no product.

use std::sync::Arc;

use leptos::prelude::*;

use super::specimen::{Group, Show, Specimen};
use super::steps::Step;
use crate::erased::Writable;
use crate::i18n::use_i18n;
use crate::ui::{
    Banner, Button, Checkbox, CopyButton, Dialog, Glyph, Icon, Look, Notice, PageLink, Pagination,
    PaginationWords, Popover, PopoverKind, SearchField, Segments, Tick, ToastRegion, Toasts,
    section, words_in,
};

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        piece("Button", "looks", buttons),
        piece("Button", "with an icon", || {
            let words = t!(use_i18n(), "list.authorize");
            view! { <Button look=Look::Primary glyph=Glyph::Plus on_press=|()| ()>{words}</Button> }
                .into_any()
        }),
        piece("Button", "blocked, with a reason", blocked),
        piece("Checkbox", "all states", checkboxes),
        piece("CopyButton", "waiting", || {
            let i18n = use_i18n();
            view! {
                <CopyButton text="x" label=t!(i18n, "copy.id") done=t!(i18n, "copy.done") failed=t!(i18n, "copy.failed")/>
            }
            .into_any()
        }),
        piece("SearchField", "empty", || search("")),
        piece("SearchField", "filled", || search("wallboard")),
        piece("Segments", "with counts", segments),
        piece("Icon", "all", icons),
        piece("Banner", "one", banner),
        piece("Notice", "empty", || notice(Glyph::Inbox, false)),
        piece("Notice", "alert", || notice(Glyph::Alert, true)),
        piece("Pagination", "first of few", || pagination(1, 3)),
        piece("Pagination", "in the middle of many", || {
            pagination(200, 4_000)
        }),
        piece("Pagination", "only one", || pagination(1, 1)),
        piece("section", "with words beside its heading", || {
            let i18n = use_i18n();
            let beside = words_in("p", "small muted", t!(i18n, "history.hint"));
            section(
                t!(i18n, "history.title"),
                beside,
                vec![words_in("p", "", t!(i18n, "list.empty_text"))],
            )
        }),
        // It goes after ten seconds, unless the pointer is on it.
        piece("ToastRegion", "a sentence", || toast(false)).after(&[Step::Point(".toast")]),
        piece("ToastRegion", "with an act", || toast(true)).after(&[Step::Point(".toast")]),
        piece("Dialog", "open", || dialog(false))
            .until("dialog[open]")
            .alone(),
        piece("Dialog", "wide", || dialog(true))
            .until("dialog[open]")
            .alone(),
        piece("Popover", "closed", || popover(PopoverKind::Menu)),
        piece("Popover", "menu", || popover(PopoverKind::Menu))
            .after(&[Step::Press("[popovertarget]")])
            .until(".menu:popover-open")
            .alone(),
        piece("Popover", "peek", || popover(PopoverKind::Peek))
            .after(&[Step::Press("[popovertarget]")])
            .until(".popover:popover-open")
            .alone(),
    ]
}

fn piece(name: &'static str, state: &'static str, view: fn() -> AnyView) -> Specimen {
    Specimen::new(Group::Ui, name, state, Show::Piece(view))
}

fn row(inside: Vec<AnyView>) -> AnyView {
    crate::ui::part("div", "button-row", inside)
}

fn buttons() -> AnyView {
    let i18n = use_i18n();
    let looks = [
        (Look::Plain, t!(i18n, "action.cancel")),
        (Look::Small, t!(i18n, "roles.add")),
        (Look::Primary, t!(i18n, "effect.save")),
        (Look::Danger, t!(i18n, "revoke.action")),
        (Look::DangerOutline, t!(i18n, "revoke.action")),
        (Look::Link, t!(i18n, "list.clear")),
        (Look::QuietSmall, t!(i18n, "history.restore")),
    ];
    let buttons = looks
        .map(|(look, words)| view! { <Button look on_press=|()| ()>{words}</Button> }.into_any());
    row(buttons.into())
}

fn blocked() -> AnyView {
    let i18n = use_i18n();
    let why = Signal::stored(Some(t!(i18n, "effect.saving")));
    let looks = [Look::Plain, Look::Primary, Look::Danger, Look::QuietSmall];
    let buttons = looks.map(|look| {
        let words = t!(i18n, "effect.save");
        view! { <Button look blocked=why on_press=|()| ()>{words}</Button> }.into_any()
    });
    row(buttons.into())
}

fn checkboxes() -> AnyView {
    let states = [
        ("off", Tick::Off, false),
        ("mixed", Tick::Mixed, false),
        ("on", Tick::On, false),
        ("locked", Tick::On, true),
    ];
    let boxes = states.map(|(label, tick, locked)| {
        view! { <Checkbox label tick=Signal::stored(tick) locked on_change=|_| ()/> }.into_any()
    });
    row(boxes.into())
}

fn search(text: &'static str) -> AnyView {
    let value = Writable::new(text.to_owned());
    let label = t!(use_i18n(), "list.search");
    view! { <SearchField label value on_input=move |typed| value.set(typed)/> }.into_any()
}

fn segments() -> AnyView {
    let i18n = use_i18n();
    let chosen = Writable::new(1_usize);
    let names = vec![
        t!(i18n, "state.approved"),
        t!(i18n, "state.pending"),
        t!(i18n, "state.revoked"),
    ];
    let count = |at: usize| Some([31, 3, 4][at].to_string());
    view! {
        <Segments
            legend=t!(i18n, "scopes.show_only")
            names
            chosen=Signal::derive(move || chosen.get())
            count
            on_choose=move |at| chosen.set(at)
        />
    }
    .into_any()
}

fn icons() -> AnyView {
    let icons = Glyph::ALL.iter().map(|(name, glyph)| {
        view! { <span title=*name><Icon glyph=*glyph class="icon--directional"/></span> }.into_any()
    });
    row(icons.collect())
}

fn banner() -> AnyView {
    let i18n = use_i18n();
    let text = view! { <b>{t!(i18n, "session.lost")}</b> " " {t!(i18n, "session.lost_text", name = "Ada Brandt")} };
    view! {
        <Banner text=text.into_any()>
            <Button on_press=|()| ()>{t!(i18n, "session.sign_in")}</Button>
        </Banner>
    }
    .into_any()
}

fn notice(glyph: Glyph, alert: bool) -> AnyView {
    let i18n = use_i18n();
    view! {
        <Notice glyph title=t!(i18n, "list.empty") alert>
            <p class="muted">{t!(i18n, "list.empty_text")}</p>
            <div class="button-row">
                <Button glyph=Glyph::Plus on_press=|()| ()>{t!(i18n, "list.authorize")}</Button>
            </div>
        </Notice>
    }
    .into_any()
}

fn pagination(current: u32, count: u32) -> AnyView {
    let i18n = use_i18n();
    let words = PaginationWords {
        label: t!(i18n, "pages.label"),
        range: t!(i18n, "pages.range", first = "1", last = "25", total = "38"),
        rows: t!(i18n, "pages.rows"),
        previous: t!(i18n, "pages.previous"),
        next: t!(i18n, "pages.next"),
    };
    let link = Callback::new(move |link: PageLink| {
        let is_here = link.page == current && !link.off;
        view! {
            <a
                class="pagination__page"
                href="#"
                aria-current=is_here.then_some("page")
                aria-disabled=link.off.then_some("true")
                aria-label=link.label
            >
                {link.inside}
            </a>
        }
        .into_any()
    });
    view! { <Pagination words current count size=25 link on_size=|_| ()/> }.into_any()
}

fn toast(offers: bool) -> AnyView {
    let i18n = use_i18n();
    let toasts = Toasts::new();
    let text = t!(i18n, "save.done", name = "Wallboard");
    if offers {
        toasts.offer(text, t!(i18n, "error.retry"), Arc::new(|| ()));
    } else {
        toasts.show(text);
    }
    view! {
        <div class="specimen__room"></div>
        <ToastRegion toasts close=t!(i18n, "action.close")/>
    }
    .into_any()
}

fn dialog(wide: bool) -> AnyView {
    let i18n = use_i18n();
    let open = Writable::new(true);
    let title = move || t!(i18n, "authorize.title");
    view! {
        <Button on_press=move |()| open.set(true)>{title()}</Button>
        <Dialog open on_close=move |()| open.set(false) title=ViewFn::from(title) wide>
            <div class="dialog__body">
                <p>{t!(i18n, "authorize.hint")}</p>
            </div>
            <div class="dialog__foot">
                <Button on_press=move |()| open.set(false)>{t!(i18n, "action.cancel")}</Button>
                <Button look=Look::Primary on_press=move |()| open.set(false)>
                    {t!(i18n, "authorize.submit")}
                </Button>
            </div>
        </Dialog>
    }
    .into_any()
}

fn popover(kind: PopoverKind) -> AnyView {
    let i18n = use_i18n();
    let opener = view! {
        <Popover
            kind
            button_class="button button--small"
            button=view! { {t!(i18n, "nav.menu")} <Icon glyph=Glyph::ChevronDown/> }.into_any()
        >
            <ul>
                <li><button type="button" class="menu__item">{t!(i18n, "authorize.open")}</button></li>
                <li><button type="button" class="menu__item menu__item--danger">{t!(i18n, "revoke.action")}</button></li>
            </ul>
        </Popover>
    };
    row(vec![opener.into_any()])
}
