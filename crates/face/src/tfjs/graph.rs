//! Nodes and constants joined, with questions that the translation asks.

use std::collections::HashMap;

use super::Problem;
use super::topology::Node;
use super::weights::Constant;

/// A graph whose constants are at hand.
pub(super) struct Graph {
    nodes: HashMap<String, Node>,
    constants: HashMap<String, Constant>,
}

impl Graph {
    pub(super) fn new(
        nodes: Vec<Node>,
        constants: HashMap<String, Constant>,
    ) -> Result<Self, Problem> {
        let mut by_name = HashMap::with_capacity(nodes.len());
        for mut node in nodes {
            // `^name` orders execution only; `name:0` is the first result, and
            // no operator that we translate has a second.
            node.input.retain(|i| !i.starts_with('^'));
            for input in &mut node.input {
                if let Some(end) = input.find(':') {
                    input.truncate(end);
                }
            }
            if node.op == "Const" && !constants.contains_key(&node.name) {
                return Err(Problem::Missing {
                    node: node.name,
                    wanted: "a weight of that name".into(),
                });
            }
            by_name.insert(node.name.clone(), node);
        }
        Ok(Self {
            nodes: by_name,
            constants,
        })
    }

    pub(super) fn node(&self, name: &str) -> Option<&Node> {
        self.nodes.get(name)
    }

    pub(super) fn node_mut(&mut self, name: &str) -> Option<&mut Node> {
        self.nodes.get_mut(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.nodes.keys().map(String::as_str)
    }

    pub(super) fn constant(&self, name: &str) -> Option<&Constant> {
        self.constants.get(name)
    }

    /// Adds a constant together with the node that stands for it.
    pub(super) fn add_constant(&mut self, name: String, constant: Constant) {
        let node = Node {
            name: name.clone(),
            op: "Const".into(),
            input: Vec::new(),
            attr: HashMap::new(),
        };
        self.nodes.insert(name.clone(), node);
        self.constants.insert(name, constant);
    }

    /// The operator of the node called `name`, empty when there is none.
    pub(super) fn operator(&self, name: &str) -> &str {
        self.node(name).map_or("", |n| n.op.as_str())
    }

    /// All nodes that `outputs` depend on, each after its inputs.
    pub(super) fn ordered<'a>(&'a self, outputs: &'a [String]) -> Result<Vec<&'a Node>, Problem> {
        let mut order = Vec::new();
        let mut state: HashMap<&str, State> = HashMap::new();
        let mut stack: Vec<(&str, &str, usize)> = Vec::new();
        for output in outputs {
            stack.push(("the list of outputs", output, 0));
            while let Some((parent, name, next)) = stack.pop() {
                let node = self.node(name).ok_or_else(|| Problem::Missing {
                    node: parent.to_owned(),
                    wanted: name.to_owned(),
                })?;
                match state.get(name) {
                    Some(State::Done) => continue,
                    Some(State::Open) if next == 0 => {
                        return Err(Problem::Cycle(name.to_owned()));
                    }
                    _ => {}
                }
                if let Some(input) = node.input.get(next) {
                    state.insert(name, State::Open);
                    stack.push((parent, name, next + 1));
                    stack.push((name, input, 0));
                } else {
                    state.insert(name, State::Done);
                    order.push(node);
                }
            }
        }
        Ok(order)
    }
}

#[derive(Clone, Copy)]
enum State {
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(edges: &[(&str, &[&str])]) -> Graph {
        let nodes = edges
            .iter()
            .map(|(name, inputs)| Node {
                name: (*name).into(),
                op: "Relu".into(),
                input: inputs.iter().map(|s| (*s).into()).collect(),
                attr: HashMap::new(),
            })
            .collect();
        Graph::new(nodes, HashMap::new()).unwrap()
    }

    fn names(g: &Graph, output: &str) -> Result<Vec<String>, Problem> {
        let outputs = [output.to_owned()];
        let order = g.ordered(&outputs)?;
        Ok(order.iter().map(|n| n.name.clone()).collect())
    }

    #[test]
    fn inputs_come_first_and_the_rest_is_left_out() {
        let g = graph(&[
            ("c", &["a", "b"]),
            ("b", &["a:0", "^x"]),
            ("a", &[]),
            ("x", &["c"]),
        ]);
        assert_eq!(names(&g, "c").unwrap(), ["a", "b", "c"]);
    }

    #[test]
    fn a_missing_input_and_a_circle_are_errors() {
        let g = graph(&[("a", &["nowhere"])]);
        assert!(
            matches!(names(&g, "a"), Err(Problem::Missing { wanted, .. }) if wanted == "nowhere")
        );
        assert!(matches!(names(&g, "z"), Err(Problem::Missing { .. })));
        let g = graph(&[("a", &["b"]), ("b", &["a"])]);
        assert!(matches!(names(&g, "a"), Err(Problem::Cycle(_))));
    }
}
