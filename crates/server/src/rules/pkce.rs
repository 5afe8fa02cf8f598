//! Proof Key for Code Exchange with S256 (RFC 7636). Nothing else is taken.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

/// Length of a SHA-256 in base64url.
const CHALLENGE: usize = 43;

/// Whether the text can be an S256 challenge.
pub fn is_challenge(text: &str) -> bool {
    text.len() == CHALLENGE && text.bytes().all(is_base64url)
}

fn is_base64url(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')
}

/// Whether `verifier` is the one that the challenge was made of.
pub fn fits(verifier: &str, challenge: &str) -> bool {
    let unreserved = |byte: u8| is_base64url(byte) || matches!(byte, b'.' | b'~');
    (43..=128).contains(&verifier.len())
        && verifier.bytes().all(unreserved)
        && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == challenge
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_rfc_7636_appendix_b_fits() {
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        assert!(is_challenge(challenge));
        assert!(fits(
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk",
            challenge
        ));
        for wrong in [
            "",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
            challenge,
            "short",
        ] {
            assert!(!fits(wrong, challenge), "{wrong}");
        }
    }

    #[test]
    fn a_challenge_has_43_letters_of_base64url() {
        for wrong in [
            "",
            "plain",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM",
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM=",
        ] {
            assert!(!is_challenge(wrong), "{wrong}");
        }
    }
}
