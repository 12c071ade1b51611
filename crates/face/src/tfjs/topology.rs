//! `model.json`: the nodes of the graph and the list of weights.

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};

use super::Problem;

/// The two parts of `model.json` that matter here.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Model {
    pub model_topology: Topology,
    pub weights_manifest: Vec<WeightGroup>,
}

#[derive(Deserialize)]
pub(super) struct Topology {
    pub node: Vec<Node>,
}

/// One node of a TensorFlow graph (`NodeDef`).
#[derive(Clone, Deserialize)]
pub(super) struct Node {
    pub name: String,
    pub op: String,
    #[serde(default)]
    pub input: Vec<String>,
    #[serde(default)]
    pub attr: HashMap<String, Value>,
}

/// The value of an attribute; one of the fields is set.
#[derive(Clone, Default, Deserialize)]
pub(super) struct Value {
    #[serde(default)]
    s: Option<String>,
    #[serde(default)]
    b: Option<bool>,
    #[serde(default)]
    list: Option<List>,
    #[serde(default)]
    shape: Option<Shape>,
}

#[derive(Clone, Default, Deserialize)]
struct List {
    #[serde(default)]
    s: Vec<String>,
    #[serde(default)]
    i: Vec<Int>,
}

#[derive(Clone, Default, Deserialize)]
struct Shape {
    #[serde(default)]
    dim: Vec<Dimension>,
}

#[derive(Clone, Deserialize)]
struct Dimension {
    size: Int,
}

/// 64-bit integers are text in this JSON, small ones sometimes numbers.
#[derive(Clone, Copy)]
struct Int(i64);

impl<'de> Deserialize<'de> for Int {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(i64),
            Text(String),
        }
        match Either::deserialize(deserializer)? {
            Either::Number(n) => Ok(Int(n)),
            Either::Text(t) => t.parse().map(Int).map_err(serde::de::Error::custom),
        }
    }
}

/// Weights that lie one after the other in the `.bin` file.
#[derive(Deserialize)]
pub(super) struct WeightGroup {
    pub weights: Vec<Weight>,
}

#[derive(Deserialize)]
pub(super) struct Weight {
    pub name: String,
    pub shape: Vec<usize>,
    pub dtype: String,
    #[serde(default)]
    pub quantization: Option<Quantization>,
}

/// How a weight was made smaller for storage: `value = stored · scale + min`;
/// half floats have neither.
#[derive(Deserialize)]
pub(super) struct Quantization {
    pub dtype: String,
    #[serde(default)]
    pub scale: Option<f64>,
    #[serde(default)]
    pub min: Option<f64>,
}

pub(super) fn parse(json: &[u8]) -> Result<Model, Problem> {
    serde_json::from_slice(json).map_err(|e| Problem::Json(e.to_string()))
}

impl Node {
    /// An attribute that is text, empty when absent.
    pub(super) fn text(&self, key: &str) -> String {
        self.attr
            .get(key)
            .and_then(|v| v.s.as_deref())
            .map(decode)
            .unwrap_or_default()
    }

    /// An attribute that is a list of texts, empty when absent.
    pub(super) fn texts(&self, key: &str) -> Vec<String> {
        self.list(key)
            .map_or_else(Vec::new, |l| l.s.iter().map(|s| decode(s)).collect())
    }

    /// An attribute that is a list of integers, empty when absent.
    pub(super) fn ints(&self, key: &str) -> Vec<i64> {
        self.list(key)
            .map_or_else(Vec::new, |l| l.i.iter().map(|i| i.0).collect())
    }

    /// An attribute that is a switch, off when absent.
    pub(super) fn flag(&self, key: &str) -> bool {
        self.attr.get(key).and_then(|v| v.b).unwrap_or(false)
    }

    /// The shape that a placeholder declares, −1 for an open dimension.
    pub(super) fn shape(&self) -> Vec<i64> {
        self.attr
            .get("shape")
            .and_then(|v| v.shape.as_ref())
            .map_or_else(Vec::new, |s| s.dim.iter().map(|d| d.size.0).collect())
    }

    /// Takes one entry out of a list of texts.
    pub(super) fn remove_text(&mut self, key: &str, entry: &str) {
        if let Some(list) = self.attr.get_mut(key).and_then(|v| v.list.as_mut()) {
            list.s.retain(|s| decode(s) != entry);
        }
    }

    fn list(&self, key: &str) -> Option<&List> {
        self.attr.get(key).and_then(|v| v.list.as_ref())
    }
}

/// Texts are base64 in this JSON.
fn decode(text: &str) -> String {
    STANDARD
        .decode(text)
        .ok()
        .and_then(|b| String::from_utf8(b).ok())
        .unwrap_or_default()
}
