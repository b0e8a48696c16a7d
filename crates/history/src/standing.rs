//! How do the rows stand against the directory?

use std::collections::{HashMap, HashSet};

use migrations::{Agreement, Checksum, Directory, MigrationName};

use crate::{Record, State};

/// What the history says of a directory, and the directory of the history. Lists of local migrations are in the order in which
/// they run, lists of rows in the order of the rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// On disk, and no row but rolled-back ones: what a deploy would run, in this order.
    pub pending: Vec<MigrationName>,
    /// On disk without a script that can be run, and no row but rolled-back ones: a deploy would have to stop there (P3015).
    pub unreadable: Vec<MigrationName>,
    /// Names that count as done, missing ones included, in the order of the rows.
    pub applied: Vec<String>,
    /// The row that was finished last.
    pub last_applied: Option<Record>,
    /// Rows that failed; each stops every deploy until a person has settled it (P3009).
    pub failed: Vec<Record>,
    /// Rows that began and did not end; they stop every deploy just so.
    pub unfinished: Vec<Record>,
    /// Recorded with another text than the one on disk, not counting line ends.
    pub edited: Vec<Edited>,
    /// Rows whose migration is not on disk, one of each name.
    pub missing: Vec<Record>,
    /// Pending, and sorted before something that is applied.
    pub out_of_order: Vec<OutOfOrder>,
    /// Names with several rows that are not rolled back.
    pub duplicates: Vec<Duplicate>,
    /// Rolled-back rows whose migration has no other: pending again where it is on disk.
    pub rolled_back: Vec<Record>,
}

/// A migration that was changed after it was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its name.
    pub name: MigrationName,
    /// Its script, relative to the repository's root.
    pub file: String,
    /// What the row says of the text. Untrusted.
    pub recorded: String,
    /// Of the text on disk.
    pub now: Checksum,
    /// What the row says of the run.
    pub state: State,
}

/// A pending migration that others were expected to follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The pending one.
    pub name: MigrationName,
    /// The newest on disk that is applied.
    pub newest_applied: MigrationName,
}

/// Several rows that all count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The migration.
    pub name: String,
    /// What each row says, in their order.
    pub states: Vec<State>,
}

impl Standing {
    /// Whether everything on disk is applied, everything applied is on disk, and no row stands out.
    pub fn is_in_step(&self) -> bool {
        self.pending.is_empty() && self.unreadable.is_empty() && self.is_sound()
    }

    /// Whether nothing is wrong with what has run; there may be more to run.
    pub fn is_sound(&self) -> bool {
        self.failed.is_empty()
            && self.unfinished.is_empty()
            && self.edited.is_empty()
            && self.missing.is_empty()
            && self.duplicates.is_empty()
    }
}

/// Compares rows, in the order in which [`crate::read`] gives them, with a directory that was read with its scripts. As Prisma does:
/// rolled-back rows count for nothing, the first other row of a name decides whether it was edited, and so do line ends not.
pub fn compare(records: &[Record], directory: &Directory) -> Standing {
    let mut counting: HashMap<&str, Vec<&Record>> = HashMap::new();
    for record in records.iter().filter(|record| record.state() != State::RolledBack) {
        counting.entry(&record.name).or_default().push(record);
    }
    let mut standing = of_rows(records, &counting);
    of_directory(&mut standing, &counting, directory);
    let unreadable: Vec<&MigrationName> = unreadable(directory);
    standing.unreadable =
        unreadable.iter().filter(|name| !counting.contains_key(name.as_str())).map(|name| (*name).clone()).collect();
    let on_disk: HashSet<&str> = directory
        .migrations
        .iter()
        .map(|migration| migration.name.as_str())
        .chain(unreadable.iter().map(|name| name.as_str()))
        .collect();
    let firsts = counting_once(records, &counting);
    standing.missing = firsts.filter(|record| !on_disk.contains(record.name.as_str())).cloned().collect();
    standing
}

/// Migrations of which the directory has the name and no script.
fn unreadable(directory: &Directory) -> Vec<&MigrationName> {
    let readable: HashSet<&MigrationName> = directory.migrations.iter().map(|migration| &migration.name).collect();
    let mut seen = HashSet::new();
    let named = directory.problems.iter().filter_map(|problem| problem.migration.as_ref());
    named.filter(|name| !readable.contains(name) && seen.insert(*name)).collect()
}

/// The first row of each name among those that count.
fn counting_once<'a>(records: &'a [Record], counting: &HashMap<&str, Vec<&'a Record>>) -> impl Iterator<Item = &'a Record> {
    records.iter().filter(|record| counting.get(record.name.as_str()).is_some_and(|rows| std::ptr::eq(rows[0], *record)))
}

/// What can be said without the directory.
fn of_rows(records: &[Record], counting: &HashMap<&str, Vec<&Record>>) -> Standing {
    let mut standing = Standing::default();
    for record in records {
        match record.state() {
            State::Failed => standing.failed.push(record.clone()),
            State::Unfinished => standing.unfinished.push(record.clone()),
            State::RolledBack if !counting.contains_key(record.name.as_str()) => {
                standing.rolled_back.retain(|older| older.name != record.name);
                standing.rolled_back.push(record.clone());
            }
            State::RolledBack | State::Applied | State::MarkedApplied => {}
        }
    }
    let applied = |record: &&Record| record.state().is_applied();
    standing.last_applied = records.iter().filter(applied).max_by(|a, b| a.finished_at.cmp(&b.finished_at)).cloned();
    for first in counting_once(records, counting) {
        let rows = &counting[first.name.as_str()];
        if rows.iter().any(|row| row.state().is_applied()) {
            standing.applied.push(first.name.clone());
        }
        if rows.len() > 1 {
            let states = rows.iter().map(|row| row.state()).collect();
            standing.duplicates.push(Duplicate { name: first.name.clone(), states });
        }
    }
    standing
}

/// What is to be said of each migration on disk.
fn of_directory(standing: &mut Standing, counting: &HashMap<&str, Vec<&Record>>, directory: &Directory) {
    let mut newest_applied: Option<&MigrationName> = None;
    // From the end, so that the newest applied one is known when the ones before it are met.
    for migration in directory.migrations.iter().rev() {
        let Some(rows) = counting.get(migration.name.as_str()) else {
            standing.pending.push(migration.name.clone());
            if let Some(newest) = newest_applied {
                standing.out_of_order.push(OutOfOrder { name: migration.name.clone(), newest_applied: newest.clone() });
            }
            continue;
        };
        if newest_applied.is_none() && rows.iter().any(|row| row.state().is_applied()) {
            newest_applied = Some(&migration.name);
        }
        let first = rows[0];
        let is_same = first.checksum == migration.checksum.to_string()
            || Checksum::stored_agreement(&first.checksum, &migration.script) != Agreement::Different;
        if !is_same {
            standing.edited.push(Edited {
                name: migration.name.clone(),
                file: migration.file.clone(),
                recorded: first.checksum.clone(),
                now: migration.checksum,
                state: first.state(),
            });
        }
    }
    standing.pending.reverse();
    standing.out_of_order.reverse();
    standing.edited.reverse();
}

#[cfg(test)]
mod tests {
    use migrations::Migration;

    use super::*;

    /// A directory of `name text` pairs.
    fn directory(scripts: &[(&str, &str)]) -> Directory {
        let migration = |(name, script): &(&str, &str)| Migration {
            name: MigrationName::parse(name.as_bytes()).unwrap(),
            file: format!("{name}/migration.sql"),
            script: (*script).to_owned(),
            checksum: Checksum::of(script),
        };
        Directory { migrations: scripts.iter().map(migration).collect(), ..Directory::default() }
    }

    /// Rows of `name text state` triples, one second apart.
    fn rows(rows: &[(&str, &str, State)]) -> Vec<Record> {
        let row = |(second, (name, script, state)): (usize, &(&str, &str, State))| {
            let at = format!("2026-11-21T09:00:{second:02}.000000Z");
            Record {
                id: format!("{second}"),
                checksum: Checksum::of(script).to_string(),
                name: (*name).to_owned(),
                started_at: at.clone(),
                finished_at: state.is_applied().then(|| at.clone()),
                rolled_back_at: (*state == State::RolledBack).then_some(at),
                logs: (*state == State::Failed).then(|| "no such table".to_owned()),
                applied_steps: i32::from(*state == State::Applied),
            }
        };
        rows.iter().enumerate().map(row).collect()
    }

    /// The standing in words: `+pending`, `?unreadable`, `=applied`, `!failed`, `…unfinished`, `~edited`, `-missing`, `older<newer`, `2xtwice`, `^rolled back`.
    fn check(recorded: &[(&str, &str, State)], on_disk: &[(&str, &str)], expected: &str) {
        assert_eq!(words(&compare(&rows(recorded), &directory(on_disk))), expected, "{recorded:?} {on_disk:?}");
    }

    fn words(standing: &Standing) -> String {
        let names = |mark: char, records: &[Record]| records.iter().map(|it| format!("{mark}{}", it.name)).collect::<Vec<_>>();
        let mut words: Vec<String> = standing.applied.iter().map(|name| format!("={name}")).collect();
        words.extend(standing.pending.iter().map(|name| format!("+{name}")));
        words.extend(standing.unreadable.iter().map(|name| format!("?{name}")));
        words.extend(names('!', &standing.failed));
        words.extend(names('…', &standing.unfinished));
        words.extend(standing.edited.iter().map(|it| format!("~{}", it.name)));
        words.extend(names('-', &standing.missing));
        words.extend(standing.out_of_order.iter().map(|it| format!("{}<{}", it.name, it.newest_applied)));
        words.extend(standing.duplicates.iter().map(|it| format!("{}x{}", it.states.len(), it.name)));
        words.extend(names('^', &standing.rolled_back));
        words.join(" ")
    }

    use State::{Applied, Failed, MarkedApplied, RolledBack, Unfinished};

    #[test]
    fn tells_what_has_run_and_what_has_not() {
        let disk = [("1_a", "A\n"), ("2_b", "B\n")];
        check(&[], &disk, "+1_a +2_b");
        check(&[("1_a", "A\n", Applied)], &disk, "=1_a +2_b");
        check(&[("1_a", "A\n", MarkedApplied), ("2_b", "B\n", Applied)], &disk, "=1_a =2_b");
        check(&[("1_a", "A\n", Applied), ("2_b", "B\n", Failed)], &disk, "=1_a !2_b");
        check(&[("1_a", "A\n", Applied), ("2_b", "B\n", Unfinished)], &disk, "=1_a …2_b");
        check(&[("1_a", "A\n", Applied), ("2_b", "B\n", RolledBack)], &disk, "=1_a +2_b ^2_b");
        check(&[("1_a", "A\n", Applied), ("3_c", "C\n", Applied)], &disk, "=1_a =3_c +2_b -3_c");
        check(&[("2_b", "B\n", Applied)], &disk, "=2_b +1_a 1_a<2_b");
        check(&[("3_c", "C\n", Failed)], &disk, "+1_a +2_b !3_c -3_c");
    }

    #[test]
    fn an_edit_is_judged_by_the_first_row_that_counts() {
        let disk = [("1_a", "A\n")];
        check(&[("1_a", "old", Applied)], &disk, "=1_a ~1_a");
        check(&[("1_a", "A\r\n", Applied)], &disk, "=1_a");
        check(&[("1_a", "old", RolledBack), ("1_a", "A\n", Applied)], &disk, "=1_a");
        check(&[("1_a", "old", Failed)], &disk, "!1_a ~1_a");
        check(&[("1_a", "A\n", Applied), ("1_a", "old", Applied)], &disk, "=1_a 2x1_a");
        check(&[("1_a", "old", Applied), ("1_a", "A\n", Applied)], &disk, "=1_a ~1_a 2x1_a");
        check(&[("1_a", "old", RolledBack), ("1_a", "older", RolledBack)], &disk, "+1_a ^1_a");
        check(&[("1_a", "A\n", Failed), ("1_a", "A\n", Applied)], &disk, "=1_a !1_a 2x1_a");
    }

    #[test]
    fn a_name_without_a_script_is_neither_missing_nor_pending() {
        let mut disk = directory(&[("1_a", "A")]);
        disk.problems = Directory::of_script("2_b", "2_b.sql", vec![0]).problems;
        assert_eq!(words(&compare(&rows(&[("1_a", "A", Applied)]), &disk)), "=1_a ?2_b");
        assert_eq!(words(&compare(&rows(&[("1_a", "A", Applied), ("2_b", "B", Applied)]), &disk)), "=1_a =2_b");
    }

    #[test]
    fn only_what_agrees_in_full_is_in_step() {
        let standing = |recorded: &[_]| compare(&rows(recorded), &directory(&[("1_a", "A"), ("2_b", "B")]));
        assert!(standing(&[("1_a", "A", Applied), ("2_b", "B", Applied)]).is_in_step());
        let behind = standing(&[("1_a", "A", Applied)]);
        assert!(behind.is_sound() && !behind.is_in_step());
        assert!(!standing(&[("1_a", "A", Applied), ("2_b", "x", Applied)]).is_sound());
        assert_eq!(standing(&[("2_b", "B", Applied), ("1_a", "A", Applied)]).last_applied.unwrap().name, "1_a");
    }
}
