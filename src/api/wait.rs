//! Waiting in the browser.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// A timer of the browser, which is over when this is dropped.
struct Timer(i32);

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window() {
            window.clear_timeout_with_handle(self.0);
        }
    }
}

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: f64) {
    let mut timer = Timer(0);
    #[allow(clippy::cast_possible_truncation, reason = "pauses are seconds")]
    let milliseconds = milliseconds as i32;
    let over = Promise::new(&mut |resolve, _| {
        // Without a window there is nobody to wait for.
        let set = web_sys::window().map(|window| {
            window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds)
        });
        if let Some(Ok(set)) = set {
            timer.0 = set;
        }
    });
    let _ = JsFuture::from(over).await;
}
