//! The scope picker's groups, rows and counts.

use std::collections::{BTreeMap, BTreeSet};

use countersign_contract::order::{set_of, sorted};
use countersign_contract::scope_rules::risk_of;
use countersign_contract::{OAuthScope, Risk};

use crate::text::{fold, fold_onto};

#[cfg(test)]
mod tests;

/// What of the scopes is shown; all parts together narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScopeFilter {
    /// Words, each of which has to be in id, title or description; any case, accents or none.
    pub search: String,
    /// Only what the application asks for.
    pub asked: bool,
    /// Only what is ticked, or was until this edit: a row does not vanish as it is unticked.
    pub selected: bool,
    /// Only high risk.
    pub high_risk: bool,
}

/// Name of a group.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GroupName {
    /// Scopes that the portal does not know.
    Unknown,
    /// Product area, in the language of the request.
    Named(String),
    /// Known scopes without a product area.
    Other,
}

/// What this edit does to a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Ticked, not stored.
    Added,
    /// Stored, not ticked.
    Removed,
}

/// A scope in the picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Scope id; text from outside where `scope` is absent.
    pub id: String,
    /// What the portal knows of it.
    pub scope: Option<OAuthScope>,
    /// Whether the application asks for it.
    pub asked: bool,
    /// Whether it is ticked.
    pub selected: bool,
    /// How it differs from what is stored.
    pub change: Option<Change>,
    /// Its risk: high where unknown, absent where the backend says nothing.
    pub risk: Option<Risk>,
}

impl Row {
    /// Whether the row is shown before *Show more*.
    pub fn is_prominent(&self) -> bool {
        self.asked || self.selected || self.change.is_some()
    }
}

/// A group with the rows that pass the filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Name.
    pub name: GroupName,
    /// Rows, the prominent ones first, then by id.
    pub rows: Vec<Row>,
    /// How many rows at the start are asked for, ticked or changed.
    pub prominent: usize,
}

/// Numbers on the filter chips, whatever the filter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// What the application asks for.
    pub asked: usize,
    /// What is ticked.
    pub selected: usize,
    /// High risk, the unknown ones included.
    pub high_risk: usize,
}

/// The scopes of all sources, each once, with a view on the sets that they are in.
struct Sources<'a> {
    known: &'a BTreeMap<String, OAuthScope>,
    asked: BTreeSet<&'a str>,
    stored: BTreeSet<&'a str>,
    selected: &'a BTreeSet<String>,
}

impl<'a> Sources<'a> {
    fn new(
        known: &'a BTreeMap<String, OAuthScope>,
        asked: &'a [String],
        stored: &'a [String],
        selected: &'a BTreeSet<String>,
    ) -> Self {
        Self {
            known,
            asked: set_of(asked.iter().map(String::as_str)),
            stored: set_of(stored.iter().map(String::as_str)),
            selected,
        }
    }

    /// Every id, the ones that the portal does not know first, each part by id.
    fn ids(&self) -> impl Iterator<Item = &'a str> {
        let selected = self.selected.iter().map(String::as_str);
        let mut unknown = set_of(self.asked.union(&self.stored).copied());
        unknown.extend(selected);
        unknown.retain(|id| !self.known.contains_key(*id));
        unknown
            .into_iter()
            .chain(self.known.keys().map(String::as_str))
    }

    fn change(&self, id: &str) -> Option<Change> {
        match (self.stored.contains(id), self.selected.contains(id)) {
            (false, true) => Some(Change::Added),
            (true, false) => Some(Change::Removed),
            _ => None,
        }
    }

    fn name(&self, id: &str) -> GroupName {
        let area = |scope: &OAuthScope| {
            let area = scope
                .group
                .as_deref()
                .map(str::trim)
                .filter(|area| !area.is_empty());
            area.map_or(GroupName::Other, |area| GroupName::Named(area.to_owned()))
        };
        self.known.get(id).map_or(GroupName::Unknown, area)
    }

    fn row(&self, id: &str) -> Row {
        Row {
            id: id.to_owned(),
            scope: self.known.get(id).cloned(),
            asked: self.asked.contains(id),
            selected: self.selected.contains(id),
            change: self.change(id),
            risk: risk_of(id, self.known),
        }
    }

    fn passes(&self, id: &str, filter: &ScopeFilter, words: &[&str], buffer: &mut String) -> bool {
        (!filter.asked || self.asked.contains(id))
            && (!filter.selected || self.selected.contains(id) || self.stored.contains(id))
            && (!filter.high_risk || risk_of(id, self.known) == Some(Risk::High))
            && (words.is_empty() || self.has(id, words, buffer))
    }

    fn has(&self, id: &str, words: &[&str], buffer: &mut String) -> bool {
        buffer.clear();
        fold_onto(buffer, id);
        let scope = self.known.get(id);
        let texts = scope.map(|scope| [scope.title.as_deref(), scope.description.as_deref()]);
        for text in texts.into_iter().flatten().flatten() {
            // A word must not match across two texts.
            buffer.push('\n');
            fold_onto(buffer, text);
        }
        words.iter().all(|word| buffer.contains(word))
    }
}

/// The groups of the picker: what the portal does not know first, then by name, then the scopes
/// without a group. A group without rows under the filter is left out.
///
/// `asked` is what the application asks for, `stored` what is granted now, `selected` the ticks.
pub fn groups(
    known: &BTreeMap<String, OAuthScope>,
    asked: &[String],
    stored: &[String],
    selected: &BTreeSet<String>,
    filter: &ScopeFilter,
) -> Vec<Group> {
    let sources = Sources::new(known, asked, stored, selected);
    let search = fold(&filter.search);
    let words: Vec<_> = search.split_whitespace().collect();
    let mut buffer = String::new();
    let mut groups: BTreeMap<GroupName, Group> = BTreeMap::new();
    for id in sources.ids() {
        let name = sources.name(id);
        let group = groups.entry(name).or_insert_with_key(|name| Group {
            name: name.clone(),
            rows: Vec::new(),
            prominent: 0,
        });
        if sources.passes(id, filter, &words, &mut buffer) {
            group.rows.push(sources.row(id));
        }
    }
    let mut groups: Vec<_> = groups
        .into_values()
        .filter(|group| !group.rows.is_empty())
        .collect();
    for group in &mut groups {
        let rows = std::mem::take(&mut group.rows);
        let (mut rows, others): (Vec<_>, Vec<_>) = rows.into_iter().partition(Row::is_prominent);
        group.prominent = rows.len();
        rows.extend(others);
        group.rows = rows;
    }
    let place = |group: &Group| match &group.name {
        GroupName::Unknown => (0, String::new()),
        GroupName::Named(name) => (1, fold(name)),
        GroupName::Other => (2, String::new()),
    };
    sorted(groups, |left, right| place(left).cmp(&place(right)))
}

/// The numbers on the filter chips.
pub fn counts(
    known: &BTreeMap<String, OAuthScope>,
    asked: &[String],
    stored: &[String],
    selected: &BTreeSet<String>,
) -> Counts {
    let sources = Sources::new(known, asked, stored, selected);
    Counts {
        asked: sources.asked.len(),
        selected: selected.len(),
        high_risk: sources
            .ids()
            .filter(|id| risk_of(id, known) == Some(Risk::High))
            .count(),
    }
}
