//! Which of the entries are migrations, in what order, and what is wrong with them?

use std::collections::HashMap;

use crate::{
    checksum::Checksum,
    entry::{Content, Entry, Limit, MAX_BYTES, MAX_LOCK_FILE_BYTES, MAX_MIGRATIONS, MAX_SCRIPT_BYTES, SQL, Unsafe},
    lock_file::LockFile,
    name::MigrationName,
    order::Order,
    problem::{Gravity, Problem, Rule},
    script::{self, Fault},
    source::Source,
};

/// Name of the script in a migration's directory.
pub(crate) const SCRIPT: &str = "migration.sql";

/// One migration that could be run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// Its directory's name.
    pub name: MigrationName,
    /// Path of the script, relative to the repository's root, with `/`.
    pub file: String,
    /// The script exactly as it is in the file; empty where the reader was told to keep the name only.
    pub script: String,
    /// Of the script.
    pub checksum: Checksum,
}

/// What a reader keeps of a migration that was shown to whoever asked for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// Everything.
    Script,
    /// Name, file and checksum. Ten thousand scripts need not be in memory at once.
    NameOnly,
}

/// Looks at each migration as it is read, in the order in which they run, and says what to keep.
pub type Look<'a> = dyn FnMut(&Migration) -> Keep + 'a;

/// A directory of migrations, read and judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Directory {
    /// Its path, relative to the repository's root, with `/`; empty for the root itself.
    pub path: String,
    /// In what order the migrations are.
    pub order: Order,
    /// What `migration_lock.toml` says.
    pub lock: LockFile,
    /// What could be run, in order. A script that must not be run or shown is not among them, but among the problems.
    pub migrations: Vec<Migration>,
    /// Everything that is wrong, in the order of the directory.
    pub problems: Vec<Problem>,
}

impl Directory {
    /// The migration of that name.
    pub fn migration(&self, name: &MigrationName) -> Option<&Migration> {
        self.migrations.iter().find(|migration| migration.name == *name)
    }

    /// Whether nothing of this directory may be run.
    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(|problem| problem.gravity == Gravity::Refused)
    }

    /// Judges a single script, which is a history of its own. `name` is its file's name without the ending, or its directory's.
    pub fn of_script(name: &str, file: &str, bytes: Vec<u8>) -> Self {
        Directory::of_content(name, file, Content::Bytes(bytes))
    }

    pub(crate) fn of_content(name: &str, file: &str, content: Content) -> Self {
        let mut keep = |_: &Migration| Keep::Script;
        let mut judge = Judge::new("", Order::Bytes, Source::Supabase, &mut keep);
        judge.named(name.as_bytes(), file.to_owned(), content);
        judge.directory
    }
}

/// A directory while it is being judged. Entries come in the order in which they run.
pub(crate) struct Judge<'a> {
    directory: Directory,
    source: Source,
    look: &'a mut Look<'a>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(path: &str, order: Order, source: Source, look: &'a mut Look<'a>) -> Self {
        Judge { directory: Directory { path: path.to_owned(), order, ..Directory::default() }, source, look }
    }

    /// What holds for the directory as a whole.
    pub(crate) fn finish(mut self, exceeded: Option<Limit>, lock: Content) -> Directory {
        self.limit(exceeded);
        self.lock_file(lock);
        self.names();
        self.directory
    }

    fn path(&self, parts: &[&str]) -> String {
        let root = (!self.directory.path.is_empty()).then_some(self.directory.path.as_str());
        root.into_iter().chain(parts.iter().copied()).collect::<Vec<_>>().join("/")
    }

    fn report(&mut self, rule: Rule, gravity: Gravity, migration: Option<&MigrationName>, file: String, text: (String, &str)) {
        let (message, advice) = (text.0, text.1.to_owned());
        self.directory.problems.push(Problem {
            rule,
            gravity,
            migration: migration.cloned(),
            file,
            position: None,
            message,
            advice,
        });
    }

    fn refuse(&mut self, rule: Rule, migration: Option<&MigrationName>, file: String, message: String, advice: &str) {
        self.report(rule, Gravity::Refused, migration, file, (message, advice));
    }

    pub(crate) fn entry(&mut self, entry: Entry) {
        let (name, script) = match entry {
            Entry::Unsafe { name, what } => {
                let file = self.path(&[&String::from_utf8_lossy(&name)]);
                return self.unsafe_file(None, file, what);
            }
            Entry::Migration { name, script } => (name, script),
        };
        let shown = String::from_utf8_lossy(&name);
        match self.source {
            Source::Prisma => self.named(&name, self.path(&[&shown, SCRIPT]), script),
            Source::Supabase => self.named(name.strip_suffix(SQL.as_bytes()).unwrap_or(&name), self.path(&[&shown]), script),
        }
    }

    /// A migration whose name is still to be judged.
    fn named(&mut self, name: &[u8], file: String, script: Content) {
        match MigrationName::parse(name) {
            Ok(name) => self.migration(name, file, script),
            Err(fault) => {
                let (of, file) = match self.source {
                    Source::Prisma => ("directory", file.strip_suffix(&format!("/{SCRIPT}")).unwrap_or(&file).to_owned()),
                    Source::Supabase => ("file", file),
                };
                let message = format!("the name of this {of} {fault}");
                self.refuse(Rule::UnsafeName, None, file, message, "Give the migration a plain, readable name.");
            }
        }
    }

    fn migration(&mut self, name: MigrationName, file: String, script: Content) {
        match script {
            Content::Bytes(bytes) => self.script(name, file, bytes),
            Content::Unsafe(what) => self.unsafe_file(Some(&name), file, what),
            Content::TooLarge(size) => {
                let message = format!("the script has {size} bytes, more than the {MAX_SCRIPT_BYTES} that are read");
                let advice = "Split it into several migrations, and load large data by other means.";
                self.refuse(Rule::TooLarge, Some(&name), file, message, advice);
            }
            Content::Missing => {
                let message = format!("the directory `{name}` has no {SCRIPT}; Prisma stops there with P3015");
                let advice = "Add the script, or delete the directory; git does not keep empty ones.";
                self.report(Rule::ScriptMissing, Gravity::Error, Some(&name), file, (message, advice));
            }
        }
    }

    fn script(&mut self, name: MigrationName, file: String, bytes: Vec<u8>) {
        let (script, faults) = match script::decode(bytes) {
            Ok(script) => {
                let faults = script::inspect(&script);
                (Some(script), faults)
            }
            Err(fault) => (None, vec![fault]),
        };
        let unfit = |fault: &Fault| fault.gravity == Gravity::Refused && !fault.rule.deceives_only_people();
        let script = script.filter(|_| !faults.iter().any(unfit));
        for Fault { rule, gravity, position, message, advice } in faults {
            let (migration, file) = (Some(name.clone()), file.clone());
            self.directory.problems.push(Problem { rule, gravity, migration, file, position, message, advice });
        }
        if let Some(script) = script {
            let mut migration = Migration { checksum: Checksum::of(&script), name, file, script };
            if (self.look)(&migration) == Keep::NameOnly {
                migration.script = String::new();
            }
            self.directory.migrations.push(migration);
        }
    }

    fn unsafe_file(&mut self, migration: Option<&MigrationName>, file: String, what: Unsafe) {
        let message = format!("this is {}; it is not followed and not read", what.describe());
        let advice = match self.source {
            Source::Prisma => "Commit a directory with a regular file `migration.sql` in it.",
            Source::Supabase => "Commit a regular file.",
        };
        self.refuse(Rule::UnsafeFile, migration, file, message, advice);
    }

    fn limit(&mut self, exceeded: Option<Limit>) {
        let message = match exceeded {
            None => return,
            Some(Limit::Migrations) => format!("the directory holds more than {MAX_MIGRATIONS} migrations"),
            Some(Limit::Bytes) => format!("the scripts have more than {MAX_BYTES} bytes together"),
        };
        self.refuse(Rule::TooLarge, None, self.path(&[]), message, "Squash the oldest migrations into one baseline.");
    }

    fn lock_file(&mut self, content: Content) {
        let file = self.path(&[LockFile::NAME]);
        let advice = "Write the line `provider = \"postgresql\"`, exactly so.";
        match content {
            _ if self.source != Source::Prisma => return,
            Content::Missing | Content::Unsafe(_) => return, // as an entry of the directory it was told already
            Content::TooLarge(size) => {
                let message = format!("the file has {size} bytes, more than the {MAX_LOCK_FILE_BYTES} that are read");
                return self.refuse(Rule::TooLarge, None, file, message, advice);
            }
            Content::Bytes(bytes) => self.directory.lock = LockFile::parse(&String::from_utf8_lossy(&bytes)),
        }
        let message = match &self.directory.lock {
            LockFile::Other(provider) => format!("the history is written for `{provider}`; Prisma stops with P3019"),
            LockFile::NoProvider => "no line starts with `provider`; Prisma stops with P3019".to_owned(),
            LockFile::PostgreSql | LockFile::Missing => return,
        };
        self.report(Rule::Provider, Gravity::Error, None, file, (message, advice));
    }

    /// What the names say when they stand side by side.
    fn names(&mut self) {
        let names: Vec<MigrationName> = self.directory.migrations.iter().map(|migration| migration.name.clone()).collect();
        let mut folded = HashMap::new();
        let mut moments = HashMap::new();
        for name in &names {
            if let Some(first) = folded.insert(name.folded(), name) {
                let message = format!("`{first}` and `{name}` differ only in case, so some file systems keep one of the two");
                let file = self.path(&[name.as_str()]);
                self.refuse(Rule::DuplicateName, Some(name), file, message, "Rename the newer one.");
            }
            if let Some(first) = name.timestamp().and_then(|moment| moments.insert(moment, name)) {
                let message =
                    format!("`{first}` and `{name}` begin with the same moment, so the rest of the name decides the order");
                let advice = "Make sure that they may run in this order.";
                let file = self.path(&[name.as_str()]);
                self.report(Rule::RepeatedTimestamp, Gravity::Notice, Some(name), file, (message, advice));
            }
        }
        if let Some(pair) = self.directory.order.disagreement(names.iter()) {
            let (first, second) = (&pair.first, &pair.second);
            let message = format!(
                "`{first}` runs before `{second}` in the order in force (`{}`), and after it in the other: \
                 Prisma sorts by locale since 6.6 and by bytes before",
                self.directory.order
            );
            let advice = "Give the names prefixes of equal length, or set `order` of the target to what your Prisma does.";
            let file = self.path(&[second.as_str()]);
            self.report(Rule::OrderDisagrees, Gravity::Warning, Some(second), file, (message, advice));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory(order: Order, scripts: &[(&str, &str)]) -> Directory {
        let entry = |(name, script): &(&str, &str)| Entry::Migration {
            name: name.as_bytes().to_vec(),
            script: Content::Bytes(script.as_bytes().to_vec()),
        };
        judge("prisma/migrations", order, Content::Missing, scripts.iter().map(entry).collect(), None)
    }

    fn judge(path: &str, order: Order, lock: Content, entries: Vec<Entry>, exceeded: Option<Limit>) -> Directory {
        let mut keep = |_: &Migration| Keep::Script;
        let mut judge = Judge::new(path, order, Source::Prisma, &mut keep);
        entries.into_iter().for_each(|entry| judge.entry(entry));
        judge.finish(exceeded, lock)
    }

    fn names(directory: &Directory) -> Vec<&str> {
        directory.migrations.iter().map(|migration| migration.name.as_str()).collect()
    }

    fn rules(directory: &Directory) -> Vec<(Rule, Gravity)> {
        directory.problems.iter().map(|problem| (problem.rule, problem.gravity)).collect()
    }

    #[test]
    fn the_order_is_the_one_asked_for_and_the_disagreement_is_told() {
        let by_locale = directory(Order::Locale, &[("1_init", ""), ("10_next", ""), ("2_x", "")]);
        assert_eq!(names(&by_locale), ["1_init", "10_next", "2_x"]);
        assert_eq!(rules(&by_locale), [(Rule::OrderDisagrees, Gravity::Warning)]);
        assert!(by_locale.problems[0].message.contains("`1_init` runs before `10_next`"));
        let by_bytes = directory(Order::Bytes, &[("10_next", ""), ("1_init", ""), ("2_x", "")]);
        assert!(by_bytes.problems[0].message.contains("`10_next` runs before `1_init`"));
    }

    #[test]
    fn a_migration_knows_its_file_and_checksum() {
        let directory = directory(Order::Locale, &[("20240101000000_init", "hello")]);
        let migration = &directory.migrations[0];
        assert_eq!(migration.file, "prisma/migrations/20240101000000_init/migration.sql");
        assert_eq!(migration.checksum.to_string(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assert_eq!(directory.migration(&migration.name), Some(migration));
        assert!(!directory.is_refused());
    }

    #[test]
    fn names_that_differ_only_in_case_are_refused() {
        let directory = directory(Order::Locale, &[("20240101000000_init", ""), ("20240101000000_Init", "")]);
        assert!(directory.is_refused());
        assert_eq!(
            rules(&directory),
            [
                (Rule::DuplicateName, Gravity::Refused),
                (Rule::RepeatedTimestamp, Gravity::Notice),
                (Rule::OrderDisagrees, Gravity::Warning)
            ]
        );
    }

    #[test]
    fn what_cannot_be_run_is_a_problem_and_no_migration() {
        let entries = vec![
            Entry::Migration { name: b"1_bom".to_vec(), script: Content::Bytes(b"\xef\xbb\xbfSELECT 1".to_vec()) },
            Entry::Migration { name: b"2_link".to_vec(), script: Content::Unsafe(Unsafe::Link) },
            Entry::Migration { name: b"3_huge".to_vec(), script: Content::TooLarge(5_000_001) },
            Entry::Migration { name: b"4_empty".to_vec(), script: Content::Missing },
            Entry::Migration { name: b"5_\x1b[2J".to_vec(), script: Content::Bytes(vec![]) },
            Entry::Unsafe { name: b"6_module".to_vec(), what: Unsafe::Submodule },
            Entry::Migration { name: b"7_fine".to_vec(), script: Content::Bytes(vec![]) },
        ];
        let lock = Content::Bytes(b"provider = \"mysql\"".to_vec());
        let directory = judge("", Order::Locale, lock, entries, Some(Limit::Bytes));
        assert_eq!(names(&directory), ["7_fine"]);
        assert_eq!(directory.migrations[0].file, "7_fine/migration.sql");
        let expected = [
            (Rule::ByteOrderMark, Gravity::Refused),
            (Rule::UnsafeFile, Gravity::Refused),
            (Rule::TooLarge, Gravity::Refused),
            (Rule::ScriptMissing, Gravity::Error),
            (Rule::UnsafeName, Gravity::Refused),
            (Rule::UnsafeFile, Gravity::Refused),
            (Rule::TooLarge, Gravity::Refused),
            (Rule::Provider, Gravity::Error),
        ];
        assert_eq!(rules(&directory), expected);
        assert_eq!(directory.problems[1].file, "2_link/migration.sql");
        assert_eq!(directory.problems[4].file, "5_\u{1b}[2J");
    }

    #[test]
    fn only_what_is_asked_for_is_kept() {
        let mut seen = Vec::new();
        let mut look = |migration: &Migration| {
            seen.push(migration.script.clone());
            if migration.name.as_str() == "1_a" { Keep::NameOnly } else { Keep::Script }
        };
        let mut judge = Judge::new("", Order::Bytes, Source::Supabase, &mut look);
        for name in ["1_a.sql", "2_b.sql"] {
            judge.entry(Entry::Migration { name: name.into(), script: Content::Bytes(name.into()) });
        }
        let directory = judge.finish(None, Content::Missing);
        let kept: Vec<_> =
            directory.migrations.iter().map(|it| (it.name.as_str(), it.file.as_str(), it.script.as_str())).collect();
        assert_eq!(kept, [("1_a", "1_a.sql", ""), ("2_b", "2_b.sql", "2_b.sql")]);
        assert_eq!(directory.migrations[0].checksum, Checksum::of("1_a.sql"));
        assert_eq!(seen, ["1_a.sql", "2_b.sql"]);
    }

    #[test]
    fn a_single_script_is_judged_like_a_migration() {
        let fine = Directory::of_script("20240101000000_a", "x/20240101000000_a.sql", b"SELECT 1".to_vec());
        assert_eq!((fine.migrations[0].file.as_str(), fine.problems.len()), ("x/20240101000000_a.sql", 0));
        let refused = Directory::of_script("a", "a.sql", b"SELECT\0".to_vec());
        assert_eq!((rules(&refused), refused.migrations.len()), (vec![(Rule::NulByte, Gravity::Refused)], 0));
        assert!(Directory::of_script("..", "..", vec![]).is_refused());
    }
}
