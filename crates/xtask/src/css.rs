//! One sheet per bundle: inlines the `@import` lines of its entry, such as `style/admin.css`, in order.

use std::{fs, path::Path};

use crate::fail::Fail;

pub fn bundle(entry: &Path) -> Result<String, Fail> {
    let mut sheet = String::new();
    inline(entry, 0, &mut sheet)?;
    Ok(sheet)
}

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
