//! What the watching trigger said: objects that disappeared and tables that were rewritten.

use database::{Notice, NoticeLevel};
use serde::Deserialize;

/// An object that disappeared while a script ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The kind, in Postgres's words: `table`, `table column`, `view`.
    pub kind: String,
    /// The schema, for objects in one.
    pub schema: Option<String>,
    /// The name in parts: schema, table, column.
    pub names: Vec<String>,
    /// The name as Postgres prints it. Untrusted.
    pub identity: String,
    /// A statement named it; if not, it went because something else did.
    pub named: bool,
}

/// Everything that was said about one script.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Testimony {
    /// What disappeared, in the order of disappearing.
    pub dropped: Vec<Dropped>,
    /// Tables that got a new heap: schema and name.
    pub rewritten: Vec<(String, String)>,
    /// Lines that could not be read or kept; more than none means that something may be missing above.
    pub unreadable: u64,
}

#[derive(Deserialize)]
struct Line {
    what: String,
    r#type: String,
    schema: Option<String>,
    names: Vec<String>,
    identity: String,
    original: bool,
}

impl Testimony {
    /// Takes the trigger's lines out of `notices`; the others stay.
    pub(crate) fn take(prefix: Option<&str>, notices: &mut Vec<Notice>) -> Testimony {
        let mut testimony = Testimony::default();
        let Some(prefix) = prefix else { return testimony };
        notices.retain(|notice| {
            let ours = (notice.level == NoticeLevel::Info).then(|| notice.message.strip_prefix(prefix)).flatten();
            if let Some(line) = ours {
                testimony.hear(line.trim_start());
            }
            ours.is_none()
        });
        testimony
    }

    fn hear(&mut self, line: &str) {
        match serde_json::from_str::<Line>(line) {
            Ok(Line { what, names, .. }) if what == "rewritten" => {
                if let [schema, table] = names.as_slice() {
                    self.rewritten.push((schema.clone(), table.clone()));
                }
            }
            Ok(Line { r#type, schema, names, identity, original, .. }) => {
                self.dropped.push(Dropped { kind: r#type, schema, names, identity, named: original });
            }
            Err(_) => self.unreadable += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(message: &str) -> Notice {
        Notice { level: NoticeLevel::Info, sqlstate: "00000".to_owned(), message: message.to_owned() }
    }

    #[test]
    fn takes_only_the_lines_of_this_run() {
        let ours = r#"w1 {"what":"dropped","type":"table","schema":"public","names":["public","a"],"identity":"public.a","original":true}"#;
        let mut notices = vec![info(ours), info("w2 {}"), info("w1 cut off {")];
        let testimony = Testimony::take(Some("w1"), &mut notices);
        assert_eq!(testimony.dropped.len(), 1);
        assert_eq!(testimony.dropped[0].identity, "public.a");
        assert_eq!(testimony.unreadable, 1);
        assert_eq!(notices, [info("w2 {}")]);
    }
}
