//! The paths that a file names.

use syn::visit::Visit;
use syn::{Item, UseTree};

/// Paths in a file: of imports, and those that are written where they are used. What is handed on
/// (`pub use`) is left out.
#[derive(Default)]
pub struct Paths {
    pub found: Vec<Vec<String>>,
}

impl<'a> Visit<'a> for Paths {
    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if !matches!(item.vis, syn::Visibility::Public(_)) {
            let mut leaves = Vec::new();
            leaves_of(&item.tree, &mut Vec::new(), &mut leaves);
            self.found.extend(leaves.into_iter().map(|(path, _)| path));
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names = path.segments.iter().map(|part| part.ident.to_string());
        let names: Vec<_> = names.collect();
        if names.len() > 1 {
            self.found.push(names);
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'a syn::Macro) {
        self.visit_tokens(&call.tokens.to_string());
        syn::visit::visit_macro(self, call);
    }

    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !is_of_tests(&Item::Mod(item.clone())) {
            syn::visit::visit_item_mod(self, item);
        }
    }
}

impl Paths {
    /// Our own paths in what a macro is given, such as a view.
    fn visit_tokens(&mut self, tokens: &str) {
        let compact = tokens.replace(' ', "");
        let is_name = |one: char| one.is_alphanumeric() || one == '_' || one == ':';
        for start in ["crate::", "super::"] {
            for (at, _) in compact.match_indices(start) {
                if compact[..at].ends_with(is_name) {
                    continue;
                }
                let rest = &compact[at..];
                let end = rest.find(|one| !is_name(one)).unwrap_or(rest.len());
                let names = rest[..end].split("::").filter(|name| !name.is_empty());
                self.found.push(names.map(str::to_owned).collect());
            }
        }
    }
}

/// The paths of an import, each with the name that it has here.
pub fn leaves_of(tree: &UseTree, above: &mut Vec<String>, found: &mut Vec<(Vec<String>, String)>) {
    let leaf = |above: &[String], name: String| [above, &[name]].concat();
    match tree {
        UseTree::Path(path) => {
            above.push(path.ident.to_string());
            leaves_of(&path.tree, above, found);
            above.pop();
        }
        UseTree::Name(name) if name.ident == "self" => {
            let known = above.last().cloned().unwrap_or_default();
            found.push((above.clone(), known));
        }
        UseTree::Name(name) => {
            found.push((leaf(above, name.ident.to_string()), name.ident.to_string()));
        }
        UseTree::Rename(name) => {
            found.push((leaf(above, name.ident.to_string()), name.rename.to_string()));
        }
        UseTree::Glob(_) => found.push((above.clone(), "*".to_owned())),
        UseTree::Group(group) => {
            for tree in &group.items {
                leaves_of(tree, above, found);
            }
        }
    }
}

pub fn is_of_tests(item: &Item) -> bool {
    let Item::Mod(module) = item else {
        return false;
    };
    module.attrs.iter().any(|attribute| {
        let is_cfg = attribute.path().is_ident("cfg");
        let list = attribute.meta.require_list();
        // `test`, and `all(test, …)`.
        is_cfg && list.is_ok_and(|list| list.tokens.to_string().contains("test"))
    })
}
