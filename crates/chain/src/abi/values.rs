//! Decoded arguments as rows for a screen.

use alloy::dyn_abi::DynSolValue;
use alloy::json_abi::Param;
use alloy::primitives::hex;

use super::Argument;

/// Most rows of one call; what follows is in the raw data.
const MOST: usize = 400;

/// The arguments and their parts, depth first.
pub(super) fn rows(inputs: &[Param], values: &[DynSolValue]) -> Vec<Argument> {
    let mut rows = Vec::new();
    for (place, (input, value)) in inputs.iter().zip(values).enumerate() {
        add(&mut rows, 0, named(&input.name, place), Some(input), value);
    }
    if rows.len() > MOST {
        rows.truncate(MOST);
        rows.push(Argument {
            depth: 0,
            name: "and more".to_owned(),
            kind: String::new(),
            value: "see the data".to_owned(),
        });
    }
    rows
}

fn named(name: &str, place: usize) -> String {
    match name {
        "" => place.to_string(),
        name => mien_intent::printable(name),
    }
}

fn add(
    rows: &mut Vec<Argument>,
    depth: usize,
    name: String,
    input: Option<&Param>,
    value: &DynSolValue,
) {
    // Enough to be cut off above; the rest need not be written out.
    if rows.len() > MOST {
        return;
    }
    let kind = match (input, value.sol_type_name()) {
        (Some(input), _) => input.ty.clone(),
        (None, Some(name)) => name.into_owned(),
        (None, None) => String::new(),
    };
    rows.push(Argument {
        depth,
        name,
        kind,
        value: scalar(value),
    });
    match value {
        DynSolValue::Tuple(parts) => {
            for (place, part) in parts.iter().enumerate() {
                let input = input.and_then(|i| i.components.get(place));
                let name = named(input.map_or("", |i| &i.name), place);
                add(rows, depth + 1, name, input, part);
            }
        }
        DynSolValue::Array(parts) | DynSolValue::FixedArray(parts) => {
            for (place, part) in parts.iter().enumerate() {
                // The names of a list of tuples are those of the list itself.
                let element = input.and_then(element);
                add(rows, depth + 1, place.to_string(), element.as_ref(), part);
            }
        }
        _ => {}
    }
}

/// The parameter that a list's element would be.
fn element(list: &Param) -> Option<Param> {
    let end = list.ty.rfind('[')?;
    let mut element = list.clone();
    element.ty.truncate(end);
    Some(element)
}

fn scalar(value: &DynSolValue) -> String {
    match value {
        DynSolValue::Bool(v) => v.to_string(),
        DynSolValue::Int(v, _) => v.to_string(),
        DynSolValue::Uint(v, _) => v.to_string(),
        DynSolValue::FixedBytes(word, len) => {
            hex::encode_prefixed(word.get(..*len).unwrap_or(word.as_slice()))
        }
        DynSolValue::Address(v) => v.to_string(),
        DynSolValue::Function(v) => hex::encode_prefixed(v),
        DynSolValue::Bytes(v) => hex::encode_prefixed(v),
        DynSolValue::String(v) => mien_intent::printable(v),
        _ => String::new(),
    }
}
