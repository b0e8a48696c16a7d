//! May a deploy begin?
//!
//! What a history says of a directory, as findings with the weights that `[deploy]` gives them: an error stops a deploy. `preview`
//! shows them, `deploy` obeys them, and both take them from here. Also here: which settings of `[deploy]` a plan binds.

use std::collections::BTreeMap;

use config::{Deploy, Policy};
use history::{Edited, Place, Presence, Record, Standing};
use migrations::{Directory, Order};
use plan::ToolPart;
use report::{Finding, RuleDescription, RuleId, Severity};

/// The rules: name, the key of `[deploy]` that decides the severity (nothing for those that are always the same), and what each is about. Their
/// pages are in `docs/history-rules.md`.
pub const RULES: [(&str, Option<&str>, &str); 12] = [
    ("failed-migration", Some("failed"), "A migration failed on this database, and stops every deploy"),
    ("unfinished-migration", Some("failed"), "A migration was begun on this database, and nobody wrote how it ended"),
    ("duplicate-rows", Some("duplicate"), "Several rows of the history count for one migration"),
    ("edited-migration", Some("edited"), "A migration was changed after it was applied"),
    ("missing-migration", Some("missing"), "An applied migration is not in the directory"),
    ("out-of-order", Some("out-of-order"), "A pending migration sorts before an applied one"),
    ("script-missing", None, "A pending migration has no script"),
    ("database-not-empty", None, "The database has tables and no history"),
    ("history-unreadable", None, "The history cannot be read"),
    ("schema-diversion", None, "Unqualified names lead elsewhere than to where Prisma looks for the history"),
    ("needs-own-transaction", None, "A pending migration cannot run in one transaction with the others"),
    ("rolled-back-migration", None, "A migration is marked as rolled back and will run again"),
];

/// The rules' descriptions, for a report.
pub fn rules() -> Vec<RuleDescription> {
    let description = |(id, policy, summary): (&'static str, Option<&str>, &'static str)| RuleDescription {
        id,
        severity: if policy.is_some() { Severity::Error } else { Severity::Warning },
        summary,
        page: "",
        path: "docs/history-rules.md".to_owned(),
        is_security: false,
    };
    RULES.map(description).into()
}

/// The severity that a policy stands for.
pub fn severity(policy: Policy) -> Severity {
    match policy {
        Policy::Stop => Severity::Error,
        Policy::Warn => Severity::Warning,
        Policy::Allow => Severity::Notice,
    }
}

/// Whether a deploy may not begin.
pub fn stops(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.counts_as() == Some(Severity::Error))
}

/// The part of a plan that says what will carry it out, and by which rules.
pub fn tool(deploy: &Deploy, order: Order) -> ToolPart {
    let policies = deploy.policies().into_iter().map(|(key, policy)| (key.to_owned(), policy.value.to_string()));
    let mut options: BTreeMap<String, String> = policies.chain([("order".to_owned(), order.to_string())]).collect();
    if deploy.single_transaction.value {
        options.insert("single-transaction".to_owned(), "true".to_owned());
    }
    ToolPart::this(options)
}

/// Everything that stands in the way of a deploy, or is odd.
pub fn judge(place: &Place, standing: &Standing, directory: &Directory, deploy: &Deploy) -> Vec<Finding> {
    of_place(place).into_iter().chain(of_standing(standing, directory, deploy)).collect()
}

fn finding(rule: &'static str, severity: Severity, message: String, advice: impl Into<String>) -> Finding {
    Finding { advice: Some(advice.into()), ..Finding::new(RuleId::new(rule), severity, message) }
}

/// A pending migration that cannot share a transaction with others, where all of them are to have one.
pub fn needs_own_transaction(migration: &str, because: &str) -> Finding {
    let message = format!("`{migration}` cannot run in one transaction with other migrations: {because}");
    let advice = "Deploy without `--single-transaction` (`single-transaction` under `[deploy]`), at least until this migration is applied.";
    about(migration, finding("needs-own-transaction", Severity::Error, message, advice))
}

/// What is odd about where the history is.
pub fn of_place(place: &Place) -> Vec<Finding> {
    let table = place.table();
    let presence = match &place.presence {
        Presence::Present | Presence::Absent => None,
        Presence::Hidden => Some(finding(
            "history-unreadable",
            Severity::Error,
            format!("row security hides rows of `{table}` from the role `{}`, so what has run cannot be known", place.role),
            "Connect as the table's owner, or disable row security on it: ALTER TABLE ... DISABLE ROW LEVEL SECURITY.",
        )),
        Presence::NotATable => Some(finding(
            "history-unreadable",
            Severity::Error,
            format!("`{table}` is no ordinary table"),
            "Look who made it; Prisma's history is an ordinary table of that name.",
        )),
        Presence::AbsentAmongTables { tables, count } => {
            let named = tables.iter().map(|table| format!("`{table}`")).collect::<Vec<_>>().join(", ");
            let more = count.saturating_sub(i64::try_from(tables.len()).unwrap_or(i64::MAX));
            let named = if more > 0 { format!("{named} and {more} more") } else { named };
            Some(finding(
                "database-not-empty",
                Severity::Error,
                format!("the schema `{}` has no history and is not empty (Prisma's P3005): {named}", place.schema),
                "Mark what is there as applied with `deploy --baseline NAME`, the last migration whose effects it has; or correct the schema in the connection string.",
            ))
        }
    };
    let others = place.others.iter().map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ");
    let elsewhere = if others.is_empty() { String::new() } else { format!("; there is a history in {others}") };
    let diversion = place.diversion.as_ref().map(|diversion| {
        let why = if diversion.is_of_role {
            format!("a schema is named like the role `{}`, and `\"$user\"` comes first on the search path", place.role)
        } else {
            format!("the search path of the role `{}` begins elsewhere", place.role)
        };
        // With a history in place both tools find it; without one, the first deploy makes it where the second does not look.
        let severity = if place.is_readable() { Severity::Warning } else { Severity::Error };
        let message = format!(
            "unqualified names lead to the schema `{}`, and Prisma looks for the history in `public`: {why}{elsewhere}",
            diversion.schema
        );
        finding("schema-diversion", severity, message, "Name the schema in the connection string: `?schema=public`.")
    });
    presence.into_iter().chain(diversion).collect()
}

fn of_standing(standing: &Standing, directory: &Directory, deploy: &Deploy) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(standing.failed.iter().map(|record| failed(record, severity(deploy.failed.value))));
    findings.extend(standing.unfinished.iter().map(|record| unfinished(record, severity(deploy.failed.value))));
    findings.extend(standing.duplicates.iter().map(|duplicate| {
        let message = format!("`{}` has {} rows in the history that all count", duplicate.name, duplicate.states.len());
        let advice = "Find out which run wrote which row; delete the one that is not true, or mark it with `prisma migrate resolve --rolled-back`.";
        about(&duplicate.name, finding("duplicate-rows", severity(deploy.duplicate.value), message, advice))
    }));
    findings.extend(standing.edited.iter().map(|edit| edited(edit, severity(deploy.edited.value))));
    findings.extend(standing.missing.iter().map(|record| {
        let message = format!("`{}` is in the history and not in `{}`", record.name, directory.path);
        let advice = "Bring the branch up to date or restore the migration; a database that has run what nobody has can not be made again.";
        about(&record.name, finding("missing-migration", severity(deploy.missing.value), message, advice))
    }));
    findings.extend(standing.out_of_order.iter().map(|late| {
        let message = format!(
            "`{}` sorts before `{}`, which is applied: here it runs after it, on a new database before it",
            late.name, late.newest_applied
        );
        let advice = "Rename its directory with a timestamp of now, or accept the order.";
        about(late.name.as_str(), finding("out-of-order", severity(deploy.out_of_order.value), message, advice))
    }));
    findings.extend(standing.unreadable.iter().map(|name| {
        let message = format!("`{name}` is pending and has no script that can be run");
        about(name.as_str(), finding("script-missing", Severity::Error, message, "Add the script, or delete the directory."))
    }));
    let again = |record: &&Record| standing.pending.iter().any(|name| name.as_str() == record.name);
    findings.extend(standing.rolled_back.iter().filter(again).map(|record| {
        let message = format!("`{}` is marked as rolled back, and will run again", record.name);
        let advice = "Nothing, if its effects are gone or it can run twice.";
        about(&record.name, finding("rolled-back-migration", Severity::Notice, message, advice))
    }));
    findings
}

fn about(migration: &str, finding: Finding) -> Finding {
    Finding { migration: Some(migration.to_owned()), ..finding }
}

fn failed(record: &Record, severity: Severity) -> Finding {
    let message =
        format!("`{}` failed at {} and stands in the way of every deploy (Prisma's P3009)", record.name, record.started_at);
    let advice = "Repair what it left behind, then mark it with `prisma migrate resolve --rolled-back NAME` to have it run again, or `--applied NAME` if its effects are all there.";
    about(&record.name, finding("failed-migration", severity, message, advice))
}

fn unfinished(record: &Record, severity: Severity) -> Finding {
    let progress = match record.applied_steps {
        0 => String::new(),
        steps => format!(", {steps} of its statements done"),
    };
    let message = format!(
        "`{}` began at {} and nobody wrote how it ended{progress}: it runs now, or its runner was killed",
        record.name, record.started_at
    );
    let advice = "Look with `lock status` whether somebody deploys now. If not, compare the database with the script, and resolve the row as one that failed.";
    about(&record.name, finding("unfinished-migration", severity, message, advice))
}

fn edited(edit: &Edited, severity: Severity) -> Finding {
    let recorded: String = edit.recorded.chars().take(12).collect();
    let now: String = edit.now.to_string().chars().take(12).collect();
    if !edit.state.is_applied() {
        // What failed has to be corrected somehow.
        let message = format!("`{}` was changed after it failed (checksum {recorded} then, {now} now)", edit.name);
        return about(
            edit.name.as_str(),
            finding("edited-migration", Severity::Notice, message, "Nothing: the row has to be resolved first."),
        );
    }
    let message =
        format!("`{}` was changed after it was applied (checksum {recorded} then, {now} now); it will not run again", edit.name);
    let advice = "Restore the file as it was applied, and put the change into a new migration.";
    about(edit.name.as_str(), finding("edited-migration", severity, message, advice))
}

#[cfg(test)]
mod tests {
    use history::{Diversion, Duplicate, OutOfOrder, State};
    use migrations::{Checksum, MigrationName};
    use postgres_terms::Identifier;

    use super::*;

    fn deploy() -> Deploy {
        let file = config::FileText { path: "x.toml".into(), text: "[targets.site]\nmigrations = \"m\"\n".into() };
        let flags = config::Flags::default();
        let sources = config::Sources { head: Some(&file), base: config::BaseSide::None, head_is_trusted: true, flags: &flags };
        config::Config::merge(sources).unwrap().deploy
    }

    fn record(name: &str, applied_steps: i32) -> Record {
        Record {
            id: "1".into(),
            checksum: "a".repeat(64),
            name: name.into(),
            started_at: "2026-11-21T09:04:07.541000Z".into(),
            finished_at: None,
            rolled_back_at: None,
            logs: None,
            applied_steps,
        }
    }

    fn place(presence: Presence) -> Place {
        Place {
            database: "app".into(),
            role: "app".into(),
            search_path: "\"$user\", public".into(),
            schema: Identifier::new("public"),
            schema_exists: true,
            presence,
            others: vec![],
            diversion: None,
        }
    }

    fn told(findings: &[Finding]) -> Vec<(&str, Severity)> {
        findings.iter().map(|finding| (finding.rule.as_str(), finding.severity)).collect()
    }

    #[test]
    fn every_oddity_has_its_policy() {
        let name = |name: &str| MigrationName::parse(name.as_bytes()).unwrap();
        let edit = |state| Edited {
            name: name("1_a"),
            file: "1_a/migration.sql".into(),
            recorded: "b".repeat(64),
            now: Checksum::of(""),
            state,
        };
        let standing = Standing {
            pending: vec![name("2_b"), name("6_f")],
            unreadable: vec![name("9_z")],
            failed: vec![record("3_c", 0)],
            unfinished: vec![record("4_d", 2)],
            edited: vec![edit(State::Applied), edit(State::Failed)],
            missing: vec![record("5_e", 1)],
            out_of_order: vec![OutOfOrder { name: name("2_b"), newest_applied: name("3_c") }],
            duplicates: vec![Duplicate { name: "1_a".into(), states: vec![State::Applied, State::Failed] }],
            rolled_back: vec![record("6_f", 0), record("7_g", 0)],
            ..Standing::default()
        };
        let mut deploy = deploy();
        let rules = [
            "failed-migration",
            "unfinished-migration",
            "duplicate-rows",
            "edited-migration",
            "edited-migration",
            "missing-migration",
            "out-of-order",
            "script-missing",
            "rolled-back-migration",
        ];
        for policy in [Policy::Stop, Policy::Warn, Policy::Allow] {
            for set in
                [&mut deploy.failed, &mut deploy.duplicate, &mut deploy.edited, &mut deploy.missing, &mut deploy.out_of_order]
            {
                set.value = policy;
            }
            let findings = judge(&place(Presence::Present), &standing, &Directory::default(), &deploy);
            assert_eq!(told(&findings).iter().map(|told| told.0).collect::<Vec<_>>(), rules);
            let by_policy = |index: usize| !matches!(index, 4 | 7 | 8);
            for (index, finding) in findings.iter().enumerate().filter(|(index, _)| by_policy(*index)) {
                assert_eq!(finding.severity, severity(policy), "{index} {}", finding.rule);
            }
            assert_eq!(
                (findings[4].severity, findings[7].severity, findings[8].severity),
                (Severity::Notice, Severity::Error, Severity::Notice)
            );
            assert!(stops(&findings), "a script that cannot be run stops whatever the policies say");
            assert!(findings[1].message.contains("2 of its statements done"), "{}", findings[1].message);
        }
        let sound = judge(&place(Presence::Present), &Standing::default(), &Directory::default(), &deploy);
        assert!(sound.is_empty() && !stops(&sound));
    }

    #[test]
    fn where_the_history_is_decides_as_well() {
        let tables = vec!["a".to_owned(), "b".to_owned()];
        let findings = of_place(&place(Presence::AbsentAmongTables { tables, count: 5 }));
        assert_eq!(told(&findings), [("database-not-empty", Severity::Error)]);
        assert!(findings[0].message.ends_with("`a`, `b` and 3 more"), "{}", findings[0].message);
        assert_eq!(told(&of_place(&place(Presence::Hidden))), [("history-unreadable", Severity::Error)]);
        assert_eq!(told(&of_place(&place(Presence::NotATable))), [("history-unreadable", Severity::Error)]);
        assert_eq!(told(&of_place(&place(Presence::Absent))), []);
        let diverted = |presence| {
            let schema = Identifier::new("app");
            Place { schema: schema.clone(), diversion: Some(Diversion { schema, is_of_role: true }), ..place(presence) }
        };
        assert_eq!(told(&of_place(&diverted(Presence::Absent))), [("schema-diversion", Severity::Error)]);
        assert_eq!(told(&of_place(&diverted(Presence::Present))), [("schema-diversion", Severity::Warning)]);
    }

    #[test]
    fn what_a_plan_binds_of_the_settings_is_their_policies() {
        let mut deploy = deploy();
        let before = tool(&deploy, Order::Locale);
        assert_eq!(
            before.options.keys().map(String::as_str).collect::<Vec<_>>(),
            ["duplicate", "edited", "failed", "missing", "order", "out-of-order"]
        );
        deploy.wait.value *= 2;
        assert_eq!(tool(&deploy, Order::Locale), before);
        assert_ne!(tool(&deploy, Order::Bytes), before);
        deploy.single_transaction.value = true;
        assert_ne!(tool(&deploy, Order::Locale), before);
        deploy.single_transaction.value = false;
        deploy.edited.value = Policy::Allow;
        assert_ne!(tool(&deploy, Order::Locale), before);
    }

    #[test]
    fn every_rule_has_a_page_and_every_policy_exists() {
        let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/history-rules.md")).unwrap();
        let deploy = deploy();
        let keys: Vec<&str> = deploy.policies().iter().map(|(key, _)| *key).collect();
        for (rule, policy, _) in RULES {
            assert!(page.contains(&format!("| `{rule}` |")), "`{rule}` is not in docs/history-rules.md");
            assert!(policy.is_none_or(|policy| keys.contains(&policy)), "{rule}");
        }
    }
}
