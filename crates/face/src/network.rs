//! One network in the inference runtime.

use std::sync::Arc;

use mien_frame::Patch;
use rten::ThreadPool;
use zeroize::Zeroizing;

use crate::FaceError;
use crate::pack::{Colours, Input};
use crate::stages::{Output, Stages};

/// A network with one picture as input and the outputs that its role needs.
pub(crate) struct Network {
    role: &'static str,
    stages: Stages,
    expects: Input,
}

impl Network {
    /// A network whose stages are ready, unless the runtime refused them.
    pub(crate) fn new(
        role: &'static str,
        stages: Result<Stages, String>,
        expects: Input,
    ) -> Result<Self, FaceError> {
        let failed = |problem| FaceError::Inference {
            model: role,
            problem,
        };
        Ok(Self {
            role,
            stages: stages.map_err(failed)?,
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
        Ok(self.run_with_extra(patch, threads, lengths)?.0)
    }

    /// The same, with one more output of any length if the network was loaded
    /// with one.
    pub(crate) fn run_with_extra<const N: usize>(
        &self,
        patch: &Patch,
        threads: &Arc<ThreadPool>,
        lengths: [usize; N],
    ) -> Result<([Output; N], Option<Output>), FaceError> {
        let mut outputs = self.run(patch, threads)?;
        let extra = (outputs.len() == N + 1).then(|| outputs.pop()).flatten();
        for (expected, output) in lengths.iter().zip(&outputs) {
            self.expect(*expected, output.len())?;
        }
        let found = outputs.len();
        let outputs = outputs.try_into().map_err(|_| FaceError::Shape {
            model: self.role,
            expected: N,
            found,
        })?;
        Ok((outputs, extra))
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
        let shape = [1, 3, self.size(), self.size()];
        self.stages
            .run(shape, values, threads)
            .map_err(|problem| FaceError::Inference {
                model: self.role,
                problem,
            })
    }
}

#[cfg(test)]
mod tests {
    //! Parity with another implementation. `tests/reference` holds what
    //! onnxruntime gives for the same files, converted by an independent
    //! program, on a synthetic picture: no photograph and no weight is in it.

    #![allow(clippy::cast_possible_truncation)]
    use super::*;
    use crate::tfjs::{Repair, translate};
    use mien_frame::{Frame, Square};
    use serde::Deserialize;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[derive(Deserialize)]
    struct Reference {
        outputs: Vec<Values>,
    }

    #[derive(Deserialize)]
    struct Values {
        length: usize,
        /// Every so many values are kept.
        step: usize,
        values: Vec<f32>,
    }

    fn pattern(side: u32) -> Patch {
        let rgb = (0..side)
            .flat_map(|y| (0..side).map(move |x| (x, y)))
            .flat_map(|(x, y)| {
                (0..3).map(move |c| ((3 * x + 5 * y + 40 * c + x * y / 16) % 256) as u8)
            })
            .collect();
        let frame = Frame::from_rgb(side, side, rgb).unwrap();
        let whole = Square {
            x: 0.0,
            y: 0.0,
            side: f64::from(side),
        };
        Patch::upright(&frame, whole, side as usize)
    }

    fn input(size: u16, mean: f32, deviation: f32) -> Input {
        Input {
            size,
            colours: Colours::Rgb,
            mean: [mean; 3],
            deviation: [deviation; 3],
        }
    }

    /// Compares with the reference; the largest difference allowed is
    /// `tolerance` times the largest reference value, or one.
    fn compare(
        name: &str,
        model: &str,
        outputs: &[&str],
        repair: Repair,
        expects: Input,
        tolerance: f32,
    ) {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let models = here
            .join("../../models/node_modules/@vladmandic")
            .join(model);
        let read = |ending: &str| fs::read(PathBuf::from(format!("{}.{ending}", models.display())));
        let (Ok(topology), Ok(weights)) = (read("json"), read("bin")) else {
            println!("skipped: {name} (models not installed, run `npm ci` in models)");
            return;
        };
        let outputs: Vec<String> = outputs.iter().map(|s| (*s).to_owned()).collect();
        let program = translate(&topology, &weights, &outputs, repair).unwrap();
        let names: Vec<String> = (0..outputs.len()).map(|k| format!("out{k}")).collect();
        let stages = Stages::translated(program, &names);
        let network = Network::new("test", stages, expects).unwrap();
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        let found = network
            .run(&pattern(u32::from(expects.size)), &threads)
            .unwrap();

        let file = here.join("tests/reference").join(format!("{name}.json"));
        let reference: Reference = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
        assert_eq!(found.len(), reference.outputs.len());
        for (found, reference) in found.iter().zip(reference.outputs) {
            assert_eq!(found.len(), reference.length);
            let largest = reference.values.iter().fold(1.0_f32, |m, v| m.max(v.abs()));
            let kept = found.iter().step_by(reference.step);
            assert_eq!(kept.len(), reference.values.len());
            for (f, r) in kept.zip(&reference.values) {
                assert!((f - r).abs() <= tolerance * largest, "{name}: {f} for {r}");
            }
        }
    }

    #[test]
    fn the_repaired_embedder_gives_the_reference() {
        let outputs = ["MobileFaceNet/Logits/SpatialSqueeze"];
        let repair = Repair::PreluOfMobilefacenet;
        let expects = input(112, 127.5, 128.0);
        compare(
            "embedder",
            "human-models/models/mobilefacenet",
            &outputs,
            repair,
            expects,
            1e-5,
        );
    }

    #[test]
    fn the_embedder_as_published_gives_its_reference() {
        let expects = input(112, 127.5, 128.0);
        let model = "human-models/models/mobilefacenet";
        compare(
            "embedder_unrepaired",
            model,
            &["embeddings"],
            Repair::None,
            expects,
            1e-5,
        );
    }

    #[test]
    fn the_landmarks_give_the_reference() {
        let outputs = ["Identity_1", "Identity_2"];
        let expects = input(192, 0.0, 255.0);
        compare(
            "landmarks",
            "human/models/facemesh",
            &outputs,
            Repair::None,
            expects,
            1e-5,
        );
    }

    #[test]
    fn the_iris_gives_the_reference() {
        let expects = input(64, 0.0, 255.0);
        compare(
            "iris",
            "human/models/iris",
            &["Identity"],
            Repair::None,
            expects,
            1e-5,
        );
    }

    #[test]
    fn the_detector_gives_the_reference() {
        let outputs = ["Identity", "Identity_1", "Identity_2", "Identity_3"];
        let expects = input(128, 127.5, 127.5);
        compare(
            "detector",
            "human-models/models/blazeface-front",
            &outputs,
            Repair::None,
            expects,
            1e-5,
        );
    }

    #[test]
    fn another_model_is_not_repaired() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let model = here.join("../../models/node_modules/@vladmandic/human/models");
        let (Ok(topology), Ok(weights)) = (
            fs::read(model.join("iris.json")),
            fs::read(model.join("iris.bin")),
        ) else {
            println!("skipped: repair (models not installed, run `npm ci` in models)");
            return;
        };
        let outputs = ["Identity".to_owned()];
        let found = translate(&topology, &weights, &outputs, Repair::PreluOfMobilefacenet);
        assert!(matches!(
            found,
            Err(crate::Problem::Repair { found: 0, .. })
        ));
        let found = translate(&topology, &weights[1..], &outputs, Repair::None);
        assert!(matches!(found, Err(crate::Problem::WeightLength { .. })));
    }
}
