//! The correlation id of a request.

/// Id of a request. The frame makes it; it is never taken from the caller, who could forge the audit
/// with it.
#[derive(Clone, Debug)]
pub struct RequestId(pub String);
