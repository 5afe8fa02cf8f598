//! Waiting in the browser.

use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A timer of the browser, which is over when this is dropped.
#[derive(Default)]
struct Timer(Option<(i32, Function)>);

impl Drop for Timer {
    fn drop(&mut self) {
        if let (Some((timer, resolve)), Some(window)) = (&self.0, web_sys::window()) {
            window.clear_timeout_with_handle(*timer);
            // A promise that never settles would keep what waits for it in memory.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    }
}

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: f64) {
    #[allow(clippy::cast_possible_truncation, reason = "pauses are seconds")]
    let milliseconds = milliseconds as i32;
    let mut timer = Timer::default();
    let over = Promise::new(&mut |resolve, _| {
        // Without a window there is nobody to wait for.
        let set = web_sys::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
        });
        if let Some(Ok(set)) = set {
            timer.0 = Some((set, resolve));
        }
    });
    let _ = JsFuture::from(over).await;
}
