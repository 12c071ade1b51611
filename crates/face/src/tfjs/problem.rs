//! Why a model could not be translated.

/// What is wrong with a TensorFlow.js model. The caller adds its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// `model.json` does not parse.
    #[error("its description is not readable: {0}")]
    Json(String),
    /// The weight file is shorter or longer than the description says.
    #[error("its weights are {found} bytes where {expected} are described")]
    WeightLength {
        /// Bytes that the description adds up to.
        expected: usize,
        /// Bytes in the file.
        found: usize,
    },
    /// A number format of weights that we do not read.
    #[error("weight {name} is stored as {kind}, which is not supported")]
    WeightKind {
        /// The weight.
        name: String,
        /// Its `dtype`.
        kind: String,
    },
    /// A node refers to one that does not exist, or lacks an input.
    #[error("node {node} needs {wanted}, which is not there")]
    Missing {
        /// The node, or the output that was asked for.
        node: String,
        /// What it needs.
        wanted: String,
    },
    /// The graph feeds on itself.
    #[error("node {0} depends on itself")]
    Cycle(String),
    /// An operator, or a way of using it, that we do not translate.
    #[error("operator {operator} at {node} is not supported{detail}")]
    Unsupported {
        /// TensorFlow's operator name.
        operator: String,
        /// The node.
        node: String,
        /// Empty, or what about it, beginning with a blank.
        detail: String,
    },
    /// The repair found another number of places than the published file has.
    #[error("the repair found {found} {what} where the published model has {expected}")]
    Repair {
        /// What was counted.
        what: &'static str,
        /// How many there must be.
        expected: usize,
        /// How many there were.
        found: usize,
    },
}
