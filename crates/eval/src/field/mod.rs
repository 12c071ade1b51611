//! Comparison with published ways to bind a key to a face, on the same
//! embeddings and comparisons: the linear sketch of fuzzy signatures over the
//! triangular lattice, IronMask's sparse code, and the plain matcher. None of
//! it is in the product; each module names the paper that it follows.

pub mod compare;
pub mod describe;
pub mod ironmask;
pub mod lattice;
pub mod linear;
pub mod orthogonal;
pub mod plain;
pub mod plot;
mod report;
pub mod scheme;
pub mod signbit;
