//! Sends the decision once, and finds out what became of it.

use countersign_contract::{ConsentDecision, ConsentRequest, Decision, ErrorCode};
use leptos::prelude::{GetValue, UpdateValue, window};
use leptos::task::spawn_local;

use super::at::{At, Done};
use super::flow::{Flow, clock};
use super::focus::focus_heading;
use super::outcome::{after_look, after_refusal, is_final, told};
use super::screen::Screen;
use super::target::may_open;
use crate::api::{ApiError, sleep};
use crate::write::{Attempt, WriteEvent, WriteStage, WriteStep};

impl Flow {
    /// Allow was pressed: counts where the page was in view for long enough.
    pub fn press_allow(self) {
        let counts = self
            .gate
            .try_update_value(|gate| gate.press(clock()))
            .unwrap_or_default();
        if self.course.stage_untracked() != WriteStage::Idle {
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
        let Some(request) = self.shown() else {
            return;
        };
        let Some(attempt) = self.start() else {
            return;
        };
        let allowed = decision == Decision::Allow;
        let body = self.body(&request, decision);
        spawn_local(async move {
            let id = self.id.get_value();
            let answer = self.api.decide_consent(&id, &body).await;
            let said = ApiError::write_answer(answer.as_ref().err());
            let step = self.course.take(WriteEvent::Answered(attempt, said));
            let way = match answer {
                Ok(way) => way,
                Err(error) => return self.find_out(step, attempt, error).await,
            };
            // It holds although the screen asked anew meanwhile, as one that came back does.
            if !self.is_there() {
                return;
            }
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

    /// Begins an attempt; `None` where nothing can be sent now.
    pub fn start(self) -> Option<Attempt> {
        let WriteStep::Send(attempt) = self.course.take(WriteEvent::Press) else {
            return None;
        };
        self.note.set(None);
        Some(attempt)
    }

    /// What was sent is no success: says what became of it.
    pub async fn find_out(self, step: WriteStep, attempt: Attempt, error: ApiError) {
        match step {
            WriteStep::Tell => self.refused(attempt, error).await,
            WriteStep::Look(look) => self.look_after(look, error.context_id()).await,
            // Something else came on screen meanwhile, which did not know of this answer.
            WriteStep::Late if self.is_there() => self.look(),
            _ => {}
        }
    }

    /// What was sent was refused: nothing was granted.
    async fn refused(self, attempt: Attempt, error: ApiError) {
        let i18n = self.i18n;
        let Some(refusal) = error.refusal() else {
            return;
        };
        let is_pause = refusal.code == ErrorCode::TooManyRequests || refusal.status == 429;
        if is_final(&error) {
            return self.fail(error);
        }
        if is_pause {
            return self.pause(attempt, refusal.retry_after.unwrap_or(1)).await;
        }
        // What is on screen is not what is there: look, and say so.
        match self.answer().await {
            Some(Ok(request)) => self.take(request),
            Some(Err(error)) if is_final(&error) => return self.fail(error),
            _ => {}
        }
        if !self.course.is_at(attempt) {
            return;
        }
        self.course.take(WriteEvent::Forget);
        let still = self.shown().map(|request| Screen::of(&request));
        if !matches!(still, Some(Screen::Ended(_)) | None) {
            let code = told(refusal);
            let words = i18n.text(after_refusal(&refusal.code), &[("code", &code)]);
            self.note.set(Some(words));
        }
    }

    /// Counts down, and sends nothing by itself.
    async fn pause(self, attempt: Attempt, seconds: u32) {
        let mut step = self.course.take(WriteEvent::Pause(seconds));
        while step == WriteStep::Show {
            sleep(1_000.0).await;
            step = self.course.take(WriteEvent::Second(attempt));
        }
        if step == WriteStep::Tell {
            self.say(t!(self.i18n, "note.again"));
        }
    }

    /// No answer says whether it was recorded: what is stored does. It is not sent again.
    /// `context_id` is that of what was sent; empty where there is none.
    async fn look_after(self, look: Attempt, context_id: &str) {
        let i18n = self.i18n;
        let Some(answer) = self.answer().await else {
            return;
        };
        let said = ApiError::look_answer(answer.as_ref().err());
        let step = self.course.take(WriteEvent::Looked(look, said));
        match answer {
            _ if step == WriteStep::Nothing => {}
            Ok(request) => {
                self.course.take(WriteEvent::Forget);
                self.take(request);
                let still = self.shown().map(|request| Screen::of(&request));
                self.note.set(Some(i18n.text(after_look(still), &[])));
            }
            // Not even that nothing was granted is known.
            Err(error) if is_final(&error) => self.fail(error),
            Err(_) => {
                let words = t!(i18n, "note.lost");
                let words = if context_id.is_empty() {
                    words
                } else {
                    [words.as_str(), " (", context_id, ")"].concat()
                };
                self.note.set(Some(words));
            }
        }
    }

    /// Looks again after an unknown outcome.
    pub fn check(self) {
        let WriteStep::Look(look) = self.course.take(WriteEvent::Check) else {
            return;
        };
        self.note.set(None);
        spawn_local(async move {
            self.look_after(look, "").await;
            // The button that was pressed is gone, and a new one may be there.
            if self.is_there() {
                focus_heading(self.root);
            }
        });
    }
}

/// Sends the browser on. Back leads here again, where the page looks before it shows anything.
pub fn open(way: &str) {
    let _ = window().location().assign(way);
}
