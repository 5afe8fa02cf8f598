//! Pages of a list.

use leptos::prelude::*;

use super::{Glyph, Icon, fresh_id};

/// Numbers of pages to offer: ends, neighbours, and gaps (`None`).
pub fn offered(current: u32, count: u32) -> Vec<Option<u32>> {
    let mut offered = Vec::new();
    let mut last = 0;
    for page in 1..=count {
        let near = page == 1 || page == count || page.abs_diff(current) <= 1;
        if near {
            if page > last + 1 {
                offered.push(None);
            }
            offered.push(Some(page));
            last = page;
        } else if page > current + 1 && page < count {
            // Jump: a long list must not be walked.
            offered.push(None);
            offered.push(Some(count));
            break;
        }
    }
    offered
}

/// Words of a [`Pagination`].
#[derive(Clone, Debug)]
pub struct PaginationWords {
    /// Name of the whole.
    pub label: String,
    /// `1–25 of 38`.
    pub range: String,
    /// Before the choice of rows a page.
    pub rows: String,
    /// Previous page.
    pub previous: String,
    /// Next page.
    pub next: String,
}

/// A link to a page.
pub struct PageLink {
    /// Number of the page.
    pub page: u32,
    /// Its words or icon.
    pub inside: AnyView,
    /// Its name, where the inside is no word.
    pub label: Option<String>,
    /// Leads nowhere just now.
    pub off: bool,
}

/// Range, rows a page, pages as links.
#[component]
pub fn Pagination(
    /// Words.
    words: PaginationWords,
    /// This page, from 1.
    current: u32,
    /// Pages.
    count: u32,
    /// Rows a page.
    size: u32,
    /// Makes the link of a page.
    link: Callback<PageLink, AnyView>,
    /// Told the wanted rows a page.
    #[prop(into)]
    on_size: Callback<u32>,
) -> impl IntoView {
    const SIZES: [u32; 4] = [15, 25, 50, 100];
    let id = fresh_id("rows");
    let sizes = {
        let mut sizes = SIZES.to_vec();
        if !sizes.contains(&size) {
            sizes.push(size);
            sizes.sort_unstable();
        }
        sizes
    };
    // At the ends an arrow stays, with the focus that it may have, and leads nowhere.
    let arrow = |page: u32, glyph: Glyph, label: String| {
        link.run(PageLink {
            page,
            inside: view! { <Icon glyph class="icon--directional"/> }.into_any(),
            label: Some(label),
            off: page == current,
        })
    };
    let before = current.saturating_sub(1).max(1);
    let after = (current + 1).min(count.max(current));
    let previous = arrow(before, Glyph::ChevronLeft, words.previous);
    let next = arrow(after, Glyph::ChevronRight, words.next);
    let pages = offered(current, count)
        .into_iter()
        .map(|page| match page {
            Some(page) => link.run(PageLink {
                page,
                inside: page.to_string().into_any(),
                label: None,
                off: false,
            }),
            None => view! { <span aria-hidden="true">"…"</span> }.into_any(),
        })
        .collect_view();
    view! {
        <nav class="pagination" aria-label=words.label>
            <span class="pagination__range">{words.range}</span>
            <span class="field--inline">
                <label for=id.clone()>{words.rows}</label>
                <select
                    class="select"
                    id=id
                    on:change=move |event| {
                        if let Ok(size) = event_target_value(&event).parse() {
                            on_size.run(size);
                        }
                    }
                >
                    {sizes
                        .into_iter()
                        .map(|one| view! { <option value=one.to_string() selected=one == size>{one}</option> }.into_any())
                        .collect_view()}
                </select>
            </span>
            <span class="pagination__pages">{previous} {pages} {next}</span>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_neighbours_are_offered() {
        let text = |current, count| {
            let page = |page: Option<u32>| page.map_or("…".to_owned(), |page| page.to_string());
            offered(current, count)
                .into_iter()
                .map(page)
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(text(1, 1), "1");
        assert_eq!(text(1, 3), "1 2 3");
        assert_eq!(text(1, 4000), "1 2 … 4000");
        assert_eq!(text(5, 9), "1 … 4 5 6 … 9");
        assert_eq!(text(9, 9), "1 … 8 9");
        assert_eq!(text(1, 0), "");
    }
}
