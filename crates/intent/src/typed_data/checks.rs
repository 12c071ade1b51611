//! Checks on the JSON before any type is resolved: names that cannot be read
//! in two ways, types of bounded size, and a domain that says what it signs.

use std::collections::BTreeMap;

use alloy_dyn_abi::DynSolType;
use serde_json::{Map, Value};

use super::DOMAIN_TYPE;
use crate::error::IntentError;

/// Domain fields in the order that EIP-712 prescribes, with their types.
const DOMAIN_FIELDS: [(&str, &str); 5] = [
    ("name", "string"),
    ("version", "string"),
    ("chainId", "uint256"),
    ("verifyingContract", "address"),
    ("salt", "bytes32"),
];

/// Struct types in one request.
const MAX_TYPES: usize = 256;
/// Members that the primary type may have after all structs are unfolded. A
/// chain of structs with two members of the next would otherwise double at
/// every step.
const MAX_UNFOLDED: usize = 16_384;
/// Length of a name, in bytes.
const MAX_NAME: usize = 256;
/// Nested array brackets of one member.
const MAX_ARRAY_DEPTH: usize = 8;

/// Members of each struct: name and root type without brackets.
type Members<'a> = BTreeMap<&'a str, Vec<(&'a str, &'a str)>>;

/// Checks names, duplicates, references, cycles and size of `types`.
pub(super) fn types(raw: &Value) -> Result<(), IntentError> {
    let declared = object(raw, "types")?;
    let primary = raw
        .get("primaryType")
        .and_then(Value::as_str)
        .ok_or_else(|| IntentError::MalformedTypedData("`primaryType` is missing".into()))?;
    if declared.len() > MAX_TYPES {
        return Err(IntentError::Types(format!(
            "more than {MAX_TYPES} struct types"
        )));
    }
    let mut members = Members::new();
    for (name, list) in declared {
        identifier(name)?;
        if DynSolType::parse(name).is_ok() {
            return Err(IntentError::TypeName { name: name.clone() });
        }
        members.insert(name, struct_members(list)?);
    }
    if primary != DOMAIN_TYPE && !members.contains_key(primary) {
        return Err(IntentError::Types(format!(
            "the primary type `{primary}` is not declared"
        )));
    }
    let mut sizes = BTreeMap::new();
    unfold(primary, &members, &mut sizes, &mut Vec::new()).map(drop)
}

/// Checks that `types.EIP712Domain`, where present, names exactly the fields of
/// `domain`. The hash covers the fields of `domain`; a wallet that followed the
/// declaration instead would compute another.
pub(super) fn domain(raw: &Value) -> Result<(), IntentError> {
    let domain = object(raw, "domain")?;
    if let Some(unknown) = domain
        .keys()
        .find(|key| DOMAIN_FIELDS.iter().all(|(name, _)| name != key))
    {
        return Err(IntentError::TypeName {
            name: unknown.clone(),
        });
    }
    let present: Vec<(&str, &str)> = DOMAIN_FIELDS
        .into_iter()
        .filter(|(name, _)| domain.get(*name).is_some_and(|value| !value.is_null()))
        .collect();
    let Some(list) = raw.get("types").and_then(|types| types.get(DOMAIN_TYPE)) else {
        return Ok(());
    };
    let declared = struct_members_with_types(list)?;
    if declared == present {
        return Ok(());
    }
    Err(IntentError::DomainMismatch {
        present: join(&present),
        declared: join(&declared),
    })
}

fn join(fields: &[(&str, &str)]) -> String {
    fields
        .iter()
        .map(|(name, ty)| format!("{ty} {name}"))
        .collect::<Vec<_>>()
        .join(", ")
}

fn object<'a>(raw: &'a Value, key: &str) -> Result<&'a Map<String, Value>, IntentError> {
    raw.get(key).and_then(Value::as_object).ok_or_else(|| {
        IntentError::MalformedTypedData(format!("`{key}` is missing or not an object"))
    })
}

fn struct_members(list: &Value) -> Result<Vec<(&str, &str)>, IntentError> {
    struct_members_with_types(list)?
        .into_iter()
        .map(|(name, ty)| Ok((name, root_type(ty)?)))
        .collect()
}

/// Name and full type of each member, names checked and free of duplicates.
fn struct_members_with_types(list: &Value) -> Result<Vec<(&str, &str)>, IntentError> {
    let malformed = || {
        IntentError::MalformedTypedData("a struct's members are not a list of name and type".into())
    };
    let list = list.as_array().ok_or_else(malformed)?;
    let mut members: Vec<(&str, &str)> = Vec::with_capacity(list.len());
    for member in list {
        let text = |key| {
            member
                .get(key)
                .and_then(Value::as_str)
                .ok_or_else(malformed)
        };
        let (name, ty) = (text("name")?, text("type")?);
        identifier(name)?;
        if members.iter().any(|(other, _)| *other == name) {
            return Err(IntentError::Types(format!(
                "the member `{name}` is declared twice"
            )));
        }
        members.push((name, ty));
    }
    Ok(members)
}

/// EIP-712 hashes `encodeType` as text, so a name with a comma, space or
/// bracket in it would pass for other members.
fn identifier(name: &str) -> Result<(), IntentError> {
    let mut bytes = name.bytes();
    let start = bytes
        .next()
        .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_' || b == b'$');
    let rest = bytes.all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'$');
    if start && rest && name.len() <= MAX_NAME {
        Ok(())
    } else {
        Err(IntentError::TypeName {
            name: name.chars().take(MAX_NAME).collect(),
        })
    }
}

/// The type without its array brackets, which may hold digits only.
fn root_type(ty: &str) -> Result<&str, IntentError> {
    let wrong = || IntentError::TypeName {
        name: ty.chars().take(MAX_NAME).collect(),
    };
    let (root, mut brackets) = match ty.find('[') {
        Some(at) => ty.split_at(at),
        None => (ty, ""),
    };
    identifier(root)?;
    let mut depth = 0;
    while !brackets.is_empty() {
        let (size, rest) = brackets
            .strip_prefix('[')
            .and_then(|b| b.split_once(']'))
            .ok_or_else(wrong)?;
        depth += 1;
        if size.len() > 6 || !size.bytes().all(|b| b.is_ascii_digit()) || depth > MAX_ARRAY_DEPTH {
            return Err(wrong());
        }
        brackets = rest;
    }
    Ok(root)
}

/// Counts the members below `name`, each struct once however often it is used.
fn unfold<'a>(
    name: &'a str,
    members: &Members<'a>,
    sizes: &mut BTreeMap<&'a str, usize>,
    path: &mut Vec<&'a str>,
) -> Result<usize, IntentError> {
    let Some(list) = members.get(name) else {
        return if name == DOMAIN_TYPE || DynSolType::parse(name).is_ok() {
            Ok(1)
        } else {
            Err(IntentError::Types(format!(
                "the type `{name}` is not declared"
            )))
        };
    };
    if let Some(size) = sizes.get(name) {
        return Ok(*size);
    }
    if path.contains(&name) {
        return Err(IntentError::Types(format!(
            "the type `{name}` contains itself"
        )));
    }
    path.push(name);
    let mut size: usize = 1;
    for (_, root) in list {
        size = size.saturating_add(unfold(root, members, sizes, path)?);
    }
    path.pop();
    if size > MAX_UNFOLDED {
        return Err(IntentError::Types(format!(
            "more than {MAX_UNFOLDED} members when unfolded"
        )));
    }
    sizes.insert(name, size);
    Ok(size)
}
