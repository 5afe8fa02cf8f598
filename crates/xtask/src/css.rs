//! One sheet per bundle: inlines the `@import` lines of its entry, such as `style/admin.css`, in order.

use std::{fs, path::Path};

use crate::fail::Fail;

pub fn bundle(entry: &Path) -> Result<String, Fail> {
    let mut sheet = String::new();
    inline(entry, 0, &mut sheet)?;
    Ok(sheet)
}

/// The sheet for a shadow root. There `--cs-` names are the host's, read where it sets them; ours
/// are private, so that what a page sets on itself or on the element wins, whatever its rules.
pub fn in_shadow(sheet: &str) -> String {
    let mut made = String::new();
    let mut is_default = false;
    for line in sheet.lines() {
        let private = line
            .replace("--cs-", "--_")
            .replace("html:has(", ".embed:has(")
            .replace("html {", ".embed {");
        let declared = line
            .trim()
            .strip_prefix("--cs-")
            .and_then(|rest| rest.strip_suffix(';'))
            .and_then(|rest| rest.split_once(": "));
        match declared.filter(|(name, _)| is_default && PUBLIC.contains(name)) {
            Some((name, _)) => {
                let value = private
                    .trim()
                    .split_once(": ")
                    .map_or("", |(_, value)| value);
                let value = value.trim_end_matches(';');
                made.extend(["--_", name, ": var(--cs-", name, ", ", value, ");"]);
            }
            None => made.push_str(&private),
        }
        made.push('\n');
        // The defaults are the first rule of the sheet; what comes later is the person's own wish,
        // such as more contrast.
        match line.trim() {
            ":host {" if made.matches(":host {").count() == 1 => is_default = true,
            "}" => is_default = false,
            _ => {}
        }
    }
    made
}

/// Custom properties that a host may set (docs/embedding.md).
const PUBLIC: [&str; 25] = [
    "color-surface",
    "color-surface-sunken",
    "color-surface-raised",
    "color-surface-hover",
    "color-text",
    "color-text-muted",
    "color-border",
    "color-border-strong",
    "color-accent",
    "color-accent-hover",
    "color-accent-text",
    "color-accent-soft",
    "color-danger",
    "color-warning",
    "color-success",
    "color-info",
    "color-focus",
    "font",
    "font-mono",
    "font-size",
    "space",
    "radius",
    "shadow",
    "control-height",
    "sticky-top",
];

fn inline(file: &Path, depth: u8, sheet: &mut String) -> Result<(), Fail> {
    if depth > 8 {
        return Err(Fail::work(format!(
            "{} imports itself, or nests imports too deep",
            file.display()
        )));
    }
    let text = fs::read_to_string(file)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", file.display())))?;
    for line in text.lines() {
        match import(line) {
            Import::None => {
                sheet.push_str(line);
                sheet.push('\n');
            }
            Import::Of(name) => {
                let folder = file.parent().unwrap_or(Path::new("."));
                inline(&folder.join(name), depth + 1, sheet)?;
            }
            Import::Unknown => {
                return Err(Fail::work(format!(
                    "{}: only `@import \"file.css\";` on a line of its own can be bundled, not `{}`",
                    file.display(),
                    line.trim()
                )));
            }
        }
    }
    Ok(())
}

#[derive(Debug, PartialEq, Eq)]
enum Import<'a> {
    None,
    Of(&'a str),
    Unknown,
}

fn import(line: &str) -> Import<'_> {
    let Some(rest) = line.trim().strip_prefix("@import") else {
        return Import::None;
    };
    rest.trim()
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix(";"))
        .and_then(|rest| rest.trim_end().strip_suffix('"'))
        .filter(|name| !name.contains(['"', ':']))
        .map_or(Import::Unknown, Import::Of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_public_property_is_read_in_a_shadow_root() {
        let entry = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/embed.css");
        let sheet = in_shadow(&bundle(&entry).expect("the sheet"));
        for name in PUBLIC {
            let read = format!("--_{name}: var(--cs-{name}, ");
            assert_eq!(sheet.matches(&read).count(), 1, "{name}");
        }
    }

    #[test]
    fn an_import_names_one_file_on_its_own_line() {
        assert_eq!(
            import("@import \"ui/button.css\";"),
            Import::Of("ui/button.css")
        );
        assert_eq!(import("  @import \"a.css\" ;"), Import::Of("a.css"));
        assert_eq!(import("@layer reset, ui;"), Import::None);
        assert_eq!(import(".a { color: red }"), Import::None);
    }

    #[test]
    fn imports_that_would_need_a_request_are_refused() {
        assert_eq!(import("@import url(\"a.css\");"), Import::Unknown);
        assert_eq!(import("@import \"a.css\" layer(ui);"), Import::Unknown);
        assert_eq!(
            import("@import \"https://elsewhere.example/a.css\";"),
            Import::Unknown
        );
    }
}
