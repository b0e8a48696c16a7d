//! A report as a real run of `validate` would make it: a shop's history, a pull request that goes wrong at its last migration.

use std::time::Duration;

use report::{
    Acknowledgement, Author, ErrorClass, FailOn, Finding, Migration, MigrationError, Origin, Outcome, Place, Position, Report,
    RuleDescription, RuleId, SchemaChange, SchemaChangeKind, Severity, Target,
};

/// The whole report.
pub(crate) fn report() -> Report {
    Report { command: "validate", targets: vec![shop()], rules: rules() }
}

fn rules() -> Vec<RuleDescription> {
    let rule = |id, severity, summary, page, is_security| RuleDescription {
        id,
        severity,
        summary,
        page,
        path: format!("docs/rules/{id}.md"),
        is_security,
    };
    vec![
        rule(
            "drop-column",
            Severity::Error,
            "A column and its values are deleted",
            "# drop-column\n\nOnly a backup has them.\n",
            false,
        ),
        rule("broad-grant", Severity::Error, "A right is given to everybody", "# broad-grant\n\nAlso to strangers.\n", true),
        rule("drop-table", Severity::Error, "A table and its rows are deleted", "# drop-table\n", false),
    ]
}

fn shop() -> Target {
    let mut target = Target {
        fail_on: FailOn::default(),
        name: "shop".into(),
        migrations: migrations(),
        findings: findings(),
        notes: vec![
            "replayed on PostgreSQL 15.18 (native binaries), as a role that owns one database and nothing else".into(),
            "base: merge base `4f1c2d9` with `main`, 41 migrations".into(),
        ],
        incomplete: vec![],
        statements: None,
        diagram: DIAGRAM.into(),
        ..Target::default()
    };
    target.sort();
    target
}

const DIAGRAM: &str = r#"    "Order" {
        integer id PK
        integer user_id FK
        integer discount "added"
    }
    "User" {
        integer id PK
        text email UK
        text legacy_id "removed"
    }
    "User" ||--o{ "Order" : "user_id"
"#;

fn migration(name: &str, origin: Origin, outcome: Outcome, micros: Option<u64>) -> Migration {
    let duration = micros.map(Duration::from_micros);
    Migration { name: name.into(), origin, outcome, duration, manner: None, changes: vec![] }
}

fn change(change: SchemaChangeKind, kind: &str, name: &str, details: &[&str]) -> SchemaChange {
    SchemaChange { change, kind: kind.into(), name: name.into(), details: details.iter().map(ToString::to_string).collect() }
}

fn migrations() -> Vec<Migration> {
    use SchemaChangeKind::{Added, Altered, Removed};
    let base = (1..=41).map(|n| migration(&format!("2025010{n:02}000000_step_{n}"), Origin::Base, Outcome::Applied, Some(7_560)));
    let discount = Migration {
        changes: vec![
            change(Added, "column", "public.\"Order\".discount", &["integer, not null, default 0"]),
            change(Added, "table", "public.\"Coupon\"", &["id integer, not null", "code text, not null", "primary key (id)"]),
        ],
        ..migration("20260214101500_add_discount", Origin::New, Outcome::Applied, Some(4_212))
    };
    let index = Migration {
        manner: Some("statement by statement, because `CREATE INDEX CONCURRENTLY` cannot run in a transaction".into()),
        changes: vec![change(Added, "index", "public.\"Order_user_id_idx\"", &["on public.\"Order\" using btree (user_id)"])],
        ..migration("20260214103000_index_orders", Origin::New, Outcome::Applied, Some(12_800))
    };
    let tidy = Migration {
        changes: vec![
            change(Removed, "column", "public.\"User\".legacy_id", &["text"]),
            change(Removed, "table", "public.\"AuditLog\"", &["id bigint, not null", "entry jsonb"]),
            change(Altered, "column", "public.\"User\".email", &["type: text → character varying(100)"]),
        ],
        ..migration("20260215090000_tidy_users", Origin::New, Outcome::Applied, Some(2_950))
    };
    let failed = migration("20260216080000_unique_phone", Origin::New, Outcome::Failed(error()), Some(1_730));
    let rest = migration("20260216090000_later", Origin::New, Outcome::NotRun, None);
    base.chain([discount, index, tidy, failed, rest]).collect()
}

fn error() -> MigrationError {
    MigrationError {
        sqlstate: Some("42703".into()),
        message: "column \"phone\" named in key does not exist".into(),
        class: ErrorClass::SqlError,
        file: "prisma/migrations/20260216080000_unique_phone/migration.sql".into(),
        line: Some(3),
        column: Some(14),
        statement: Some("ALTER TABLE \"User\"\n\tADD UNIQUE (phone);".into()),
        statement_start: Some(Position { line: 2, column: 1 }),
        advice: "Correct the statement: the replay of the base and of the earlier migrations has no such column.".into(),
    }
}

fn findings() -> Vec<Finding> {
    let file = "prisma/migrations/20260215090000_tidy_users/migration.sql";
    let place = |line, column, end_line| Some(Place { file: file.into(), line, column, end_line, end_column: None });
    let tidy = || Some("20260215090000_tidy_users".to_owned());
    vec![
        Finding {
            object: Some("\"User\".legacy_id".into()),
            advice: Some("Stop reading and writing the column in one release, and drop it in the next.".into()),
            migration: tidy(),
            place: place(1, 1, 1),
            statement: Some("ALTER TABLE \"User\" DROP COLUMN legacy_id;".into()),
            ..Finding::new(
                RuleId::new("drop-column"),
                Severity::Error,
                "column `legacy_id` of `\"User\"` and its values are deleted",
            )
        },
        Finding {
            advice: Some("Write the statement where a reviewer sees it:\nDROP TABLE \"AuditLog\";".into()),
            migration: tidy(),
            place: place(4, 1, 8),
            statement: Some("DO $$\nBEGIN\n  EXECUTE 'DROP TABLE ' || quote_ident('AuditLog');\nEND\n$$;".into()),
            evidence: Some(
                "the server reported that table `public.\"AuditLog\"` was dropped, and it is gone from the catalog".into(),
            ),
            ..Finding::new(RuleId::new("hidden-drop"), Severity::Error, "table `public.\"AuditLog\"` is dropped by dynamic SQL")
        },
        Finding {
            object: Some("\"Order\"".into()),
            advice: Some("Name the roles that need it.\nGRANT SELECT ON \"Order\" TO shop_api;".into()),
            migration: tidy(),
            place: Some(Place { file: file.into(), line: 13, column: 5, end_line: 13, end_column: Some(12) }),
            statement: Some("GRANT SELECT, UPDATE\n\tON \"Order\" -- 注文\n\tTO PUBLIC;".into()),
            statement_start: Some(Position { line: 12, column: 1 }),
            acknowledged: Some(Acknowledgement {
                reason: "orders are public here, decided in SHOP-7".into(),
                line: Some(11),
                author: Author::NotCommitted,
            }),
            ..Finding::new(RuleId::new("broad-grant"), Severity::Error, "everybody may read and change `\"Order\"`")
        },
        Finding {
            migration: tidy(),
            place: place(10, 1, 10),
            statement: Some("ALTER TABLE \"User\" ALTER COLUMN email TYPE VARCHAR(100);".into()),
            ..Finding::new(
                RuleId::new("narrow-type"),
                Severity::Warning,
                "values of `email` longer than 100 characters make this fail",
            )
        },
        Finding {
            acknowledged: Some(Acknowledgement {
                reason: "the table was empty for a year (OPS-112)".into(),
                line: None,
                author: Author::Known { name: "Ada Example".into(), commit: "4f1c2d9e8b7a60512c3d4e5f60718293a4b5c6d7".into() },
            }),
            migration: tidy(),
            ..Finding::new(
                RuleId::new("out-of-order"),
                Severity::Warning,
                "`20260214101500_add_discount` is older than the base's newest",
            )
        },
    ]
}
