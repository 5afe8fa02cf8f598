//! Rings when something changed that a waiting page may want to see. It carries nothing: who hears
//! it asks again, and gets what they may see.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use tokio::sync::watch::{Receiver, Sender};
use tokio::time::{Instant, timeout_at};

use crate::problem::{Answer, Problem};

/// Proxies close a silent connection; a comment keeps it.
const ALIVE_EVERY: Duration = Duration::from_secs(15);
/// A stream ends after this time. The browser opens it again, and the session is looked at anew.
const LIFE: Duration = Duration::from_mins(5);
/// Most streams of one person.
const MOST: usize = 20;

/// The bell. Clones ring together.
#[derive(Clone, Debug)]
pub struct Bell {
    rings: Sender<bool>,
    seats: Arc<Mutex<HashMap<String, usize>>>,
}

impl Default for Bell {
    fn default() -> Self {
        Self {
            rings: Sender::new(true),
            seats: Arc::default(),
        }
    }
}

impl Bell {
    /// Tells everybody who waits.
    pub fn ring(&self) {
        self.rings.send_modify(|_| {});
    }

    /// Ends every stream: the server stops.
    pub fn stop(&self) {
        self.rings.send_replace(false);
    }

    /// A stream of server-sent events named `changed` (HTML standard, section 9.2), one at once.
    ///
    /// # Errors
    /// 429 where the person has too many.
    pub fn stream(&self, user_id: &str) -> Answer<Response> {
        let seat = self.seat(user_id)?;
        let mut rings = self.rings.subscribe();
        rings.mark_changed();
        let listener = Listener {
            rings,
            ends: Instant::now() + LIFE,
            _seat: seat,
        };
        let alive = KeepAlive::new().interval(ALIVE_EVERY);
        Ok(Sse::new(unfold(listener, Listener::next))
            .keep_alive(alive)
            .into_response())
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
    rings: Receiver<bool>,
    ends: Instant,
    _seat: Seat,
}

impl Listener {
    async fn next(mut self) -> Option<(Result<Event, Infallible>, Self)> {
        timeout_at(self.ends, self.rings.changed())
            .await
            .ok()?
            .ok()?;
        let goes_on = *self.rings.borrow_and_update();
        goes_on.then(|| (Ok(Event::default().event("changed").data("{}")), self))
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt as _;

    use super::*;

    async fn heard(body: &mut Body) -> Option<String> {
        loop {
            let frame = body.frame().await?.unwrap().into_data().unwrap();
            let text = String::from_utf8(frame.to_vec()).unwrap();
            // Not what only keeps the connection.
            if !text.starts_with(':') {
                return Some(text);
            }
        }
    }

    #[tokio::test]
    async fn who_waits_hears_every_ring_until_the_server_stops() {
        let bell = Bell::default();
        let mut body = bell.stream("ada").unwrap().into_body();
        let event = Some("event: changed\ndata: {}\n\n".to_owned());
        assert_eq!(heard(&mut body).await, event, "one at once");
        bell.ring();
        assert_eq!(heard(&mut body).await, event);
        bell.stop();
        assert_eq!(heard(&mut body).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_ends_by_itself() {
        let bell = Bell::default();
        let mut body = bell.stream("ada").unwrap().into_body();
        assert!(heard(&mut body).await.is_some());
        let before = Instant::now();
        assert_eq!(heard(&mut body).await, None);
        assert_eq!(before.elapsed().as_secs(), LIFE.as_secs());
    }

    #[tokio::test]
    async fn one_person_has_twenty_streams_at_most() {
        let bell = Bell::default();
        let streams: Vec<_> = (0..MOST).map(|_| bell.stream("ada").unwrap()).collect();
        assert_eq!(bell.stream("ada").unwrap_err().status(), 429);
        assert!(bell.stream("lena").is_ok());
        drop(streams);
        assert!(bell.stream("ada").is_ok());
    }
}
