//! Columns of a list. Each is one value in one table of its page, which the widths, the heads, the
//! rows, the skeleton and the sort of narrow screens read.

use leptos::prelude::*;

use crate::components::SortHead;
use crate::erased::Derived;
use crate::i18n::{I18n, Key};

/// A column of a list whose rows are made of `R`.
pub struct Column<R: 'static> {
    outline: Outline,
    cell: fn(&R) -> AnyView,
}

/// What a column is whatever its rows are made of.
#[derive(Clone, Copy)]
struct Outline {
    name: Key,
    kind: Kind,
    sort: Option<&'static str>,
    also: Option<Sort>,
    width: &'static str,
    head_class: &'static str,
    class: &'static str,
}

/// What a list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// Its string on the wire.
    pub by: &'static str,
    /// Its name.
    pub name: Key,
}

/// How a list is sorted, seen from the heads of its columns.
#[derive(Clone, Copy)]
pub struct Sorting {
    /// For a sort on the wire: whether the largest comes first; `None` while the list is sorted by
    /// another one. Tracked.
    pub descending: Callback<&'static str, Option<bool>>,
    /// Told the wanted sort, and whether the largest has to come first.
    pub on_sort: Callback<(&'static str, bool)>,
}

#[derive(Clone, Copy)]
enum Kind {
    /// Says what the row is about.
    Title,
    /// Has its name before each value on narrow screens.
    Value,
    /// Has a name that only screen readers are told.
    Actions,
}

impl<R> Column<R> {
    const fn of(kind: Kind, name: Key, cell: fn(&R) -> AnyView) -> Self {
        let outline = Outline {
            name,
            kind,
            sort: None,
            also: None,
            width: "",
            head_class: "",
            class: "",
        };
        Self { outline, cell }
    }

    /// The column that says what the row is about.
    pub const fn title(name: Key, cell: fn(&R) -> AnyView) -> Self {
        Self::of(Kind::Title, name, cell)
    }

    /// A column of values.
    pub const fn value(name: Key, cell: fn(&R) -> AnyView) -> Self {
        Self::of(Kind::Value, name, cell)
    }

    /// The column of what can be done with a row.
    pub const fn actions(name: Key, cell: fn(&R) -> AnyView) -> Self {
        Self::of(Kind::Actions, name, cell)
    }

    /// The list can be sorted by it, in these words on the wire.
    pub const fn sort(mut self, by: &'static str) -> Self {
        self.outline.sort = Some(by);
        self
    }

    /// The list can also be sorted by something else that stands in its cells.
    pub const fn also(mut self, by: &'static str, name: Key) -> Self {
        self.outline.also = Some(Sort { by, name });
        self
    }

    /// Class of its `<col>`, which gives it a width; without one it takes what the others leave.
    pub const fn width(mut self, class: &'static str) -> Self {
        self.outline.width = class;
        self
    }

    /// Class of its head.
    pub const fn head_class(mut self, class: &'static str) -> Self {
        self.outline.head_class = class;
        self
    }

    /// Class of its cells.
    pub const fn class(mut self, class: &'static str) -> Self {
        self.outline.class = class;
        self
    }
}

impl Outline {
    fn col(self) -> AnyView {
        view! { <col class=attribute(self.width)/> }.into_any()
    }

    fn head(self, i18n: I18n, sorting: Sorting) -> AnyView {
        let name = i18n.text(self.name, &[]);
        if let Some(by) = self.sort {
            let order = Derived::new(move |_| sorting.descending.run(by));
            let descending = Signal::derive(move || order.get());
            let press = move |descending| sorting.on_sort.run((by, descending));
            return view! { <SortHead name descending class=self.head_class on_sort=press/> }
                .into_any();
        }
        match self.kind {
            Kind::Actions => view! {
                <td role="cell">
                    <span class="visually-hidden">{name}</span>
                </td>
            }
            .into_any(),
            Kind::Title | Kind::Value => view! {
                <th role="columnheader" scope="col" class=attribute(self.head_class)>{name}</th>
            }
            .into_any(),
        }
    }

    fn cell(self, i18n: I18n, inside: AnyView) -> AnyView {
        let class = attribute(self.class);
        if let Kind::Title = self.kind {
            return view! { <th role="rowheader" scope="row" class=class>{inside}</th> }.into_any();
        }
        let label = matches!(self.kind, Kind::Value).then(|| i18n.text(self.name, &[]));
        view! { <td role="cell" data-label=label class=class>{inside}</td> }.into_any()
    }
}

/// An empty class is no attribute.
fn attribute(class: &'static str) -> Option<&'static str> {
    (!class.is_empty()).then_some(class)
}

/// The widths, for a `<colgroup>`.
pub fn widths<R, const N: usize>(columns: &'static [Column<R>; N]) -> [AnyView; N] {
    columns.each_ref().map(|column| column.outline.col())
}

/// The heads, for the row of a `<thead>`.
pub fn heads<R, const N: usize>(
    columns: &'static [Column<R>; N],
    i18n: I18n,
    sorting: Sorting,
) -> [AnyView; N] {
    columns
        .each_ref()
        .map(|column| column.outline.head(i18n, sorting))
}

/// The cells of one row.
pub fn cells<R, const N: usize>(
    columns: &'static [Column<R>; N],
    i18n: I18n,
    row: &R,
) -> [AnyView; N] {
    columns
        .each_ref()
        .map(|column| column.outline.cell(i18n, (column.cell)(row)))
}

/// All that the list can be sorted by, in the order of the columns.
pub fn sorts<R>(columns: &'static [Column<R>]) -> impl Iterator<Item = Sort> {
    columns.iter().flat_map(|Column { outline, .. }| {
        let own = outline.sort.map(|by| Sort {
            by,
            name: outline.name,
        });
        own.into_iter().chain(outline.also)
    })
}
