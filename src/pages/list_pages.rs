//! Which part of a list is on screen, and the way to the others.

use leptos::prelude::*;

use crate::i18n::use_i18n;
use crate::navigator::{How, Link, use_navigator};
use crate::route::Route;
use crate::ui::{PageLink, Pagination, PaginationWords};

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAt {
    /// Its number, from 1.
    pub number: u32,
    /// Rows a page.
    pub size: u32,
    /// Rows on it.
    pub rows: usize,
    /// Rows of the whole list.
    pub total: u64,
    /// Pages of the whole list.
    pub count: u32,
}

/// Range, rows a page, and pages.
#[component]
pub fn ListPages(
    /// The page on screen.
    at: PageAt,
    /// The place of a page, by its number and its size.
    #[prop(into)]
    to: Callback<(u32, u32), Route>,
) -> impl IntoView {
    let i18n = use_i18n();
    let navigator = use_navigator();
    let first = u64::from(at.number - 1) * u64::from(at.size) + 1;
    let words = PaginationWords {
        label: t!(i18n, "pages.label"),
        range: t!(
            i18n,
            "pages.range",
            first = i18n.number(first),
            last = i18n.number(first + at.rows as u64 - 1),
            total = i18n.number(at.total)
        ),
        rows: t!(i18n, "pages.rows"),
        previous: t!(i18n, "pages.previous"),
        next: t!(i18n, "pages.next"),
    };
    let link = Callback::new(
        move |PageLink {
                  page,
                  inside,
                  label,
                  off,
              }: PageLink| {
            let here = Signal::stored((page == at.number && !off).then_some("page"));
            view! {
                <Link to=to.run((page, at.size)) class="pagination__page" current=here label off>
                    {inside}
                </Link>
            }
            .into_any()
        },
    );
    let resize = move |size| navigator.go(&to.run((1, size)), How::Push);
    view! {
        <Pagination words current=at.number count=at.count size=at.size link on_size=resize/>
    }
}
