//! Call data in words, by the ABIs of the user's own contracts: the folders that
//! `forge build` (`out/`) and Hardhat (`artifacts/`) write.
//!
//! An ABI is the user's own statement about a contract; whether the contract that
//! is called has that function is another question. So the raw bytes are never
//! hidden behind it.

mod folder;
mod values;

use std::collections::BTreeMap;
use std::path::Path;

use alloy::dyn_abi::JsonAbiExt;
use alloy::json_abi::Function;
use serde::Serialize;

use crate::error::ChainError;

pub use folder::{AbiLimits, Skipped};

/// Functions by selector, from the user's folders.
#[derive(Clone, Debug, Default)]
pub struct AbiBook {
    functions: BTreeMap<[u8; 4], Vec<Named>>,
    contracts: usize,
}

#[derive(Clone, Debug)]
struct Named {
    contract: String,
    function: Function,
}

/// A call as an ABI has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DecodedCall {
    /// The contract whose ABI it is.
    pub contract: String,
    /// The function with its types, such as `deposit(uint256,address)`.
    pub signature: String,
    /// What it is called with, depth first.
    pub arguments: Vec<Argument>,
}

/// One argument, or a part of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Argument {
    /// How deep it is nested; 0 for the function's own.
    pub depth: usize,
    /// Its name, or its place where it has none.
    pub name: String,
    /// Its type in Solidity.
    pub kind: String,
    /// Its value; empty for lists and tuples, whose parts follow.
    pub value: String,
}

/// What was read of a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AbiFolder {
    /// Contracts with at least one function.
    pub contracts: usize,
    /// Different functions.
    pub functions: usize,
    /// Files that are not what they should be, the first few.
    pub skipped: Vec<Skipped>,
    /// How many of them there are.
    pub skipped_count: usize,
}

impl AbiBook {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads every artifact below a folder, within limits. Files that are no
    /// artifacts are passed over and named.
    ///
    /// # Errors
    /// [`ChainError::AbiFolder`] if it cannot be read, or holds no function at all.
    pub fn add_folder(
        &mut self,
        folder: &Path,
        limits: AbiLimits,
    ) -> Result<AbiFolder, ChainError> {
        let found = folder::read(folder, limits)?;
        let mut summary = AbiFolder {
            skipped: found.skipped,
            skipped_count: found.skipped_count,
            ..AbiFolder::default()
        };
        for (contract, abi) in found.contracts {
            let mut functions = abi.functions().peekable();
            summary.contracts += usize::from(functions.peek().is_some());
            for function in functions {
                summary.functions += usize::from(self.add(&contract, function));
            }
        }
        self.contracts += summary.contracts;
        if summary.contracts == 0 {
            return Err(ChainError::AbiFolder {
                path: folder.to_path_buf(),
                reason: match summary.skipped.first() {
                    Some(skipped) => format!("no contract in it; {skipped}"),
                    None => "no contract in it; name the `out` folder of forge or the `artifacts` folder of Hardhat".to_owned(),
                },
            });
        }
        Ok(summary)
    }

    /// Adds a function; the same one twice is kept once.
    fn add(&mut self, contract: &str, function: &Function) -> bool {
        let known = self.functions.entry(function.selector().0).or_default();
        let signature = function.signature();
        let new = known.iter().all(|k| k.function.signature() != signature);
        if new {
            known.push(Named {
                contract: mien_intent::printable(contract),
                function: function.clone(),
            });
        }
        new
    }

    /// What call data says: every reading that fits to the last byte. Several fit
    /// only if different functions share a selector.
    #[must_use]
    pub fn decode(&self, input: &[u8]) -> Vec<DecodedCall> {
        let Some((selector, arguments)) = input.split_first_chunk() else {
            return Vec::new();
        };
        let known = self.functions.get(selector).into_iter().flatten();
        known.filter_map(|k| k.decode(arguments)).collect()
    }

    /// How many contracts it knows.
    #[must_use]
    pub fn contracts(&self) -> usize {
        self.contracts
    }
}

impl Named {
    fn decode(&self, arguments: &[u8]) -> Option<DecodedCall> {
        let values = self.function.abi_decode_input(arguments).ok()?;
        // Nothing hides behind the arguments.
        let again = self.function.abi_encode_input_raw(&values).ok()?;
        (again == arguments).then(|| DecodedCall {
            contract: self.contract.clone(),
            signature: self.function.signature(),
            arguments: values::rows(&self.function.inputs, &values),
        })
    }
}
