//! Rings when something changed that a waiting page may want to see. It carries nothing: who hears
//! it asks again, and gets what they may see.

use std::convert::Infallible;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::unfold;
use tokio::sync::watch::{Receiver, Sender};

/// Proxies close a silent connection; a comment keeps it.
const ALIVE_EVERY: Duration = Duration::from_secs(15);

/// The bell. Clones ring together.
#[derive(Clone, Debug)]
pub struct Bell(Sender<bool>);

impl Default for Bell {
    fn default() -> Self {
        Self(Sender::new(true))
    }
}

impl Bell {
    /// Tells everybody who waits.
    pub fn ring(&self) {
        self.0.send_modify(|_| {});
    }

    /// Ends every stream: the server stops.
    pub fn stop(&self) {
        self.0.send_replace(false);
    }

    /// A stream of server-sent events named `changed` (HTML standard, section 9.2), one at once.
    pub fn stream(&self) -> Response {
        let mut heard = self.0.subscribe();
        heard.mark_changed();
        let events = unfold(heard, next);
        let alive = KeepAlive::new().interval(ALIVE_EVERY);
        Sse::new(events).keep_alive(alive).into_response()
    }
}

async fn next(mut heard: Receiver<bool>) -> Option<(Result<Event, Infallible>, Receiver<bool>)> {
    heard.changed().await.ok()?;
    let goes_on = *heard.borrow_and_update();
    goes_on.then(|| (Ok(Event::default().event("changed").data("{}")), heard))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn who_waits_hears_every_ring_until_the_server_stops() {
        let bell = Bell::default();
        let mut body = bell.stream().into_body();
        let mut heard = async || {
            let frame = body.frame().await;
            frame.map(|frame| {
                String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap()
            })
        };
        let event = "event: changed\ndata: {}\n\n";
        assert_eq!(heard().await.as_deref(), Some(event), "one at once");
        bell.ring();
        assert_eq!(heard().await.as_deref(), Some(event));
        bell.stop();
        assert_eq!(heard().await, None);
    }
}
