//! How many of the probes does the scan find? No server is asked: `tests/tests/probes.rs` asserts it, a benchmark prints it.

use std::{collections::BTreeMap, fmt};

use hazards::{Scan, Script, Settings};
use report::{Finding, Severity};

use crate::probe::{Expected, Probe, probes, shop};

/// When the probes are looked at.
const NOW: &str = "20261121120000";

/// What the scan says of one probe.
#[derive(Debug)]
pub struct Judged {
    /// The probe.
    pub probe: Probe,
    /// All findings.
    pub findings: Vec<Finding>,
    /// How many statements of it were not understood.
    pub unparsed: usize,
}

/// How many probes of a class were tried, and what was said.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Probes.
    pub tried: usize,
    /// Those whose expected findings are all there; for harmless ones, those of which nothing is said.
    pub hit: usize,
    /// Those with a finding at warning or above, whichever.
    pub flagged: usize,
}

/// Every probe, and what the scan says of it.
pub fn judge_probes() -> Vec<Judged> {
    let shop = shop();
    let mut learned: BTreeMap<Option<Vec<String>>, Scan> = BTreeMap::new();
    let mut judge_one = |probe: Probe| {
        let scan = learned.entry(probe.exposed.clone()).or_insert_with(|| scan_after(&shop, probe.exposed.clone()));
        judge(probe, scan.clone())
    };
    probes().into_iter().map(&mut judge_one).collect()
}

/// A scan that has learned the shop.
pub fn scan_after(shop: &str, exposed_schemas: Option<Vec<String>>) -> Scan {
    let mut scan = Scan::new(Settings { exposed_schemas, now: Some(NOW.to_owned()), ..Settings::default() });
    scan.learn(&Script { migration: "20260101000000_shop", file: "shop.sql", sql: shop });
    scan
}

/// What the scan, which has learned the shop, says of a probe.
fn judge(probe: Probe, mut scan: Scan) -> Judged {
    scan.learn(&Script { migration: "20260201000000_setup", file: "setup.sql", sql: &probe.setup });
    let outcome = scan.scan(&Script { migration: &probe.migration, file: "migration.sql", sql: &probe.sql });
    Judged { findings: outcome.findings, unparsed: outcome.summary.unparsed, probe }
}

impl Judged {
    /// What is wrong: an expected finding that there is not, or any where there should be none.
    pub fn faults(&self) -> Vec<String> {
        if self.probe.is_benign() {
            return self.findings.iter().filter(|finding| finding.severity >= Severity::Warning).map(shown).collect();
        }
        let missed = self.probe.expected.iter().filter(|expected| !self.findings.iter().any(|finding| expected.is(finding)));
        missed
            .map(|expected| format!("no {expected} among [{}]", self.findings.iter().map(shown).collect::<Vec<_>>().join(", ")))
            .collect()
    }

    /// Whether anything is said at warning or above.
    pub fn is_flagged(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity >= Severity::Warning)
    }
}

impl Expected {
    /// Whether the finding is this one.
    pub fn is(&self, finding: &Finding) -> bool {
        finding.severity >= self.severity
            && self.any_of.iter().any(|(rule, object)| {
                finding.rule.as_str() == rule
                    && object
                        .as_ref()
                        .is_none_or(|object| finding.object.as_deref().is_some_and(|found| is_object(found, object)))
            })
    }
}

/// A name is the same with and without the schema that everything is in unless something else is said.
fn is_object(found: &str, expected: &str) -> bool {
    found == expected || found.strip_prefix("public.") == Some(expected)
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let alternatives: Vec<String> = self
            .any_of
            .iter()
            .map(|(rule, object)| object.as_ref().map_or_else(|| rule.clone(), |object| format!("{rule}({object})")))
            .collect();
        write!(f, "{} {}", self.severity, alternatives.join(" or "))
    }
}

fn shown(finding: &Finding) -> String {
    let object = finding.object.as_ref().map(|object| format!("({object})")).unwrap_or_default();
    format!("{} {}{object}", finding.severity, finding.rule)
}

/// The counts by class.
pub fn tallies(judged: &[Judged]) -> BTreeMap<String, Tally> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for one in judged {
        let tally = tallies.entry(one.probe.class.clone()).or_default();
        tally.tried += 1;
        tally.hit += usize::from(one.faults().is_empty());
        tally.flagged += usize::from(one.is_flagged());
    }
    tallies
}

/// The counts as a table for people.
pub fn table(tallies: &BTreeMap<String, Tally>) -> String {
    let all = tallies.values().fold(Tally::default(), |sum, tally| Tally {
        tried: sum.tried + tally.tried,
        hit: sum.hit + tally.hit,
        flagged: sum.flagged + tally.flagged,
    });
    let rows = tallies.iter().map(|(class, tally)| (class.as_str(), *tally)).chain([("all", all)]);
    let row = |(class, tally): (&str, Tally)| format!("{class:<10}{:>6}{:>6}{:>9}\n", tally.tried, tally.hit, tally.flagged);
    format!("{:<10}{:>6}{:>6}{:>9}\n", "class", "tried", "right", "flagged") + &rows.map(row).collect::<String>()
}
