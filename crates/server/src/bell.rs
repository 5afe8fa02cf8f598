//! Rings when something changed that a waiting page may want to see. It carries nothing: who hears
//! it asks again, and gets what they may see.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse as _, Response};
use countersign_contract::CHANGED;
use futures_util::future::BoxFuture;
use futures_util::stream::unfold;
use tokio::sync::broadcast::error::{RecvError, TryRecvError};
use tokio::sync::broadcast::{Receiver, Sender};
use tokio::time::{Instant, sleep, timeout};

use crate::problem::{Answer, Problem};
use crate::randomness::Randomness;

/// After this time without an event a stream looks whether its session still lives, and sends a
/// comment, because proxies close a silent connection.
const LOOK_EVERY: Duration = Duration::from_secs(15);
/// A stream ends after this time; the browser opens it again.
const LIFE: Duration = Duration::from_mins(5);
/// A ring is passed on after up to this many milliseconds, each stream by its own chance: not all
/// pages ask again at once, and several rings become one.
const SPREAD: u64 = 500;
/// Most streams of one person.
const MOST: usize = 20;
/// Rings that wait for a stream. One that is further behind hears that anything may have changed.
const BACKLOG: usize = 64;

/// What changed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Ring {
    /// The authorization of a client, or who asks for it.
    Application(String),
    /// What one person allowed a client.
    Consent { client_id: String, user_id: String },
    /// A session ended; the hash of its token.
    Session(String),
    /// A person was switched off.
    Person(String),
    /// The server stops.
    Stop,
}

/// What a stream waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Any authorization, and who asks for one.
    Requests,
    /// What a consent screen shows of a client to a person.
    Consent {
        /// Client ID.
        client_id: String,
        /// User id.
        user_id: String,
    },
}

impl Topic {
    fn concerns(&self, ring: &Ring) -> bool {
        match (self, ring) {
            (Self::Requests, Ring::Application(_)) => true,
            (Self::Consent { client_id, .. }, Ring::Application(changed)) => client_id == changed,
            (
                Self::Consent { client_id, user_id },
                Ring::Consent {
                    client_id: client,
                    user_id: user,
                },
            ) => client_id == client && user_id == user,
            _ => false,
        }
    }
}

/// Whose stream it is.
#[derive(Clone, Debug)]
pub struct Ear {
    /// User id.
    pub user_id: String,
    /// Hash of the token of the session, or of the access token.
    pub session: String,
}

/// Whether the session of a stream may still hear.
pub type StillMay = Box<dyn Fn() -> BoxFuture<'static, bool> + Send>;

/// The bell. Clones ring together.
#[derive(Clone, Debug)]
pub struct Bell {
    rings: Sender<Ring>,
    seats: Arc<Mutex<HashMap<String, usize>>>,
}

impl Default for Bell {
    fn default() -> Self {
        Self {
            rings: Sender::new(BACKLOG),
            seats: Arc::default(),
        }
    }
}

impl Bell {
    /// The authorization of a client changed, or who asks for it.
    pub fn ring_application(&self, client_id: &str) {
        self.ring(Ring::Application(client_id.to_owned()));
    }

    /// What a person allowed a client changed.
    pub fn ring_consent(&self, client_id: &str, user_id: &str) {
        self.ring(Ring::Consent {
            client_id: client_id.to_owned(),
            user_id: user_id.to_owned(),
        });
    }

    /// A session ended, and with it its streams; the hash of its token.
    pub fn ring_session(&self, session: &str) {
        self.ring(Ring::Session(session.to_owned()));
    }

    /// A person was switched off, and with them their streams.
    pub fn ring_person(&self, user_id: &str) {
        self.ring(Ring::Person(user_id.to_owned()));
    }

    /// Ends every stream: the server stops.
    pub fn stop(&self) {
        self.ring(Ring::Stop);
    }

    fn ring(&self, ring: Ring) {
        // An error says that nobody listens.
        let _ = self.rings.send(ring);
    }

    /// A stream of server-sent events named `changed` (HTML standard, section 9.2), one at once.
    ///
    /// # Errors
    /// 429 where the person has too many.
    pub fn stream(
        &self,
        ear: Ear,
        topic: Topic,
        still_may: StillMay,
        randomness: &Randomness,
    ) -> Answer<Response> {
        let listener = Listener {
            topic,
            still_may,
            randomness: randomness.clone(),
            rings: self.rings.subscribe(),
            ends: Instant::now() + LIFE,
            began: false,
            _seat: self.seat(&ear.user_id)?,
            ear,
        };
        Ok(Sse::new(unfold(listener, Listener::next)).into_response())
    }

    fn seat(&self, user_id: &str) -> Answer<Seat> {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = seats.entry(user_id.to_owned()).or_default();
        if *taken >= MOST {
            return Err(Problem::too_many(60));
        }
        *taken += 1;
        Ok(Seat {
            seats: self.seats.clone(),
            user_id: user_id.to_owned(),
        })
    }
}

/// One of a person's streams.
struct Seat {
    seats: Arc<Mutex<HashMap<String, usize>>>,
    user_id: String,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut seats = self.seats.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(taken) = seats.get_mut(&self.user_id) {
            *taken -= 1;
            if *taken == 0 {
                seats.remove(&self.user_id);
            }
        }
    }
}

struct Listener {
    ear: Ear,
    topic: Topic,
    still_may: StillMay,
    randomness: Randomness,
    rings: Receiver<Ring>,
    ends: Instant,
    began: bool,
    _seat: Seat,
}

/// What a listener does next.
enum Heard {
    Changed,
    Nothing,
    End,
}

impl Listener {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        let heard = if self.began {
            self.wait().await
        } else {
            Heard::Changed
        };
        self.began = true;
        let event = match heard {
            Heard::Changed => Event::default().event(CHANGED).data("{}"),
            Heard::Nothing => Event::default().comment(""),
            Heard::End => return None,
        };
        Some((Ok(event), self))
    }

    async fn wait(&mut self) -> Heard {
        let look = (Instant::now() + LOOK_EVERY).min(self.ends);
        let left = look.saturating_duration_since(Instant::now());
        let heard = timeout(left, self.hear()).await;
        if Instant::now() >= self.ends {
            return Heard::End;
        }
        let heard = heard.unwrap_or(Heard::Nothing);
        if matches!(heard, Heard::Changed) && !self.pause().await {
            return Heard::End;
        }
        match heard {
            Heard::End => Heard::End,
            // The session may have ended in the meantime, or the person lost a permission.
            heard if (self.still_may)().await => heard,
            _ => Heard::End,
        }
    }

    /// Waits for a ring that concerns this stream or its session.
    async fn hear(&mut self) -> Heard {
        loop {
            match self.rings.recv().await {
                Ok(Ring::Stop) | Err(RecvError::Closed) => return Heard::End,
                Ok(Ring::Session(ended)) if ended == self.ear.session => return Heard::Nothing,
                Ok(Ring::Person(ended)) if ended == self.ear.user_id => return Heard::Nothing,
                Ok(ring) if self.topic.concerns(&ring) => return Heard::Changed,
                Ok(_) => {}
                Err(RecvError::Lagged(_)) => return Heard::Changed,
            }
        }
    }

    /// Waits a little, by chance, and takes what rings meanwhile as one. Answers whether the server
    /// goes on.
    async fn pause(&mut self) -> bool {
        let chance = u64::from_le_bytes(self.randomness.bytes());
        sleep(Duration::from_millis(chance % SPREAD)).await;
        loop {
            match self.rings.try_recv() {
                Ok(Ring::Stop) | Err(TryRecvError::Closed) => return false,
                Ok(_) | Err(TryRecvError::Lagged(_)) => {}
                Err(TryRecvError::Empty) => return true,
            }
        }
    }
}

#[cfg(test)]
mod tests;
