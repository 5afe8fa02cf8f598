use std::sync::atomic::{AtomicBool, Ordering};

use axum::body::Body;
use http_body_util::BodyExt as _;

use super::*;

const CHANGED: &str = "event: changed\ndata: {}\n\n";

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

fn consent(client_id: &str, user_id: &str) -> Topic {
    Topic::Consent {
        client_id: client_id.to_owned(),
        user_id: user_id.to_owned(),
    }
}

fn always() -> StillMay {
    Box::new(|| Box::pin(async { true }))
}

fn ear(user_id: &str) -> Ear {
    Ear {
        user_id: user_id.to_owned(),
        session: format!("a session of {user_id}"),
    }
}

fn listen(bell: &Bell, topic: Topic, still_may: StillMay) -> Answer<Body> {
    let randomness = Randomness::seeded(1);
    let response = bell.stream(ear("ada"), topic, still_may, &randomness)?;
    Ok(response.into_body())
}

/// A stream that has had its first event.
async fn listening(bell: &Bell, topic: Topic) -> Body {
    let mut body = listen(bell, topic, always()).unwrap();
    assert_eq!(
        heard(&mut body).await.as_deref(),
        Some(CHANGED),
        "one at once"
    );
    body
}

#[tokio::test(start_paused = true)]
async fn who_waits_hears_what_concerns_it_until_the_server_stops() {
    let bell = Bell::default();
    for (topic, concerned) in [
        (Topic::Requests, [true, false, true]),
        (consent("crm", "ada"), [true, true, false]),
        (consent("crm", "lena"), [true, false, false]),
        (consent("bot", "ada"), [false, false, true]),
    ] {
        let rings: [&dyn Fn(); 3] = [
            &|| bell.ring_application("crm"),
            &|| bell.ring_consent("crm", "ada"),
            &|| bell.ring_application("bot"),
        ];
        for (ring, concerned) in rings.iter().zip(concerned) {
            let mut body = listening(&bell, topic.clone()).await;
            ring();
            let soon = timeout(Duration::from_secs(1), heard(&mut body)).await;
            let expected = concerned.then(|| Some(CHANGED.to_owned()));
            assert_eq!(soon.ok(), expected, "{topic:?}");
        }
        let mut body = listening(&bell, topic).await;
        bell.stop();
        assert_eq!(heard(&mut body).await, None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_ring_is_passed_on_after_a_pause_by_chance_and_several_are_one() {
    let bell = Bell::default();
    let mut pauses = Vec::new();
    for seed in 0..20 {
        let randomness = Randomness::seeded(seed);
        let response = bell.stream(ear("ada"), Topic::Requests, always(), &randomness);
        let mut body = response.unwrap().into_body();
        heard(&mut body).await;
        let before = Instant::now();
        bell.ring_application("crm");
        bell.ring_application("bot");
        assert_eq!(heard(&mut body).await.as_deref(), Some(CHANGED));
        pauses.push(before.elapsed());
        let more = timeout(Duration::from_secs(5), heard(&mut body)).await;
        assert!(more.is_err(), "two rings, one event");
    }
    pauses.sort_unstable();
    pauses.dedup();
    assert!(pauses.len() > 10, "not all at once: {pauses:?}");
    assert!(
        pauses
            .iter()
            .all(|pause| pause.as_millis() < u128::from(SPREAD) + 2)
    );
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_with_its_session() {
    let bell = Bell::default();
    let alive = Arc::new(AtomicBool::new(true));
    let still_may = |alive: &Arc<AtomicBool>| -> StillMay {
        let alive = alive.clone();
        Box::new(move || {
            let alive = alive.clone();
            Box::pin(async move { alive.load(Ordering::SeqCst) })
        })
    };
    let mut told = listen(&bell, Topic::Requests, still_may(&alive)).unwrap();
    heard(&mut told).await;
    let before = Instant::now();
    alive.store(false, Ordering::SeqCst);
    bell.ring_session("a session of lena");
    bell.ring_person("lena");
    let more = timeout(Duration::from_secs(1), heard(&mut told)).await;
    assert!(more.is_err(), "another's end is not looked at");
    bell.ring_session("a session of ada");
    assert_eq!(heard(&mut told).await, None);
    assert!(before.elapsed() < Duration::from_secs(2), "at once");
    let mut told = listen(&bell, Topic::Requests, still_may(&alive)).unwrap();
    heard(&mut told).await;
    bell.ring_person("ada");
    assert_eq!(heard(&mut told).await, None);
    assert!(before.elapsed() < Duration::from_secs(2), "at once");
    // Where nobody rings, because another process ended it.
    let mut looks = listen(&bell, consent("crm", "ada"), still_may(&alive)).unwrap();
    heard(&mut looks).await;
    let before = Instant::now();
    assert_eq!(heard(&mut looks).await, None);
    assert!(before.elapsed() <= LOOK_EVERY);
}

#[tokio::test(start_paused = true)]
async fn a_stream_ends_by_itself() {
    let bell = Bell::default();
    let mut body = listening(&bell, Topic::Requests).await;
    let before = Instant::now();
    assert_eq!(heard(&mut body).await, None);
    assert_eq!(before.elapsed().as_secs(), LIFE.as_secs());
}

#[tokio::test]
async fn one_person_has_twenty_streams_at_most() {
    let bell = Bell::default();
    let stream = |user| bell.stream(ear(user), Topic::Requests, always(), &Randomness::seeded(1));
    let streams: Vec<_> = (0..MOST).map(|_| stream("ada").unwrap()).collect();
    assert_eq!(stream("ada").unwrap_err().status(), 429);
    assert!(stream("lena").is_ok());
    drop(streams);
    assert!(stream("ada").is_ok());
}
