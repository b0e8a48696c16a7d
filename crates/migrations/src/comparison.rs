//! What does the head have that the base has not, and the other way round?

use std::collections::{HashMap, HashSet};

use crate::{
    checksum::Agreement,
    directory::{Directory, Migration},
    name::MigrationName,
    problem::{Gravity, Problem},
};

/// How the head's migrations differ from the base's. Each list is in the order in which migrations run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Comparison {
    /// In the head only; they would run at the next deploy. Renamed ones are among them.
    pub added: Vec<MigrationName>,
    /// In both, with another text in the head.
    pub edited: Vec<Edited>,
    /// In the base only, and not renamed.
    pub removed: Vec<MigrationName>,
    /// Gone, while a new name has the same text: databases that have run it would run it again.
    pub renamed: Vec<Renamed>,
    /// Added, and sorted before the newest of the base: they run in another order here than where the base is applied.
    pub out_of_order: Vec<OutOfOrder>,
}

/// A merged migration whose text was changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its name.
    pub name: MigrationName,
    /// The head's file.
    pub file: String,
    /// Only line ends changed, which Prisma does not count as an edit.
    pub only_line_ends: bool,
}

/// A migration under a new name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its name in the base.
    pub from: MigrationName,
    /// Its name in the head.
    pub to: MigrationName,
}

/// A new migration that is older than what is merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutOfOrder {
    /// The new one.
    pub name: MigrationName,
    /// The newest of the base.
    pub newest_of_base: MigrationName,
}

/// Compares two states of one directory. Names are put in order as the head's [`Directory::order`] says.
pub fn compare(base: &Directory, head: &Directory) -> Comparison {
    let merged: HashMap<&MigrationName, &Migration> = base.migrations.iter().map(|merged| (&merged.name, merged)).collect();
    let unreadable = head.problems.iter().filter_map(|problem| problem.migration.as_ref());
    let kept: HashSet<&MigrationName> = head.migrations.iter().map(|migration| &migration.name).chain(unreadable).collect();
    let order = head.order.comparer();
    let newest = base.migrations.iter().map(|merged| &merged.name).max_by(|a, b| order(a.as_str(), b.as_str()));
    let mut gone: Vec<&Migration> = base.migrations.iter().filter(|merged| !kept.contains(&merged.name)).collect();
    let mut comparison = Comparison::default();
    for migration in &head.migrations {
        let Migration { name, file, script, checksum } = migration;
        if let Some(merged) = merged.get(name) {
            let agreement = if merged.checksum == *checksum { Agreement::Same } else { merged.checksum.agreement(script) };
            if agreement != Agreement::Same {
                let only_line_ends = agreement == Agreement::OnlyLineEnds;
                comparison.edited.push(Edited { name: name.clone(), file: file.clone(), only_line_ends });
            }
            continue;
        }
        comparison.added.push(name.clone());
        let same_text = |gone: &&Migration| gone.checksum == *checksum && !script.trim().is_empty();
        if let Some(at) = gone.iter().position(same_text) {
            comparison.renamed.push(Renamed { from: gone.remove(at).name.clone(), to: name.clone() });
        }
        if let Some(newest) = newest.filter(|newest| order(name.as_str(), newest.as_str()).is_lt()) {
            comparison.out_of_order.push(OutOfOrder { name: name.clone(), newest_of_base: newest.clone() });
        }
    }
    comparison.removed = gone.iter().map(|gone| gone.name.clone()).collect();
    comparison
}

/// What is wrong with the head, where the base is known: a problem that the base has as well is not this change's, and
/// weighs less where only an edit of a merged migration could mend it. What the base alone has is told as a warning,
/// because those scripts are left out when the base is run.
pub fn problems(base: &Directory, head: &Directory) -> Vec<Problem> {
    let of_base: HashSet<&Problem> = base.problems.iter().collect();
    let of_head: HashSet<&Problem> = head.problems.iter().collect();
    let soften = |problem: &Problem| {
        let most = if of_base.contains(problem) { problem.rule.gravity_once_merged() } else { Gravity::Refused };
        Problem { gravity: problem.gravity.min(most), ..problem.clone() }
    };
    let mended = |problem: &&Problem| {
        problem.gravity == Gravity::Refused && !problem.rule.deceives_only_people() && !of_head.contains(problem)
    };
    let warn = |problem: &Problem| Problem {
        gravity: Gravity::Warning,
        message: format!("on the base side, and left out there: {}", problem.message),
        ..problem.clone()
    };
    head.problems.iter().map(soften).chain(base.problems.iter().filter(mended).map(warn)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{checksum::Checksum, order::Order, problem::Rule};

    fn directory(scripts: &[(&str, &str)]) -> Directory {
        let migration = |(name, script): &(&str, &str)| Migration {
            name: MigrationName::parse(name.as_bytes()).unwrap(),
            file: format!("{name}/migration.sql"),
            script: (*script).to_owned(),
            checksum: Checksum::of(script),
        };
        Directory { migrations: scripts.iter().map(migration).collect(), ..Directory::default() }
    }

    /// The comparison in words: `+added ~edited ≈line-ends -removed from>to <out-of-order`.
    fn check(base: &[(&str, &str)], head: &[(&str, &str)], expected: &str) {
        let found = compare(&directory(base), &directory(head));
        let mut words: Vec<String> = found.added.iter().map(|name| format!("+{name}")).collect();
        words.extend(found.edited.iter().map(|it| format!("{}{}", if it.only_line_ends { '≈' } else { '~' }, it.name)));
        words.extend(found.removed.iter().map(|name| format!("-{name}")));
        words.extend(found.renamed.iter().map(|it| format!("{}>{}", it.from, it.to)));
        words.extend(found.out_of_order.iter().map(|it| format!("{}<{}", it.name, it.newest_of_base)));
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn tells_what_a_branch_did() {
        let base = [("1_a", "A\n"), ("3_c", "C\n")];
        check(&base, &base, "");
        check(&[], &base, "+1_a +3_c");
        check(&base, &[("1_a", "A\n"), ("3_c", "C\n"), ("4_d", "D")], "+4_d");
        check(&base, &[("1_a", "A\n"), ("2_b", "B"), ("3_c", "C\n")], "+2_b 2_b<3_c");
        check(&base, &[("1_a", "other"), ("3_c", "C\r\n")], "~1_a ≈3_c");
        check(&base, &[("1_a", "A\n")], "-3_c");
        check(&base, &[("1_a", "A\n"), ("4_c", "C\n")], "+4_c 3_c>4_c");
        check(&base, &[("1_a", "A\n"), ("2_x", "X")], "+2_x -3_c 2_x<3_c");
        check(&[("1_a", "A"), ("2_b", "A")], &[("3_a", "A"), ("4_b", "A"), ("5_c", "A")], "+3_a +4_b +5_c 1_a>3_a 2_b>4_b");
        check(&[("1_a", "\n")], &[("2_b", "\n")], "+2_b -1_a");
    }

    #[test]
    fn the_order_in_force_decides_what_is_older() {
        let mut head = directory(&[("2_x", ""), ("10_next", "")]);
        let base = directory(&[("2_x", "")]);
        assert_eq!(compare(&base, &head).out_of_order.len(), 1);
        head.order = Order::Bytes;
        assert_eq!(compare(&base, &head).out_of_order.len(), 1);
        let base = directory(&[("10_next", "")]);
        assert_eq!(compare(&base, &head).out_of_order.len(), 0);
    }

    fn problem(rule: Rule, gravity: Gravity, file: &str) -> Problem {
        let (message, advice) = ("bad".to_owned(), "mend it".to_owned());
        Problem { rule, gravity, migration: None, file: file.to_owned(), position: None, message, advice }
    }

    #[test]
    fn a_merged_problem_weighs_less_only_where_an_edit_would_do_harm() {
        let both = [
            problem(Rule::HiddenCharacter, Gravity::Refused, "a"),
            problem(Rule::ScriptMissing, Gravity::Error, "b"),
            problem(Rule::UnsafeFile, Gravity::Refused, "c"),
        ];
        let mut head = Directory { problems: both.to_vec(), ..Directory::default() };
        let mut base = head.clone();
        head.problems.push(problem(Rule::HiddenCharacter, Gravity::Refused, "new"));
        base.problems.push(problem(Rule::UnsafeFile, Gravity::Refused, "mended"));
        base.problems.push(problem(Rule::HiddenCharacter, Gravity::Refused, "mended too"));
        let gravities: Vec<_> = problems(&base, &head).iter().map(|problem| (problem.file.clone(), problem.gravity)).collect();
        let expected = [
            ("a", Gravity::Notice),
            ("b", Gravity::Warning),
            ("c", Gravity::Refused),
            ("new", Gravity::Refused),
            ("mended", Gravity::Warning),
        ];
        assert_eq!(gravities, expected.map(|(file, gravity)| (file.to_owned(), gravity)));
    }
}
