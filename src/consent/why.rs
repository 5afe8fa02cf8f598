//! Why the user is asked, and for whom the decision holds.

use countersign_contract::{Audience, ConsentReason, ConsentRequest};

use super::flow::Flow;
use super::outside::rich;
use super::words;
use crate::ui::dom::{El, el, of};

/// The sentences.
pub fn why(flow: Flow, request: &ConsentRequest) -> El {
    let i18n = flow.i18n;
    let line = of("p", "consent__why").say(&reason(flow, request));
    if request.audience != Some(Audience::Organization) {
        return line;
    }
    let organization = words::organization(i18n, request);
    let whom = el("span").inside(move || {
        let words = el("span");
        if flow.roles.with(Vec::is_empty) {
            let piece = |place: &str| match place {
                "everyone" => el("b").say(&t!(i18n, "why.everyone_word")),
                _ => el("bdi").say(&organization),
            };
            vec![rich(words, i18n, consent_key!("why.everyone"), &piece)]
        } else {
            vec![words.say(&t!(i18n, "why.roles", organization = organization))]
        }
    });
    line.say(" ").with(whom)
}

fn reason(flow: Flow, request: &ConsentRequest) -> String {
    let i18n = flow.i18n;
    let shared = request.audience == Some(Audience::Organization);
    let date = request
        .previous_date
        .as_deref()
        .map(|date| i18n.date(date).into_owned());
    let fresh = request.scopes.iter().filter(|scope| scope.new).count();
    match (&request.reason, date) {
        (Some(ConsentReason::NewScopes), Some(date)) => {
            let count = u32::try_from(fresh).unwrap_or(u32::MAX);
            if shared {
                let organization = words::organization(i18n, request);
                t!(
                    i18n,
                    "why.new_scopes_shared",
                    count = count,
                    date = date,
                    organization = organization
                )
            } else {
                t!(i18n, "why.new_scopes", count = count, date = date)
            }
        }
        (Some(ConsentReason::NewScopes), None) => t!(i18n, "why.more"),
        (Some(ConsentReason::Revoked), Some(date)) => t!(i18n, "why.revoked", date = date),
        (Some(ConsentReason::Revoked), None) => t!(i18n, "why.revoked_undated"),
        (Some(ConsentReason::Expired), Some(date)) => t!(i18n, "why.expired", date = date),
        (Some(ConsentReason::Expired), None) => t!(i18n, "why.expired_undated"),
        (Some(ConsentReason::Prompted), _) => t!(i18n, "why.prompted"),
        (Some(ConsentReason::PublicClient), _) => t!(i18n, "why.public"),
        (Some(ConsentReason::Offline), _) => t!(i18n, "why.offline"),
        (Some(ConsentReason::NewApplication), _) if shared => t!(i18n, "why.new"),
        (Some(ConsentReason::NewApplication | ConsentReason::Other(_)) | None, _) if shared => {
            String::new()
        }
        (Some(ConsentReason::NewApplication), _) => t!(i18n, "why.new_own"),
        (Some(ConsentReason::Other(_)) | None, _) => t!(i18n, "why.own"),
    }
}
