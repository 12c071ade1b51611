//! One TensorFlow operator at a time to ONNX.
//!
//! TensorFlow keeps the channels last (N, H, W, C), ONNX wants them first
//! (N, C, H, W). Values are carried channels-first through convolutions and
//! element-wise operators, and are turned back only where a reshape or an
//! output depends on the order.

mod conv;
mod elementwise;
mod shape;

use std::collections::HashMap;

use super::Problem;
use super::graph::Graph;
use super::topology::Node;
use super::weights::Constant;
use super::{Between, Program};
use crate::onnx::{Attribute, Builder};

/// The order of a value's dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Layout {
    /// Four dimensions, channels first.
    ChannelsFirst,
    /// As TensorFlow has them, any number of dimensions.
    AsIs,
}

/// A value that the ONNX graph computes.
#[derive(Clone)]
struct Tensor {
    name: String,
    layout: Layout,
}

impl Tensor {
    fn first(name: String) -> Self {
        Self {
            name,
            layout: Layout::ChannelsFirst,
        }
    }

    fn as_is(name: String) -> Self {
        Self {
            name,
            layout: Layout::AsIs,
        }
    }
}

/// Where the dimensions of a channels-first value stand in TensorFlow's order.
const TO_CHANNELS_FIRST: [usize; 4] = [0, 3, 1, 2];

/// Translates everything that `outputs` need.
pub(super) fn lower(graph: &Graph, outputs: &[String]) -> Result<Program, Problem> {
    let mut lowering = Lowering {
        graph,
        onnx: Builder::new(),
        between: Vec::new(),
        values: HashMap::new(),
        turned: HashMap::new(),
    };
    for node in graph.ordered(outputs)? {
        if node.op == "Const" {
            continue;
        }
        let value = lowering.operator(node)?;
        lowering.values.insert(node.name.clone(), value);
    }
    for (k, output) in outputs.iter().enumerate() {
        let value = lowering.value(output, output, Layout::AsIs)?;
        lowering.onnx.output(value, &format!("out{k}"));
    }
    Ok(Program {
        parts: lowering.onnx.finish(),
        between: lowering.between,
    })
}

struct Lowering<'a> {
    graph: &'a Graph,
    onnx: Builder,
    between: Vec<Between>,
    values: HashMap<String, Tensor>,
    /// Values that were already turned to the other layout.
    turned: HashMap<(String, Layout), String>,
}

impl Lowering<'_> {
    fn operator(&mut self, node: &Node) -> Result<Tensor, Problem> {
        match node.op.as_str() {
            "Placeholder" => self.placeholder(node),
            "Conv2D" | "_FusedConv2D" => self.convolution(node, conv::Kind::Full),
            "DepthwiseConv2dNative" | "FusedDepthwiseConv2dNative" => {
                self.convolution(node, conv::Kind::Depthwise)
            }
            "MaxPool" => self.max_pool(node),
            "Pad" | "PadV2" => self.pad(node),
            "Add" | "AddV2" => self.binary(node, "Add"),
            "Sub" => self.binary(node, "Sub"),
            "Mul" => self.binary(node, "Mul"),
            "Maximum" => self.binary(node, "Max"),
            "Prelu" => self.prelu(node),
            "Relu" | "Abs" | "Sigmoid" | "Identity" => self.unary(node, &[node.op.as_str()]),
            "Rsqrt" => self.unary(node, &["Sqrt", "Reciprocal"]),
            "Square" => self.square(node),
            "Sum" => self.sum(node),
            "Reshape" => self.reshape(node),
            "Squeeze" => self.squeeze(node),
            "ConcatV2" => self.concat(node),
            _ => Err(unsupported(node, "")),
        }
    }

    /// The model's input. Pictures come channels first; an open batch is one.
    fn placeholder(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let shape = node.shape();
        let [n, h, w, c] = shape[..] else {
            return Err(unsupported(node, " without four dimensions"));
        };
        let shape = [n.max(1), c, h, w];
        Ok(Tensor::first(self.onnx.input("input", &shape)))
    }

    /// Input `index` of a node, by name.
    fn input_name<'n>(&self, node: &'n Node, index: usize) -> Result<&'n str, Problem> {
        node.input
            .get(index)
            .map(String::as_str)
            .ok_or_else(|| Problem::Missing {
                node: node.name.clone(),
                wanted: format!("input {index}"),
            })
    }

    /// Input `index` of a node in the layout that is asked for.
    fn input(&mut self, node: &Node, index: usize, layout: Layout) -> Result<String, Problem> {
        let name = self.input_name(node, index)?;
        self.value(&node.name, name, layout)
    }

    /// Input `index` of a node, which must be a constant.
    fn constant(&self, node: &Node, index: usize) -> Result<&Constant, Problem> {
        let name = self.input_name(node, index)?;
        self.graph.constant(name).ok_or_else(|| Problem::Missing {
            node: node.name.clone(),
            wanted: format!("a constant {name}"),
        })
    }

    /// A constant of integers.
    fn int_constant(&self, node: &Node, index: usize) -> Result<Vec<i64>, Problem> {
        let constant = self.constant(node, index)?;
        constant
            .ints()
            .map(<[i64]>::to_vec)
            .ok_or_else(|| unsupported(node, " with a parameter that is not an integer"))
    }

    /// The layout of a computed value; nothing for constants.
    fn layout(&self, name: &str) -> Option<Layout> {
        self.values.get(name).map(|t| t.layout)
    }

    /// The layout of input `index`.
    fn input_layout(&self, node: &Node, index: usize) -> Result<Layout, Problem> {
        let name = self.input_name(node, index)?;
        Ok(self.layout(name).unwrap_or(Layout::AsIs))
    }

    /// A value or constant in the layout that is asked for.
    fn value(&mut self, asker: &str, name: &str, layout: Layout) -> Result<String, Problem> {
        if let Some(constant) = self.graph.constant(name) {
            return Ok(self.place(constant, layout));
        }
        let tensor = self
            .values
            .get(name)
            .cloned()
            .ok_or_else(|| Problem::Missing {
                node: asker.to_owned(),
                wanted: name.to_owned(),
            })?;
        if tensor.layout == layout {
            return Ok(tensor.name);
        }
        let key = (tensor.name.clone(), layout);
        if let Some(known) = self.turned.get(&key) {
            return Ok(known.clone());
        }
        let order = match layout {
            Layout::ChannelsFirst => vec![0, 3, 1, 2],
            Layout::AsIs => vec![0, 2, 3, 1],
        };
        let turned = self.onnx.node(
            "Transpose",
            &[tensor.name],
            &[("perm", Attribute::Ints(order))],
        );
        self.turned.insert(key, turned.clone());
        Ok(turned)
    }

    /// Writes a constant, broadcast to four dimensions when it meets a
    /// channels-first value.
    fn place(&mut self, constant: &Constant, layout: Layout) -> String {
        match layout {
            Layout::AsIs => self.onnx.floats(&constant.floats(), &constant.shape),
            Layout::ChannelsFirst => {
                let mut wide = constant.clone();
                while wide.shape.len() < 4 {
                    wide.shape.insert(0, 1);
                }
                let (values, shape) = wide.transposed(&TO_CHANNELS_FIRST);
                self.onnx.floats(&values, &shape)
            }
        }
    }
}

/// The error for what we do not translate.
fn unsupported(node: &Node, detail: &str) -> Problem {
    Problem::Unsupported {
        operator: node.op.clone(),
        node: node.name.clone(),
        detail: detail.to_owned(),
    }
}
