//! Which effects are hazards?
//!
//! A rule is two files with one name: the code decides, the page explains. A page's examples are tests.

mod concurrently_among_others;
mod delete_without_where;
mod drop_column;
mod drop_constraint;
mod drop_database;
mod drop_extension;
mod drop_function;
mod drop_index;
mod drop_materialized_view;
mod drop_owned;
mod drop_schema;
mod drop_sequence;
mod drop_table;
mod drop_type;
mod drop_view;
mod dropped_by_cascade;
mod dropped_unseen;
mod enum_value_removed;
mod enum_value_used_at_once;
mod narrowing_type_change;
mod opaque_code;
mod own_transaction;
mod session_state;
mod truncate;
mod unparsed_statement;
mod update_without_where;

use std::collections::BTreeMap;

use postgres_syntax::{Span, StatementText};
use report::{Finding, RuleId, Severity};

use crate::{Action, Effect, Facts, Name, ObjectKind, Statement};

/// A kind of hazard: what it is called, how bad it is, and what there is to know about it.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, which is also the name of its files.
    pub id: &'static str,
    /// How bad it is as long as the configuration does not say otherwise. Single findings may be milder or graver.
    pub severity: Severity,
    /// What it is about, in one line.
    pub summary: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
    check: Check,
}

/// Who raises a rule's findings.
#[derive(Debug)]
enum Check {
    /// The scan, statement by statement.
    Statement(fn(&Statement, &Context<'_>) -> Vec<Hit>),
    /// Who ran the script on a server and saw what it did.
    Server,
}

impl Rule {
    /// A finding of this rule at its default severity, for whoever has evidence from a server.
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(RuleId::new(self.id), self.severity, message)
    }

    /// Whether the scan itself raises it; the others need a server's evidence.
    pub fn is_static(&self) -> bool {
        matches!(self.check, Check::Statement(_))
    }

    pub(crate) fn check(&self, statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
        match self.check {
            Check::Statement(check) => check(statement, context),
            Check::Server => Vec::new(),
        }
    }
}

static ALL: [Rule; 26] = [
    concurrently_among_others::RULE,
    delete_without_where::RULE,
    drop_column::RULE,
    drop_constraint::RULE,
    drop_database::RULE,
    drop_extension::RULE,
    drop_function::RULE,
    drop_index::RULE,
    drop_materialized_view::RULE,
    drop_owned::RULE,
    drop_schema::RULE,
    drop_sequence::RULE,
    drop_table::RULE,
    drop_type::RULE,
    drop_view::RULE,
    dropped_by_cascade::RULE,
    dropped_unseen::RULE,
    enum_value_removed::RULE,
    enum_value_used_at_once::RULE,
    narrowing_type_change::RULE,
    opaque_code::RULE,
    own_transaction::RULE,
    session_state::RULE,
    truncate::RULE,
    unparsed_statement::RULE,
    update_without_where::RULE,
];

/// Every rule, sorted by name.
pub fn rules() -> &'static [Rule] {
    &ALL
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.id == id)
}

/// A hazard met at a place of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) statement: Span,
    pub(crate) message: String,
    pub(crate) advice: String,
    /// `None`: the rule's own.
    pub(crate) severity: Option<Severity>,
}

impl Hit {
    fn new(effect: &Effect, message: String, advice: impl Into<String>) -> Self {
        Hit { span: effect.span, statement: effect.statement, message, advice: advice.into(), severity: None }
    }

    fn severity(self, severity: Severity) -> Self {
        Hit { severity: Some(severity), ..self }
    }
}

/// How many effects a rule looks ahead when it asks whether something is made again.
const SOON: usize = 200;

/// What a rule may know besides the statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The script.
    pub(crate) sql: &'a str,
    /// All its statements.
    pub(crate) statements: &'a [Statement],
    /// Which of them is being looked at.
    pub(crate) at: usize,
    /// What is known of the schema before this statement.
    pub(crate) facts: &'a Facts,
    /// Enum values that the script added before this statement and has not committed, with their types.
    pub(crate) new_values: &'a BTreeMap<String, Name>,
}

impl<'a> Context<'a> {
    fn before(&self) -> impl DoubleEndedIterator<Item = &'a Effect> {
        self.statements.iter().take(self.at).flat_map(|statement| &statement.effects)
    }

    fn after(&self) -> impl Iterator<Item = &'a Effect> {
        self.statements.iter().skip(self.at + 1).flat_map(|statement| &statement.effects)
    }

    /// What comes not long after: looking through all of a hostile script for each of its statements would take for ever.
    fn soon(&self) -> impl Iterator<Item = &'a Effect> {
        self.after().take(SOON)
    }

    /// The values of string constants in a statement, outside of dollar quotes.
    fn strings(&self, statement: &Statement) -> impl Iterator<Item = String> {
        let tokens =
            StatementText::at(statement.span).tokens(self.sql).filter(|token| token.kind == postgres_syntax::TokenKind::String);
        tokens.filter_map(|token| postgres_syntax::string(self.sql, token))
    }
}

/// The objects of some kinds that a statement drops and that were there before, with whether `CASCADE` was said. With it also new objects, for
/// older ones may depend on them by now.
fn dropped<'a>(
    statement: &'a Statement,
    context: &Context<'a>,
    kinds: &'a [ObjectKind],
) -> Vec<(&'a Effect, ObjectKind, &'a Name, bool)> {
    let facts = context.facts;
    let found = statement.effects.iter().filter_map(|effect| match &effect.action {
        Action::Drops { kind, name, cascade } => Some((effect, *kind, name, *cascade)),
        _ => None,
    });
    found.filter(|(_, kind, name, cascade)| kinds.contains(kind) && (*cascade || !facts.is_born_here(*kind, name))).collect()
}

/// What `CASCADE` adds to a message.
fn with_dependants(cascade: bool) -> &'static str {
    if cascade { ", and with `CASCADE` everything that depends on it" } else { "" }
}

/// What to do about `CASCADE`.
fn without_cascade(cascade: bool) -> &'static str {
    if cascade {
        " Leave out `CASCADE` and drop the dependants by name, so that the server refuses what nobody thought of."
    } else {
        ""
    }
}
