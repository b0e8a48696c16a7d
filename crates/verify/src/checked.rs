//! What came of one sort of check?

use database::Error;
use postgres_terms::QualifiedName;
use report::{Finding, RuleId};
use situation::verification::VerifyRule;

/// What came of one sort of check.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// What was looked at: `critical objects`.
    pub(crate) what: &'static str,
    /// How many there were to look at.
    pub(crate) count: usize,
    /// What is not as promised.
    pub(crate) findings: Vec<Finding>,
    /// What could not be looked at, one sentence each.
    pub(crate) incomplete: Vec<String>,
    /// What else there is to say, one sentence each.
    pub(crate) notes: Vec<String>,
}

impl Checked {
    /// Nothing was looked at yet.
    pub(crate) fn new(what: &'static str) -> Self {
        Checked { what, ..Checked::default() }
    }

    /// None of it could be looked at.
    pub(crate) fn failed(what: &'static str, why: impl Into<String>) -> Self {
        Checked { incomplete: vec![why.into()], ..Checked::new(what) }
    }
}

/// A finding with its object.
pub(crate) fn finding(rule: &VerifyRule, object: impl ToString, message: String) -> Finding {
    Finding { object: Some(object.to_string()), ..Finding::new(RuleId::new(rule.id), rule.severity, message) }
}

/// A finding with what to do about it.
pub(crate) fn advised(finding: Finding, advice: impl Into<String>) -> Finding {
    Finding { advice: Some(advice.into()), ..finding }
}

/// A name as people read it in a sentence: without the schema that everything is in.
pub(crate) fn shown(name: &QualifiedName, schema: &str) -> String {
    match &name.schema {
        Some(own) if own.as_str() != schema => name.to_string(),
        _ => name.name.to_string(),
    }
}

/// Why the server did not answer, without a value of a row.
pub(crate) fn reason(error: &Error) -> String {
    match error.server() {
        Some(server) => format!("{} (SQLSTATE {})", server.public_message(), server.sqlstate),
        None => error.to_string(),
    }
}
