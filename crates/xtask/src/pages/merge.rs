//! Puts another page beside the admin page, and marks where the server writes the data of a consent
//! request.

use std::{fs, path::Path};

use crate::fail::Fail;

/// What the server replaces by the data of a consent request (see docs/contract.md).
const PLACE: &str = "<!-- consent-data -->";

/// How consent.html says where that is: a comment would not survive Trunk's minifier.
const MARK: &str = "consent-data";

/// Copies the files of a page into `into`, where its HTML is called `name`.
pub fn merge(from: &Path, into: &Path, name: &str) -> Result<(), Fail> {
    let entries = fs::read_dir(from)
        .map_err(|error| Fail::work(format!("cannot read {}: {error}", from.display())))?;
    for entry in entries.flatten() {
        let file = entry.path();
        let failed = |error| Fail::work(format!("cannot copy {}: {error}", file.display()));
        if file.extension().is_some_and(|ending| ending == "html") {
            let mut page = fs::read_to_string(&file).map_err(failed)?;
            if name == "consent.html" {
                page = with_place(&page)
                    .ok_or_else(|| Fail::work("consent.html lost its mark for the data"))?;
            }
            fs::write(into.join(name), page).map_err(failed)?;
        } else {
            fs::copy(&file, into.join(entry.file_name())).map_err(failed)?;
        }
    }
    Ok(())
}

/// The page with a line for the data instead of its mark `<meta name="consent-data">`, and its
/// language in quotes, as the server looks for it.
fn with_place(page: &str) -> Option<String> {
    let (start, end) = page.match_indices("<meta").find_map(|(start, _)| {
        let end = start + page[start..].find('>')? + 1;
        page[start..end].contains(MARK).then_some((start, end))
    })?;
    let page = [&page[..start], PLACE, &page[end..]].concat();
    Some(page.replacen("<html lang=en>", "<html lang=\"en\">", 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_becomes_the_place_of_the_data_minified_or_not() {
        for mark in [
            "<meta name=consent-data>",
            "<meta name=\"consent-data\" content=\"\"/>",
        ] {
            let page = format!("<meta charset=utf-8>{mark}<body>");
            assert_eq!(
                with_place(&page).as_deref(),
                Some("<meta charset=utf-8><!-- consent-data --><body>")
            );
        }
        assert_eq!(with_place("<meta charset=utf-8>"), None);
        let minified = with_place("<html lang=en><meta name=consent-data>");
        let quoted = "<html lang=\"en\"><!-- consent-data -->";
        assert_eq!(minified.as_deref(), Some(quoted));
    }
}
