//! `bench`: how fast the list answers over many authorizations.

/// Runs it.
///
/// # Errors
/// One sentence that says what is wrong.
pub async fn run(_count: u32) -> Result<String, String> {
    Ok(String::new())
}
