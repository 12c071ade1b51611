//! TensorFlow.js graph models, translated to ONNX in memory.
//!
//! The weights that are pinned for the default pack are published in this
//! format: a `model.json` with the graph and a list of weights, and a `.bin`
//! with their values. No other program is needed to read them, and the
//! published files stay as they are: their hashes are what we check.
//!
//! ```text
//! topology  model.json → nodes and weight list
//! weights   .bin → constants
//! graph     both joined, ordered from the outputs
//! repair    undoes the damage in the published MobileFaceNet
//! lower     one TensorFlow operator at a time → ONNX, channels first
//! ```

mod graph;
mod lower;
mod problem;
mod repair;
mod topology;
mod weights;

pub use problem::Problem;
use serde::Deserialize;

use crate::depthwise::Depthwise;
use crate::onnx::Part;

/// Damage in a published graph that is undone while loading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Repair {
    /// The graph is used as published.
    #[default]
    None,
    /// See [`repair`].
    PreluOfMobilefacenet,
}

/// A translated model: parts for the runtime, to be run one after the other,
/// and between each two a convolution that we compute ourselves.
pub(crate) struct Program {
    pub parts: Vec<Part>,
    /// One fewer than the parts.
    pub between: Vec<Between>,
}

/// A depthwise convolution and the names of its input and result.
pub(crate) struct Between {
    pub from: String,
    pub to: String,
    pub filters: Depthwise,
}

/// Translates a graph model to a program whose single input is called `input`
/// (channels first) and whose outputs are `out0`, `out1`, … in the order of
/// `outputs`, all given by the last part.
///
/// # Errors
/// [`Problem`], when a file is damaged or uses what we do not translate.
pub(crate) fn translate(
    topology: &[u8],
    weights: &[u8],
    outputs: &[String],
    repair: Repair,
) -> Result<Program, Problem> {
    let model = topology::parse(topology)?;
    let constants = weights::read(&model.weights_manifest, weights)?;
    let mut graph = graph::Graph::new(model.model_topology.node, constants)?;
    if repair == Repair::PreluOfMobilefacenet {
        repair::prelu(&mut graph)?;
    }
    lower::lower(&graph, outputs)
}
