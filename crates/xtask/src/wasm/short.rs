use std::collections::BTreeMap;

use super::{imports, renamed};
use crate::fail::Fail;

/// A module whose imports have short names.
pub struct Shortened {
    pub wasm: Vec<u8>,
    /// The short name of each key in the object that its script hands to `WebAssembly.instantiate`:
    /// of the modules, and of what is imported from the script itself.
    pub keys: BTreeMap<String, String>,
}

/// Gives the imports of a program of wasm-bindgen short names: `__wbg_appendChild_dbf7ad2f48413560`
/// stands in the program and in its script, and no compression knows its hash.
pub fn shorten(wasm: &[u8]) -> Result<Shortened, Fail> {
    let imports = imports(wasm)?;
    let mut modules = BTreeMap::new();
    let mut names = BTreeMap::new();
    for (module, name) in &imports {
        let next = base36(modules.len());
        modules.entry(module.clone()).or_insert(next);
        if is_own(module) {
            let next = format!("_{}", base36(names.len()));
            names.entry(name.clone()).or_insert(next);
        }
    }
    if names.is_empty() {
        return Err(Fail::work("the program imports nothing from its script"));
    }
    let wasm = renamed(
        wasm,
        |module, name| {
            let short = names.get(name).filter(|_| is_own(module));
            let name = short.map_or(name, String::as_str);
            (modules[module].clone(), name.to_owned())
        },
        str::to_owned,
    )?;
    modules.append(&mut names);
    Ok(Shortened {
        wasm,
        keys: modules,
    })
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
            Part::Code,
        ]);
        let short = shorten(&wasm).expect("Wasm");
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
        assert_eq!(short.keys, BTreeMap::from(keys));
    }

    #[test]
    fn a_name_that_another_script_has_as_well_is_its_own_there() {
        let wasm = module(&[Part::Import(OWN, "a"), Part::Import("./rest.js", "a")]);
        let made = imports(&shorten(&wasm).expect("Wasm").wasm);
        assert_eq!(made, Ok(vec![pair("0", "_0"), pair("1", "a")]));
    }

    #[test]
    fn a_program_without_a_script_of_its_own_is_refused() {
        assert!(shorten(&module(&[Part::Code])).is_err());
        assert!(shorten(&module(&[Part::Import("0", "_0")])).is_err());
    }

    #[test]
    fn numbers_are_short() {
        let made = [0, 9, 10, 35, 36, 1295, 1296].map(base36);
        assert_eq!(made, ["0", "9", "a", "z", "10", "zz", "100"]);
    }
}
