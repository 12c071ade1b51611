//! Convolutions and what is fused into them.

use super::{Attribute, Between, Layout, Lowering, Node, Problem, Tensor, unsupported};
use crate::depthwise::{Border, Depthwise};

/// Whether a filter sees all channels or one.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Full,
    Depthwise,
}

impl Lowering<'_> {
    /// `Conv2D` and its relatives, followed by their fused bias and activation.
    pub(super) fn convolution(&mut self, node: &Node, kind: Kind) -> Result<Tensor, Problem> {
        let fused = node.texts("fused_ops");
        let mut name = match self.own(node, kind)? {
            Some(filters) => {
                let from = self.input(node, 0, Layout::ChannelsFirst)?;
                let to = self.onnx.cut(&from);
                let between = Between {
                    from,
                    to: to.clone(),
                    filters,
                };
                self.between.push(between);
                to
            }
            None => self.runtime_convolution(node, kind)?,
        };
        for activation in fused.iter().filter(|f| *f != "BiasAdd") {
            name = self.activation(node, activation, name)?;
        }
        Ok(Tensor::first(name))
    }

    /// The filters of a convolution that we compute ourselves.
    fn own(&self, node: &Node, kind: Kind) -> Result<Option<Depthwise>, Problem> {
        let weights = self.constant(node, 1)?;
        let ([height, width, channels, 1], Kind::Depthwise) = (&weights.shape[..], kind) else {
            return Ok(None);
        };
        let (strides, dilations) = (spatial(node, "strides"), spatial(node, "dilations"));
        if strides[0] != strides[1] || dilations != [1, 1] {
            return Ok(None);
        }
        let border = match node.text("padding").as_str() {
            "SAME" => Border::Zeros,
            "VALID" => Border::Nothing,
            _ => return Ok(None),
        };
        let bias = match self.bias(node)? {
            Some(bias) => bias,
            None => vec![0.0; *channels],
        };
        let (values, _) = weights.transposed(&[2, 3, 0, 1]);
        let stride = usize::try_from(strides[0]).unwrap_or(0);
        Ok(Depthwise::new(
            [*height, *width],
            stride,
            border,
            values,
            bias,
        ))
    }

    fn bias(&self, node: &Node) -> Result<Option<Vec<f32>>, Problem> {
        if !node.texts("fused_ops").iter().any(|f| f == "BiasAdd") {
            return Ok(None);
        }
        Ok(Some(self.constant(node, 2)?.floats()))
    }

    fn runtime_convolution(&mut self, node: &Node, kind: Kind) -> Result<String, Problem> {
        let (filter, kernel, groups) = self.filter(node, kind)?;
        let mut inputs = vec![self.input(node, 0, Layout::ChannelsFirst)?, filter];
        if let Some(bias) = self.bias(node)? {
            inputs.push(self.onnx.floats(&bias, &[bias.len()]));
        }
        let mut attributes = vec![
            ("kernel_shape", Attribute::Ints(kernel)),
            ("strides", Attribute::Ints(spatial(node, "strides"))),
            ("dilations", Attribute::Ints(spatial(node, "dilations"))),
            ("group", Attribute::Int(groups)),
        ];
        attributes.extend(padding(node)?);
        Ok(self.onnx.node("Conv", &inputs, &attributes))
    }

    /// `MaxPool`.
    pub(super) fn max_pool(&mut self, node: &Node) -> Result<Tensor, Problem> {
        let x = self.input(node, 0, Layout::ChannelsFirst)?;
        let mut attributes = vec![
            ("kernel_shape", Attribute::Ints(spatial(node, "ksize"))),
            ("strides", Attribute::Ints(spatial(node, "strides"))),
        ];
        attributes.extend(padding(node)?);
        Ok(Tensor::first(self.onnx.node("MaxPool", &[x], &attributes)))
    }

    /// The filter in ONNX's order, its height and width, and the groups.
    ///
    /// TensorFlow: (height, width, in, out), depthwise (height, width, in,
    /// multiplier). ONNX: (out, in / groups, height, width).
    fn filter(&mut self, node: &Node, kind: Kind) -> Result<(String, Vec<i64>, i64), Problem> {
        let weights = self.constant(node, 1)?;
        let [height, width, inputs, last] = weights.shape[..] else {
            return Err(unsupported(
                node,
                " with a filter that is not four-dimensional",
            ));
        };
        let size = |v: usize| i64::try_from(v).unwrap_or(i64::MAX);
        let kernel = vec![size(height), size(width)];
        let (values, shape, groups) = match kind {
            Kind::Full => {
                let (values, shape) = weights.transposed(&[3, 2, 0, 1]);
                (values, shape, 1)
            }
            Kind::Depthwise => {
                let (values, _) = weights.transposed(&[2, 3, 0, 1]);
                (values, vec![inputs * last, 1, height, width], size(inputs))
            }
        };
        Ok((self.onnx.floats(&values, &shape), kernel, groups))
    }

    fn activation(&mut self, node: &Node, name: &str, x: String) -> Result<String, Problem> {
        match name {
            "Relu" => Ok(self.onnx.node("Relu", &[x], &[])),
            "Prelu" => {
                let slope = self.constant(node, 3)?.floats();
                let slope = self.onnx.floats(&slope, &[slope.len(), 1, 1]);
                Ok(self.onnx.node("PRelu", &[x, slope], &[]))
            }
            other => Err(unsupported(node, &format!(" with fused {other}"))),
        }
    }
}

/// The two spatial entries of a four-entry list; ones when it is absent.
fn spatial(node: &Node, key: &str) -> Vec<i64> {
    match node.ints(key)[..] {
        [_, h, w, _] => vec![h, w],
        _ => vec![1, 1],
    }
}

/// TensorFlow's `padding` attribute in ONNX terms.
fn padding(node: &Node) -> Result<Vec<(&'static str, Attribute)>, Problem> {
    match node.text("padding").as_str() {
        "VALID" => Ok(Vec::new()),
        // An odd rest goes to the lower right, in both.
        "SAME" => Ok(vec![("auto_pad", Attribute::Text("SAME_UPPER"))]),
        other => Err(unsupported(node, &format!(" with padding {other:?}"))),
    }
}
