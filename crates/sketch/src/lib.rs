//! Secure sketch over a unit vector: rotation, sign bits, polar code, list decoder.
