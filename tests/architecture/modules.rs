//! The modules of a crate and what each uses of the others, read by a parser.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use syn::Item;
use syn::visit::Visit;

use crate::paths::{Paths, is_of_tests, leaves_of};

/// The path of a module from the root of its crate, such as `["api", "load"]`.
pub type Module = Vec<String>;

/// A crate: its modules by path. Modules of tests are left out.
#[derive(Default)]
pub struct Modules {
    files: BTreeMap<Module, syn::File>,
}

/// A module and one that it uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Use {
    pub from: Module,
    pub to: Module,
}

impl Modules {
    /// Reads the folder of a crate's sources.
    pub fn of_folder(folder: &Path) -> Self {
        let mut modules = Self::default();
        modules.read(folder, &mut Vec::new());
        modules.without_tests()
    }

    /// Leaves out the modules that are declared for tests alone.
    fn without_tests(mut self) -> Self {
        let declared = self.files.iter().flat_map(|(module, file)| {
            let tests = file.items.iter().filter(|item| is_of_tests(item));
            tests.filter_map(|item| match item {
                Item::Mod(child) => Some([&module[..], &[child.ident.to_string()]].concat()),
                _ => None,
            })
        });
        let declared: Vec<Module> = declared.collect();
        self.files
            .retain(|module, _| !declared.iter().any(|tests| module.starts_with(tests)));
        for file in self.files.values_mut() {
            file.items.retain(|item| !is_of_tests(item));
        }
        self
    }

    /// Modules by name, such as `api::load`, with their texts.
    #[cfg(test)]
    pub fn of_texts(texts: &[(&str, &str)]) -> Self {
        let mut modules = Self::default();
        for (name, text) in texts {
            let module = name.split("::").filter(|part| !part.is_empty());
            modules.add(module.map(str::to_owned).collect(), text);
        }
        modules.without_tests()
    }

    fn read(&mut self, folder: &Path, above: &mut Module) {
        let mut entries: Vec<_> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        entries.sort();
        for entry in entries {
            let name = entry.file_stem().unwrap().to_str().unwrap().to_owned();
            // Programs are no modules, and tests may use what they like.
            if name == "bin" || name == "tests" || (above.is_empty() && name == "main") {
                continue;
            }
            if entry.is_dir() {
                above.push(name);
                self.read(&entry, above);
                above.pop();
            } else if entry.extension().is_some_and(|kind| kind == "rs") {
                let mut module = above.clone();
                if name != "mod" && !(above.is_empty() && name == "lib") {
                    module.push(name);
                }
                self.add(module, &fs::read_to_string(&entry).unwrap());
            }
        }
    }

    fn add(&mut self, module: Module, text: &str) {
        self.files.insert(module, syn::parse_file(text).unwrap());
    }

    /// The first names of all paths: the rooms.
    pub fn rooms(&self) -> BTreeSet<String> {
        let first = |module: &Module| module.first().cloned();
        self.files.keys().filter_map(first).collect()
    }

    /// What each module uses of the others: the module in which a name is defined, not the one that
    /// hands it on.
    pub fn uses(&self) -> BTreeSet<Use> {
        let faces = self.faces();
        let mut found = BTreeSet::new();
        for (module, file) in &self.files {
            let mut paths = Paths::default();
            paths.visit_file(file);
            for path in paths.found {
                let Some(path) = self.absolute(module, &path) else {
                    continue;
                };
                let to = self.defining(&faces, path);
                // A module does not use itself, and every module may be declared.
                if to != *module && !to.is_empty() {
                    let from = module.clone();
                    found.insert(Use { from, to });
                }
            }
        }
        found
    }

    /// Imports that hide what is used: everything of a module of ours, or our own crate under another
    /// name. Each with the module that has it.
    pub fn hidden_uses(&self) -> Vec<(Module, String)> {
        let mut found = Vec::new();
        for (module, file) in &self.files {
            for item in &file.items {
                let Item::Use(item) = item else { continue };
                let mut leaves = Vec::new();
                leaves_of(&item.tree, &mut Vec::new(), &mut leaves);
                for (path, name) in leaves {
                    let first = path.first().map_or("", String::as_str);
                    let is_ours = matches!(first, "crate" | "self" | "super");
                    if is_ours && (name == "*" || path.len() == 1) {
                        found.push((module.clone(), path.join("::")));
                    }
                }
            }
        }
        found
    }

    /// The names that modules hand on, with the path that each stands for.
    fn faces(&self) -> BTreeMap<Module, Module> {
        let mut faces = BTreeMap::new();
        for (module, file) in &self.files {
            for item in &file.items {
                let Item::Use(item) = item else { continue };
                if matches!(item.vis, syn::Visibility::Inherited) {
                    continue;
                }
                let mut leaves = Vec::new();
                leaves_of(&item.tree, &mut Vec::new(), &mut leaves);
                for (path, name) in leaves {
                    if let Some(path) = self.absolute(module, &path) {
                        faces.insert([&module[..], &[name]].concat(), path);
                    }
                }
            }
        }
        faces
    }

    /// A path from the root of the crate; `None` for one into another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let mut start = match first.as_str() {
            "crate" => Vec::new(),
            "self" => module.clone(),
            "super" => module[..module.len().checked_sub(1)?].to_vec(),
            name => {
                let child = [&module[..], &[name.to_owned()]].concat();
                return self
                    .files
                    .contains_key(&child)
                    .then(|| [&child[..], rest].concat());
            }
        };
        let mut rest = rest;
        while let Some((first, after)) = rest.split_first()
            && first == "super"
        {
            start.pop();
            rest = after;
        }
        Some([start, rest.to_vec()].concat())
    }

    /// The module of a path, through those that hand it on.
    fn defining(&self, faces: &BTreeMap<Module, Module>, mut path: Module) -> Module {
        // Names that are handed on in a circle would never end.
        for _ in 0..8 {
            let step = (0..=path.len()).rev().find_map(|length| {
                let target = faces.get(&path[..length])?;
                Some([&target[..], &path[length..]].concat())
            });
            match step {
                Some(next) if next != path => path = next,
                _ => break,
            }
        }
        while !path.is_empty() && !self.files.contains_key(&path) {
            path.pop();
        }
        path
    }
}

/// Circles: sets of nodes that reach each other (Tarjan would be faster; a house is small).
pub fn circles(edges: &BTreeSet<(String, String)>) -> Vec<Vec<String>> {
    let mut reaches: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, _) in edges {
        let mut seen = BTreeSet::new();
        let mut open = vec![from.as_str()];
        while let Some(at) = open.pop() {
            for (_, to) in edges.iter().filter(|(from, _)| from == at) {
                if seen.insert(to.as_str()) {
                    open.push(to);
                }
            }
        }
        reaches.insert(from, seen);
    }
    let mut found = BTreeSet::new();
    for (from, seen) in &reaches {
        if seen.contains(from) {
            let is_back = |to: &&&str| reaches.get(**to).is_some_and(|back| back.contains(from));
            let circle = seen.iter().filter(is_back).map(|one| (*one).to_owned());
            found.insert(circle.collect::<Vec<_>>());
        }
    }
    found.into_iter().collect()
}
