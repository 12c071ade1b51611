//! One network in the inference runtime.

use std::sync::Arc;

use mien_frame::Patch;
use rten::{Model, NodeId, RunOptions, ThreadPool, ValueView};
use zeroize::Zeroizing;

use crate::FaceError;
use crate::pack::{Colours, Input};

/// Numbers that a network gave, wiped when dropped. The runtime's own buffers
/// are outside our reach.
pub(crate) type Output = Zeroizing<Vec<f32>>;

/// A network with one picture as input and the outputs that its role needs.
pub(crate) struct Network {
    role: &'static str,
    model: Model,
    input: NodeId,
    outputs: Vec<NodeId>,
    expects: Input,
}

impl Network {
    /// Hands an ONNX model to the runtime.
    pub(crate) fn load(
        role: &'static str,
        onnx: Vec<u8>,
        outputs: &[String],
        expects: Input,
    ) -> Result<Self, FaceError> {
        let failed = |problem: String| FaceError::Inference {
            model: role,
            problem,
        };
        let model = Model::load(onnx).map_err(|e| failed(e.to_string()))?;
        let input = *model
            .input_ids()
            .first()
            .ok_or_else(|| failed("it has no input".into()))?;
        let outputs = outputs
            .iter()
            .map(|name| model.node_id(name).map_err(|e| failed(e.to_string())))
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            role,
            model,
            input,
            outputs,
            expects,
        })
    }

    /// Side of the picture that it wants.
    pub(crate) fn size(&self) -> usize {
        usize::from(self.expects.size)
    }

    /// Runs on a patch of [`Self::size`] a side.
    pub(crate) fn run(
        &self,
        patch: &Patch,
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<Output>, FaceError> {
        self.run_on(&self.prepare(patch), threads)
    }

    /// Runs and insists on the number of values in each output.
    pub(crate) fn run_fixed<const N: usize>(
        &self,
        patch: &Patch,
        threads: &Arc<ThreadPool>,
        lengths: [usize; N],
    ) -> Result<[Output; N], FaceError> {
        let outputs = self.run(patch, threads)?;
        for (expected, output) in lengths.iter().zip(&outputs) {
            self.expect(*expected, output.len())?;
        }
        let found = outputs.len();
        outputs.try_into().map_err(|_| FaceError::Shape {
            model: self.role,
            expected: N,
            found,
        })
    }

    /// The length of the first output, found by running on a grey picture.
    pub(crate) fn output_length(&self, threads: &Arc<ThreadPool>) -> Result<usize, FaceError> {
        let grey = vec![0.0; 3 * self.size() * self.size()];
        let outputs = self.run_on(&grey, threads)?;
        Ok(outputs.first().map_or(0, |o| o.len()))
    }

    fn expect(&self, expected: usize, found: usize) -> Result<(), FaceError> {
        if expected == found {
            return Ok(());
        }
        Err(FaceError::Shape {
            model: self.role,
            expected,
            found,
        })
    }

    /// Channels first, in the network's colour order and scale.
    fn prepare(&self, patch: &Patch) -> Zeroizing<Vec<f32>> {
        let Input {
            colours,
            mean,
            deviation,
            ..
        } = self.expects;
        let pixels = patch.rgb().chunks_exact(3);
        let mut values = Zeroizing::new(Vec::with_capacity(patch.rgb().len()));
        for channel in 0..3 {
            let from = match colours {
                Colours::Rgb => channel,
                Colours::Bgr => 2 - channel,
            };
            let (m, d) = (mean[channel], deviation[channel]);
            values.extend(pixels.clone().map(|p| (p[from] - m) / d));
        }
        values
    }

    fn run_on(&self, values: &[f32], threads: &Arc<ThreadPool>) -> Result<Vec<Output>, FaceError> {
        let failed = |problem: String| FaceError::Inference {
            model: self.role,
            problem,
        };
        let shape = [1, 3, self.size(), self.size()];
        let view = ValueView::from_shape(shape, values).map_err(|e| failed(e.to_string()))?;
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(threads)));
        self.model
            .run(
                vec![(self.input, view.into())],
                &self.outputs,
                Some(options),
            )
            .map_err(|e| failed(e.to_string()))?
            .into_iter()
            .map(|value| {
                let tensor = value
                    .into_tensor::<f32>()
                    .ok_or_else(|| failed("it gives no numbers".into()))?;
                Ok(Zeroizing::new(tensor.into_data()))
            })
            .collect()
    }
}
