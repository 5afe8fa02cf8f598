//! Asks an administrator, and takes that back.

use countersign_contract::{ApprovalAsk, MAX_NOTE};
use leptos::task::spawn_local;

use super::flow::Flow;
use crate::api::ApiError;
use crate::write::{Attempt, WriteEvent, WriteStep};

/// What is wrong with a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is none.
    Empty,
    /// It is longer than the contract takes, by so many characters.
    TooLong(u32),
}

/// What is wrong with a reason; nothing where it can be sent.
pub fn wrong_with(reason: &str) -> Option<Wrong> {
    match reason.trim().chars().count() {
        0 => Some(Wrong::Empty),
        long if long > MAX_NOTE => Some(Wrong::TooLong(
            u32::try_from(long - MAX_NOTE).unwrap_or(u32::MAX),
        )),
        _ => None,
    }
}

impl Flow {
    /// Asks for approval with the typed reason.
    pub fn ask(self) {
        let Some(request) = self.shown() else {
            return;
        };
        let ask = ApprovalAsk {
            client_id: request.client.id.clone(),
            scope: request
                .scopes
                .iter()
                .map(|scope| scope.id.clone())
                .collect(),
            reason: self.reason.get_untracked().trim().to_owned(),
            consent_id: Some(request.id.clone()),
        };
        let Some(attempt) = self.start() else {
            return;
        };
        spawn_local(async move {
            let answer = self.api.ask_approval(&ask).await;
            self.asked(attempt, answer).await;
        });
    }

    /// Takes the open request back.
    pub fn withdraw(self) {
        let shown = self.shown();
        let Some(asked) = shown.and_then(|shown| Some(shown.request.as_ref()?.id.clone())) else {
            return;
        };
        let Some(attempt) = self.start() else {
            return;
        };
        spawn_local(async move {
            let answer = self.api.withdraw_request(&asked).await;
            self.asked(attempt, answer).await;
        });
    }

    async fn asked(self, attempt: Attempt, answer: Result<(), ApiError>) {
        let said = ApiError::write_answer(answer.as_ref().err());
        let step = self.course.take(WriteEvent::Answered(attempt, said));
        if let Err(error) = answer {
            return self.find_out(step, attempt, error).await;
        }
        if step != WriteStep::Tell {
            return;
        }
        // What comes of it is part of the consent.
        let now = self.answer().await;
        if !self.course.is_at(attempt) {
            return;
        }
        self.course.take(WriteEvent::Forget);
        match now {
            Some(Ok(request)) => self.take(request),
            Some(Err(error)) => self.fail(error),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_needed_and_has_an_end() {
        assert_eq!(wrong_with(" \n"), Some(Wrong::Empty));
        assert_eq!(wrong_with("x"), None);
        assert_eq!(wrong_with(&"é".repeat(MAX_NOTE)), None);
        assert_eq!(
            wrong_with(&"é".repeat(MAX_NOTE + 2)),
            Some(Wrong::TooLong(2))
        );
    }
}
