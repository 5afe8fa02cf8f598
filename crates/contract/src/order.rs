//! Order without a sort of its own for every type: each of those is 3 KB of a bundle.

use std::cmp::Ordering;
use std::collections::BTreeSet;

/// The rows in order; equal ones stay as they stand.
pub fn sorted<T>(rows: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(rows.len(), &|left, right| {
        compare(&rows[left], &rows[right])
    });
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| rows[at].take()).collect()
}

fn order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<_> = (0..count).collect();
    order.sort_by(|left, right| compare(*left, *right));
    order
}

/// The items as a set, one by one: to collect them would sort them first.
pub fn set_of<T: Ord>(items: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(items);
    set
}
