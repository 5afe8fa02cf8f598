//! Reads the list of languages and their catalogues: those in the program, or those of a folder.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::catalogues::Catalogues;
use super::direction::{Direction, ENGLISH};

mod brought {
    include!(concat!(env!("OUT_DIR"), "/languages.rs"));
}

/// The name of the list in the folder `locales`.
pub const LIST: &str = "languages.json";

/// A line of the list. The rest of it, such as who reviewed it, is for people.
#[derive(Debug, Deserialize)]
pub struct Listed {
    pub tag: String,
    pub name: String,
    pub direction: Direction,
}

/// A listed language with its words, the gaps filled.
pub type Read = (Listed, Catalogues);

/// What the program brings.
///
/// # Errors
/// One sentence that names the file.
pub fn embedded() -> Result<Vec<Read>, String> {
    let listed = list(brought::LIST).map_err(|error| broken_list(&LIST, &error))?;
    filled(listed, &Catalogues::default(), embedded_catalogues)
}

/// What a folder `locales` has; `None` where there is no list in it. A catalogue of a language that
/// the program brings may be missing.
///
/// # Errors
/// One sentence that names the file and says what to do.
pub fn folder(locales: &Path) -> Result<Option<Vec<Read>>, String> {
    let path = locales.join(LIST);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if is_missing(&error) => return Ok(None),
        Err(error) => return Err(broken_list(&path.display(), &error)),
    };
    let listed = list(&text).map_err(|error| broken_list(&path.display(), &error))?;
    let catalogues = |tag: &str| {
        let folder = locales.join(tag);
        // The pages get these words from here, so that broken ones have to show now.
        let consent = folder.join("consent.json");
        if consent.is_file() {
            parsed::<BTreeMap<String, String>>(&consent, tag, "consent.json")?;
        }
        Ok(Catalogues {
            server: parsed(&folder.join("server.json"), tag, "server.json")?,
            scopes: parsed(&folder.join("scopes.json"), tag, "scopes.json")?,
        })
    };
    let brought = embedded_catalogues(ENGLISH)?;
    filled(listed, &brought, catalogues).map(Some)
}

/// Reads all languages; what one lacks is English, and what the English of the list lacks is that of
/// `brought`.
fn filled(
    listed: Vec<Listed>,
    brought: &Catalogues,
    catalogues: impl Fn(&str) -> Result<Catalogues, String>,
) -> Result<Vec<Read>, String> {
    let mut english = catalogues(ENGLISH)?;
    english.fill(brought);
    let read = listed.into_iter().map(|listed| {
        let mut words = catalogues(&listed.tag)?;
        words.fill(&english);
        Ok((listed, words))
    });
    read.collect()
}

fn embedded_catalogues(tag: &str) -> Result<Catalogues, String> {
    Ok(Catalogues {
        server: brought(tag, "server.json")?,
        scopes: brought(tag, "scopes.json")?,
    })
}

fn brought<T: DeserializeOwned>(tag: &str, file: &str) -> Result<T, String> {
    let text = brought_text(tag, file).ok_or_else(|| format!("There is no {tag}/{file}."))?;
    serde_json::from_str(text).map_err(|error| broken(&format!("{tag}/{file}"), tag, &error))
}

/// The text of a catalogue of the program.
pub fn brought_text(tag: &str, file: &str) -> Option<&'static str> {
    let mut all = brought::CATALOGUES.iter();
    let found = all.find(|(of, name, _)| *of == tag && *name == file);
    found.map(|(_, _, text)| *text)
}

/// A catalogue of a folder.
fn parsed<T: DeserializeOwned>(path: &Path, tag: &str, file: &str) -> Result<T, String> {
    let shown = path.display();
    let read = std::fs::read_to_string(path);
    let text = match (&read, brought_text(tag, file)) {
        (Ok(text), _) => text,
        (Err(error), Some(brought)) if is_missing(error) => brought,
        (Err(error), _) => return Err(broken(&shown, tag, error)),
    };
    serde_json::from_str(plain(text)).map_err(|error| broken(&shown, tag, &error))
}

/// Without the mark that some editors put at the beginning of a file.
fn plain(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The lines of a list whose tags are well-formed, different, and have English among them.
fn list(text: &str) -> Result<Vec<Listed>, String> {
    let listed: Vec<Listed> =
        serde_json::from_str(plain(text)).map_err(|error| error.to_string())?;
    for (place, Listed { tag, .. }) in listed.iter().enumerate() {
        if !is_tag(tag) {
            return Err(format!("'{tag}' is no language tag such as pt-BR"));
        }
        let same = |other: &Listed| other.tag.eq_ignore_ascii_case(tag);
        if listed[..place].iter().any(same) {
            return Err(format!("'{tag}' stands there twice"));
        }
    }
    if !listed.iter().any(|one| one.tag == ENGLISH) {
        return Err(format!(
            "'{ENGLISH}' is missing, which fills the gaps of all others"
        ));
    }
    Ok(listed)
}

/// Subtags of one to eight letters and digits, the first of letters (RFC 5646 section 2.1). So a tag
/// can stand in a path and in an attribute as it is.
fn is_tag(tag: &str) -> bool {
    let mut parts = tag.split('-').enumerate();
    parts.all(|(place, part)| {
        (1..=8).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphabetic() || (place > 0 && byte.is_ascii_digit()))
    })
}

fn broken_list(file: &impl Display, error: &impl Display) -> String {
    format!(
        "The list of languages {file} can't be used: {error}. Mend it, or remove it to use the languages that the program brings."
    )
}

fn broken(file: &impl Display, tag: &str, error: &impl Display) -> String {
    format!(
        "The texts in {file} can't be used: {error}. Mend the file, or take the line of '{tag}' out of {LIST}."
    )
}
