//! What a house must not have.

use std::collections::BTreeSet;

use crate::modules::{Modules, circles};
use crate::rooms::Room;

/// What is wrong with a house, a sentence each.
pub fn faults(modules: &Modules, rooms: &[Room]) -> Vec<String> {
    let mut found = Vec::new();
    let named: BTreeSet<_> = rooms.iter().map(|room| room.name.to_owned()).collect();
    for missing in modules.rooms().difference(&named) {
        found.push(format!("the room {missing} has no row"));
    }
    for gone in named.difference(&modules.rooms()) {
        found.push(format!("there is no room {gone}"));
    }
    for (module, path) in modules.hidden_uses() {
        found.push(format!("{} uses all of {path}", module.join("::")));
    }
    let uses = modules.uses();
    for one in &uses {
        let (Some(from), Some(to)) = (one.from.first(), one.to.first()) else {
            continue;
        };
        let may = rooms
            .iter()
            .any(|room| room.name == from && (from == to || room.uses.contains(&to.as_str())));
        if !may && named.contains(from) {
            found.push(format!(
                "{} uses {}",
                one.from.join("::"),
                one.to.join("::")
            ));
        }
    }
    let rooms: BTreeSet<_> = uses
        .iter()
        .filter(|one| one.from.first() != one.to.first())
        .map(|one| (first(&one.from), first(&one.to)))
        .filter(|(from, _)| !from.is_empty())
        .collect();
    let files = uses
        .iter()
        .map(|one| (one.from.join("::"), one.to.join("::")))
        .collect();
    for circle in circles(&rooms) {
        found.push(format!("a circle of rooms: {}", circle.join(", ")));
    }
    for circle in circles(&files) {
        found.push(format!("a circle of files: {}", circle.join(", ")));
    }
    found
}

fn first(module: &[String]) -> String {
    module.first().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::room;

    const ROOMS: [Room; 3] = [
        room("ui", &[]),
        room("api", &[]),
        room("pages", &["api", "ui"]),
    ];

    fn found(texts: &[(&str, &str)]) -> Vec<String> {
        let empty = [("ui", ""), ("api", ""), ("pages", "")];
        let of = |name: &str| texts.iter().any(|(one, _)| *one == name);
        let rest = empty.iter().filter(|(name, _)| !of(name));
        let all: Vec<_> = texts.iter().chain(rest).copied().collect();
        faults(&Modules::of_texts(&all), &ROOMS)
    }

    #[test]
    fn what_the_table_allows_is_no_fault() {
        let pages = "use crate::api::Api; use crate::ui::{Button, Glyph}; use std::fmt;";
        assert_eq!(found(&[("pages", pages)]), Vec::<String>::new());
    }

    #[test]
    fn an_import_that_the_table_does_not_allow_is_told() {
        for text in [
            "use crate::api::Api;",
            "use crate::{api::Api};",
            "use super::api as other;",
            "fn f() { crate::api::ask(); }",
            "fn f() { let _: Vec<crate::api::Api> = x; }",
            "fn f() { view! { <p>{crate::api::ask()}</p> } }",
            "fn f() { view! { <p>{super::api::ask()}</p> } }",
            "pub(crate) use crate::api::Api;",
        ] {
            assert_eq!(found(&[("ui", text)]), ["ui uses api"], "{text}");
        }
    }

    #[test]
    fn an_import_that_hides_what_is_used_is_told() {
        for (text, path) in [
            ("use crate::*;", "crate"),
            ("use super::*;", "super"),
            ("use crate as house;", "crate"),
            ("pub use self::inner::*;", "self::inner"),
        ] {
            assert!(
                found(&[("ui", text)]).contains(&format!("ui uses all of {path}")),
                "{text}"
            );
        }
    }

    #[test]
    fn a_name_that_another_room_hands_on_is_that_of_its_own_room() {
        let faults = found(&[
            ("ui", "use crate::pages::Api;"),
            ("pages", "pub use crate::api::Api;"),
        ]);
        assert_eq!(faults, ["ui uses api"]);
    }

    #[test]
    fn a_room_without_a_row_is_told_and_a_row_without_a_room() {
        assert_eq!(found(&[("cellar", "")]), ["the room cellar has no row"]);
        let modules = Modules::of_texts(&[("ui", ""), ("api", "")]);
        assert_eq!(faults(&modules, &ROOMS), ["there is no room pages"]);
    }

    #[test]
    fn a_circle_of_rooms_is_told() {
        let rooms = [room("a", &["b"]), room("b", &["a"])];
        let modules = Modules::of_texts(&[("a", "use crate::b::B;"), ("b", "use crate::a::A;")]);
        let found = faults(&modules, &rooms);
        assert_eq!(found[0], "a circle of rooms: a, b");
    }

    #[test]
    fn a_circle_of_files_in_one_room_is_told() {
        let faults = found(&[
            ("ui", "mod a; mod b; pub use a::A; pub use b::B;"),
            ("ui::a", "use super::B; use super::super::ui::b;"),
            ("ui::b", "use super::c::C;"),
            ("ui::c", "use crate::ui::A;"),
        ]);
        assert_eq!(faults, ["a circle of files: ui::a, ui::b, ui::c"]);
    }

    #[test]
    fn tests_may_use_what_they_like() {
        for text in [
            "#[cfg(test)] mod tests { use crate::pages::Page; }",
            "#[cfg(all(test, unix))] mod tests { use super::*; }",
        ] {
            assert_eq!(found(&[("ui", text)]), Vec::<String>::new());
        }
        let outside = found(&[
            ("ui", "#[cfg(all(test, unix))] mod seen;"),
            ("ui::seen", "use crate::pages::Page;"),
        ]);
        assert_eq!(outside, Vec::<String>::new());
    }
}
