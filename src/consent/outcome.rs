//! What an answer means: whether it ends what is on screen, and which sentence says what became of
//! what was sent.

use countersign_contract::ErrorCode;

use super::screen::Screen;
use crate::api::{ApiError, Refusal};
use crate::i18n::Key;

/// Whether an answer ends what is on screen; any other fault passes.
pub fn is_final(error: &ApiError) -> bool {
    error.refusal().is_some_and(|refusal| {
        matches!(
            refusal.code,
            ErrorCode::AuthenticationRequired
                | ErrorCode::ConsentNotYours
                | ErrorCode::SessionChanged
                | ErrorCode::NotFound
        )
    })
}

/// The sentence after a refusal, where something can still be decided: nothing was granted. Its place
/// `code` is for [`told`].
pub fn after_refusal(code: &ErrorCode) -> Key {
    match code {
        ErrorCode::ConsentChanged => consent_key!("note.changed"),
        ErrorCode::ApplicationBlocked => consent_key!("note.blocked"),
        ErrorCode::MissingAnyPermissions => consent_key!("note.forbidden"),
        _ => consent_key!("note.refused"),
    }
}

/// The sentence after an answer that said nothing and a look at what is stored. `now` is the screen
/// that it calls for, if there is one.
pub fn after_look(now: Option<Screen>) -> Key {
    match now {
        Some(Screen::Ended(_)) => consent_key!("note.recorded"),
        Some(Screen::Wait) => consent_key!("note.asked"),
        _ => consent_key!("note.not_recorded"),
    }
}

/// Code and id of a refusal, for who is asked about it.
pub fn told(refusal: &Refusal) -> String {
    let status = refusal.status.to_string();
    let parts = [&status, refusal.code.as_str(), &refusal.context_id];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

#[cfg(test)]
mod tests {
    use super::super::screen::{End, Why};
    use super::*;

    fn refusal(status: u16, code: ErrorCode) -> Refusal {
        Refusal {
            status,
            code,
            ..Refusal::default()
        }
    }

    #[test]
    fn only_the_end_of_a_session_or_of_a_request_ends_the_screen() {
        let is_final = |status, code| {
            let refusal = refusal(status, code);
            is_final(&ApiError::Refused(Box::new(refusal)))
        };
        assert!(is_final(401, ErrorCode::AuthenticationRequired));
        assert!(is_final(403, ErrorCode::ConsentNotYours));
        assert!(is_final(409, ErrorCode::SessionChanged));
        assert!(is_final(404, ErrorCode::NotFound));
        assert!(!is_final(403, ErrorCode::MissingAnyPermissions));
        assert!(!is_final(403, ErrorCode::ApplicationBlocked));
        assert!(!is_final(409, ErrorCode::ConsentChanged));
        assert!(!is_final(409, ErrorCode::ConsentAlreadyDecided));
        assert!(!is_final(429, ErrorCode::TooManyRequests));
        assert!(!is_final(500, ErrorCode::InternalServerError));
        // A gateway's refusal is not what the backend means by its status.
        assert!(!is_final(403, ErrorCode::Other(String::new())));
        assert!(!is_final(404, ErrorCode::Other(String::new())));
    }

    #[test]
    fn an_answer_that_cannot_be_read_ends_nothing() {
        assert!(!is_final(&ApiError::Unreachable));
        assert!(!is_final(&ApiError::Unreadable {
            status: 200,
            context_id: String::new(),
        }));
    }

    #[test]
    fn a_refusal_is_said_by_what_it_was() {
        for (code, key) in [
            (ErrorCode::ConsentChanged, consent_key!("note.changed")),
            (ErrorCode::ApplicationBlocked, consent_key!("note.blocked")),
            (
                ErrorCode::MissingAnyPermissions,
                consent_key!("note.forbidden"),
            ),
            (
                ErrorCode::Other("odd.refusal".to_owned()),
                consent_key!("note.refused"),
            ),
        ] {
            assert_eq!(after_refusal(&code), key, "{code:?}");
        }
    }

    #[test]
    fn only_what_is_shown_as_ended_is_said_to_be_recorded() {
        for end in [End::Allowed, End::Denied, End::Expired] {
            let key = after_look(Some(Screen::Ended(end)));
            assert_eq!(key, consent_key!("note.recorded"));
        }
        assert_eq!(after_look(Some(Screen::Wait)), consent_key!("note.asked"));
        for now in [
            Some(Screen::Decide),
            Some(Screen::Ask(Why::Permission)),
            Some(Screen::Blocked),
            None,
        ] {
            assert_eq!(after_look(now), consent_key!("note.not_recorded"));
        }
    }

    #[test]
    fn an_unknown_refusal_is_named_by_all_that_is_known_of_it() {
        let mut odd = refusal(422, ErrorCode::Other("odd.refusal".to_owned()));
        "5f0c".clone_into(&mut odd.context_id);
        assert_eq!(told(&odd), "422 odd.refusal 5f0c");
        let gateway = refusal(403, ErrorCode::Other(String::new()));
        assert_eq!(told(&gateway), "403");
    }
}
