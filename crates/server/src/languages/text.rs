//! Words of the server's own pages.

use std::fmt;

use serde::Deserialize;

/// A text of a catalogue. It displays itself as HTML, for an element or a quoted attribute, so that
/// nobody can forget to escape it.
#[derive(Clone, Debug, Deserialize)]
#[serde(transparent)]
pub struct Text(String);

impl Text {
    /// The text as it is, not for HTML.
    pub fn plain(&self) -> &str {
        &self.0
    }

    /// The text, not for HTML, with a value at `{{name}}`.
    pub fn with(&self, name: &str, value: &str) -> String {
        self.0.replace(&["{{", name, "}}"].concat(), value)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&escape(&self.0))
    }
}

/// Text that may come from outside, for an element or a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter => safe.push(letter),
        }
    }
    safe
}

/// Words in one language, by the keys of `server.json`.
#[derive(Debug, Deserialize)]
#[expect(missing_docs, reason = "the English catalogue says what each is")]
pub struct Texts {
    pub sign_in: Text,
    pub email: Text,
    pub password: Text,
    pub wrong_pair: Text,
    pub too_many: Text,
    pub demo_title: Text,
    pub demo_password: Text,
    pub demo_admin: Text,
    pub demo_viewer: Text,
    pub demo_supervisor: Text,
    pub demo_agent: Text,
    pub signed_in: Text,
    pub signed_in_hint: Text,
    pub go_on: Text,
    pub sign_out: Text,
    pub sign_out_question: Text,
    pub form_refused: Text,
    pub form_refused_hint: Text,
    pub open_again: Text,
    pub sign_in_failed: Text,
    pub nothing_here: Text,
    pub nothing_here_hint: Text,
    pub start_page: Text,
    pub not_ready: Text,
    pub failed: Text,
    pub not_understood: Text,
    pub nothing_done: Text,
    pub unknown_done: Text,
    pub try_again: Text,
    pub not_started: Text,
    pub unknown_client: Text,
    pub unknown_redirect: Text,
    pub malformed: Text,
    pub nothing_changed: Text,
    pub context: Text,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_never_becomes_markup() {
        assert_eq!(
            escape(r#"<b a="1" c='2'>&"#),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;"
        );
        assert_eq!(Text("<b>".to_owned()).to_string(), "&lt;b&gt;");
    }

    #[test]
    fn a_value_stands_where_its_name_does() {
        let text = Text("{{minutes}} min".to_owned());
        assert_eq!(text.with("minutes", "5"), "5 min");
    }
}
