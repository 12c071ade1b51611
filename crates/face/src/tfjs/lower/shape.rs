//! Operators that move, join or pad dimensions.

use super::{Attribute, Layout, Lowering, Node, Problem, TO_CHANNELS_FIRST, Tensor, unsupported};

impl Lowering<'_> {
    /// `Pad` with zeros. TensorFlow lists (before, after) per dimension, ONNX
    /// all befores and then all afters.
    pub(super) fn pad(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let pads = self.int_constant(node, 1)?;
        let (pairs, _) = pads.as_chunks::<2>();
        let (layout, order) = if pairs.len() == 4 {
            (Layout::ChannelsFirst, TO_CHANNELS_FIRST.to_vec())
        } else {
            (Layout::AsIs, (0..pairs.len()).collect())
        };
        let side = |k: usize| order.iter().map(move |d| pairs[*d][k]);
        let pads: Vec<i64> = side(0).chain(side(1)).collect();
        let inputs = [
            self.input(node, 0, layout)?,
            self.onnx.ints(&pads),
            self.onnx.floats(&[0.0], &[]),
        ];
        let mode = [("mode", Attribute::Text("constant"))];
        let name = self.onnx.node("Pad", &inputs, &mode);
        Ok(Tensor { name, layout })
    }

    /// `Reshape` to a constant shape.
    pub(super) fn reshape(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let shape = self.int_constant(node, 1)?;
        let inputs = [self.input(node, 0, Layout::AsIs)?, self.onnx.ints(&shape)];
        Ok(Tensor::as_is(self.onnx.node("Reshape", &inputs, &[])))
    }

    /// `Squeeze` of the listed dimensions, or of all of length one.
    pub(super) fn squeeze(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let mut inputs = vec![self.input(node, 0, Layout::AsIs)?];
        let axes = node.ints("squeeze_dims");
        if !axes.is_empty() {
            inputs.push(self.onnx.ints(&axes));
        }
        Ok(Tensor::as_is(self.onnx.node("Squeeze", &inputs, &[])))
    }

    /// `ConcatV2`, whose last input names the dimension.
    pub(super) fn concat(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let parts = node.input.len().saturating_sub(1);
        let axis = match self.int_constant(node, parts)?[..] {
            [axis] => axis,
            _ => return Err(unsupported(node, " along more than one dimension")),
        };
        let inputs = (0..parts)
            .map(|k| self.input(node, k, Layout::AsIs))
            .collect::<Result<Vec<_>, _>>()?;
        let axis = [("axis", Attribute::Int(axis))];
        Ok(Tensor::as_is(self.onnx.node("Concat", &inputs, &axis)))
    }
}
