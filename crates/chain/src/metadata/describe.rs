//! What a token's metadata say (ERC-721 and ERC-1155 metadata JSON): the
//! author's claims, made safe to print.

use serde::Serialize;
use serde_json::Value;

use super::source::short;
use crate::error::ChainError;
use crate::fault::MediaFault;
use crate::revert::shown_within;

/// Longest name that is shown, in characters.
const MAX_NAME: usize = 100;
/// Longest description, in characters.
const MAX_DESCRIPTION: usize = 1000;
/// Most attributes.
const MAX_ATTRIBUTES: usize = 50;
/// Longest name or value of an attribute, in characters.
const MAX_ATTRIBUTE: usize = 100;

/// What a token says of itself. All of it is the author's claim: anyone can call
/// a token anything and give it any picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its description on one line; empty where it has none.
    pub description: String,
    /// Its attributes, the first 50.
    pub attributes: Vec<Attribute>,
    /// Where its picture is, shortened and safe to print.
    pub picture: Option<String>,
    #[serde(skip)]
    picture_uri: Option<String>,
}

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Attribute {
    /// Its name; empty where it has none.
    pub name: String,
    /// Its value: a text, number or yes and no.
    pub value: String,
}

impl Metadata {
    /// Most bytes of metadata.
    pub const MOST: usize = 256 << 10;

    /// Where its picture is, as the metadata say: anything.
    #[must_use]
    pub fn picture_uri(&self) -> Option<&str> {
        self.picture_uri.as_deref()
    }

    /// Reads metadata that came from `uri`.
    pub(super) fn read(bytes: &[u8], uri: &str) -> Result<Self, ChainError> {
        let bad = |reason| ChainError::MediaRubbish {
            uri: short(uri),
            reason,
        };
        let json: Value =
            serde_json::from_slice(bytes).map_err(|e| bad(MediaFault::NotJson(e.to_string())))?;
        let json = json
            .as_object()
            .ok_or_else(|| bad(MediaFault::NotAnObject))?;
        let text = |key: &str, most| {
            let text = json.get(key).and_then(Value::as_str);
            text.map_or_else(String::new, |text| one_line(text, most))
        };
        let picture_uri = ["image", "image_url"]
            .into_iter()
            .find_map(|key| json.get(key)?.as_str())
            .filter(|uri| !uri.trim().is_empty())
            .map(str::to_owned);
        let attributes = json.get("attributes").and_then(Value::as_array);
        Ok(Self {
            name: text("name", MAX_NAME),
            description: text("description", MAX_DESCRIPTION),
            attributes: attributes
                .into_iter()
                .flatten()
                .filter_map(Attribute::read)
                .take(MAX_ATTRIBUTES)
                .collect(),
            picture: picture_uri.as_deref().map(short),
            picture_uri,
        })
    }
}

impl Attribute {
    fn read(json: &Value) -> Option<Self> {
        let value = match json.get("value")? {
            Value::String(text) => one_line(text, MAX_ATTRIBUTE),
            Value::Number(number) => one_line(&number.to_string(), MAX_ATTRIBUTE),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            _ => return None,
        };
        let name = json.get("trait_type").and_then(Value::as_str);
        Some(Self {
            name: one_line(name.unwrap_or_default(), MAX_ATTRIBUTE),
            value,
        })
    }
}

/// Foreign text with its lines joined, cut and safe to print.
fn one_line(text: &str, most: usize) -> String {
    // Nothing after this many characters can be shown, so it is not looked at.
    let begin: String = text.chars().take(most * 4).collect();
    let words: Vec<&str> = begin.split_whitespace().collect();
    shown_within(&words.join(" "), most)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(json: &Value) -> Metadata {
        Metadata::read(json.to_string().as_bytes(), "https://example.org/1").unwrap()
    }

    #[test]
    fn claims_are_bounded_and_never_control_the_terminal() {
        let evil = "\u{1b}[2J\u{202e}\u{200b}x";
        let many: Vec<Value> = (0..1000)
            .map(|i| json!({ "trait_type": evil, "value": format!("{i}{evil}") }))
            .collect();
        let metadata = read(&json!({
            "name": format!("{evil}{}", "n".repeat(10_000)),
            "description": format!("two\nlines {evil}{}", "d".repeat(10_000)),
            "image": format!("https://example.org/{evil}"),
            "attributes": many,
        }));
        assert_eq!(metadata.attributes.len(), MAX_ATTRIBUTES);
        assert!(metadata.description.starts_with("two lines "));
        // Every hidden character becomes up to ten that are seen.
        assert!(metadata.name.chars().count() <= MAX_NAME + 40);
        assert!(metadata.description.chars().count() <= MAX_DESCRIPTION + 40);
        let all = serde_json::to_string(&metadata).unwrap() + &format!("{:?}", metadata.picture);
        for hidden in ['\u{1b}', '\u{202e}', '\u{200b}', '\n'] {
            assert!(!all.contains(hidden), "{hidden:?}");
        }
        assert!(metadata.picture_uri().unwrap().contains('\u{1b}'));
    }

    #[test]
    fn what_is_missing_or_of_another_type_is_left_out() {
        let metadata = read(&json!({
            "name": 7,
            "image": null,
            "image_url": "ipfs://Qm/1.png",
            "attributes": [
                { "trait_type": "level", "value": 3.5 },
                { "value": true },
                { "trait_type": "no value" },
                { "value": { "nested": 1 } },
                "text",
            ],
        }));
        assert_eq!(
            (metadata.name.as_str(), metadata.description.as_str()),
            ("", "")
        );
        assert_eq!(metadata.picture_uri(), Some("ipfs://Qm/1.png"));
        let attribute = |name: &str, value: &str| Attribute {
            name: name.to_owned(),
            value: value.to_owned(),
        };
        let expected = [attribute("level", "3.5"), attribute("", "yes")];
        assert_eq!(metadata.attributes, expected);
        assert_eq!(read(&json!({ "attributes": 1 })).attributes, []);
    }

    #[test]
    fn other_things_than_an_object_are_refused() {
        let deep = "[".repeat(100_000);
        for bytes in [&b"<html>"[..], b"[]", b"\xff\xfe", b"", deep.as_bytes()] {
            let error = Metadata::read(bytes, "data:,").unwrap_err();
            assert!(matches!(error, ChainError::MediaRubbish { .. }), "{error}");
        }
    }
}
