//! Fixed-field reading and writing, big-endian, without surprises.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::error::KitError;

/// Appends fixed fields; the buffer is zeroised when dropped.
pub(crate) struct Writer(Zeroizing<Vec<u8>>);

impl Writer {
    /// `capacity` should cover the whole output: a growing vector would leave
    /// a copy of the secret fields behind.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self(Zeroizing::new(Vec::with_capacity(capacity)))
    }
    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
    pub(crate) fn u8(&mut self, v: u8) -> &mut Self {
        self.bytes(&[v])
    }
    pub(crate) fn u32(&mut self, v: u32) -> &mut Self {
        self.bytes(&v.to_be_bytes())
    }
    pub(crate) fn u64(&mut self, v: u64) -> &mut Self {
        self.bytes(&v.to_be_bytes())
    }
    /// Ends with the first 16 bytes of SHA-256 over everything written.
    pub(crate) fn finish_with_check(mut self) -> Zeroizing<Vec<u8>> {
        let check = Sha256::digest(&*self.0);
        self.bytes(&check[..16]);
        self.0
    }
}

/// Takes fixed fields off the front of a slice.
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    len: usize,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            len: bytes.len(),
        }
    }
    fn take(&mut self, n: usize) -> Result<&'a [u8], KitError> {
        let (head, tail) = self
            .bytes
            .split_at_checked(n)
            .ok_or(KitError::Truncated { len: self.len })?;
        self.bytes = tail;
        Ok(head)
    }
    pub(crate) fn skip(&mut self, n: usize) -> Result<(), KitError> {
        self.take(n).map(|_| ())
    }
    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], KitError> {
        let len = self.len;
        self.take(N)?
            .try_into()
            .map_err(|_| KitError::Truncated { len })
    }
    pub(crate) fn u8(&mut self) -> Result<u8, KitError> {
        self.array::<1>().map(|[b]| b)
    }
    pub(crate) fn u32(&mut self) -> Result<u32, KitError> {
        self.array().map(u32::from_be_bytes)
    }
    pub(crate) fn u64(&mut self) -> Result<u64, KitError> {
        self.array().map(u64::from_be_bytes)
    }
    pub(crate) fn rest(self) -> &'a [u8] {
        self.bytes
    }
}
