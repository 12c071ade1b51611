//! Undoing the damage in the published MobileFaceNet.
//!
//! The network was trained with PReLU, PReLU(x) = max(0, x) + α·min(0, x)
//! (He et al., arXiv:1502.01852). The TensorFlow 1 graph wrote it out as
//! `relu(x) + c·(x − |x|)` with `c = α/2`, since `x − |x| = 2·min(0, x)`. The
//! conversion to TensorFlow.js then folded batch normalisation and activations
//! into the convolutions, and two things went wrong in the published file:
//!
//! 1. In the sixteen inner depthwise convolutions the `relu` was fused into the
//!    convolution although `x − |x|` reads the value *before* it. With the fused
//!    activation `x − |x|` is always zero and the negative half is lost.
//! 2. Every constant `c` has the wrong sign, so that α = −2c.
//!
//! Unrepaired, the model tells the pairs of Labeled Faces in the Wild apart in
//! 59.9 % of cases, repaired in 99.42 %, as its authors report.
//!
//! The pass rewrites each such sum to one `Prelu` node and drops the fused
//! activation; the translation then knows nothing of it. It insists on the
//! counts of the published file: on any other graph it would be wrong.

use super::Problem;
use super::graph::Graph;
use super::weights::{Constant, Values};

const ACTIVATIONS: usize = 33;
const FUSED_BY_MISTAKE: usize = 16;

/// Rewrites the 33 activations.
///
/// # Errors
/// [`Problem::Repair`] when the graph is not the published one.
pub(super) fn prelu(graph: &mut Graph) -> Result<(), Problem> {
    let found: Vec<Activation> = {
        let mut names: Vec<&str> = graph.names().collect();
        names.sort_unstable();
        names
            .iter()
            .filter_map(|name| Activation::at(graph, name))
            .collect()
    };
    expect("activations", ACTIVATIONS, found.len())?;
    let mut unfused = 0;
    for activation in found {
        let fused = graph
            .node(&activation.input)
            .is_some_and(|n| n.texts("fused_ops").iter().any(|f| f == "Relu"));
        if fused {
            unfused += 1;
            if let Some(node) = graph.node_mut(&activation.input) {
                node.remove_text("fused_ops", "Relu");
            }
        }
        let alpha = format!("{}/alpha", activation.sum);
        graph.add_constant(alpha.clone(), activation.alpha);
        if let Some(node) = graph.node_mut(&activation.sum) {
            node.op = "Prelu".into();
            node.input = vec![activation.input, alpha];
        }
    }
    expect("wrongly fused activations", FUSED_BY_MISTAKE, unfused)
}

fn expect(what: &'static str, expected: usize, found: usize) -> Result<(), Problem> {
    if found == expected {
        return Ok(());
    }
    Err(Problem::Repair {
        what,
        expected,
        found,
    })
}

/// One `Add(_, Mul(Sub(x, Abs(x)), c))`.
struct Activation {
    /// The sum, which becomes the `Prelu`.
    sum: String,
    /// x.
    input: String,
    /// −2c.
    alpha: Constant,
}

impl Activation {
    fn at(graph: &Graph, name: &str) -> Option<Self> {
        let sum = graph.node(name)?;
        if !matches!(sum.op.as_str(), "Add" | "AddV2") {
            return None;
        }
        let product = graph.node(sum.input.get(1)?)?;
        if product.op != "Mul" {
            return None;
        }
        let difference = graph.node(product.input.first()?)?;
        let factor = graph.constant(product.input.get(1)?)?;
        let (x, absolute) = (difference.input.first()?, difference.input.get(1)?);
        let fits = difference.op == "Sub"
            && graph.operator(absolute) == "Abs"
            && graph.node(absolute)?.input.first()? == x;
        fits.then(|| Self {
            sum: sum.name.clone(),
            input: x.clone(),
            alpha: Constant {
                shape: factor.shape.clone(),
                values: Values::Float(factor.floats().iter().map(|c| -2.0 * c).collect()),
            },
        })
    }
}
