//! Finds names with values in any of the notations that a client ID travels in. One scanner for
//! all of them: snippets are cut anywhere, and often mix them, such as a URL in JSON.

/// Most names that are kept, so that a hostile text costs no more than a long one.
const MAX_ENTRIES: usize = 64;

/// Longest value: 200 scopes of full length.
const MAX_VALUE: usize = 26_000;

/// Names that matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `client_id` in any spelling.
    ClientId,
    /// `scope` or `scopes`.
    Scope,
    /// `redirect_uri` in any spelling.
    RedirectUri,
    /// `error` of an authorization response (RFC 6749 section 4.1.2.1).
    Error,
}

/// A name with its value.
#[derive(Debug)]
pub struct Entry {
    /// Which name.
    pub key: Key,
    /// Value, decoded where it stood in a URL; of a list, all of it.
    pub value: String,
    /// Whether it is a parameter of a URL.
    pub in_url: bool,
    /// Whether the name was in quotes.
    pub quoted: bool,
    /// The word before the name, at most its last 200 bytes: scheme, host and path of a URL.
    pub before: String,
}

/// The entries of a text, in order.
pub fn entries(text: &str) -> Vec<Entry> {
    let mut found = Vec::new();
    let mut at = 0;
    while found.len() < MAX_ENTRIES {
        let Some(start) = find(text, at, is_name) else {
            break;
        };
        at = find(text, start, |one| !is_name(one)).unwrap_or(text.len());
        let (Some(before), Some(name), Some(after)) =
            (text.get(..start), text.get(start..at), text.get(at..))
        else {
            break;
        };
        if let Some(key) = key_of(name, before) {
            found.extend(entry(key, before, after));
        }
    }
    found
}

/// The parts of a value: words, items of a list, without quotes and brackets.
pub fn pieces(value: &str) -> impl Iterator<Item = &str> {
    let between = |one: char| one.is_whitespace() || ",;\"'`[]{}<>".contains(one);
    value.split(between).filter(|piece| !piece.is_empty())
}

/// The text with `%xx` decoded, and `+` as a space in a `query` (WHATWG URL, urlencoded parsing).
pub fn decoded(text: &str, query: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (*first, digit(after.first()), digit(after.get(1))) {
            (b'%', Some(high), Some(low)) => {
                bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
                rest = after.get(2..).unwrap_or_default();
            }
            (b'+', ..) if query => bytes.push(b' '),
            (other, ..) => bytes.push(other),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn find(text: &str, from: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    text.get(from..)?.find(wanted).map(|at| from + at)
}

fn is_name(one: char) -> bool {
    one.is_ascii_alphanumeric() || matches!(one, '_' | '-' | '.')
}

fn key_of(name: &str, before: &str) -> Option<Key> {
    if name.len() > 64 {
        return None;
    }
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    let name: String = letters
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let after_word = |word: &str| {
        let words = before.trim_end_matches(' ');
        let last = words
            .rsplit(|one: char| !one.is_ascii_alphanumeric())
            .next();
        words.len() < before.len() && last.is_some_and(|last| last.eq_ignore_ascii_case(word))
    };
    // In prose: "Client ID: ...", in French "ID client : ...".
    if name.ends_with("clientid")
        || (name == "id" && after_word("client"))
        || (name == "client" && after_word("id"))
    {
        Some(Key::ClientId)
    } else if name.ends_with("scope") || name.ends_with("scopes") {
        Some(Key::Scope)
    } else if ["redirecturi", "redirecturis", "redirecturl", "callbackurl"]
        .iter()
        .any(|end| name.ends_with(end))
    {
        Some(Key::RedirectUri)
    } else {
        (name == "error").then_some(Key::Error)
    }
}

fn entry(key: Key, before: &str, after: &str) -> Option<Entry> {
    let (rest, quoted) = match after.strip_prefix(['"', '\'', '`']) {
        Some(rest) => (rest, true),
        None => (after, false),
    };
    let value = rest.trim_start_matches(' ').strip_prefix(['=', ':'])?;
    let tight = !quoted && after.starts_with('=');
    let value = value
        .get(..value.floor_char_boundary(MAX_VALUE))
        .unwrap_or_default();
    let until = |ends: &str| {
        value
            .split(|one| ends.contains(one))
            .next()
            .unwrap_or_default()
    };
    // Without its URL, a query is known by the parameter that follows.
    let word = until(" \n\"'`<>#");
    let in_url = tight && (before.ends_with(['?', '&', '#']) || word.contains('&'));
    let value = if in_url {
        decoded(until("&# \n\"'`<>"), true)
    } else {
        plain(value).to_owned()
    };
    let word = before
        .rsplit([' ', '\n', '"', '\'', '<', '('])
        .next()
        .unwrap_or_default();
    let from = word.ceil_char_boundary(word.len().saturating_sub(200));
    Some(Entry {
        key,
        value,
        in_url,
        quoted,
        before: word.get(from..).unwrap_or_default().to_owned(),
    })
}

/// Value of a notation that is no URL: a list, a quoted text, the items below, or the line.
fn plain(value: &str) -> &str {
    let up_to = |text, end: usize| str::get(text, ..end).unwrap_or_default();
    let value = value.strip_prefix('>').unwrap_or(value);
    let start = value.trim_start();
    if start.starts_with('[') {
        return up_to(start, start.find(']').unwrap_or(start.len()));
    }
    if let Some(quote) = start.chars().next().filter(|one| "\"'`".contains(*one)) {
        let inner = start.strip_prefix(quote).unwrap_or_default();
        return up_to(inner, inner.find(quote).unwrap_or(inner.len()));
    }
    if start.starts_with("- ") {
        let item = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with("- ");
        let length = value
            .split_inclusive('\n')
            .take_while(item)
            .map(str::len)
            .sum();
        return up_to(value, length);
    }
    let line = value.split(['\n', '}']).next().unwrap_or_default();
    let comments = [" #", " ;", " //"]
        .iter()
        .filter_map(|mark| line.find(mark));
    up_to(line, comments.min().unwrap_or(line.len()))
}
