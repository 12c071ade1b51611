//! Which members an enumeration has, from its source: those of other crates may
//! grow, and the compiler asks for a wildcard. For tests.

use std::collections::BTreeSet;
use std::fmt::Debug;

/// The members of `name` in this file.
pub(super) fn members(source: &str, name: &str) -> BTreeSet<String> {
    let file = syn::parse_file(source).unwrap();
    let found = file.items.into_iter().find_map(|item| match item {
        syn::Item::Enum(one) if one.ident == name => Some(one.variants),
        _ => None,
    });
    let variants = found.unwrap_or_else(|| panic!("there is no {name} in its file"));
    variants.iter().map(|one| one.ident.to_string()).collect()
}

/// The name of a value's member, as `Debug` writes it.
pub(super) fn member(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    text.split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// The source file of another crate.
macro_rules! source {
    ($path:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/", $path))
    };
}
pub(super) use source;
