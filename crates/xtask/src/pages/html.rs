//! The HTML of a release, out of the source that Trunk serves: our own files by the names that they
//! have in it, and the words for browsers without scripts in every language.

use std::path::Path;

use serde_json::Value;

use crate::{fail::Fail, files::read};

/// Names of the files of a page.
pub struct Assets {
    pub sheet: String,
    pub js: String,
    pub wasm: String,
    /// The loader of the rest of the program, and the rest.
    pub rest: Option<(String, String)>,
}

/// `locales` is the folder with the list of languages and their catalogues.
pub fn release(source: &str, assets: &Assets, locales: &Path) -> Result<String, Fail> {
    let mut page = String::new();
    let mut is_comment = false;
    for line in source.lines().map(str::trim) {
        is_comment |= line.starts_with("<!--");
        let is_for_trunk = line.contains("data-trunk");
        if line.starts_with("<link rel=\"stylesheet\"") {
            page.extend(["<link rel=\"stylesheet\" href=\"/", &assets.sheet, "\">"]);
        } else if line == "</head>" {
            page += &loading(assets);
            page += line;
        } else if line == "</noscript>" {
            page += &without_scripts(locales, source.contains("data-page=\"consent\""))?;
            page += line;
        } else if !is_comment && !is_for_trunk {
            page += line;
        }
        is_comment &= !line.ends_with("-->");
        page.push('\n');
    }
    Ok(page)
}

/// The script that starts the program, and what it will ask for, so that all of it is asked at once.
fn loading(assets: &Assets) -> String {
    let Assets { js, wasm, rest, .. } = assets;
    let (loader, data) = match rest {
        Some((loader, rest)) => (
            format!("<link rel=\"modulepreload\" href=\"/{loader}\" crossorigin>"),
            format!(" data-rest=\"/{rest}\""),
        ),
        None => Default::default(),
    };
    format!(
        "<script type=\"module\" src=\"/boot.js\" data-js=\"/{js}\" data-wasm=\"/{wasm}\"{data}></script>\
         <link rel=\"modulepreload\" href=\"/{js}\" crossorigin>{loader}\
         <link rel=\"preload\" href=\"/{wasm}\" as=\"fetch\" type=\"application/wasm\" crossorigin>"
    )
}

/// English stands in the source.
fn without_scripts(locales: &Path, is_consent: bool) -> Result<String, Fail> {
    let key = if is_consent {
        "noscript.consent"
    } else {
        "noscript.pages"
    };
    let parse = |name: &str| -> Result<Value, Fail> {
        let file = locales.join(name);
        serde_json::from_str(&read(&file)?)
            .map_err(|error| Fail::work(format!("{} is not JSON: {error}", file.display())))
    };
    let list = parse("languages.json")?;
    let mut paragraphs = String::new();
    for language in list.as_array().into_iter().flatten() {
        let part = |name: &str| language[name].as_str().unwrap_or_default();
        let (tag, direction) = (part("tag"), part("direction"));
        if tag == "en" {
            continue;
        }
        let words = parse(&format!("{tag}/start.json"))?;
        let words = words[key].as_str().ok_or_else(|| {
            Fail::work(format!("public/locales/{tag}/start.json lacks \"{key}\""))
        })?;
        let words = words.replace('&', "&amp;").replace('<', "&lt;");
        let parts = [
            "<p lang=\"",
            tag,
            "\" dir=\"",
            direction,
            "\">",
            &words,
            "</p>\n",
        ];
        paragraphs.extend(parts);
    }
    Ok(paragraphs)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn made(source: &str) -> String {
        let assets = Assets {
            sheet: "pages-1.css".to_owned(),
            js: "pages-1.js".to_owned(),
            wasm: "pages_bg-1.wasm".to_owned(),
            rest: Some(("rest-1.js".to_owned(), "pages_rest-1.wasm".to_owned())),
        };
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let source = read(&root.join(source)).expect("a page");
        release(&source, &assets, &root.join("public/locales")).expect("a release")
    }

    #[test]
    fn a_release_names_its_files_and_nothing_for_trunk() {
        for source in ["index.html", "consent.html"] {
            let page = made(source);
            for name in [
                "/pages-1.css",
                "/pages-1.js",
                "/pages_bg-1.wasm",
                "/rest-1.js",
            ] {
                assert!(page.contains(&format!("\"{name}\"")), "{source}: {name}");
            }
            assert!(
                !page.contains("data-trunk") && !page.contains("/style/"),
                "{source}"
            );
            assert!(!page.contains("<!--"), "{source}");
        }
    }

    #[test]
    fn without_scripts_every_language_says_so() {
        let page = made("consent.html");
        assert!(page.contains("<p lang=\"fr\" dir=\"ltr\">Cette page a besoin"));
        assert!(page.contains("<p lang=\"ar\" dir=\"rtl\">"));
    }
}
