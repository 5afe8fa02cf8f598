//! Gives a Wasm module other names for what it imports and exports, and its script the same ones.
//!
//! `wasmparser` reads the sections and `wasm-encoder` writes the two that hold names. All others are
//! copied byte for byte: what wasm-opt made of the code stays as it is.

mod pair;
mod scripts;
mod short;

use wasm_encoder::{
    ExportSection, ImportSection, Module, RawSection,
    reencode::{Reencode, RoundtripReencoder},
};
use wasmparser::{Parser, Payload};

pub use pair::pair;
pub use scripts::{bundle, shorten, shorten_scripts};

use crate::fail::Fail;

/// What a module imports, in its order: the module that it is from, and its name there.
pub fn imports(wasm: &[u8]) -> Result<Vec<(String, String)>, Fail> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ImportSection(section) = payload.map_err(unreadable)? {
            for import in section.into_imports() {
                let import = import.map_err(unreadable)?;
                names.push((import.module.to_owned(), import.name.to_owned()));
            }
        }
    }
    Ok(names)
}

/// The names of what a module exports, in its order.
pub fn exports(wasm: &[u8]) -> Result<Vec<String>, Fail> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(wasm) {
        if let Payload::ExportSection(section) = payload.map_err(unreadable)? {
            for export in section {
                names.push(export.map_err(unreadable)?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// The module with other names: `import` is given the module and the name of an import, `export` the
/// name of an export.
pub fn renamed(
    wasm: &[u8],
    import: impl Fn(&str, &str) -> (String, String),
    export: impl Fn(&str) -> String,
) -> Result<Vec<u8>, Fail> {
    let mut made = Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload.map_err(unreadable)?;
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        match payload {
            Payload::ImportSection(section) => {
                let mut renamed = ImportSection::new();
                for of in section.into_imports() {
                    let of = of.map_err(unreadable)?;
                    let (module, name) = import(of.module, of.name);
                    let kind = RoundtripReencoder.entity_type(of.ty).map_err(unreadable)?;
                    renamed.import(&module, &name, kind);
                }
                made.section(&renamed);
            }
            Payload::ExportSection(section) => {
                let mut renamed = ExportSection::new();
                for of in section {
                    let of = of.map_err(unreadable)?;
                    let kind = RoundtripReencoder
                        .export_kind(of.kind)
                        .map_err(unreadable)?;
                    renamed.export(&export(of.name), kind, of.index);
                }
                made.section(&renamed);
            }
            _ => {
                let data = usize::try_from(range.start)
                    .ok()
                    .zip(usize::try_from(range.end).ok())
                    .and_then(|(start, end)| wasm.get(start..end))
                    .ok_or_else(|| unreadable("a section ends after the file"))?;
                made.section(&RawSection { id, data });
            }
        }
    }
    Ok(made.finish())
}

/// For `renamed`: what is imported keeps its name.
pub fn same_import(module: &str, name: &str) -> (String, String) {
    (module.to_owned(), name.to_owned())
}

fn unreadable(error: impl std::fmt::Display) -> Fail {
    Fail::work(format!("a program is no Wasm as expected: {error}"))
}

#[cfg(test)]
mod tests {
    use wasm_encoder::{
        CodeSection, ConstExpr, CustomSection, EntityType, ExportKind, Function, FunctionSection,
        GlobalSection, GlobalType, MemorySection, MemoryType, TypeSection, ValType,
    };

    use super::*;

    const IMPORTS: u8 = 2;
    const EXPORTS: u8 = 7;

    pub enum Part {
        /// A function from a module, by its name there.
        Import(&'static str, &'static str),
        /// A global; the memory where it is named so.
        Export(&'static str),
        Code,
    }

    /// A valid module with a section of every kind that programs have.
    pub fn module(parts: &[Part]) -> Vec<u8> {
        let (mut imports, mut exports) = (Vec::new(), Vec::new());
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for part in parts {
            match part {
                Part::Import(module, name) => imports.push((module, name)),
                Part::Export(name) => exports.push(name),
                Part::Code => {
                    functions.function(0);
                    let mut body = Function::new([]);
                    body.instructions().nop().nop().end();
                    code.function(&body);
                }
            }
        }
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imported = ImportSection::new();
        for (module, name) in imports {
            imported.import(module, name, EntityType::Function(0));
        }
        let mut memories = MemorySection::new();
        memories.memory(MemoryType {
            minimum: 17,
            maximum: None,
            memory64: false,
            shared: false,
            page_size_log2: None,
        });
        let mut globals = GlobalSection::new();
        let kind = GlobalType {
            val_type: ValType::I32,
            mutable: true,
            shared: false,
        };
        globals.global(kind, &ConstExpr::i32_const(1_048_576));
        let mut exported = ExportSection::new();
        for name in exports {
            let is_memory = *name == "memory";
            let kind = if is_memory {
                ExportKind::Memory
            } else {
                ExportKind::Global
            };
            exported.export(name, kind, 0);
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imported)
            .section(&functions)
            .section(&memories)
            .section(&globals)
            .section(&exported)
            .section(&code)
            .section(&CustomSection {
                name: "producers".into(),
                data: (&b"nobody"[..]).into(),
            });
        module.finish()
    }

    /// The contents of all sections but those of some kinds, with their kinds.
    fn sections<'a>(wasm: &'a [u8], without: &[u8]) -> Vec<(u8, &'a [u8])> {
        let payloads = Parser::new(0)
            .parse_all(wasm)
            .map(|payload| payload.expect("Wasm"));
        payloads
            .filter_map(|payload| payload.as_section())
            .filter(|(id, _)| !without.contains(id))
            .map(|(id, range)| {
                let at = |place: u64| usize::try_from(place).expect("a small file");
                (id, &wasm[at(range.start)..at(range.end)])
            })
            .collect()
    }

    fn all() -> Vec<u8> {
        module(&[
            Part::Import("./program_bg.js", "a"),
            Part::Import("./rest.js", "b"),
            Part::Export("memory"),
            Part::Export("c"),
            Part::Code,
            Part::Code,
        ])
    }

    #[test]
    fn a_module_whose_names_stay_is_the_same() {
        let wasm = all();
        let made = renamed(&wasm, same_import, str::to_owned);
        assert_eq!(made, Ok(wasm));
    }

    #[test]
    fn other_names_change_no_other_section() {
        let wasm = all();
        let made = renamed(
            &wasm,
            |module, name| (module.replace("rest", "loader"), format!("{name}{name}")),
            |name| format!("{name}{name}"),
        )
        .expect("Wasm");
        let names = |of: &[(&str, &str)]| {
            let owned = of.iter().map(|&(module, name)| same_import(module, name));
            Ok(owned.collect())
        };
        assert_eq!(
            imports(&made),
            names(&[("./program_bg.js", "aa"), ("./loader.js", "bb")])
        );
        assert_eq!(
            exports(&made),
            Ok(vec!["memorymemory".to_owned(), "cc".to_owned()])
        );
        let others = |wasm| sections(wasm, &[IMPORTS, EXPORTS]);
        assert_eq!(others(&made).len(), 6);
        assert_eq!(others(&made), others(&wasm));
    }

    #[test]
    fn what_is_no_whole_module_is_refused() {
        let wasm = all();
        for broken in [&b"<!doctype html>"[..], &wasm[..wasm.len() - 1]] {
            assert!(renamed(broken, same_import, str::to_owned).is_err());
        }
    }
}
