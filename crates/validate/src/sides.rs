//! The two sides of one target: what the base has and what the head has.

use cli::Failure;
use config::Target;
use migrations::{Comparison, Directory, Gravity, Migration, Order, Problem, compare, problems, read_base, read_directory};

use crate::situation::{Base, Situation, git_failure};

/// One target's migrations.
pub(crate) struct Sides {
    /// What is merged, in order.
    pub(crate) base: Directory,
    /// What the change has.
    pub(crate) head: Directory,
    /// How they differ. Without a base everything is added.
    pub(crate) comparison: Comparison,
    /// What is wrong with the head.
    pub(crate) problems: Vec<Problem>,
    /// Migrations of a base revision that this branch does not have yet: it is behind, and nothing was removed.
    pub(crate) ahead: usize,
}

impl Sides {
    /// Whether nothing may be run.
    pub(crate) fn is_refused(&self) -> bool {
        self.problems.iter().any(|problem| problem.gravity == Gravity::Refused)
    }

    /// The new migrations, in order.
    pub(crate) fn added(&self) -> Vec<Migration> {
        let added = |migration: &&Migration| self.comparison.added.contains(&migration.name);
        self.head.migrations.iter().filter(added).cloned().collect()
    }
}

pub(crate) fn read(situation: &Situation, target: &Target) -> Result<Sides, Failure> {
    let order = match target.order.value {
        config::Order::Locale => Order::default(),
        config::Order::Bytes => Order::Bytes,
    };
    let path = target.migrations.value.resolve(&situation.root);
    let head = read_directory(&path, &situation.root, order).map_err(Failure::usage)?;
    let base = match &situation.base {
        Base::None => None,
        Base::Directory(path) => Some(read_directory(path, &situation.root, order).map_err(Failure::usage)?),
        Base::Commit(git, base) => Some(read_base(git, &base.commit, &head.path, order).map_err(git_failure)?),
    };
    let Some(base) = base else {
        let added = head.migrations.iter().map(|migration| migration.name.clone()).collect();
        let comparison = Comparison { added, ..Comparison::default() };
        return Ok(Sides { base: Directory::default(), problems: head.problems.clone(), head, comparison, ahead: 0 });
    };
    let mut comparison = compare(&base, &head);
    let ahead = forget_what_is_ahead(situation, &base, &head, &mut comparison, order)?;
    Ok(Sides { problems: problems(&base, &head), base, head, comparison, ahead })
}

/// A revision that the user named may have moved on since this branch left it: what it has gained is not what the branch removed.
fn forget_what_is_ahead(
    situation: &Situation,
    base: &Directory,
    head: &Directory,
    comparison: &mut Comparison,
    order: Order,
) -> Result<usize, Failure> {
    let Base::Commit(git, at) = &situation.base else { return Ok(0) };
    if comparison.removed.is_empty() {
        return Ok(0);
    }
    let here = git.resolve("HEAD").map_err(git_failure)?;
    let Some(left) = git.merge_base(&here, &at.commit).map_err(git_failure)?.filter(|left| *left != at.commit) else {
        return Ok(0);
    };
    let then = read_base(git, &left, &head.path, order).map_err(git_failure)?;
    comparison.removed.retain(|name| then.migration(name).is_some());
    let gained = |migration: &&Migration| then.migration(&migration.name).is_none() && head.migration(&migration.name).is_none();
    Ok(base.migrations.iter().filter(gained).count())
}
