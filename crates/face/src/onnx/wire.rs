//! Protocol Buffers wire format, writing only.
//!
//! Field numbers are given by the caller, from `onnx.proto3`.

/// A message under construction.
#[derive(Default)]
pub(crate) struct Message(Vec<u8>);

/// Wire types 0 and 2; the others are not needed.
const VARINT: u64 = 0;
const LENGTH_DELIMITED: u64 = 2;

impl Message {
    /// A field holding an integer.
    pub(crate) fn int(&mut self, field: u32, value: i64) -> &mut Self {
        self.varint(u64::from(field) << 3 | VARINT);
        // Negative numbers are written as their 64-bit two's complement.
        self.varint(u64::from_ne_bytes(value.to_ne_bytes()));
        self
    }

    /// A field holding bytes.
    pub(crate) fn bytes(&mut self, field: u32, value: &[u8]) -> &mut Self {
        self.varint(u64::from(field) << 3 | LENGTH_DELIMITED);
        self.varint(value.len() as u64);
        self.0.extend_from_slice(value);
        self
    }

    /// A field holding text.
    pub(crate) fn text(&mut self, field: u32, value: &str) -> &mut Self {
        self.bytes(field, value.as_bytes())
    }

    /// A field holding another message.
    pub(crate) fn message(&mut self, field: u32, value: &Message) -> &mut Self {
        self.bytes(field, &value.0)
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn varint(&mut self, mut value: u64) {
        loop {
            let [low, ..] = value.to_le_bytes();
            value >>= 7;
            if value == 0 {
                self.0.push(low & 0x7F);
                return;
            }
            self.0.push(low | 0x80);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The examples of the Protocol Buffers encoding guide.
    #[test]
    fn the_guides_examples() {
        let mut m = Message::default();
        m.int(1, 150);
        assert_eq!(m.into_bytes(), [0x08, 0x96, 0x01]);
        let mut m = Message::default();
        m.text(2, "testing");
        assert_eq!(m.into_bytes(), b"\x12\x07testing");
        let mut inner = Message::default();
        inner.int(1, 150);
        let mut m = Message::default();
        m.message(3, &inner);
        assert_eq!(m.into_bytes(), [0x1A, 0x03, 0x08, 0x96, 0x01]);
        let mut m = Message::default();
        m.int(1, -2);
        assert_eq!(m.into_bytes().len(), 11);
    }
}
