//! How much of what happened was said, and how much was said of nothing?

use std::{collections::BTreeMap, fmt};

use serde_json::{Value, json};

use crate::{
    measured::{CLASSES, Effect, Measured},
    tools::{Said, Sayings},
};

/// Rules of squawk that speak of how a script is written or which timeouts it sets, not of what a statement does.
const ABOUT_STYLE: [&str; 4] = ["prefer-", "require-lock-timeout", "require-statement-timeout", "ban-char-field"];

/// Classes of which not each statement is a hazard, so that nothing said of one is no miss.
const QUIET: [&str; 5] = ["locks", "changes rows", "widens rights of others", "narrows rights", "redefines"];

/// What one tool said of the statements of one or more histories.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tally {
    statements: usize,
    unmeasured: usize,
    /// For each class: statements with such an effect; those with a finding at warning or above; those with any.
    classes: BTreeMap<&'static str, (usize, usize, usize)>,
    with_effect: usize,
    findings: usize,
    findings_without_style: usize,
    /// Statements without any effect that have a finding at warning or above which is not about style.
    false_alarms: usize,
    /// The same for each rule.
    alarms_by_rule: BTreeMap<String, (usize, usize)>,
}

/// A statement that is worth a look.
#[derive(Debug)]
pub(crate) struct Remark {
    pub(crate) what: String,
    pub(crate) statement: String,
}

impl Tally {
    /// Counts one file; `remark` gets each miss and each false alarm.
    pub(crate) fn add(&mut self, sql: &str, measured: &[Measured], said: &[Said], mut remark: impl FnMut(Remark)) {
        for (at, statement) in measured.iter().enumerate() {
            self.statements += 1;
            let from = if at == 0 { 0 } else { measured[at - 1].end };
            let until = if at + 1 == measured.len() { usize::MAX } else { statement.end };
            let own: Vec<&Said> = said.iter().filter(|one| one.at >= from && one.at < until.max(from + 1)).collect();
            let loud: Vec<&Said> = own.iter().copied().filter(|one| one.is_loud).collect();
            let telling: Vec<&Said> = loud.iter().copied().filter(|one| !is_about_style(one)).collect();
            let text = || {
                sql.get(statement.start..statement.end)
                    .unwrap_or_default()
                    .chars()
                    .take(160)
                    .collect::<String>()
                    .replace('\n', " ")
            };
            self.findings += loud.len();
            self.findings_without_style += telling.len();
            if statement.failure.is_some() {
                self.unmeasured += 1;
                continue;
            }
            for class in CLASSES {
                let effects: Vec<&Effect> = statement.effects.iter().filter(|effect| effect.class() == class).collect();
                let Some(first) = effects.first() else { continue };
                let counts = self.classes.entry(class).or_default();
                counts.0 += 1;
                counts.1 += usize::from(!telling.is_empty());
                counts.2 += usize::from(own.iter().any(|one| !is_about_style(one)));
                if telling.is_empty() && !QUIET.contains(&class) {
                    remark(Remark { what: format!("missed: {class} ({})", first.object()), statement: text() });
                }
            }
            self.with_effect += usize::from(!statement.effects.is_empty());
            for one in &telling {
                let counts = self.alarms_by_rule.entry(one.rule.clone()).or_default();
                counts.0 += 1;
                counts.1 += usize::from(statement.effects.is_empty());
            }
            if statement.effects.is_empty() && !telling.is_empty() {
                self.false_alarms += 1;
                let rules: Vec<&str> = telling.iter().map(|one| one.rule.as_str()).collect();
                remark(Remark { what: format!("nothing happened, said: {}", rules.join(", ")), statement: text() });
            }
        }
    }

    /// Counts a history.
    pub(crate) fn add_history(
        &mut self,
        sql: &[&str],
        measured: &[Vec<Measured>],
        sayings: &Sayings,
        mut remark: impl FnMut(usize, Remark),
    ) {
        for (at, ((sql, measured), said)) in sql.iter().zip(measured).zip(sayings).enumerate() {
            self.add(sql, measured, said, |one| remark(at, one));
        }
    }

    pub(crate) fn to_json(&self) -> Value {
        let classes: BTreeMap<&str, Value> = self
            .classes
            .iter()
            .map(|(class, (all, warned, told))| (*class, json!({ "statements": all, "warned": warned, "told": told })))
            .collect();
        let rules: BTreeMap<&str, Value> = self
            .alarms_by_rule
            .iter()
            .map(|(rule, (all, idle))| (rule.as_str(), json!({ "findings": all, "without_effect": idle })))
            .collect();
        json!({
            "statements": self.statements,
            "unmeasured": self.unmeasured,
            "with_effect": self.with_effect,
            "findings": self.findings,
            "findings_without_style": self.findings_without_style,
            "false_alarms": self.false_alarms,
            "classes": classes,
            "rules": rules,
        })
    }

    fn share(&self, findings: usize) -> f64 {
        let count = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
        count(findings) / count(self.with_effect.max(1))
    }
}

fn is_about_style(said: &Said) -> bool {
    ABOUT_STYLE.iter().any(|rule| said.rule.starts_with(rule))
}

/// Ours and squawk's side by side.
pub(crate) struct Comparison<'a> {
    pub(crate) ours: &'a Tally,
    pub(crate) squawk: &'a Tally,
}

impl fmt::Display for Comparison<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (ours, squawk) = (self.ours, self.squawk);
        writeln!(f, "{:<34}{:>10}{:>14}{:>14}{:>14}", "statement", "measured", "ours, warned", "ours, told", "squawk")?;
        for class in CLASSES {
            let (all, warned, told) = ours.classes.get(class).copied().unwrap_or_default();
            let (_, theirs, _) = squawk.classes.get(class).copied().unwrap_or_default();
            writeln!(f, "{class:<34}{all:>10}{warned:>14}{told:>14}{theirs:>14}")?;
        }
        writeln!(
            f,
            "{:<34}{:>10}   of {} ({} could not be measured)",
            "any of these", ours.with_effect, ours.statements, ours.unmeasured
        )?;
        writeln!(f, "\n{:<44}{:>14}{:>28}", "", "ours", "squawk (without style)")?;
        let line =
            |f: &mut fmt::Formatter<'_>, name: &str, own: String, theirs: String| writeln!(f, "{name:<44}{own:>14}{theirs:>28}");
        line(
            f,
            "findings at warning and above",
            ours.findings.to_string(),
            format!("{} ({})", squawk.findings, squawk.findings_without_style),
        )?;
        line(
            f,
            "for each statement with a measured effect",
            format!("{:.2}", ours.share(ours.findings)),
            format!("{:.2} ({:.2})", squawk.share(squawk.findings), squawk.share(squawk.findings_without_style)),
        )?;
        line(f, "statements warned of that did nothing", ours.false_alarms.to_string(), squawk.false_alarms.to_string())
    }
}
