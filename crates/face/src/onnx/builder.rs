//! Assembling nodes, constants, inputs and outputs into a model.

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

/// A model under construction. Value names are made up here and handed out.
#[derive(Default)]
pub(crate) struct Builder {
    graph: Message,
    names: usize,
}

impl Builder {
    /// Declares a float input of fixed shape.
    pub(crate) fn input(&mut self, name: &str, shape: &[i64]) -> String {
        let value = value_info(name, Some(shape));
        self.graph.message(11, &value);
        name.to_owned()
    }

    /// Declares that the value `from` is an output called `name`.
    pub(crate) fn output(&mut self, from: String, name: &str) {
        self.push("Identity", &[from], name, &[]);
        let value = value_info(name, None);
        self.graph.message(12, &value);
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

    /// The finished `ModelProto`.
    pub(crate) fn finish(mut self) -> Vec<u8> {
        self.graph.text(2, "graph");
        let mut operators = Message::default();
        operators.text(1, "").int(2, 13);
        let mut model = Message::default();
        model
            .int(1, 8)
            .message(7, &self.graph)
            .message(8, &operators);
        model.into_bytes()
    }

    fn constant(&mut self, kind: i64, shape: &[usize], raw: &[u8]) -> String {
        let name = self.fresh();
        let mut tensor = Message::default();
        for d in shape {
            tensor.int(1, i64::try_from(*d).unwrap_or(i64::MAX));
        }
        tensor.int(2, kind).text(8, &name).bytes(9, raw);
        self.graph.message(5, &tensor);
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
            node.text(1, input);
        }
        node.text(2, output).text(3, output).text(4, operator);
        for (name, value) in attributes {
            node.message(5, &attribute(name, value));
        }
        self.graph.message(1, &node);
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
