//! What an admin has in the clipboard: the client ID in it, and what the application asks for.
//! It is read here and stays here; only the ID is sent.

use countersign_contract::list::unique;
use countersign_contract::scope_rules::is_valid_id;
use countersign_contract::text::is_hidden;

use self::scan::{Entry, Key, decoded, entries, pieces};
use crate::pages::review::warnings::{Redirect, redirect};

mod scan;
#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests;

/// Most bytes that are read; what comes after is ignored.
pub const MAX_TEXT: usize = 64 * 1024;

/// Most scopes that are taken over.
pub const MAX_SCOPES: usize = 200;

/// Most IDs that are offered to choose from.
pub const MAX_IDS: usize = 20;

/// Characters of a client ID, a UUID in its usual form (RFC 9562 section 4).
const ID_LENGTH: usize = 36;

/// What a pasted text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// Nothing, or nothing that is seen.
    Empty,
    /// A client ID and what stood around it.
    ClientId(Found),
    /// No client ID, or more than one.
    Malformed {
        /// What seems to be wrong.
        looks_like: MalformedKind,
    },
}

/// Why a text gives no client ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MalformedKind {
    /// The start of an ID, or a part of one.
    TooShort {
        /// Characters that are there.
        have: usize,
        /// Characters of a whole one.
        of: usize,
    },
    /// Several IDs, none or several of them named as the client's; at most [`MAX_IDS`].
    SeveralIds(Vec<String>),
    /// Nothing that looks like an ID.
    NoId,
}

/// A client ID with what the text says of the client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Client ID, a UUID in lower case.
    pub client_id: String,
    /// Asked scope ids, valid ones without repeats, at most [`MAX_SCOPES`].
    pub scopes: Vec<String>,
    /// Host of the redirect URI; for an app its scheme. A claim of the text, not of the portal.
    pub redirect_host: Option<String>,
    /// Where the ID was found.
    pub source: Source,
}

/// Kind of text that an ID was found in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The ID itself, or the only one in free text.
    Id,
    /// URL of an authorize request (RFC 6749 section 4.1.1).
    AuthorizeUrl,
    /// URL that a user ended at: the consent screen, or an error.
    ErrorUrl,
    /// JSON, also JavaScript.
    Json,
    /// Lines of a name and a value: INI, environment, properties, YAML.
    Ini,
}

/// Reads a pasted text. Never fails: what cannot be used is said in [`MalformedKind`].
pub fn read(text: &str) -> Pasted {
    let text = clean(
        text.get(..text.floor_char_boundary(MAX_TEXT))
            .unwrap_or_default(),
    );
    // A mail client may have wrapped the ID, so white space is no part of it.
    let compact: String = text.split_whitespace().collect();
    if compact.is_empty() {
        return Pasted::Empty;
    }
    if let Some(id) = as_id(unquoted(&compact)) {
        return found(id, &[], Source::Id);
    }
    let typed = unquoted(text.trim());
    if !typed.is_empty() && typed.bytes().all(is_id_byte) {
        return malformed(partial(typed));
    }
    let mut entries = entries(&text);
    if !entries.iter().any(|entry| entry.key == Key::ClientId) && text.contains('%') {
        // A sign-in page carries the authorize URL, encoded, in a parameter of its own.
        let inner = scan::entries(&decoded(&text, false));
        if inner.iter().any(|entry| entry.key == Key::ClientId) {
            entries = inner;
        }
    }
    named(&entries, &text).unwrap_or_else(|| unnamed(&entries, &text))
}

/// The answer where a key names the client ID. Then no other ID of the text is believed, not even
/// if the named one is broken.
fn named(entries: &[Entry], text: &str) -> Option<Pasted> {
    let keyed = || entries.iter().filter(|entry| entry.key == Key::ClientId);
    let first = keyed().next()?;
    let value = |entry: &Entry| {
        pieces(&entry.value)
            .next()
            .map(|piece| unquoted(piece).to_owned())
    };
    let ids = keyed()
        .filter_map(value)
        .filter_map(|value| as_id(&value))
        .collect::<Vec<_>>();
    let mut ids = unique(&ids);
    Some(match ids.len() {
        0 => malformed(value(first).map_or(MalformedKind::NoId, |value| partial(&value))),
        1 => found(ids.remove(0), entries, source(entries, first, text)),
        _ => several(ids),
    })
}

/// The answer from the IDs that stand anywhere in the text.
fn unnamed(entries: &[Entry], text: &str) -> Pasted {
    let tokens = || text.split(|one: char| !one.is_ascii_alphanumeric() && one != '-');
    let ids = |hyphens: bool| {
        let tokens = tokens().filter(|token| token.contains('-') == hyphens);
        unique(&tokens.filter_map(as_id).collect::<Vec<_>>())
    };
    let mut found_ids = ids(true);
    if found_ids.is_empty() {
        found_ids = ids(false);
    }
    match found_ids.len() {
        0 => {
            let start = |token: &&str| token.len() > 8 && is_start_of_id(token);
            malformed(tokens().find(start).map_or(MalformedKind::NoId, partial))
        }
        1 => {
            let source = if is_json(text) {
                Source::Json
            } else {
                Source::Id
            };
            found(found_ids.remove(0), entries, source)
        }
        _ => several(found_ids),
    }
}

fn found(client_id: String, entries: &[Entry], source: Source) -> Pasted {
    let of = |key: Key| entries.iter().filter(move |entry| entry.key == key);
    let ids = of(Key::Scope).flat_map(|entry| pieces(&entry.value));
    // The dash of a YAML list would pass as a scope.
    let ids = ids
        .filter(|id| *id != "-" && is_valid_id(id))
        .map(str::to_owned);
    let mut scopes = unique(&ids.collect::<Vec<_>>());
    scopes.truncate(MAX_SCOPES);
    let redirects =
        of(Key::RedirectUri).filter_map(|entry| pieces(&entry.value).find(|piece| *piece != "-"));
    let mut hosts = redirects.filter_map(|uri| match redirect(uri) {
        Redirect::Web { host } | Redirect::Loopback { host } => Some(host),
        Redirect::App { scheme } => Some(scheme),
        Redirect::Odd => None,
    });
    Pasted::ClientId(Found {
        client_id,
        scopes,
        redirect_host: hosts.next(),
        source,
    })
}

fn malformed(looks_like: MalformedKind) -> Pasted {
    Pasted::Malformed { looks_like }
}

fn several(mut ids: Vec<String>) -> Pasted {
    ids.truncate(MAX_IDS);
    malformed(MalformedKind::SeveralIds(ids))
}

fn source(entries: &[Entry], id: &Entry, text: &str) -> Source {
    let path_says = ["/error", "/consent"]
        .iter()
        .any(|part| id.before.contains(part));
    if id.in_url && (path_says || entries.iter().any(|entry| entry.key == Key::Error)) {
        Source::ErrorUrl
    } else if id.in_url {
        Source::AuthorizeUrl
    } else if id.quoted || is_json(text) {
        Source::Json
    } else {
        Source::Ini
    }
}

fn is_json(text: &str) -> bool {
    let text = text.trim_start();
    // A section of an INI file begins with a bracket as well.
    let list = text.strip_prefix('[').map(str::trim_start);
    list.unwrap_or(text).starts_with('{')
}

/// The text without what copying adds: hidden characters, escapes of JSON and HTML around URLs,
/// typographic quotes and hyphens, odd spaces.
fn clean(text: &str) -> String {
    let text = text.replace("\\u0026", "&").replace("&amp;", "&");
    let letters = text
        .chars()
        .filter(|one| one.is_whitespace() || !is_hidden(*one));
    letters
        .filter(|one| *one != '\\')
        .map(|one| match one {
            '\n' | '\u{2028}' | '\u{2029}' => '\n',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            space if space.is_whitespace() => ' ',
            other => other,
        })
        .collect()
}

fn unquoted(text: &str) -> &str {
    let text = text.trim_matches(|one: char| "\"'`{}()[]<>,;.".contains(one));
    text.strip_prefix("urn:uuid:").unwrap_or(text)
}

fn is_id_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b'-'
}

/// Whether every character is what an ID has in that place.
fn is_start_of_id(text: &str) -> bool {
    text.bytes()
        .take(ID_LENGTH + 1)
        .enumerate()
        .all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            ID_LENGTH.. => false,
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The ID in its usual form, from that form or from 32 digits.
fn as_id(text: &str) -> Option<String> {
    let id = text.to_ascii_lowercase();
    if id.len() == ID_LENGTH && is_start_of_id(&id) {
        return Some(id);
    }
    let digits = id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts: Option<Vec<_>> = parts.iter().map(|(from, to)| id.get(*from..*to)).collect();
    parts.filter(|_| digits).map(|parts| parts.join("-"))
}

fn partial(text: &str) -> MalformedKind {
    let digits = !text.is_empty() && text.bytes().all(is_id_byte);
    if digits && text.len() < ID_LENGTH {
        MalformedKind::TooShort {
            have: text.len(),
            of: ID_LENGTH,
        }
    } else {
        MalformedKind::NoId
    }
}
