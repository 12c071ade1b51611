//! Operators that keep the shape, and sums over dimensions.

use super::{Attribute, Layout, Lowering, Node, Problem, Tensor};

impl Lowering<'_> {
    /// Operators of one input, applied one after the other.
    pub(super) fn unary(&mut self, node: &Node, operators: &[&str]) -> Result<Tensor, Problem> {
        let layout = self.input_layout(node, 0)?;
        let mut name = self.input(node, 0, layout)?;
        for operator in operators {
            name = self.onnx.node(operator, &[name], &[]);
        }
        Ok(Tensor { name, layout })
    }

    /// Operators of two inputs; a constant follows the layout of its partner.
    pub(super) fn binary(&mut self, node: &Node, operator: &str) -> Result<Tensor, Problem> {
        let layouts = [self.input_layout(node, 0)?, self.input_layout(node, 1)?];
        let layout = if layouts.contains(&Layout::ChannelsFirst) {
            Layout::ChannelsFirst
        } else {
            Layout::AsIs
        };
        let inputs = [self.input(node, 0, layout)?, self.input(node, 1, layout)?];
        let name = self.onnx.node(operator, &inputs, &[]);
        Ok(Tensor { name, layout })
    }

    /// x².
    pub(super) fn square(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let layout = self.input_layout(node, 0)?;
        let x = self.input(node, 0, layout)?;
        let name = self.onnx.node("Mul", &[x.clone(), x], &[]);
        Ok(Tensor { name, layout })
    }

    /// `Prelu` with one slope a channel.
    pub(super) fn prelu(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let layout = self.input_layout(node, 0)?;
        let x = self.input(node, 0, layout)?;
        let slope = self.constant(node, 1)?.floats();
        let shape = match layout {
            Layout::ChannelsFirst => vec![slope.len(), 1, 1],
            Layout::AsIs => vec![slope.len()],
        };
        let slope = self.onnx.floats(&slope, &shape);
        let name = self.onnx.node("PRelu", &[x, slope], &[]);
        Ok(Tensor { name, layout })
    }

    /// `Sum` over the dimensions that a constant lists.
    pub(super) fn sum(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let axes = self.int_constant(node, 1)?;
        let inputs = [self.input(node, 0, Layout::AsIs)?, self.onnx.ints(&axes)];
        let keep = Attribute::Int(i64::from(node.flag("keep_dims")));
        let name = self.onnx.node("ReduceSum", &inputs, &[("keepdims", keep)]);
        Ok(Tensor::as_is(name))
    }
}
