//! Waiting in the browser.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;

/// Resolves after `milliseconds`.
pub async fn sleep(milliseconds: f64) {
    #[allow(clippy::cast_possible_truncation, reason = "pauses are seconds")]
    let milliseconds = milliseconds as i32;
    let timer = Promise::new(&mut |resolve, _| {
        // Without a window there is nobody to wait for.
        if let Some(window) = web_sys::window() {
            let _ = window
                .set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    let _ = JsFuture::from(timer).await;
}
