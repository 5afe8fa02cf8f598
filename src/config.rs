//! What a host passes in.

/// Where the backend is.
#[derive(Clone, Debug)]
pub struct Config {
    /// Base of the API, without a slash at the end.
    pub api_base: String,
    /// Base of the catalogues of other languages.
    pub locales_base: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_base: countersign_contract::API_BASE.to_owned(),
            locales_base: "/locales".to_owned(),
        }
    }
}
