//! The shell of the standalone pages, which stands for the portal.

use super::backend::{Backend, good};
use super::list::{instead, nobody_special, signed_out};
use super::specimen::{Group, Show, Specimen};
use super::steps::Step;
use crate::route::Route;

/// All of them.
pub fn specimens() -> Vec<Specimen> {
    vec![
        shell("an administrator", Route::clients(), good).until("tbody .tile"),
        shell("somebody else", Route::Apps, |call| {
            instead(call, "GET /users/me", nobody_special)
        })
        .until(".launcher__app"),
        shell("nobody", Route::clients(), |call| {
            instead(call, "GET /users/me", signed_out)
        })
        .until(".notice"),
        shell("menu", Route::Apps, good)
            .after(&[Step::Press(".shell__bar [popovertarget]")])
            .until(".shell__menu:popover-open .badge--count")
            .alone(),
        shell("account", Route::Apps, good)
            .after(&[Step::Press(".shell__user")])
            .until(".menu:popover-open")
            .alone(),
    ]
}

fn shell(state: &'static str, route: Route, backend: Backend) -> Specimen {
    Specimen::new(Group::Pages, "shell", state, Show::InShell(route, backend))
}
