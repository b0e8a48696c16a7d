//! What changes rows, and what empties tables.

use std::collections::BTreeSet;

use postgres_terms::LockMode;

use super::{Impacts, Reach, Work};
use crate::{Action, Condition, Name, facts::MANY};

impl Impacts<'_> {
    /// What the effects of data-changing commands do; nothing for others.
    pub(super) fn add_data(&mut self, action: &Action) {
        let writes = LockMode::RowExclusive;
        match action {
            Action::Deletes { table, condition, .. } | Action::Updates { table, condition, .. } => {
                let work = if *condition == Condition::Given { Work::MAYBE_SCAN } else { Work::SCAN };
                self.touch_tree(table, writes, work, Reach::Heirs);
            }
            Action::Inserts { table, .. } | Action::Copies { table: Some(table), into_table: true, .. } => {
                self.touch(table, writes, Work::NONE);
            }
            Action::Copies { table: Some(table), into_table: false, .. } => {
                self.touch_tree(table, LockMode::AccessShare, Work::SCAN, Reach::Heirs);
            }
            Action::Reads { tables } => {
                for table in tables {
                    self.touch_tree(table, LockMode::AccessShare, Work::MAYBE_SCAN, Reach::Heirs);
                }
            }
            Action::Truncates { table, cascade, .. } => self.truncate(table, *cascade),
            _ => {}
        }
    }

    /// `CASCADE` empties every table that references an emptied one.
    fn truncate(&mut self, table: &Name, cascade: bool) {
        self.touch_tree(table, LockMode::AccessExclusive, Work::EMPTY, Reach::Heirs);
        let Some(id) = self.facts.table_id(table).filter(|_| cascade) else { return };
        let mut emptied = self.family(id, Reach::Heirs);
        let mut seen: BTreeSet<_> = emptied.iter().copied().collect();
        let mut at = 0;
        while let Some(id) = emptied.get(at).copied().filter(|_| emptied.len() < MANY) {
            for (from, _) in self.facts.references_to(id).take(MANY).collect::<Vec<_>>() {
                for member in self.family(from, Reach::Heirs).into_iter().filter(|member| seen.insert(*member)) {
                    emptied.push(member);
                    let has_rows = self.facts.table_of(member).is_none_or(|table| !table.is_partitioned);
                    self.touch_id(member, LockMode::AccessExclusive, if has_rows { Work::EMPTY } else { Work::NONE });
                }
            }
            at += 1;
        }
    }
}
