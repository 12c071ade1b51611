//! Assembling nodes, constants, inputs and outputs into a model.

use std::collections::HashMap;

use super::wire::Message;

/// `TensorProto.DataType`.
const FLOAT: i64 = 1;
const INT64: i64 = 7;

/// `AttributeProto.AttributeType`.
const ATTRIBUTE_INT: i64 = 2;
const ATTRIBUTE_STRING: i64 = 3;
const ATTRIBUTE_INTS: i64 = 7;

/// The value of a node attribute.
pub(crate) enum Attribute {
    Int(i64),
    Ints(Vec<i64>),
    Text(&'static str),
}

/// A finished model, and the names of what goes in and comes out.
pub(crate) struct Part {
    pub onnx: Vec<u8>,
    pub inputs: Vec<String>,
    pub outputs: Vec<String>,
}

/// A model under construction, or several that are run one after the other.
/// Value names are made up here and handed out; they are good in later parts
/// too, and the inputs and outputs that this takes are declared here.
pub(crate) struct Builder {
    parts: Vec<Open>,
    /// The part that computes a value; inputs and constants are not in it.
    origin: HashMap<String, usize>,
    /// Inputs of the whole.
    given: Vec<String>,
    names: usize,
}

#[derive(Default)]
struct Open {
    graph: Message,
    inputs: Vec<String>,
    outputs: Vec<String>,
}

impl Open {
    fn takes(&mut self, name: &str, shape: Option<&[i64]>) {
        if !self.inputs.iter().any(|i| i == name) {
            self.inputs.push(name.to_owned());
            self.graph.message(11, &value_info(name, shape));
        }
    }

    fn gives(&mut self, name: &str) {
        if !self.outputs.iter().any(|o| o == name) {
            self.outputs.push(name.to_owned());
            self.graph.message(12, &value_info(name, None));
        }
    }
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            parts: vec![Open::default()],
            origin: HashMap::new(),
            given: Vec::new(),
            names: 0,
        }
    }

    /// Declares a float input of fixed shape.
    pub(crate) fn input(&mut self, name: &str, shape: &[i64]) -> String {
        self.part().takes(name, Some(shape));
        self.given.push(name.to_owned());
        name.to_owned()
    }

    /// Declares that the value `from` is an output called `name`.
    pub(crate) fn output(&mut self, from: String, name: &str) {
        self.push("Identity", &[from], name, &[]);
        self.part().gives(name);
    }

    /// Ends a part. What follows it may also use the value whose name this
    /// gives: the caller computes it from the value `from`.
    pub(crate) fn cut(&mut self, from: &str) -> String {
        if let Some(part) = self.origin.get(from) {
            self.parts[*part].gives(from);
        }
        self.parts.push(Open::default());
        let name = self.fresh();
        self.given.push(name.clone());
        name
    }

    /// Adds an operator with one result and gives that result's name.
    pub(crate) fn node(
        &mut self,
        operator: &str,
        inputs: &[String],
        attributes: &[(&str, Attribute)],
    ) -> String {
        let name = self.fresh();
        self.push(operator, inputs, &name, attributes);
        name
    }

    /// Adds a float constant.
    pub(crate) fn floats(&mut self, values: &[f32], shape: &[usize]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.constant(FLOAT, shape, &raw)
    }

    /// Adds a one-dimensional integer constant.
    pub(crate) fn ints(&mut self, values: &[i64]) -> String {
        let raw: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.constant(INT64, &[values.len()], &raw)
    }

    /// The finished `ModelProto` of each part.
    pub(crate) fn finish(self) -> Vec<Part> {
        let mut operators = Message::default();
        operators.text(1, "").int(2, 13);
        let finish = |mut part: Open| {
            part.graph.text(2, "graph");
            let mut model = Message::default();
            model
                .int(1, 8)
                .message(7, &part.graph)
                .message(8, &operators);
            Part {
                onnx: model.into_bytes(),
                inputs: part.inputs,
                outputs: part.outputs,
            }
        };
        self.parts.into_iter().map(finish).collect()
    }

    /// The part under construction.
    fn part(&mut self) -> &mut Open {
        let last = self.parts.len() - 1;
        &mut self.parts[last]
    }

    fn constant(&mut self, kind: i64, shape: &[usize], raw: &[u8]) -> String {
        let name = self.fresh();
        let mut tensor = Message::default();
        for d in shape {
            tensor.int(1, i64::try_from(*d).unwrap_or(i64::MAX));
        }
        tensor.int(2, kind).text(8, &name).bytes(9, raw);
        self.part().graph.message(5, &tensor);
        name
    }

    fn push(
        &mut self,
        operator: &str,
        inputs: &[String],
        output: &str,
        attributes: &[(&str, Attribute)],
    ) {
        let mut node = Message::default();
        for input in inputs {
            self.bring(input);
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, operator);
        for (name, value) in attributes {
            node.message(5, &attribute(name, value));
        }
        self.part().graph.message(1, &node);
        let part = self.parts.len() - 1;
        self.origin.insert(output.to_owned(), part);
    }

    /// Declares a value that is not made in the part under construction.
    fn bring(&mut self, name: &str) {
        match self.origin.get(name) {
            Some(part) if part + 1 < self.parts.len() => {
                self.parts[*part].gives(name);
                self.part().takes(name, None);
            }
            None if self.given.iter().any(|g| g == name) => self.part().takes(name, None),
            _ => {}
        }
    }

    fn fresh(&mut self) -> String {
        self.names += 1;
        format!("v{}", self.names)
    }
}

fn attribute(name: &str, value: &Attribute) -> Message {
    let mut message = Message::default();
    message.text(1, name);
    match value {
        Attribute::Int(v) => message.int(3, *v).int(20, ATTRIBUTE_INT),
        Attribute::Text(v) => message.text(4, v).int(20, ATTRIBUTE_STRING),
        Attribute::Ints(v) => {
            for i in v {
                message.int(8, *i);
            }
            message.int(20, ATTRIBUTE_INTS)
        }
    };
    message
}

fn value_info(name: &str, shape: Option<&[i64]>) -> Message {
    let mut tensor = Message::default();
    tensor.int(1, FLOAT);
    if let Some(shape) = shape {
        let mut dimensions = Message::default();
        for d in shape {
            let mut dimension = Message::default();
            dimension.int(1, *d);
            dimensions.message(1, &dimension);
        }
        tensor.message(2, &dimensions);
    }
    let mut kind = Message::default();
    kind.message(1, &tensor);
    let mut info = Message::default();
    info.text(1, name).message(2, &kind);
    info
}
