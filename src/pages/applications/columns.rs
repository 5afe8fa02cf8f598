//! The columns of the list. A new one is an entry here, with its texts and the class of its width.

use super::cells;
use super::row_data::RowData;
use crate::pages::columns::Column;

/// The columns, in their order.
pub static COLUMNS: [Column<RowData>; 7] = [
    Column::title(catalogue_key!("column.application"), cells::application)
        .sort("name")
        .class("apps__cell-app"),
    Column::value(catalogue_key!("column.scopes"), cells::scopes)
        .sort("scopes")
        .width("apps__col-scopes"),
    Column::value(catalogue_key!("column.state"), cells::state)
        .sort("state")
        .width("apps__col-state"),
    Column::value(catalogue_key!("column.roles"), cells::roles)
        .sort("roles")
        .width("apps__col-roles"),
    Column::value(catalogue_key!("column.last_used"), cells::last_used)
        .sort("lastUsed")
        .width("apps__col-used")
        .class("table__number"),
    Column::value(catalogue_key!("column.decided_by"), cells::decided)
        .sort("createdBy")
        .also("dateModified", catalogue_key!("column.decided"))
        .width("apps__col-by"),
    Column::actions(catalogue_key!("column.actions"), cells::actions)
        .width("apps__col-actions")
        .class("apps__cell-actions"),
];

#[cfg(test)]
mod tests {
    use countersign_contract::list::SortBy;

    use super::*;
    use crate::pages::columns::sorts;

    #[test]
    fn each_sort_of_the_contract_is_offered_once() {
        let mut offered: Vec<_> = sorts(&COLUMNS)
            .map(|sort| SortBy::from_wire(sort.by))
            .collect();
        let mut known = SortBy::KNOWN.to_vec();
        offered.sort_unstable();
        known.sort_unstable();
        assert_eq!(offered, known);
    }
}
