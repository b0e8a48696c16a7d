//! Which files does a path pattern mean?

use std::fmt;

use crate::repository_path::RepositoryPath;

/// A pattern for paths inside the repository: `*` and `?` stand for characters of one part, `**` for anything. A pattern that ends
/// with `/` means everything below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathPattern {
    written: String,
    parts: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// This character.
    Is(char),
    /// One character of a part.
    One,
    /// Characters of a part, or none.
    Some,
    /// Any characters, or none.
    Any,
    /// Directories, or none: before one of them. Always followed by the next.
    BeforeDirectory,
    /// Within the name of one of them.
    InDirectory,
}

impl PathPattern {
    /// Reads `legacy/**`, `db/2023*/migration.sql`, `imported/`.
    pub fn parse(text: &str) -> Result<Self, String> {
        RepositoryPath::parse(text).map_err(|fault| fault.to_string())?;
        let plain = text.strip_prefix("./").unwrap_or(text);
        if plain.is_empty() {
            return Err("must not be empty".to_owned());
        }
        let whole = if plain.ends_with('/') { format!("{plain}**") } else { plain.to_owned() };
        let mut parts = Vec::new();
        for character in whole.chars() {
            let is_start = |parts: &[Part]| matches!(parts, [Part::Any] | [.., Part::Is('/') | Part::InDirectory, Part::Any]);
            match (character, parts.last()) {
                ('/', Some(Part::Any)) if is_start(&parts) => {
                    parts.pop();
                    parts.extend([Part::BeforeDirectory, Part::InDirectory]);
                }
                ('*', Some(Part::Some)) => *parts.last_mut().expect("there is a last one") = Part::Any,
                ('*', Some(Part::Any)) => {}
                ('*', _) => parts.push(Part::Some),
                ('?', _) => parts.push(Part::One),
                (character, _) => parts.push(Part::Is(character)),
            }
        }
        Ok(PathPattern { written: text.to_owned(), parts })
    }

    /// Whether it means this file; `**/` also stands for no directory at all.
    pub fn matches(&self, path: &str) -> bool {
        // For each length of the pattern's beginning: whether it matches what was read of the path. No pattern takes long.
        let mut reached = vec![false; self.parts.len() + 1];
        reached[0] = true;
        self.skip(&mut reached);
        for character in path.chars() {
            let mut next = vec![false; reached.len()];
            for (at, part) in self.parts.iter().enumerate().filter(|(at, _)| reached[*at]) {
                match part {
                    Part::Is(own) => next[at + 1] |= *own == character,
                    Part::One => next[at + 1] |= character != '/',
                    Part::Some => next[at] |= character != '/',
                    Part::Any => next[at] = true,
                    Part::BeforeDirectory => next[at + 1] |= character != '/',
                    Part::InDirectory => next[if character == '/' { at - 1 } else { at }] = true,
                }
            }
            self.skip(&mut next);
            reached = next;
        }
        reached[self.parts.len()]
    }

    /// What may stand for nothing is passed over.
    fn skip(&self, reached: &mut [bool]) {
        for (at, part) in self.parts.iter().enumerate() {
            match part {
                Part::Some | Part::Any => reached[at + 1] |= reached[at],
                Part::BeforeDirectory => reached[at + 2] |= reached[at],
                Part::Is(_) | Part::One | Part::InDirectory => {}
            }
        }
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, path: &str, expected: bool) {
        assert_eq!(PathPattern::parse(pattern).unwrap().matches(path), expected, "{pattern} {path}");
    }

    #[test]
    fn stars_stand_for_what_people_expect() {
        check("legacy/**", "legacy/a/b.sql", true);
        check("legacy/**", "legacy2/a.sql", false);
        check("legacy/", "legacy/a/b.sql", true);
        check("db/*/migration.sql", "db/2024_a/migration.sql", true);
        check("db/*/migration.sql", "db/a/b/migration.sql", false);
        check("db/2023*/**", "db/20230101_x/migration.sql", true);
        check("**/seed.sql", "seed.sql", true);
        check("**/seed.sql", "a/b/seed.sql", true);
        check("**/seed.sql", "a/unseed.sql", false);
        check("a/**/b.sql", "a/b.sql", true);
        check("a/**/b.sql", "a/x/y/b.sql", true);
        check("a**/b.sql", "a/b.sql", true);
        check("v?.sql", "v1.sql", true);
        check("v?.sql", "v/.sql", false);
        check("./db/a.sql", "db/a.sql", true);
        check("db/a.sql", "db/a_sql", false);
        check("*", "a", true);
        check("*", "a/b", false);
    }

    #[test]
    fn patterns_stay_inside_the_repository_and_never_take_long() {
        for text in ["", "./", "/etc/*", "../x", "a\\b"] {
            assert!(PathPattern::parse(text).is_err(), "{text}");
        }
        let pattern = PathPattern::parse(&"*a".repeat(500)).unwrap();
        assert!(!pattern.matches(&"a".repeat(400)));
    }
}
