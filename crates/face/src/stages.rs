//! A network that the inference runtime computes, or does in stages between
//! which we compute the depthwise convolutions.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::Arc;

use rten::{Model, NodeId, RunOptions, ThreadPool, Value, ValueOrView, ValueView};
use zeroize::Zeroizing;

use crate::depthwise::Depthwise;
use crate::tfjs::Program;

/// Numbers that a network gave, wiped when dropped. What it computed on the way
/// is not: the runtime keeps such values in buffers outside our reach.
pub(crate) type Output = Zeroizing<Vec<f32>>;

/// The network's input among its values.
const PICTURE: usize = 0;

/// A network with one input. Errors are the runtime's words.
pub(crate) struct Stages {
    stages: Vec<Stage>,
    /// Values that pass between stages, with the input and the outputs.
    values: usize,
    outputs: Vec<usize>,
}

/// A value between its computation and its last use.
type Held<'a> = Option<ValueOrView<'a>>;

struct Stage {
    model: Model,
    inputs: Vec<(NodeId, usize)>,
    outputs: Vec<(NodeId, usize)>,
    then: Option<Convolution>,
    /// Values that no later stage needs.
    done: Vec<usize>,
}

struct Convolution {
    from: usize,
    to: usize,
    filters: Depthwise,
}

impl Stages {
    /// An ONNX model, which the runtime computes as a whole.
    pub(crate) fn whole(onnx: Vec<u8>, outputs: &[String]) -> Result<Self, String> {
        let model = Model::load(onnx).map_err(words)?;
        let input = *model.input_ids().first().ok_or("it has no input")?;
        let outputs = outputs
            .iter()
            .zip(PICTURE + 1..)
            .map(|(name, value)| Ok((model.node_id(name).map_err(words)?, value)))
            .collect::<Result<Vec<_>, String>>()?;
        let values = PICTURE + 1 + outputs.len();
        let stage = Stage {
            model,
            inputs: vec![(input, PICTURE)],
            outputs,
            then: None,
            done: vec![PICTURE],
        };
        Ok(Self {
            stages: vec![stage],
            values,
            outputs: (PICTURE + 1..values).collect(),
        })
    }

    /// A translated model with the outputs of these names.
    pub(crate) fn translated(program: Program, outputs: &[String]) -> Result<Self, String> {
        let mut numbers = Numbers::default();
        numbers.of("input");
        let mut between = program.between.into_iter();
        let mut stages = Vec::with_capacity(program.parts.len());
        for part in program.parts {
            let model = Model::load(part.onnx).map_err(words)?;
            let mut nodes = |names: &[String]| {
                let node = |name: &String| model.node_id(name).map_err(words);
                let pair = |name| Ok((node(name)?, numbers.of(name)));
                names.iter().map(pair).collect::<Result<Vec<_>, String>>()
            };
            let (inputs, outputs) = (nodes(&part.inputs)?, nodes(&part.outputs)?);
            let then = between.next().map(|convolution| Convolution {
                from: numbers.of(&convolution.from),
                to: numbers.of(&convolution.to),
                filters: convolution.filters,
            });
            stages.push(Stage {
                model,
                inputs,
                outputs,
                then,
                done: Vec::new(),
            });
        }
        let outputs: Vec<usize> = outputs.iter().map(|name| numbers.of(name)).collect();
        let values = numbers.0.len();
        for value in (0..values).filter(|value| !outputs.contains(value)) {
            if let Some(last) = stages.iter_mut().rfind(|stage| stage.uses(value)) {
                last.done.push(value);
            }
        }
        Ok(Self {
            stages,
            values,
            outputs,
        })
    }

    /// Computes the outputs for an input of this shape.
    pub(crate) fn run(
        &self,
        shape: [usize; 4],
        picture: &[f32],
        threads: &Arc<ThreadPool>,
    ) -> Result<Vec<Output>, String> {
        let picture = ValueView::from_shape(shape, picture).map_err(words)?;
        let mut values: Vec<Held> = std::iter::repeat_with(|| None).take(self.values).collect();
        values[PICTURE] = Some(picture.into());
        threads.run(|| {
            for stage in &self.stages {
                stage.run(&mut values, threads)?;
            }
            Ok::<_, String>(())
        })?;
        let output = |value: &usize| numbers(values[*value].take());
        self.outputs.iter().map(output).collect()
    }
}

impl Stage {
    fn uses(&self, value: usize) -> bool {
        self.inputs.iter().any(|(_, v)| *v == value)
            || self.then.as_ref().is_some_and(|then| then.from == value)
    }

    fn run(&self, values: &mut [Held], threads: &Arc<ThreadPool>) -> Result<(), String> {
        if !self.outputs.is_empty() {
            let inputs = self
                .inputs
                .iter()
                .map(|(node, value)| {
                    let value = values[*value].as_ref().ok_or(MISSING)?;
                    Ok((*node, value.as_view().into()))
                })
                .collect::<Result<Vec<_>, String>>()?;
            let nodes: Vec<NodeId> = self.outputs.iter().map(|(node, _)| *node).collect();
            let options = RunOptions::default().with_thread_pool(Some(Arc::clone(threads)));
            let found = self
                .model
                .run(inputs, &nodes, Some(options))
                .map_err(words)?;
            for ((_, value), found) in self.outputs.iter().zip(found) {
                values[*value] = Some(found.into());
            }
        }
        if let Some(Convolution { from, to, filters }) = &self.then {
            let value = values[*from].take().ok_or(MISSING)?;
            let value = value.into_owned().into_shape_vec::<f32, 4>();
            let (shape, numbers) = value.map_err(words)?;
            let (found, results) = filters.apply(shape, &numbers).ok_or(MISFIT)?;
            values[*from] = Some(Value::from_shape(shape, numbers).map_err(words)?.into());
            values[*to] = Some(Value::from_shape(found, results).map_err(words)?.into());
        }
        for value in &self.done {
            values[*value] = None;
        }
        Ok(())
    }
}

const MISSING: &str = "a value is used before it is computed";
const MISFIT: &str = "a picture does not fit the filters of a convolution";

/// Numbers for the names of values.
#[derive(Default)]
struct Numbers(HashMap<String, usize>);

impl Numbers {
    fn of(&mut self, name: &str) -> usize {
        let next = self.0.len();
        *self.0.entry(name.to_owned()).or_insert(next)
    }
}

fn numbers(value: Held) -> Result<Output, String> {
    let value = value.ok_or(MISSING)?.into_owned();
    let tensor = value.into_tensor::<f32>().ok_or("it gives no numbers")?;
    Ok(Zeroizing::new(tensor.into_data()))
}

fn words(error: impl Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::depthwise::Border;
    use crate::onnx::Builder;
    use crate::tfjs::Between;

    /// x + 2·(−x) + (−x), the product ours, with `channels` filters.
    fn program(channels: usize) -> Program {
        let mut onnx = Builder::new();
        let x = onnx.input("input", &[1, 2, 2, 2]);
        let from = onnx.node("Neg", std::slice::from_ref(&x), &[]);
        let to = onnx.cut(&from);
        let weights = vec![2.0; channels];
        let bias = vec![0.0; channels];
        let filters = Depthwise::new([1, 1], 1, Border::Nothing, weights, bias).unwrap();
        let sum = onnx.node("Add", &[x, to.clone()], &[]);
        // Made in the first part, and used in the second too.
        let sum = onnx.node("Add", &[sum, from.clone()], &[]);
        onnx.output(sum, "out0");
        Program {
            parts: onnx.finish(),
            between: vec![Between { from, to, filters }],
        }
    }

    fn run(channels: usize) -> Result<Vec<Output>, String> {
        let stages = Stages::translated(program(channels), &["out0".into()]).unwrap();
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        let picture = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
        stages.run([1, 2, 2, 2], &picture, &threads)
    }

    #[test]
    fn values_pass_from_stage_to_stage() {
        let outputs = run(2).unwrap();
        let found: Vec<&[f32]> = outputs.iter().map(|o| o.as_slice()).collect();
        assert_eq!(
            found,
            [[-2.0, -4.0, -6.0, -8.0, -10.0, -12.0, -14.0, -16.0]]
        );
    }

    #[test]
    fn filters_for_other_channels_are_an_error() {
        assert_eq!(run(3).unwrap_err(), MISFIT);
    }

    #[test]
    fn a_whole_model_gives_its_outputs_as_they_are_asked_for() {
        let mut onnx = Builder::new();
        let x = onnx.input("picture", &[1, 1, 1, 2]);
        let negative = onnx.node("Neg", std::slice::from_ref(&x), &[]);
        let double = onnx.node("Add", &[x.clone(), x], &[]);
        onnx.output(negative, "negative");
        onnx.output(double, "double");
        let model = onnx.finish().remove(0).onnx;
        let names = ["double".to_owned(), "negative".to_owned()];
        let stages = Stages::whole(model.clone(), &names).unwrap();
        let threads = Arc::new(ThreadPool::with_num_threads(1));
        let found = stages.run([1, 1, 1, 2], &[1.0, 2.0], &threads).unwrap();
        assert_eq!(found[0].as_slice(), [2.0, 4.0]);
        assert_eq!(found[1].as_slice(), [-1.0, -2.0]);
        assert!(Stages::whole(model, &["triple".to_owned()]).is_err());
    }

    #[test]
    fn a_part_declares_what_it_takes_and_gives() {
        let parts = program(2).parts;
        let [first, second] = &parts[..] else {
            panic!("{} parts", parts.len());
        };
        assert_eq!(first.inputs, ["input"]);
        assert_eq!(first.outputs.len(), 1);
        assert_eq!(second.inputs[0], "input");
        assert_eq!(second.inputs.len(), 3);
        assert_eq!(second.outputs, ["out0"]);
    }
}
