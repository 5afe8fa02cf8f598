//! The built pages: hashed assets for ever, the rest revalidated, precompressed where there is a
//! sibling `.br` or `.gz`.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;

use crate::problem::{Answer, Problem};

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const REVALIDATED: &str = "no-cache";

/// A folder of built pages.
#[derive(Clone, Debug)]
pub struct StaticFiles {
    root: PathBuf,
}

impl StaticFiles {
    /// A folder that has an `index.html`; `None` otherwise.
    pub fn open(root: &Path) -> Option<Self> {
        root.join("index.html").is_file().then(|| Self {
            root: root.to_owned(),
        })
    }

    /// The text of a file of ours; `None` where there is none.
    pub async fn text(&self, name: &str) -> Option<String> {
        tokio::fs::read_to_string(self.root.join(name)).await.ok()
    }

    /// Answers a file, in the best encoding that there is and that the browser takes.
    ///
    /// # Errors
    /// 404 for anything that is not a file of the folder.
    pub async fn serve(&self, path: &str, request: &HeaderMap) -> Answer<Response> {
        let file = self.root.join(inside(path).ok_or_else(Problem::not_found)?);
        let accepted = request.get(header::ACCEPT_ENCODING);
        let accepted = accepted
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            if accepts(accepted, encoding) {
                let mut sibling = file.clone().into_os_string();
                sibling.push(ending);
                if let Some(found) = read(Path::new(&sibling), request).await {
                    let mut response = described(found, &file);
                    let encoding = HeaderValue::from_static(encoding);
                    response
                        .headers_mut()
                        .insert(header::CONTENT_ENCODING, encoding);
                    return Ok(response);
                }
            }
        }
        let found = read(&file, request).await.ok_or_else(Problem::not_found)?;
        Ok(described(found, &file))
    }
}

/// A request path as a relative path that can't leave the folder; `None` for anything odd.
fn inside(path: &str) -> Option<PathBuf> {
    let decoded = percent_decode_str(path).decode_utf8().ok()?;
    let parts = decoded.strip_prefix('/')?.split('/');
    let mut relative = PathBuf::new();
    for part in parts {
        let plain = !part.is_empty()
            && !part.starts_with('.')
            && !part.contains(|letter: char| matches!(letter, '\\' | ':') || letter.is_control());
        if !plain {
            return None;
        }
        relative.push(part);
    }
    Some(relative)
}

/// The file with its tag, or 304 where the browser has it.
async fn read(file: &Path, request: &HeaderMap) -> Option<Response> {
    let facts = tokio::fs::metadata(file)
        .await
        .ok()
        .filter(std::fs::Metadata::is_file)?;
    let changed = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let tag = format!("W/\"{:x}-{:x}\"", changed.as_nanos(), facts.len());
    let known = request
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|tags| tags.split(',').any(|one| one.trim() == tag));
    let tag = [(header::ETAG, tag)];
    if known {
        return Some((StatusCode::NOT_MODIFIED, tag).into_response());
    }
    let bytes = tokio::fs::read(file).await.ok()?;
    Some((tag, bytes).into_response())
}

fn described(mut response: Response, file: &Path) -> Response {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    let cache = if is_hashed(name) {
        FOR_EVER
    } else {
        REVALIDATED
    };
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static(content_type(name)),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    response
}

/// Whether the name carries a hash of the content: `pages-0123456789abcdef.js`, and
/// `pages_bg-0123456789abcdef.wasm` as the Wasm build names it.
fn is_hashed(name: &str) -> bool {
    let Some((stem, _)) = name.split_once('.') else {
        return false;
    };
    stem.rsplit_once('-').is_some_and(|(_, hash)| {
        hash.len() >= 8
            && hash
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    })
}

fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        let refused = parts.any(|part| {
            part.strip_prefix("q=")
                .and_then(|text| text.parse::<f32>().ok())
                == Some(0.0)
        });
        named && !refused
    })
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_never_leaves_the_folder() {
        assert_eq!(
            inside("/locales/fr/pages.json"),
            Some(PathBuf::from("locales/fr/pages.json"))
        );
        for odd in [
            "",
            "/",
            "x",
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/a%2f..%2fx",
            "/.env",
            "//etc/passwd",
            "/a\\b",
            "/%5c..%5cx",
            "/c:/x",
            "/a%00.js",
            "/%ff",
            "/a//b",
        ] {
            assert_eq!(inside(odd), None, "{odd}");
        }
    }

    #[test]
    fn only_a_hash_makes_a_name_immutable() {
        for name in [
            "pages-0123456789abcdef.js",
            "pages_bg-0123abcd.wasm",
            "app-deadbeef.css",
        ] {
            assert!(is_hashed(name), "{name}");
        }
        for name in [
            "index.html",
            "boot.js",
            "en-fr.json",
            "top-secrets.js",
            "0123456789abcdef.js",
        ] {
            assert!(!is_hashed(name), "{name}");
        }
    }

    #[test]
    fn an_encoding_with_weight_zero_is_refused() {
        assert!(accepts("gzip, br;q=0.9", "br"));
        assert!(!accepts("gzip, br;q=0", "br"));
        assert!(!accepts("gzip", "br"));
    }
}
