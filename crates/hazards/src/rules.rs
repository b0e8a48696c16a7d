//! Which effects are hazards?
//!
//! A rule is two files with one name: the code decides, the page explains. A page's examples are tests.

mod cascade;
mod clients;
mod data;
mod dependants;
mod hygiene;
mod locks;
mod opaque;
mod security;
mod transactions;
mod wording;

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use postgres_syntax::{Span, StatementText};
use report::{Finding, RuleId, Severity};

use crate::facts::Outlook;
use crate::{Action, Effect, Facts, Name, ObjectKind, RelationImpact, Script, Settings, Statement, transaction::Transaction};

/// A kind of hazard: what it is called, how bad it is, and what there is to know about it.
#[derive(Debug)]
pub struct Rule {
    /// The stable name, which is also the name of its files.
    pub id: &'static str,
    /// How bad it is as long as the configuration does not say otherwise. Single findings may be milder or graver.
    pub severity: Severity,
    /// What it protects.
    pub group: Group,
    /// Whether it is silent as long as the configuration does not ask for it.
    pub opt_in: bool,
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
    /// The scan, once for each script, when its statements have been looked at.
    Script(fn(&Context<'_>) -> Vec<Hit>),
    /// Who ran the script on a server and saw what it did.
    Server,
    /// The scan, when it has asked all other rules what is accepted.
    Acknowledgements,
}

impl Rule {
    /// A finding of this rule at its default severity, for whoever has evidence from a server.
    pub fn finding(&self, message: impl Into<String>) -> Finding {
        Finding::new(RuleId::new(self.id), self.severity, message)
    }

    /// Whether the scan itself raises it; the others need a server's evidence.
    pub fn is_static(&self) -> bool {
        !matches!(self.check, Check::Server)
    }

    pub(crate) fn is_about_acknowledgements(&self) -> bool {
        matches!(self.check, Check::Acknowledgements)
    }

    pub(crate) fn check(&self, statement: &Statement, context: &Context<'_>) -> Vec<Hit> {
        match self.check {
            Check::Statement(check) => check(statement, context),
            Check::Script(_) | Check::Server | Check::Acknowledgements => Vec::new(),
        }
    }

    /// What it says of the script as a whole.
    pub(crate) fn check_script(&self, context: &Context<'_>) -> Vec<Hit> {
        match self.check {
            Check::Script(check) => check(context),
            _ => Vec::new(),
        }
    }
}

/// What a rule protects.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Rows and values.
    Data,
    /// Programs that are running.
    Clients,
    /// Who may see or do what.
    Security,
    /// Others who work on the same tables meanwhile.
    Locks,
    /// The migration as a whole, and those after it.
    Transactions,
    /// The scan itself: what it cannot read.
    Opaque,
    /// The history.
    Hygiene,
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Group::Data => "data",
            Group::Clients => "clients",
            Group::Security => "security",
            Group::Locks => "locks",
            Group::Transactions => "transactions",
            Group::Opaque => "opaque",
            Group::Hygiene => "hygiene",
        })
    }
}

static ALL: LazyLock<Vec<&'static Rule>> = LazyLock::new(|| {
    let groups = [data::RULES, clients::RULES, security::RULES, locks::RULES, transactions::RULES, opaque::RULES, hygiene::RULES];
    let mut rules: Vec<&Rule> = groups.into_iter().flatten().collect();
    rules.sort_by_key(|rule| rule.id);
    rules
});

/// Every rule, sorted by name.
pub fn rules() -> &'static [&'static Rule] {
    &ALL
}

/// The rule of this name.
pub fn find(id: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.id == id)
}

/// A hazard met at a place of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) span: Span,
    pub(crate) statement: Span,
    /// What it is about, as an acknowledgement names it. Empty: nothing with a name.
    pub(crate) object: Name,
    pub(crate) message: String,
    pub(crate) advice: String,
    /// `None`: the rule's own.
    pub(crate) severity: Option<Severity>,
    /// The call that does it, in words.
    pub(crate) through: Option<String>,
}

impl Hit {
    fn new(effect: &Effect, object: impl Into<Name>, message: String, advice: impl Into<String>) -> Self {
        let (object, advice) = (object.into(), advice.into());
        let through = effect.through.as_ref().map(|through| through.call.clone());
        Hit { span: effect.span, statement: effect.statement, object, message, advice, severity: None, through }
    }

    /// About a script as a whole, shown at its first statement.
    fn of_script(context: &Context<'_>, object: impl Into<Name>, message: String, advice: impl Into<String>) -> Self {
        let span = context.statements.first().map_or(Span { start: 0, end: 0 }, |statement| statement.span);
        let (object, advice) = (object.into(), advice.into());
        Hit { span, statement: span, object, message, advice, severity: None, through: None }
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
    pub(crate) script: &'a Script<'a>,
    pub(crate) settings: &'a Settings,
    /// All its statements.
    pub(crate) statements: &'a [Statement],
    /// Which of them is being looked at.
    pub(crate) at: usize,
    /// What is known of the schema before this statement.
    pub(crate) facts: &'a Facts,
    /// What the script will have done for security when it ends.
    pub(crate) outlook: &'a Outlook,
    /// Enum values that the script added before this statement and has not committed, with their types.
    pub(crate) new_values: &'a BTreeMap<String, Name>,
    /// What this statement locks, reads through and writes anew.
    pub(crate) impacts: &'a [RelationImpact],
    /// What the script did before it in the same transaction.
    pub(crate) transaction: &'a Transaction,
}

impl<'a> Context<'a> {
    fn before(&self) -> impl DoubleEndedIterator<Item = &'a Effect> {
        self.statements.iter().take(self.at).flat_map(|statement| &statement.effects)
    }

    fn now(&self) -> impl Iterator<Item = &'a Effect> {
        self.statements.get(self.at).into_iter().flat_map(|statement| &statement.effects).take(SOON)
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
        let tokens = StatementText::at(statement.span)
            .tokens(self.script.sql)
            .filter(|token| token.kind == postgres_syntax::TokenKind::String);
        tokens.filter_map(|token| postgres_syntax::string(self.script.sql, token))
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
        Action::Drops { kind, name, cascade, .. } => Some((effect, *kind, name, *cascade)),
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
