//! Typed data as rows for a screen, made from the values that are hashed and
//! not from the JSON, so that nothing is shown that is not signed.

use alloy_dyn_abi::DynSolValue;

use crate::summary::TypedField;

/// The members of the primary type and everything below, depth first.
pub(super) fn fields(value: &DynSolValue) -> Vec<TypedField> {
    let mut rows = Vec::new();
    members(value, 0, &mut rows);
    rows
}

fn members(value: &DynSolValue, depth: usize, rows: &mut Vec<TypedField>) {
    match value {
        DynSolValue::CustomStruct {
            prop_names, tuple, ..
        } => {
            for (name, member) in prop_names.iter().zip(tuple) {
                row(name.clone(), member, depth, rows);
            }
        }
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) | DynSolValue::Tuple(items) => {
            for (index, item) in items.iter().enumerate() {
                row(index.to_string(), item, depth, rows);
            }
        }
        _ => {}
    }
}

fn row(name: String, value: &DynSolValue, depth: usize, rows: &mut Vec<TypedField>) {
    rows.push(TypedField {
        depth,
        name,
        type_name: type_name(value),
        value: scalar(value),
    });
    members(value, depth + 1, rows);
}

fn type_name(value: &DynSolValue) -> String {
    match value {
        DynSolValue::CustomStruct { name, .. } => name.clone(),
        DynSolValue::Array(items) | DynSolValue::FixedArray(items) => {
            let inner = items.first().map_or_else(|| "empty".to_owned(), type_name);
            format!("{inner}[{}]", items.len())
        }
        other => other
            .sol_type_name()
            .map_or_else(|| "tuple".to_owned(), |name| name.into_owned()),
    }
}

fn scalar(value: &DynSolValue) -> String {
    match value {
        DynSolValue::Bool(v) => v.to_string(),
        DynSolValue::Int(v, _) => v.to_string(),
        DynSolValue::Uint(v, _) => v.to_string(),
        DynSolValue::FixedBytes(word, len) => {
            format!(
                "0x{}",
                hex::encode(word.get(..*len).unwrap_or(word.as_slice()))
            )
        }
        DynSolValue::Address(v) => v.to_string(),
        DynSolValue::Function(v) => format!("0x{}", hex::encode(v)),
        DynSolValue::Bytes(v) => format!("0x{}", hex::encode(v)),
        DynSolValue::String(v) => v.clone(),
        _ => String::new(),
    }
}
