//! One text for one value: JSON without blanks, keys sorted by their bytes, strings with the fewest escapes.
//!
//! Numbers are integers only. Serialisers differ in key order and escapes; hashing their output would tie the digest to one of them.

use serde_json::Value;

pub(crate) fn text(value: &Value) -> String {
    let mut text = String::new();
    write(value, &mut text);
    text
}

fn write(value: &Value, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => out.push_str(&value.to_string()),
        Value::String(text) => string(text, out),
        Value::Array(values) => list(values.iter().map(|value| (None, value)), ('[', ']'), out),
        Value::Object(map) => {
            let mut entries: Vec<(&String, &Value)> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            list(entries.into_iter().map(|(key, value)| (Some(key.as_str()), value)), ('{', '}'), out);
        }
    }
}

fn list<'a>(entries: impl Iterator<Item = (Option<&'a str>, &'a Value)>, (open, close): (char, char), out: &mut String) {
    out.push(open);
    for (index, (key, value)) in entries.enumerate() {
        if index > 0 {
            out.push(',');
        }
        if let Some(key) = key {
            string(key, out);
            out.push(':');
        }
        write(value, out);
    }
    out.push(close);
}

fn string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            c if c < ' ' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_nothing_is_optional() {
        let value = json!({ "b": [1, -2, true, null], "a": { "z": "é\u{1}\n\"\\/", "": "" }, "ä": 18446744073709551615u64 });
        let expected = r#"{"a":{"":"","z":"é\u0001\u000a\"\\/"},"b":[1,-2,true,null],"ä":18446744073709551615}"#;
        assert_eq!(text(&value), expected);
    }

    fn values() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map(".*", inner, 0..4).prop_map(|map| map.into_iter().collect()),
            ]
        })
    }

    proptest! {
        /// So two values with one text are one value.
        #[test]
        fn the_text_reads_back_as_the_value(value in values()) {
            prop_assert_eq!(serde_json::from_str::<Value>(&text(&value)).unwrap(), value);
        }
    }
}
