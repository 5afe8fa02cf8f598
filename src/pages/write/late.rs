//! What is said of an answer that nobody waits for any more.

use crate::api::ApiError;
use crate::i18n::I18n;
use crate::write::WriteAnswer;

/// The sentences. Made when it is sent: the language of the pages may be another one by then.
pub(super) struct Late {
    done: String,
    unknown: String,
    refused: String,
}

impl Late {
    pub(super) fn new(i18n: I18n, name: &str) -> Self {
        Self {
            done: t!(i18n, "save.late_done", name = name),
            unknown: t!(i18n, "save.late_unknown", name = name),
            refused: t!(i18n, "save.late_refused", name = name),
        }
    }

    pub(super) fn words(self, error: Option<&ApiError>) -> String {
        match ApiError::write_answer(error) {
            WriteAnswer::Done => self.done,
            WriteAnswer::Unknown => self.unknown,
            WriteAnswer::Refused => self.refused,
        }
    }
}
