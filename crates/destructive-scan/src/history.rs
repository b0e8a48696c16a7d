//! One target: what its base has is learned, what the change adds is scanned.

use std::cell::RefCell;

use cli::{Failure, Session};
use config::Target;
use migrations::{Gravity, Keep};
use report::{FailOn, Origin, Outcome};
use situation::{Base, Sides, Situation, Standing, input, rules::weigh};

use crate::{
    Args, Looked,
    authors::Authors,
    prisma_schema::PrismaSchema,
    scanner::{Scanner, Settling},
};

/// Looks at one target.
pub(crate) fn look(args: &Args, session: &Session, situation: &Situation, target: &Target) -> Result<Looked, Failure> {
    let hazards = situation.config.hazards.of_target(&target.name);
    let (base, settling) = if args.all { (&Base::None, Settling::AfterEach) } else { (&situation.base, Settling::AtTheEnd) };
    let authors = Authors::of(&situation.root);
    let scanner = Scanner::new(&hazards, &authors, &session.now, settling);
    let scanner = RefCell::new(if args.all { scanner.sparing_notices() } else { scanner });
    let sides = Sides::visit(
        situation,
        base,
        target,
        (
            &mut |migration| {
                scanner.borrow_mut().learn(migration);
                Keep::NameOnly
            },
            &mut |migration, standing| {
                if standing != Standing::Merged {
                    scanner.borrow_mut().scan(migration);
                }
                Keep::NameOnly
            },
        ),
    )?;
    let mut scanner = scanner.into_inner();
    tracing::debug!("`{}` scanned: {} of {} migrations", target.name, scanner.scanned.len(), sides.head.migrations.len());
    let fail_on = if args.all && args.fail_on.is_none() { FailOn::Nothing } else { FailOn::Severity(hazards.fail_on.value) };
    let mut told = report::Target { name: target.name.clone(), fail_on, ..report::Target::default() };
    told.notes = notes(args, situation, &sides, &scanner);
    told.migrations = scanner.scanned.iter().map(|name| migration(name)).collect();
    told.statements = Some(scanner.statements);
    told.findings = scanner.take_findings();
    if !args.all
        && told.findings.iter().any(|finding| finding.rule.as_str() == "drop-column")
        && let Some(schema) = PrismaSchema::of_base(situation, target)
    {
        told.findings.iter_mut().for_each(|finding| schema.witness(finding));
    }
    let of_history = input::comparison(&sides.comparison, &sides.head);
    let (refused, problems): (Vec<_>, Vec<_>) = sides.problems.iter().partition(|problem| problem.gravity == Gravity::Refused);
    let of_files = problems.into_iter().map(input::problem);
    told.findings.extend(weigh(of_history.into_iter().chain(of_files).collect(), &hazards));
    // What must not be read cannot be switched off.
    told.findings.extend(refused.iter().map(|problem| input::problem(problem)));
    told.sort();
    let is_refused = sides.is_refused();
    let scripts = sides.head.migrations.into_iter().filter(|migration| !migration.script.is_empty()).collect();
    Ok(Looked { told, scripts, is_refused })
}

/// A migration that nobody tried to run.
pub(crate) fn migration(name: &str) -> report::Migration {
    report::Migration {
        name: name.to_owned(),
        origin: Origin::New,
        outcome: Outcome::Pending,
        duration: None,
        manner: None,
        changes: Vec::new(),
    }
}

fn notes(args: &Args, situation: &Situation, sides: &Sides, scanner: &Scanner<'_>) -> Vec<String> {
    let mut notes = Vec::new();
    if args.all {
        notes.push("the whole history was looked at, each migration as if those before it were in use".to_owned());
        if args.fail_on.is_none() {
            notes.push("findings in a history are told and close no gate; --fail-on changes that".to_owned());
        }
    } else {
        notes.push(situation.base.told());
        notes.push(format!("read for what they say of the schema: {} of the base", count(scanner.learned, "migration")));
    }
    if sides.ahead > 0 {
        notes.push(format!("the base has {} that this branch does not have yet", count(sides.ahead, "migration")));
    }
    notes.extend(situation.notes.iter().cloned());
    notes
}

/// `1 migration`, `2 migrations`.
pub(crate) fn count(number: usize, thing: &str) -> String {
    format!("{number} {thing}{}", if number == 1 { "" } else { "s" })
}
