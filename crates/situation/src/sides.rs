//! The two sides of one target: what the base has and what the head has.

use std::collections::HashMap;

use cli::Failure;
use config::Target;
use migrations::{
    Agreement, Checksum, Comparison, Directory, Gravity, Keep, Migration, Order, Problem, Source, compare, place_of, problems,
    source_of, visit_base, visit_directory,
};

use crate::{Base, Situation, git_failure};

/// One target's migrations.
#[derive(Debug)]
pub struct Sides {
    /// What is merged, in order.
    pub base: Directory,
    /// What the change has.
    pub head: Directory,
    /// How they differ. Without a base everything is added.
    pub comparison: Comparison,
    /// What is wrong with the head.
    pub problems: Vec<Problem>,
    /// Migrations of a base revision that this branch does not have yet: it is behind, and nothing was removed.
    pub ahead: usize,
}

/// What the base has of a migration of the head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The same, but for line ends perhaps.
    Merged,
    /// Another text under this name.
    Edited,
    /// Nothing.
    New,
}

/// Looks at the base's migrations, in order, and says what to keep of each.
pub type LookAtBase<'a> = &'a mut dyn FnMut(&Migration) -> Keep;
/// Looks at the head's migrations, in order and after all of the base's. Of what is not merged, the script is kept in any case where there
/// is a base, for the comparison needs it.
pub type LookAtHead<'a> = &'a mut dyn FnMut(&Migration, Standing) -> Keep;

impl Sides {
    /// Whether nothing may be run.
    pub fn is_refused(&self) -> bool {
        self.problems.iter().any(|problem| problem.gravity == Gravity::Refused)
    }

    /// What the head has, for a binary that has nothing to say where something of it must not be run.
    pub fn usable(self, target: &Target) -> Result<Directory, Failure> {
        if self.is_refused() {
            let path = &target.migrations.value;
            return Err(Failure::usage(format!("the migrations in `{path}` cannot be used: they hold what must not be run"))
                .hint("Run `validate`, which names each file and what is wrong with it."));
        }
        Ok(self.head)
    }

    /// The new migrations, in order.
    pub fn added(&self) -> Vec<Migration> {
        let added = |migration: &&Migration| self.comparison.added.contains(&migration.name);
        self.head.migrations.iter().filter(added).cloned().collect()
    }

    /// Reads both sides of a target of Prisma's, and keeps all scripts.
    pub fn read(situation: &Situation, target: &Target) -> Result<Sides, Failure> {
        let keep: (LookAtBase<'_>, LookAtHead<'_>) = (&mut |_| Keep::Script, &mut |_, _| Keep::Script);
        Sides::visit_as(Source::Prisma, situation, &situation.base, target, keep)
    }

    /// Reads both sides of a target, against a base that need not be the situation's, showing each migration as it is read.
    pub fn visit(
        situation: &Situation,
        base: &Base,
        target: &Target,
        look: (LookAtBase<'_>, LookAtHead<'_>),
    ) -> Result<Sides, Failure> {
        let source = source_of(&target.migrations.value.resolve(&situation.root), &situation.root).map_err(Failure::usage)?;
        Sides::visit_as(source, situation, base, target, look)
    }

    fn visit_as(
        source: Source,
        situation: &Situation,
        base: &Base,
        target: &Target,
        (look_at_base, look_at_head): (LookAtBase<'_>, LookAtHead<'_>),
    ) -> Result<Sides, Failure> {
        let order = match (source, target.order.value) {
            (Source::Supabase, _) | (_, config::Order::Bytes) => Order::Bytes,
            (Source::Prisma, config::Order::Locale) => Order::Locale,
        };
        let kind = (source, order);
        let path = target.migrations.value.resolve(&situation.root);
        let shown = place_of(&path, &situation.root).map_err(Failure::usage)?;
        let base_side = match base {
            Base::None => None,
            Base::Directory(path) => Some(visit_directory(path, &situation.root, kind, look_at_base).map_err(Failure::usage)?),
            Base::Commit(git, base) => Some(visit_base(git, &base.commit, &shown, kind, look_at_base).map_err(git_failure)?),
        };
        let merged: HashMap<&str, &Checksum> =
            base_side.iter().flat_map(|base| &base.migrations).map(|it| (it.name.as_str(), &it.checksum)).collect();
        let mut look = |migration: &Migration| {
            let merged = merged.get(migration.name.as_str()).copied();
            let wanted = look_at_head(migration, standing(migration, merged));
            let is_the_same = merged == Some(&migration.checksum);
            if base_side.is_none() || is_the_same { wanted } else { Keep::Script }
        };
        let head = visit_directory(&path, &situation.root, kind, &mut look).map_err(Failure::usage)?;
        let Some(base_side) = base_side else {
            let added = head.migrations.iter().map(|migration| migration.name.clone()).collect();
            let comparison = Comparison { added, ..Comparison::default() };
            return Ok(Sides { base: Directory::default(), problems: head.problems.clone(), head, comparison, ahead: 0 });
        };
        let mut comparison = compare(&base_side, &head);
        let ahead = forget_what_is_ahead(base, &base_side, &head, &mut comparison, kind)?;
        Ok(Sides { problems: problems(&base_side, &head), base: base_side, head, comparison, ahead })
    }
}

fn standing(migration: &Migration, merged: Option<&Checksum>) -> Standing {
    match merged {
        None => Standing::New,
        Some(merged) if *merged == migration.checksum => Standing::Merged,
        Some(merged) if merged.agreement(&migration.script) == Agreement::OnlyLineEnds => Standing::Merged,
        Some(_) => Standing::Edited,
    }
}

/// A revision that the user named may have moved on since this branch left it: what it has gained is not what the branch removed.
fn forget_what_is_ahead(
    at: &Base,
    base: &Directory,
    head: &Directory,
    comparison: &mut Comparison,
    kind: (Source, Order),
) -> Result<usize, Failure> {
    let Base::Commit(git, at) = at else { return Ok(0) };
    if comparison.removed.is_empty() {
        return Ok(0);
    }
    let here = git.resolve("HEAD").map_err(git_failure)?;
    let Some(left) = git.merge_base(&here, &at.commit).map_err(git_failure)?.filter(|left| *left != at.commit) else {
        return Ok(0);
    };
    let then = visit_base(git, &left, &head.path, kind, &mut |_| Keep::NameOnly).map_err(git_failure)?;
    comparison.removed.retain(|name| then.migration(name).is_some());
    let gained = |migration: &&Migration| then.migration(&migration.name).is_none() && head.migration(&migration.name).is_none();
    Ok(base.migrations.iter().filter(gained).count())
}
