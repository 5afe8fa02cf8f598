//! Sends the decision once, and finds out what became of it.

use countersign_contract::{ConsentDecision, ConsentRequest, Decision, ErrorCode};
use leptos::prelude::{GetValue, SetValue, UpdateValue, window};
use leptos::task::spawn_local;

use super::flow::{At, Done, Flow, Work, clock, is_final};
use super::screen::Screen;
use super::target::may_open;
use crate::api::{ApiError, Refusal, SLOW, sleep};

impl Flow {
    /// Allow was pressed: counts where the page was in view for long enough.
    pub fn press_allow(self) {
        let counts = self
            .gate
            .try_update_value(|gate| gate.press(clock()))
            .unwrap_or_default();
        if self.work.get_untracked() != Work::Idle {
            return;
        }
        if counts {
            self.decide(Decision::Allow);
        } else {
            // Anew, also where it stands there already, so that it is announced again.
            self.note.set(None);
            let words = t!(self.i18n, "note.early");
            spawn_local(async move {
                sleep(50.0).await;
                let _ = self.note.try_set(Some(words));
            });
        }
    }

    /// Sends the decision. Nothing while something is under way: it is sent once.
    pub fn decide(self, decision: Decision) {
        let Some(request) = self.shown().filter(|_| self.start()) else {
            return;
        };
        let allowed = decision == Decision::Allow;
        let body = self.body(&request, decision);
        spawn_local(async move {
            let id = self.id.get_value();
            let answer = self.api.decide_consent(&id, &body).await;
            if !self.is_there() {
                return;
            }
            match answer {
                Ok(way) => {
                    let way = Some(way).filter(|way| may_open(way));
                    self.end(At::Done(Done {
                        request,
                        allowed,
                        way: way.clone(),
                    }));
                    let decision = if allowed { "allow" } else { "deny" };
                    let goes_on = self.tell_decided(decision, way.as_deref());
                    if let Some(way) = way.filter(|_| goes_on) {
                        open(&way);
                    }
                }
                Err(error) if error.outcome_unknown() => self.look_after(&error).await,
                Err(error) => self.refused(error).await,
            }
        });
    }

    /// Tells the page around. False if it goes on by itself.
    fn tell_decided(self, decision: &str, way: Option<&str>) -> bool {
        let detail = [
            ("requestId", &*self.id.get_value()),
            ("decision", decision),
            ("redirectTo", way.unwrap_or_default()),
        ];
        self.api.tell("cs-decided", &detail)
    }

    fn body(self, request: &ConsentRequest, decision: Decision) -> ConsentDecision {
        let ids = |roles: &[countersign_contract::RoleRef]| -> Vec<_> {
            roles.iter().map(|role| role.id.clone()).collect()
        };
        let allowed = decision == Decision::Allow;
        let roles = ids(&self.roles.get_untracked());
        ConsentDecision {
            decision,
            scope: if allowed {
                let ticks = self.ticks.get_untracked();
                let asked = request.scopes.iter().map(|scope| scope.id.clone());
                asked.filter(|id| ticks.contains(id)).collect()
            } else {
                Vec::new()
            },
            roles: (allowed && roles != ids(&request.roles)).then_some(roles),
            digest: request.digest.clone(),
        }
    }

    /// Whether something can be sent now; then it is under way.
    pub fn start(self) -> bool {
        if !matches!(self.work.get_untracked(), Work::Idle) {
            return false;
        }
        self.note.set(None);
        self.work.set(Work::Sending { slow: false });
        spawn_local(async move {
            sleep(SLOW).await;
            if self.is_there() && self.work.get_untracked() == (Work::Sending { slow: false }) {
                self.work.set(Work::Sending { slow: true });
            }
        });
        true
    }

    /// What was sent was refused: nothing was granted.
    pub async fn refused(self, error: ApiError) {
        let i18n = self.i18n;
        let Some(refusal) = error.refusal() else {
            return;
        };
        match refusal.code {
            _ if is_final(&error) => self.fail(error),
            ErrorCode::TooManyRequests => self.pause(refusal.retry_after.unwrap_or(1)).await,
            _ if refusal.status == 429 => self.pause(refusal.retry_after.unwrap_or(1)).await,
            _ => {
                // What is on screen is not what is there: look, and say so.
                if let Some(answer) = self.answer().await {
                    match answer {
                        Ok(request) => self.take(request),
                        Err(error) if is_final(&error) => return self.fail(error),
                        Err(_) => {}
                    }
                }
                if !self.is_there() {
                    return;
                }
                self.work.set(Work::Idle);
                let still = self.shown().map(|request| Screen::of(&request));
                if !matches!(still, Some(Screen::Ended(_)) | None) {
                    self.note.set(Some(match refusal.code {
                        ErrorCode::ConsentChanged => t!(i18n, "note.changed"),
                        ErrorCode::ApplicationBlocked => t!(i18n, "note.blocked"),
                        ErrorCode::MissingAnyPermissions => t!(i18n, "note.forbidden"),
                        _ => t!(i18n, "note.refused", code = told(refusal)),
                    }));
                }
            }
        }
    }

    async fn pause(self, seconds: u32) {
        for left in (1..=seconds).rev() {
            if !self.is_there() || self.shown().is_none() {
                return;
            }
            self.work.set(Work::Pause(left));
            sleep(1_000.0).await;
        }
        if self.is_there() && self.shown().is_some() {
            self.work.set(Work::Idle);
            self.say(t!(self.i18n, "note.again"));
        }
    }

    /// No answer says whether it was recorded: what is stored does. It is not sent again.
    pub async fn look_after(self, error: &ApiError) {
        let i18n = self.i18n;
        let Some(answer) = self.answer().await else {
            return;
        };
        match answer {
            Ok(request) => {
                self.lost.set_value(false);
                self.work.set(Work::Idle);
                self.take(request);
                let still = self.shown().map(|request| Screen::of(&request));
                let words = match still {
                    Some(Screen::Ended(_)) => t!(i18n, "note.recorded"),
                    Some(Screen::Wait) => t!(i18n, "note.asked"),
                    _ => t!(i18n, "note.not_recorded"),
                };
                self.note.set(Some(words));
            }
            Err(look) if is_final(&look) => {
                // Not even that nothing was granted is known.
                self.lost.set_value(true);
                self.fail(look);
            }
            Err(_) => {
                self.lost.set_value(true);
                self.work.set(Work::Lost);
                let id = error.context_id();
                let words = t!(i18n, "note.lost");
                let words = if id.is_empty() {
                    words
                } else {
                    [words.as_str(), " (", id, ")"].concat()
                };
                self.note.set(Some(words));
            }
        }
    }

    /// Looks again after an unknown outcome.
    pub fn check(self) {
        self.work.set(Work::Sending { slow: false });
        self.note.set(None);
        spawn_local(async move {
            self.look_after(&ApiError::Unreachable).await;
            // The button that was pressed is gone, and a new one may be there.
            if self.is_there() {
                self.focus();
            }
        });
    }
}

/// Code and id of a refusal, for who is asked about it.
fn told(refusal: &Refusal) -> String {
    let status = refusal.status.to_string();
    let parts = [&status, refusal.code.as_str(), &refusal.context_id];
    let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    parts.join(" ")
}

/// Sends the browser on. Back leads here again, where the page looks before it shows anything.
pub fn open(way: &str) {
    let _ = window().location().assign(way);
}
