//! A disk that is full and has space again, while two applications sign in as fast as they can.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::json;

use crate::crash::{Acknowledged, Writer, checked, cookie};
use crate::portal::{Folder, PARTNER_CRM, WALLBOARD, authorization};
use crate::socket::{Browser, Program};

const FULL_DISKS: usize = 10;

/// Stops the writers when it goes.
struct Stop<'a>(&'a AtomicBool);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn while_the_disk_is_full_nothing_is_told_that_is_not_so_and_with_space_it_goes_on_at_once() {
    let folder = Folder::new();
    let mut program = Program::start_on_a_disk(folder.path(), &[]);
    let cookie = cookie(&program);
    let said = Mutex::new(Acknowledged::default());
    let (answered, refused) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let browser = || Browser {
        address: &program.address,
        cookie: &cookie,
        answered: &answered,
    };
    let stop = AtomicBool::new(false);
    let wait_for = |count: &AtomicUsize, more: usize| {
        let enough = count.load(Ordering::SeqCst) + more;
        while count.load(Ordering::SeqCst) < enough {
            std::thread::yield_now();
        }
    };
    std::thread::scope(|scope| {
        for first in 0..2 {
            let writer = Writer {
                browser: browser(),
                said: &said,
            };
            let (stop, refused) = (&stop, &refused);
            scope.spawn(move || {
                for turn in first.. {
                    if stop.load(Ordering::SeqCst) {
                        break;
                    }
                    if writer.sign_in(turn).is_none() {
                        refused.fetch_add(1, Ordering::SeqCst);
                    }
                }
            });
        }
        // Also where an assertion fails: the scope waits for the writers.
        let _stop = Stop(&stop);
        // Each is a change.
        let notes = AtomicUsize::new(0);
        let put = || {
            let note = notes.fetch_add(1, Ordering::SeqCst).to_string();
            let body = json!({ "scope": ["users"], "note": note });
            let answer = browser().json("PUT", &authorization(WALLBOARD), &body);
            answer.unwrap().status()
        };
        for round in 0..FULL_DISKS {
            wait_for(&answered, 20 + round);
            program.limit("4096");
            wait_for(&refused, 4);
            assert_eq!(put(), 503, "a write on a full disk");
            let list = browser().get("/api/v2/oauth/authorizations?pageSize=1");
            assert_eq!(list.unwrap().status(), 200, "a read on a full disk");
            assert_eq!(browser().get("/healthz").unwrap().status(), 503);
            program.limit("unlimited");
            // The first write, without a restart.
            assert_eq!(put(), 200, "a write with space again");
            assert_eq!(browser().get("/healthz").unwrap().status(), 200);
        }
        wait_for(&answered, 20);
    });
    let revoked = browser().json("DELETE", &authorization(PARTNER_CRM), &json!({}));
    assert_eq!(revoked.unwrap().status(), 204);
    let tokens = said.lock().unwrap().tokens.clone();
    said.lock().unwrap().dead = tokens.len();
    // Also as the running program sees it, on each of its connections.
    for token in tokens.iter().rev().take(40) {
        let bearer = Browser {
            cookie: &format!("x\r\nauthorization: Bearer {token}"),
            ..browser()
        };
        let answer = bearer.get("/api/v2/users/me").unwrap();
        assert_eq!(answer.status(), 401, "a revoked token");
    }
    program.kill();
    checked(&folder, &said);
    assert!(!tokens.is_empty(), "no sign-in ever came to its end");
}
