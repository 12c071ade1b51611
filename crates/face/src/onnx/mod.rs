//! Writing ONNX models into memory.
//!
//! Just enough of the format (ONNX IR version 8, operator set 13) to hand a
//! translated graph to the inference runtime. Nothing is read here and nothing
//! is written to disk.

mod builder;
mod wire;

pub(crate) use builder::{Attribute, Builder, Part};
