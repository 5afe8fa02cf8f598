//! A user's consent, as far as the rules look at it.

/// A user's consent to a client.
#[derive(Clone, Debug, Default)]
pub struct GrantRow {
    /// Scope ids that were allowed.
    pub scope: Vec<String>,
    /// Scope ids that were asked for.
    pub shown: Vec<String>,
    /// Last decision, Unix seconds.
    pub modified_at: i64,
    /// When it was taken back, Unix seconds.
    pub withdrawn_at: Option<i64>,
}

impl GrantRow {
    /// Whether it was not taken back.
    pub fn is_live(&self) -> bool {
        self.withdrawn_at.is_none()
    }
}
