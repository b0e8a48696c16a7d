//! Where does a script go on that stopped half way?
//!
//! A script that runs statement by statement counts the completed ones in its row. The count means something only together with
//! the very text that was counted, and only where this engine wrote it: Prisma's leaves 0 whatever it has done.

use migrations::Migration;

use crate::Manner;

/// What the row of a script says that runs, or stopped, statement by statement. Rows of other tools do not say it.
pub(crate) const MARK: &str = "Migration Gate ran this statement by statement.";
/// The row of one that has not failed says nothing else.
pub(crate) const RUNNING: &str = MARK;

/// A migration that stopped half way, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resume {
    pub(crate) id: String,
    /// Statements that are done.
    pub(crate) completed: usize,
    /// Nobody has written how it ended: the effect of the next statement may be there already.
    pub(crate) was_interrupted: bool,
}

impl Resume {
    /// From a row that is neither finished nor rolled back: its `id`, `checksum`, `applied_steps_count` and `logs`. `None` where nobody can
    /// know how far it got, and where the text is another one now.
    pub fn of(migration: &Migration, id: &str, checksum: &str, steps: i32, logs: Option<&str>) -> Option<Resume> {
        let says = logs.filter(|logs| logs.contains(MARK))?;
        let completed = usize::try_from(steps).ok()?;
        let same = checksum == migration.checksum.to_string();
        same.then(|| Resume { id: id.to_owned(), completed, was_interrupted: says == RUNNING })
    }

    /// Statements that are done.
    pub fn completed(&self) -> usize {
        self.completed
    }

    /// The rest is sent like the part before, even where the text alone asks for a transaction.
    pub(crate) fn manner(&self, by_text: Manner) -> Manner {
        match by_text {
            Manner::StatementByStatement { .. } => by_text,
            _ => Manner::StatementByStatement { because: "it was begun so".to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use migrations::{Checksum, MigrationName};

    use super::*;

    #[test]
    fn only_the_same_text_counted_by_us_goes_on() {
        let script = "VACUUM;";
        let migration = Migration {
            name: MigrationName::parse(b"1_a").unwrap(),
            file: "1_a/migration.sql".to_owned(),
            script: script.to_owned(),
            checksum: Checksum::of(script),
        };
        let of = |checksum: &str, steps, logs| Resume::of(&migration, "id", checksum, steps, logs);
        let same = migration.checksum.to_string();
        let interrupted = of(&same, 2, Some(RUNNING)).unwrap();
        assert_eq!((interrupted.completed(), interrupted.was_interrupted), (2, true));
        let failed = format!("A migration failed to apply.\n\n{MARK}");
        assert!(of(&same, 0, Some(&failed)).is_some_and(|resume| !resume.was_interrupted));
        assert_eq!(of(&same, 1, None), None);
        assert_eq!(of(&same, 0, Some("A migration failed to apply.")), None);
        assert_eq!(of(&same.replace(|c: char| c.is_ascii_digit(), "0"), 2, Some(RUNNING)), None);
        assert_eq!(of(&same, -1, Some(RUNNING)), None);
    }
}
