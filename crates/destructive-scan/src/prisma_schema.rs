//! Do clients still know a column that is dropped? What the base's Prisma schema says of its field.
//!
//! A client generated from the schema reads every field of a model by name. A field that was marked `@ignore` and deployed before its column is
//! dropped is read by nobody any more.

use std::collections::BTreeMap;

use config::{Location, Target};
use migrations::read_base_file;
use report::Finding;
use situation::{Base, Situation};

/// The fields that a schema has, by table and column.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct PrismaSchema(BTreeMap<(String, String), Field>);

#[derive(Debug, PartialEq)]
struct Field {
    model: String,
    name: String,
    is_ignored: bool,
}

impl PrismaSchema {
    /// The schema at the base, where it is one file: the configured one, else `schema.prisma` above the migrations.
    pub(crate) fn of_base(situation: &Situation, target: &Target) -> Option<Self> {
        let Base::Commit(git, base) = &situation.base else { return None };
        let Location::InRepository(migrations) = &target.migrations.value else { return None };
        let path = match target.schema.as_ref().map(|schema| &schema.value) {
            Some(Location::InRepository(path)) => path.as_str().to_owned(),
            Some(Location::Given(_)) => return None,
            None => {
                let above = migrations.as_str().rsplit_once('/').map_or("", |(above, _)| above);
                format!("{above}/schema.prisma").trim_start_matches('/').to_owned()
            }
        };
        // A directory of schemas, or none, says nothing.
        let text = read_base_file(git, &base.commit, &path).ok().flatten()?;
        Some(PrismaSchema::parse(&text))
    }

    fn parse(text: &str) -> Self {
        let mut fields = BTreeMap::new();
        let mut lines = text.lines().map(|line| without_comment(line).trim());
        while let Some(line) = lines.next() {
            let Some(model) = line.strip_prefix("model ").and_then(|rest| rest.split_whitespace().next()) else { continue };
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "}").collect();
            let of_model = |attribute: &str| body.iter().find(|line| line.starts_with(attribute));
            let table = of_model("@@map(").and_then(|line| quoted(line)).unwrap_or(model);
            let is_ignored = of_model("@@ignore").is_some();
            for line in body.iter().filter(|line| !line.starts_with("@@")) {
                let mut words = line.split_whitespace();
                let (Some(name), Some(_)) = (words.next(), words.next()) else { continue };
                let column = line.split_once("@map(").and_then(|(_, rest)| quoted(rest)).unwrap_or(name);
                let is_ignored = is_ignored || line.split_whitespace().any(|word| word == "@ignore");
                let field = Field { model: model.to_owned(), name: name.to_owned(), is_ignored };
                fields.insert((table.to_owned(), column.to_owned()), field);
            }
        }
        PrismaSchema(fields)
    }

    /// Adds to a dropped column what the schema says of it.
    pub(crate) fn witness(&self, finding: &mut Finding) {
        if finding.rule.as_str() != "drop-column" || finding.evidence.is_some() {
            return;
        }
        let parts = finding.object.as_deref().map(parts).unwrap_or_default();
        let [.., table, column] = parts.as_slice() else { return };
        let Some(Field { model, name, is_ignored }) = self.0.get(&(table.clone(), column.clone())) else { return };
        finding.evidence = Some(if *is_ignored {
            format!(
                "the Prisma schema of the base marks `{model}.{name}` with `@ignore`: clients generated from it do not read the column"
            )
        } else {
            format!(
                "the Prisma schema of the base has `{model}.{name}` without `@ignore`: clients generated from it read the column in every query of `{model}`"
            )
        });
    }
}

/// The line up to `//` outside of a string.
fn without_comment(line: &str) -> &str {
    let mut in_string = false;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'"' if at == 0 || line.as_bytes()[at - 1] != b'\\' => in_string = !in_string,
            b'/' if !in_string && line.as_bytes().get(at + 1) == Some(&b'/') => return &line[..at],
            _ => {}
        }
    }
    line
}

/// What stands between the first two quotes.
fn quoted(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once('"')?;
    Some(rest.split_once('"')?.0)
}

/// The parts of a name as reports write it: `users.phone`, `"User"."firstName"`.
fn parts(object: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut in_quotes = false;
    let mut characters = object.chars().peekable();
    while let Some(character) = characters.next() {
        let part = parts.last_mut().expect("there is always one");
        match character {
            '"' if in_quotes && characters.peek() == Some(&'"') => {
                characters.next();
                part.push('"');
            }
            '"' => in_quotes = !in_quotes,
            '.' if !in_quotes => parts.push(String::new()),
            character => part.push(character),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use report::{RuleId, Severity};

    use super::*;

    const SCHEMA: &str = r#"
// model Nothing {
model User {
  id        Int     @id @default(autoincrement())
  firstName String? @map("first_name") // @ignore
  phone     String? @default("//") @ignore
  posts     Post[]

  @@map("users")
}

model Post {
  id Int @id
  @@ignore
}
"#;

    fn evidence(object: &str) -> Option<String> {
        let finding = Finding::new(RuleId::new("drop-column"), Severity::Error, "x");
        let mut finding = Finding { object: Some(object.to_owned()), ..finding };
        PrismaSchema::parse(SCHEMA).witness(&mut finding);
        finding.evidence
    }

    #[test]
    fn a_field_is_found_by_the_names_in_the_database() {
        assert!(evidence("users.first_name").unwrap().contains("`User.firstName` without `@ignore`"));
        assert!(evidence("public.users.phone").unwrap().contains("marks `User.phone` with `@ignore`"));
        assert!(evidence("\"Post\".id").unwrap().contains("marks `Post.id` with `@ignore`"));
        for unknown in ["users.nickname", "user.phone", "phone", "\"users.first_name\"", ""] {
            assert_eq!(evidence(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn any_text_is_read_without_a_word() {
        for text in ["", "model", "model {", "model A {\n", "model A {\n@@map(\n  x y @map(\"\n", "\"//", "model A {}\n}"] {
            PrismaSchema::parse(text);
        }
    }
}
