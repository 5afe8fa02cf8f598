//! Pairs the two parts of a cut program: what they share gets a name of its own for each build.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::{exports, imports, renamed, same_import};
use crate::fail::Fail;

/// Renames `shared`, which `main` exports and `rest` imports, after what is in both: a rest of
/// another build is refused before it writes into the memory of this one.
pub fn pair(main: &[u8], rest: &[u8], shared: &str) -> Result<[Vec<u8>; 2], Fail> {
    let exported = exports(main)?.iter().filter(|&name| name == shared).count();
    let imported = imports(rest)?;
    let imported = imported.iter().filter(|(_, name)| name == shared).count();
    if (exported, imported) != (1, 1) {
        return Err(Fail::work(format!(
            "the parts of the program do not share one `{shared}`"
        )));
    }
    let mut hasher = DefaultHasher::new();
    [main, rest].hash(&mut hasher);
    let pair = format!("pair{:016x}", hasher.finish());
    let other = |name: &str| {
        if name == shared {
            pair.clone()
        } else {
            name.to_owned()
        }
    };
    Ok([
        renamed(main, same_import, other)?,
        renamed(
            rest,
            |module, name| (module.to_owned(), other(name)),
            str::to_owned,
        )?,
    ])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::tests::{Part, module};

    const SHARED: &str = "__wasm_split_shared0";

    fn parts() -> [Vec<u8>; 2] {
        let main = module(&[Part::Export("memory"), Part::Export(SHARED)]);
        let rest = module(&[
            Part::Import("__wasm_split", "memory"),
            Part::Import("__wasm_split", SHARED),
        ]);
        [main, rest]
    }

    fn paired(main: &[u8], rest: &[u8]) -> (Vec<String>, Vec<(String, String)>) {
        let [main, rest] = pair(main, rest, SHARED).expect("a pair");
        (exports(&main).expect("Wasm"), imports(&rest).expect("Wasm"))
    }

    #[test]
    fn what_two_parts_share_has_one_name_of_their_own() {
        let [main, rest] = parts();
        let (exported, imported) = paired(&main, &rest);
        assert_eq!(exported[0], "memory");
        assert!(exported[1].starts_with("pair"), "{exported:?}");
        let split = |name: &str| ("__wasm_split".to_owned(), name.to_owned());
        assert_eq!(imported, [split("memory"), split(&exported[1])]);
    }

    #[test]
    fn a_part_of_another_build_has_another_name() {
        let [main, rest] = parts();
        let other = module(&[Part::Code, Part::Export("memory"), Part::Export(SHARED)]);
        assert_ne!(paired(&main, &rest).0[1], paired(&other, &rest).0[1]);
        let other = module(&[Part::Code, Part::Import("__wasm_split", SHARED)]);
        assert_ne!(paired(&main, &rest).0[1], paired(&main, &other).0[1]);
    }

    #[test]
    fn parts_that_share_nothing_are_refused() {
        let [main, rest] = parts();
        let without = module(&[Part::Code]);
        assert!(pair(&main, &without, SHARED).is_err());
        assert!(pair(&without, &rest, SHARED).is_err());
        assert!(pair(&main, b"no Wasm", SHARED).is_err());
    }
}
