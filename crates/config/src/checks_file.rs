//! Reads `.github/prisma-verification.json`: critical objects of each target.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::{
    error::{ConfigError, nearest},
    object_name::ObjectName,
    repository_path::FileText,
    verify::ObjectKind,
};

/// Where the file is, relative to the repository's root.
pub const CHECKS_FILE: &str = ".github/prisma-verification.json";

/// What it may say of a target.
const KEYS: [(&str, ObjectKind); 4] = [
    ("criticalTables", ObjectKind::Table),
    ("criticalIndexes", ObjectKind::Index),
    ("criticalConstraints", ObjectKind::Constraint),
    ("criticalEnums", ObjectKind::Enum),
];

/// The critical objects of each target, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChecksFile {
    path: String,
    targets: Vec<(String, Vec<(ObjectKind, ObjectName)>)>,
}

impl ChecksFile {
    /// Reads it. A key that is not known must not pass, nor one that is there twice: of two lists one would be silently lost.
    pub fn read(file: &FileText) -> Result<Self, ConfigError> {
        let refuse = |message: String| ConfigError::Checks { path: file.path.clone(), message };
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        let json: Json = serde_json::from_str(text).map_err(|error| refuse(format!("is no JSON that can be used: {error}")))?;
        let Json::Object(targets) = json else {
            return Err(refuse("must be an object with one key for each target".to_owned()));
        };
        let targets = targets.into_iter().map(|(name, json)| {
            let objects = objects_of(&name, json).map_err(refuse)?;
            Ok((name, objects))
        });
        Ok(ChecksFile { path: file.path.clone(), targets: targets.collect::<Result<_, _>>()? })
    }

    /// Fails on the first target that does not exist.
    pub fn check_targets<'a>(&self, known: impl IntoIterator<Item = &'a str> + Clone) -> Result<(), ConfigError> {
        let unknown = self.targets.iter().find(|(name, _)| !known.clone().into_iter().any(|known| known == name));
        let Some((name, _)) = unknown else { return Ok(()) };
        let hint = suggestion(nearest(name, known.clone()));
        let all = known.into_iter().collect::<Vec<_>>().join(", ");
        let message = format!("names the target `{}`, which does not exist{hint} (there are: {all})", name.escape_debug());
        Err(ConfigError::Checks { path: self.path.clone(), message })
    }

    /// The critical objects of a target, each with where it is promised.
    pub fn of_target(&self, name: &str) -> Vec<(ObjectKind, ObjectName, String)> {
        let own = self.targets.iter().filter(|(known, _)| known == name).flat_map(|(_, objects)| objects);
        own.map(|(kind, object)| (*kind, object.clone(), format!("`{}` in {}", key_of(*kind), self.path))).collect()
    }
}

fn key_of(kind: ObjectKind) -> &'static str {
    KEYS.iter().find(|(_, known)| *known == kind).map_or("", |(key, _)| key)
}

fn suggestion(word: Option<String>) -> String {
    word.map_or(String::new(), |word| format!(" (did you mean `{word}`?)"))
}

fn objects_of(target: &str, json: Json) -> Result<Vec<(ObjectKind, ObjectName)>, String> {
    let target = target.escape_debug().to_string();
    if KEYS.iter().any(|(key, _)| *key == target) {
        return Err(format!("has `{target}` outside of a target: write {{ \"NAME\": {{ \"{target}\": [...] }} }}"));
    }
    let Json::Object(lists) = json else { return Err(format!("has something else than an object under `{target}`")) };
    let mut objects = Vec::new();
    for (key, json) in lists {
        let Some((_, kind)) = KEYS.iter().find(|(known, _)| *known == key) else {
            let hint = suggestion(nearest(&key, KEYS.map(|(known, _)| known)));
            return Err(format!("has an unknown key `{target}.{}`{hint}", key.escape_debug()));
        };
        let Json::Array(items) = json else { return Err(format!("has `{target}.{key}`, which must be an array of strings")) };
        for item in items {
            let Json::String(name) = item else { return Err(format!("has `{target}.{key}`, which must hold strings only")) };
            let name = kind.parse(&name).map_err(|message| format!("has `{target}.{key}`, which {message}"))?;
            objects.push((*kind, name));
        }
    }
    Ok(objects)
}

/// JSON with the order of its keys.
enum Json {
    Object(Vec<(String, Json)>),
    Array(Vec<Json>),
    String(String),
    Other,
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(JsonVisitor)
    }
}

struct JsonVisitor;

impl<'de> Visitor<'de> for JsonVisitor {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Json, A::Error> {
        let mut pairs: Vec<(String, Json)> = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Json>()? {
            if pairs.iter().any(|(known, _)| *known == key) {
                return Err(serde::de::Error::custom(format_args!("the key `{}` is there twice", key.escape_debug())));
            }
            pairs.push((key, value));
        }
        Ok(Json::Object(pairs))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(Json::Array(all))
    }

    fn visit_str<E>(self, text: &str) -> Result<Json, E> {
        Ok(Json::String(text.to_owned()))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::Other)
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<ChecksFile, ConfigError> {
        ChecksFile::read(&FileText { path: CHECKS_FILE.to_owned(), text: text.to_owned() })
    }

    #[test]
    fn critical_objects_are_read_target_by_target() {
        let file = read(
            r#"{ "site": { "criticalTables": ["User", "audit.\"Event.Log\""], "criticalIndexes": ["User_email_key"],
                          "criticalConstraints": ["User_pkey"], "criticalEnums": ["Role"] }, "job": {} }"#,
        )
        .unwrap();
        let site = file.of_target("site");
        let shown: Vec<_> = site.iter().map(|(kind, name, _)| (kind.key(), name.to_string())).collect();
        let expected = [
            ("tables", "User"),
            ("tables", "audit.\"Event.Log\""),
            ("indexes", "User_email_key"),
            ("constraints", "User_pkey"),
            ("enums", "Role"),
        ];
        assert_eq!(shown, expected.map(|(kind, name)| (kind, name.to_owned())));
        assert_eq!(site[4].2, "`criticalEnums` in .github/prisma-verification.json");
        assert!(file.of_target("job").is_empty() && file.of_target("other").is_empty());
        assert!(file.check_targets(["site", "job"]).is_ok());
        let error = file.check_targets(["sites", "job"]).unwrap_err().to_string();
        assert!(error.contains("the target `site`, which does not exist (did you mean `sites`?)"), "{error}");
    }

    #[test]
    fn mistakes_are_named() {
        let check = |text: &str, message: &str| {
            let error = read(text).unwrap_err();
            let shown = error.to_string();
            assert!(shown.starts_with("`.github/prisma-verification.json` ") && shown.contains(message), "{shown}");
            assert!(!error.hint().is_empty() && !shown.contains('\u{1b}'));
        };
        check("{", "is no JSON that can be used: EOF while parsing an object at line 1 column 1");
        check("[]", "must be an object with one key for each target");
        check(r#"{"a": []}"#, "something else than an object under `a`");
        check(r#"{"a": {"criticalTabels": []}}"#, "unknown key `a.criticalTabels` (did you mean `criticalTables`?)");
        check(r#"{"a": {"tables\u001b[2J": []}}"#, "unknown key `a.tables\\u{1b}[2J`");
        check(r#"{"a": {"criticalTables": "User"}}"#, "`a.criticalTables`, which must be an array of strings");
        check(r#"{"a": {"criticalTables": [1]}}"#, "`a.criticalTables`, which must hold strings only");
        check(r#"{"a": {"criticalTables": ["a.b.c"]}}"#, "`a.criticalTables`, which holds `a.b.c`");
        check(r#"{"a": {"criticalTables": [], "criticalTables": ["x"]}}"#, "the key `criticalTables` is there twice");
        check(r#"{"criticalTables": ["User"]}"#, "has `criticalTables` outside of a target");
        check(&"[".repeat(100_000), "is no JSON that can be used: recursion limit exceeded");
    }
}
