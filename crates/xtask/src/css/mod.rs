//! One sheet per bundle: the entry, such as `style/pages.css`, with every file that it imports in
//! place of the `@import`, without comments and white space.
//!
//! `lightningcss` reads and prints. It is given no browsers, so it prints what is written and
//! replaces nothing by an older way to say it.

mod shadow;

use std::{fmt::Display, fs, path::Path};

use lightningcss::{
    rules::{CssRule, import::ImportRule},
    stylesheet::{ParserOptions, PrinterOptions, StyleSheet},
    traits::ToCss,
};

pub use shadow::in_shadow;

use crate::fail::Fail;

/// How deep imports may nest: a file that imports itself would never end.
const DEEPEST: u8 = 8;

/// The sheet of an entry, in one line.
///
/// Fails where a file is missing, is not valid CSS, or imports what is not a file beside it.
pub fn bundle(entry: &Path) -> Result<String, Fail> {
    let mut sheet = String::new();
    inline(entry, 0, &mut sheet)?;
    Ok(sheet)
}

fn inline(file: &Path, depth: u8, into: &mut String) -> Result<(), Fail> {
    let place = file.display();
    if depth > DEEPEST {
        return Err(Fail::work(format!(
            "{place} imports itself, or nests imports too deep"
        )));
    }
    let text = fs::read_to_string(file)
        .map_err(|error| Fail::work(format!("cannot read {place}: {error}")))?;
    for rule in &parse(&text, &place)?.rules.0 {
        if let CssRule::Import(import) = rule {
            let Some(name) = imported(import) else {
                return Err(Fail::work(format!(
                    "{place}: only `@import \"file.css\";` without a condition can be bundled, not `{}`",
                    import.url
                )));
            };
            inline(&file.with_file_name(name), depth + 1, into)?;
        } else {
            let printed = rule.to_css_string(small());
            *into += &printed.map_err(|error| invalid(&place, &error))?;
        }
    }
    Ok(())
}

/// The file that an import names. None where the browser would have to ask for it, and where it
/// holds under a condition or in a layer: no file of ours needs that.
fn imported<'a>(import: &'a ImportRule<'_>) -> Option<&'a str> {
    let is_plain = import.layer.is_none()
        && import.supports.is_none()
        && import.media.media_queries.is_empty();
    let is_file = !import.url.contains(':') && !import.url.starts_with('/');
    (is_plain && is_file).then_some(&*import.url)
}

fn parse<'i>(text: &'i str, place: &impl Display) -> Result<StyleSheet<'i>, Fail> {
    StyleSheet::parse(text, ParserOptions::default()).map_err(|error| {
        // It counts lines from 0, and columns from 1.
        let place = error.loc.map_or_else(
            || place.to_string(),
            |loc| format!("{place}:{}:{}", loc.line + 1, loc.column),
        );
        invalid(&place, &error.kind)
    })
}

/// Without white space, and nothing more: `StyleSheet::minify` would also merge rules, which makes
/// the sheets 0.2 to 1 % larger once they are compressed.
fn small() -> PrinterOptions<'static> {
    PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    }
}

fn invalid(place: &impl Display, error: &impl Display) -> Fail {
    Fail::work(format!("{place}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn import(text: &str) -> Option<String> {
        let sheet = parse(text, &"a test").expect("valid CSS");
        match &sheet.rules.0[..] {
            [CssRule::Import(import)] => imported(import).map(ToOwned::to_owned),
            rules => panic!("{rules:?}"),
        }
    }

    /// The sheet of the first of some files, in a folder of the test's own.
    fn bundled(test: &str, files: &[(&str, &str)]) -> Result<String, Fail> {
        let folder = std::env::temp_dir().join(format!("css-{test}-{}", std::process::id()));
        for (name, text) in files {
            let file = folder.join(name);
            fs::create_dir_all(file.parent().expect("a folder")).expect("the folder");
            fs::write(file, text).expect("the file");
        }
        let sheet = bundle(&folder.join(files[0].0));
        fs::remove_dir_all(folder).expect("removable");
        sheet
    }

    #[test]
    fn an_import_names_a_file() {
        let name = Some("ui/button.css".to_owned());
        assert_eq!(import("@import \"ui/button.css\";"), name);
        assert_eq!(import("@import url(ui/button.css);"), name);
    }

    #[test]
    fn imports_that_would_need_a_request_are_refused() {
        assert_eq!(import("@import \"https://elsewhere.example/a.css\";"), None);
        assert_eq!(
            import("@import url(\"https://elsewhere.example/a.css\");"),
            None
        );
        assert_eq!(import("@import \"//elsewhere.example/a.css\";"), None);
        assert_eq!(import("@import \"/a.css\";"), None);
    }

    #[test]
    fn imports_that_hold_under_a_condition_are_refused() {
        assert_eq!(import("@import \"a.css\" layer(ui);"), None);
        assert_eq!(import("@import \"a.css\" print;"), None);
        assert_eq!(import("@import \"a.css\" supports(display: grid);"), None);
    }

    #[test]
    fn files_are_inlined_where_they_are_imported_beside_the_file_that_does() {
        let made = bundled(
            "order",
            &[
                (
                    "entry.css",
                    "@layer a, b;\n@import \"ui/one.css\";\n@import \"three.css\";\n.x { top: 0 }",
                ),
                (
                    "ui/one.css",
                    "@import \"two.css\";\n/* said */\n.one { top: 0 }",
                ),
                ("ui/two.css", ".two { top: 0 }"),
                ("three.css", ".three { top: 0 }"),
            ],
        );
        let sheet = "@layer a,b;.two{top:0}.one{top:0}.three{top:0}.x{top:0}";
        assert_eq!(made, Ok(sheet.to_owned()));
    }

    #[test]
    fn a_file_that_imports_itself_is_refused() {
        let made = bundled("itself", &[("entry.css", "@import \"entry.css\";")]);
        assert!(made.is_err());
    }

    #[test]
    fn what_is_no_css_is_refused_with_its_place() {
        let made = bundled("broken", &[("entry.css", ".a { top: 0 }\n.b { top 0 }")]);
        let fail = made.expect_err("no sheet");
        let sentence = fail.sentence().expect("a sentence");
        assert!(sentence.contains("entry.css:2:"), "{sentence}");
    }

    /// Each of these would be replaced or given a prefix if a browser were named that lacks it.
    #[test]
    fn nothing_is_said_in_an_older_way() {
        let text = "@layer ui{.a{color:light-dark(#fff,#000);\
             background:color-mix(in srgb, currentColor, var(--a) 20%);margin-inline:1px 2px;inset-block-end:0;\
             text-wrap:balance;user-select:none;&:has(>.b){top:0}}\
             @media (width<480px){.c:is(.d,.e){top:0}}\
             @container page (inline-size<480px){.f{container:g/inline-size}}\
             @supports not (position-area:block-end){:popover-open{position-area:block-end}}}";
        let made = bundled("kept", &[("entry.css", text)]);
        assert_eq!(made, Ok(text.to_owned()));
    }
}
