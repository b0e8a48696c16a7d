//! What do the rules say of a script, after the scripts before it?

use std::{borrow::Cow, collections::BTreeMap};

use postgres_syntax::{Lines, Span, TransactionEffect};
use report::{Acknowledgement, Author, Finding, Place, Position, RuleId};

use crate::{
    Action, Effect, Facts, Name, ObjectKind, Statement,
    acknowledgement::{Accepted, Acknowledgements},
    facts::{Budget, Outlook},
    impact::{Impacts, StatementImpact, together},
    reading::read,
    rules::{Context, Hit, Rule, rules},
    secret::{Secrets, mask},
    transaction::Transaction,
};

/// One migration's script.
#[derive(Debug, Clone, Copy)]
pub struct Script<'a> {
    /// The migration's name.
    pub migration: &'a str,
    /// The script's path, relative to the repository.
    pub file: &'a str,
    /// Its text. Whatever `postgres_syntax::refusals` refuses in it is scanned all the same.
    pub sql: &'a str,
}

/// What the user wants of a scan, and what is known besides the scripts.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The rules that may fire, sorted by name.
    pub rules: Vec<&'static Rule>,
    /// Schemas whose tables clients reach directly, through an API that runs their queries. `None`: not said.
    pub exposed_schemas: Option<Vec<String>>,
    /// Roles that clients work as, besides `public`.
    pub client_roles: Vec<String>,
    /// Now, in UTC, as fourteen digits. `None`: not said, and no timestamp is from the future.
    pub now: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            rules: rules().iter().copied().filter(|rule| !rule.opt_in).collect(),
            exposed_schemas: None,
            client_roles: ["anon", "authenticated"].map(str::to_owned).to_vec(),
            now: None,
        }
    }
}

/// The rules, and what the scripts so far said of the schema.
#[derive(Debug, Clone)]
pub struct Scan {
    settings: Settings,
    facts: Facts,
}

/// What the scan says of one script.
#[derive(Debug, Clone, PartialEq)]
pub struct ScriptFindings {
    /// In the order of the text. More than 200 of one rule are counted in a last one.
    pub findings: Vec<Finding>,
    /// Everything that the script names as dropped or truncated, harmless or not, in the order of the text.
    pub dropped: Vec<Dropped>,
    /// How much of it was understood.
    pub summary: ScanSummary,
}

/// How many statements were understood. `total` is always the sum of `classified` and `unparsed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ScanSummary {
    /// Statements of the script; those inside a `DO` block are not counted.
    pub total: usize,
    /// Those that were understood.
    pub classified: usize,
    /// Those that were not; each has a finding `unparsed-statement`.
    pub unparsed: usize,
    /// Statements that were read inside of others, in blocks and the bodies of routines; they are not part of `total`.
    pub inner: usize,
}

impl std::ops::AddAssign for ScanSummary {
    fn add_assign(&mut self, other: Self) {
        self.total += other.total;
        self.classified += other.classified;
        self.unparsed += other.unparsed;
        self.inner += other.inner;
    }
}

/// Something that a script names as dropped or truncated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// The kind as `pg_event_trigger_dropped_objects` calls it: `table`, `table column`, `table constraint`, `type`; `routine` when only the
    /// server knows which of the three. `owned by` for everything that a role owns.
    pub kind: &'static str,
    /// The schema, when it is written.
    pub schema: Option<String>,
    /// The object's name; for what belongs to a table, the table's and its own. Of a routine without its arguments.
    pub name: Vec<String>,
    /// Whether dependants go with it.
    pub cascade: bool,
    /// Whether the object stays and its rows go.
    pub loss: Loss,
    /// Where the script says so.
    pub span: Span,
}

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The object.
    Object,
    /// Its rows.
    Rows,
}

/// A reader who has seen this many findings of a rule in one script has seen enough.
const MOST_OF_A_RULE: usize = 200;
/// Characters of a statement that a finding carries.
const EXCERPT: usize = 400;

impl Scan {
    /// A scan that has seen nothing yet.
    pub fn new(settings: Settings) -> Self {
        Scan { settings, facts: Facts::default() }
    }

    /// What the scripts so far said of the schema.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    pub(crate) fn facts_mut(&mut self) -> &mut Facts {
        &mut self.facts
    }

    /// Takes note of a script that is applied everywhere already: column types, enum values, indexes.
    pub fn learn(&mut self, script: &Script<'_>) {
        self.facts.begin_script(false);
        let mut budget = Budget::default();
        for mut statement in read(script.sql) {
            self.facts.follow_calls(&mut statement, &mut budget);
            statement.effects.iter().for_each(|effect| self.facts.learn(effect));
            self.facts.end_statement();
        }
    }

    /// From now on what was scanned counts as applied everywhere: its tables hold rows. For looking at a whole history, script by script.
    pub fn settle(&mut self) {
        self.facts.settle();
    }

    /// What each statement of a new script locks, reads through and writes anew. Takes note of the script as `scan` does.
    pub fn impacts(&mut self, script: &Script<'_>) -> Vec<StatementImpact> {
        self.facts.begin_script(true);
        let mut budget = Budget::default();
        let impact = |mut statement: Statement| {
            self.facts.follow_calls(&mut statement, &mut budget);
            let mut relations = Vec::new();
            for piece in pieces(&statement) {
                relations.append(&mut Impacts::of(&piece.effects, &self.facts));
                piece.effects.iter().for_each(|effect| self.facts.learn(effect));
            }
            self.facts.end_statement();
            StatementImpact { statement: statement.span, relations: together(relations) }
        };
        read(script.sql).into_iter().map(impact).collect()
    }

    /// Looks at a new script, and takes note of it for those that follow.
    pub fn scan(&mut self, script: &Script<'_>) -> ScriptFindings {
        self.facts.begin_script(true);
        let mut statements = read(script.sql);
        let mut budget = Budget::default();
        let acknowledgements = Acknowledgements::read(script.sql);
        let mut pass = Pass { script, settings: &self.settings, acknowledgements, hits: Vec::new(), counts: BTreeMap::new() };
        let mut new_values = BTreeMap::new();
        let outlook = Outlook::of(&statements, &self.facts);
        let mut transaction = Transaction::default();
        for at in 0..statements.len() {
            statements.iter_mut().skip(at).take(1).for_each(|statement| self.facts.follow_calls(statement, &mut budget));
            for piece in statements.get(at).into_iter().flat_map(pieces) {
                let (facts, settings) = (&self.facts, &self.settings);
                let impacts = Impacts::of(&piece.effects, facts);
                let context = Context {
                    script,
                    settings,
                    statements: &statements,
                    at,
                    facts,
                    outlook: &outlook,
                    new_values: &new_values,
                    impacts: &impacts,
                    transaction: &transaction,
                };
                for rule in settings.rules.iter().copied() {
                    pass.take(rule, rule.check(&piece, &context));
                }
                transaction.learn(&piece, &impacts);
                for effect in &piece.effects {
                    self.facts.learn(effect);
                    remember_value(&mut new_values, effect);
                }
            }
            self.facts.end_statement();
        }
        let (at, facts, settings) = (statements.len(), &self.facts, &self.settings);
        let context = Context {
            script,
            settings,
            statements: &statements,
            at,
            facts,
            outlook: &outlook,
            new_values: &new_values,
            impacts: &[],
            transaction: &transaction,
        };
        for rule in settings.rules.iter().copied() {
            pass.take(rule, rule.check_script(&context));
        }
        let unparsed = statements.iter().filter(|statement| statement.is_unparsed()).count();
        let inner = statements.iter().map(|statement| statement.inner).sum();
        ScriptFindings {
            findings: pass.findings(&statements),
            dropped: statements.iter().flat_map(|statement| &statement.effects).filter_map(dropped).collect(),
            summary: ScanSummary { total: statements.len(), classified: statements.len() - unparsed, unparsed, inner },
        }
    }
}

/// The statements of which a statement consists, each with its effects: a block's are looked at one after the other, for what one of them
/// makes is new to the next.
fn pieces(statement: &Statement) -> Vec<Cow<'_, Statement>> {
    let is_same = |one: &Effect, other: &Effect| {
        one.statement == other.statement
            && one.through.as_ref().map(|through| through.statement) == other.through.as_ref().map(|through| through.statement)
    };
    let is_one = statement.effects.first().is_none_or(|first| statement.effects.iter().all(|effect| is_same(first, effect)));
    if is_one {
        return vec![Cow::Borrowed(statement)];
    }
    let piece = |effects: &[Effect]| {
        let span = effects.first().map_or(statement.span, |first| first.statement);
        Cow::Owned(Statement { span, effects: effects.to_vec(), inner: 0 })
    };
    statement.effects.chunk_by(is_same).map(piece).collect()
}

/// What the rules found in a script so far.
struct Pass<'a> {
    script: &'a Script<'a>,
    settings: &'a Settings,
    acknowledgements: Acknowledgements,
    hits: Vec<(&'static Rule, Hit, Option<Accepted>)>,
    counts: BTreeMap<&'static str, usize>,
}

impl Pass<'_> {
    fn take(&mut self, rule: &'static Rule, hits: Vec<Hit>) {
        for hit in hits {
            let count = self.counts.entry(rule.id).or_default();
            *count += 1;
            let accepted = self.acknowledgements.accept(rule.id, &hit.object, hit.statement);
            if *count <= MOST_OF_A_RULE {
                self.hits.push((rule, hit, accepted));
            }
        }
    }

    fn findings(mut self, statements: &[Statement]) -> Vec<Finding> {
        for rule in self.settings.rules.iter().copied() {
            let remarks = self.acknowledgements.remarks(rule, |id| self.settings.rules.iter().any(|rule| rule.id == id));
            self.hits.extend(remarks.take(MOST_OF_A_RULE).map(|hit| (rule, hit, None)));
        }
        self.hits.sort_by_key(|(_, hit, _)| hit.span.start);
        let writer = Writer { script: self.script, lines: Lines::new(self.script.sql), secrets: Secrets::of(statements) };
        let counts = &self.counts;
        let rests = self.settings.rules.iter();
        let rests = rests.filter_map(|rule| writer.rest(rule, counts.get(rule.id).copied().unwrap_or(0)));
        let findings = self.hits.into_iter().map(|(rule, hit, accepted)| writer.finding(rule, hit, accepted));
        findings.chain(rests).collect()
    }
}

fn remember_value(new_values: &mut BTreeMap<String, Name>, effect: &Effect) {
    match &effect.action {
        Action::AddsEnumValue { name, value } => drop(new_values.insert(value.clone(), name.clone())),
        Action::Transaction(TransactionEffect::Commits) => new_values.clear(),
        _ => {}
    }
}

/// Turns hits into findings.
struct Writer<'a> {
    script: &'a Script<'a>,
    lines: Lines<'a>,
    secrets: Secrets,
}

impl Writer<'_> {
    fn finding(&self, rule: &Rule, hit: Hit, accepted: Option<Accepted>) -> Finding {
        let message = match &hit.through {
            Some(call) => format!("{}, by {call}", hit.message),
            None => hit.message,
        };
        let (start, end) = (self.lines.position(hit.span.start), self.lines.position(hit.span.end.max(hit.span.start)));
        let shown = shown(self.script.sql, hit.statement, hit.span.start);
        Finding {
            severity: hit.severity.unwrap_or(rule.severity),
            object: hit.object.written().map(mask),
            advice: Some(mask(hit.advice)),
            migration: Some(self.script.migration.to_owned()),
            place: Some(Place {
                file: self.script.file.to_owned(),
                line: start.line,
                column: start.column,
                end_line: end.line,
                end_column: Some(end.column),
            }),
            statement: Some(self.secrets.excerpt(self.script.sql, shown, EXCERPT)),
            statement_start: Some(self.position(shown.start)),
            acknowledged: accepted.map(|accepted| Acknowledgement {
                reason: mask(accepted.reason),
                line: Some(self.position(accepted.comment.start).line),
                author: Author::Unknown,
            }),
            ..Finding::new(RuleId::new(rule.id), rule.severity, mask(message))
        }
    }

    fn position(&self, offset: usize) -> Position {
        let position = self.lines.position(offset);
        Position { line: position.line, column: position.column }
    }

    /// One finding for all that are too many.
    fn rest(&self, rule: &Rule, count: usize) -> Option<Finding> {
        let left = count.checked_sub(MOST_OF_A_RULE).filter(|left| *left > 0)?;
        let message = format!("there are {left} more findings of this rule in the script");
        let place = Place { file: self.script.file.to_owned(), line: 1, column: 1, end_line: 1, end_column: None };
        Some(Finding { migration: Some(self.script.migration.to_owned()), place: Some(place), ..rule.finding(message) })
    }
}

/// The part of a statement that a finding shows: all of it, or from the line on where the finding is, when that is far behind its beginning.
fn shown(sql: &str, statement: Span, place: usize) -> Span {
    let before = sql.get(statement.start..place).unwrap_or_default();
    if before.len() <= EXCERPT / 2 {
        return statement;
    }
    let line = before.rfind('\n').map_or(statement.start, |end| statement.start + end + 1);
    let start = if place - line <= EXCERPT / 2 { line } else { sql.floor_char_boundary(place - EXCERPT / 4) };
    Span { start, ..statement }
}

fn dropped(effect: &Effect) -> Option<Dropped> {
    let object = |kind, name: &Name, cascade| {
        let own = name.last().split('(').next().unwrap_or_default();
        let own = if matches!(kind, "function" | "procedure" | "routine" | "aggregate") { own } else { name.last() };
        Dropped {
            kind,
            schema: name.schema().map(str::to_owned),
            name: vec![own.to_owned()],
            cascade,
            loss: Loss::Object,
            span: effect.span,
        }
    };
    let part = |kind, owner: &Name, part: &str, cascade| {
        let mut dropped = object(kind, owner, cascade);
        dropped.name.push(part.to_owned());
        dropped
    };
    Some(match &effect.action {
        Action::Drops { kind, name, cascade, .. } => object(kind.object_type(), name, *cascade),
        Action::DropsColumn { table, column, cascade } => part("table column", table, column, *cascade),
        Action::DropsConstraint { table, constraint, cascade } => part("table constraint", table, constraint, *cascade),
        Action::DropsOnTable { kind, name, table, cascade } => part(kind.object_type(), table, name, *cascade),
        Action::DropsAttribute { name, attribute, cascade } => part("composite type column", name, attribute, *cascade),
        Action::Truncates { table, cascade, .. } => {
            Dropped { loss: Loss::Rows, ..object(ObjectKind::Table.object_type(), table, *cascade) }
        }
        Action::DropsOwned { roles, cascade } => Dropped {
            kind: "owned by",
            schema: None,
            name: roles.clone(),
            cascade: *cascade,
            loss: Loss::Object,
            span: effect.span,
        },
        _ => return None,
    })
}
