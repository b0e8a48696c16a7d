//! The plan: what was seen, in the form to which an approval is bound.

use std::{collections::BTreeMap, time::Duration};

use cli::Session;
use config::variables;
use plan::{Bound, Expected, Plan, Risk, TableAtRisk};
use report::Finding;
use situation::Situation;

use crate::{expectation, impact::TableImpact, traffic::Traffic};

/// What a plan says besides what it binds.
pub(crate) struct Said<'a> {
    /// The server's, by which `deploy` will judge whether the plan still holds: two runners may not agree what time it is.
    pub(crate) clock: Duration,
    pub(crate) schema: &'a catalog::Snapshot,
    pub(crate) expected: Option<Expected>,
    pub(crate) findings: &'a [Finding],
    pub(crate) impacts: &'a [TableImpact],
    pub(crate) traffic: &'a Traffic,
    pub(crate) is_destructive: bool,
}

/// Makes it.
pub(crate) fn plan(bound: Bound, said: Said<'_>, situation: &Situation, session: &Session) -> Plan {
    let valid_for = situation.config.deploy.plan_valid_for.value;
    let mut plan = Plan::new(bound, cli::moment(said.clock));
    plan.expires_at = Some(cli::moment(said.clock.saturating_add(valid_for)));
    plan.expected = said.expected;
    plan.objects = expectation::of(said.schema).objects;
    plan.commit = session.environment.get(variables::GITHUB_SHA).map(str::to_owned);
    plan.run = session.environment.run_url();
    let mut findings = BTreeMap::new();
    for severity in said.findings.iter().filter_map(Finding::counts_as) {
        *findings.entry(severity.to_string()).or_default() += 1;
    }
    let at_risk = |impact: &TableImpact| {
        let facts = said.traffic.table(&impact.name);
        TableAtRisk {
            name: format!("{}.{}", impact.name.0, impact.name.1),
            lock: impact.lock.to_string(),
            rows_estimate: facts.and_then(|facts| facts.rows),
            size_bytes: facts.and_then(|facts| facts.bytes),
            scanned: impact.scans.known(),
            rewritten: impact.rewrites.known(),
        }
    };
    plan.risk = Risk { destructive: said.is_destructive, findings, tables: said.impacts.iter().map(at_risk).collect() };
    plan
}
