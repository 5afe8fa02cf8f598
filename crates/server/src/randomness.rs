//! Randomness, injected so that a demo can be repeated byte for byte.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

use rand::rngs::{StdRng, SysRng};
use rand::{Rng as _, SeedableRng as _};
use sha2::{Digest as _, Sha256};

/// A cryptographic generator, seeded by the operating system or, for demos, by a number.
#[derive(Clone, Debug)]
pub struct Randomness(Arc<Mutex<StdRng>>);

impl Randomness {
    /// Seeded by the operating system.
    ///
    /// # Errors
    /// The operating system has none.
    pub fn from_system() -> Result<Self, String> {
        let generator =
            StdRng::try_from_rng(&mut SysRng).map_err(|error| format!("no randomness: {error}"))?;
        Ok(Self(Arc::new(Mutex::new(generator))))
    }

    /// The same values in every run. For demos and tests only.
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(StdRng::seed_from_u64(seed))))
    }

    /// `N` bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .fill_bytes(&mut bytes);
        bytes
    }

    /// A secret of 256 bits, in hexadecimal.
    pub fn secret(&self) -> String {
        hex(&self.bytes::<32>())
    }

    /// A UUID (RFC 9562 version 4).
    pub fn uuid(&self) -> String {
        uuid(self.bytes())
    }
}

/// Bytes as a UUID of version 4.
fn uuid(mut bytes: [u8; 16]) -> String {
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let text = hex(&bytes);
    format!(
        "{}-{}-{}-{}-{}",
        &text[..8],
        &text[8..12],
        &text[12..16],
        &text[16..20],
        &text[20..]
    )
}

/// The UUID of a text: the same text, the same id. For demo data.
pub fn uuid_of(text: &str) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Sha256::digest(text.as_bytes())[..16]);
    uuid(bytes)
}

/// SHA-256 in hexadecimal: how secrets of 256 random bits are stored.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String can't fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_and_a_uuid_has_its_form() {
        let (one, other) = (Randomness::seeded(7), Randomness::seeded(7));
        let id = one.uuid();
        assert_eq!(id, other.uuid());
        assert_ne!(id, one.uuid());
        let parts: Vec<_> = id.split('-').map(str::len).collect();
        assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
        assert_eq!(&id[14..15], "4");
        assert_eq!(uuid_of("x"), uuid_of("x"));
    }
}
