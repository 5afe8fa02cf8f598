//! Short names for imports and exports.

use std::collections::BTreeMap;

use super::{exports, imports, renamed};
use crate::fail::Fail;

/// What is called otherwise now, by the name it had.
pub type Names = BTreeMap<String, String>;

/// A module that imports and exports under short names.
pub struct Shortened {
    pub wasm: Vec<u8>,
    /// Each key in the object that its script hands to `WebAssembly.instantiate`: the modules, and
    /// what is imported from the script itself.
    pub imports: Names,
    /// All exports, also those that keep their name.
    pub exports: Names,
}

/// Gives the imports and exports of a program of wasm-bindgen short names: the likes of
/// `__wbg_appendChild_dbf7ad2f48413560` stand in the program and in its script, and no compression
/// knows their hashes. The exports in `kept` are asked for by others than its script.
pub fn shorten(wasm: &[u8], kept: &[&str]) -> Result<Shortened, Fail> {
    let mut modules = Names::new();
    let mut names = Names::new();
    for (module, name) in imports(wasm)? {
        if is_own(&module) {
            let short = numbered(names.len());
            names.entry(name).or_insert(short);
        }
        let short = base36(modules.len());
        modules.entry(module).or_insert(short);
    }
    if names.is_empty() {
        return Err(Fail::work("the program imports nothing from its script"));
    }
    let mut exported = Names::new();
    for name in exports(wasm)? {
        let is_kept = kept.contains(&name.as_str());
        let short = if is_kept {
            name.clone()
        } else {
            numbered(exported.len())
        };
        exported.insert(name, short);
    }
    let wasm = renamed(
        wasm,
        |module, name| {
            let short = names.get(name).filter(|_| is_own(module));
            let name = short.map_or(name, String::as_str);
            (modules[module].clone(), name.to_owned())
        },
        |name| exported[name].clone(),
    )?;
    modules.append(&mut names);
    Ok(Shortened {
        wasm,
        imports: modules,
        exports: exported,
    })
}

fn numbered(number: usize) -> String {
    format!("_{}", base36(number))
}

/// Whether a module is the script that wasm-bindgen makes: the names of another one are not ours.
fn is_own(module: &str) -> bool {
    module.ends_with("_bg.js")
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789abcdefghijklmnopqrstuvwxyz"[number % 36]);
        number /= 36;
        if number == 0 {
            break;
        }
    }
    digits
        .iter()
        .rev()
        .map(|&digit| char::from(digit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::tests::{Part, module};

    const OWN: &str = "./program_bg.js";

    fn pair(module: &str, name: &str) -> (String, String) {
        (module.to_owned(), name.to_owned())
    }

    #[test]
    fn imports_are_named_by_their_order_and_its_script_is_told() {
        let wasm = module(&[
            Part::Import(OWN, "__wbg_append_dbf7ad2f48413560"),
            Part::Import("./rest.js", "__wasm_split_load_rest"),
            Part::Import(OWN, "__wbg_append_5c1f0ee3d8a1b2c4"),
            Part::Import(OWN, "__wbg_append_dbf7ad2f48413560"),
            Part::Export("memory"),
            Part::Export("__wbindgen_malloc"),
            Part::Code,
        ]);
        let short = shorten(&wasm, &[]).expect("Wasm");
        let made = imports(&short.wasm).expect("Wasm");
        let load = pair("1", "__wasm_split_load_rest");
        assert_eq!(
            made,
            [pair("0", "_0"), load, pair("0", "_1"), pair("0", "_0")]
        );
        let keys = [
            (OWN, "0"),
            ("./rest.js", "1"),
            ("__wbg_append_5c1f0ee3d8a1b2c4", "_1"),
            ("__wbg_append_dbf7ad2f48413560", "_0"),
        ];
        let keys = keys.map(|(name, short)| (name.to_owned(), short.to_owned()));
        assert_eq!(short.imports, Names::from(keys));
    }

    #[test]
    fn a_name_that_another_script_has_as_well_is_its_own_there() {
        let wasm = module(&[Part::Import(OWN, "a"), Part::Import("./rest.js", "a")]);
        let made = imports(&shorten(&wasm, &[]).expect("Wasm").wasm);
        assert_eq!(made, Ok(vec![pair("0", "_0"), pair("1", "a")]));
    }

    #[test]
    fn exports_are_named_by_their_order_unless_others_ask_for_them() {
        let wasm = module(&[
            Part::Import(OWN, "a"),
            Part::Export("__wbindgen_malloc"),
            Part::Export("memory"),
            Part::Export("__wbindgen_free"),
        ]);
        let short = shorten(&wasm, &["memory", "absent"]).expect("Wasm");
        let made = exports(&short.wasm).expect("Wasm");
        assert_eq!(made, ["_0", "memory", "_2"]);
        let names = [
            ("__wbindgen_malloc", "_0"),
            ("memory", "memory"),
            ("__wbindgen_free", "_2"),
        ];
        let names = names.map(|(name, short)| (name.to_owned(), short.to_owned()));
        assert_eq!(short.exports, Names::from(names));
    }

    #[test]
    fn a_program_without_a_script_of_its_own_is_refused() {
        assert!(shorten(&module(&[Part::Code]), &[]).is_err());
        assert!(shorten(&module(&[Part::Import("0", "_0")]), &[]).is_err());
    }

    #[test]
    fn numbers_are_short() {
        let made = [0, 9, 10, 35, 36, 1295, 1296].map(base36);
        assert_eq!(made, ["0", "9", "a", "z", "10", "zz", "100"]);
    }
}
