//! The users' own queries: what they may answer, what they may not do.

use crate::shop::{Shop, Verified};

const INVOICES: &str = "CREATE TABLE invoices (id int PRIMARY KEY, owner text, total numeric(10,2));
    INSERT INTO invoices VALUES (1, 'canary@example.com', 10.5), (2, 'b', 20);
    ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
    CREATE POLICY own ON invoices FOR SELECT TO {anon} USING (owner = current_setting('request.jwt.claims', true));
    GRANT SELECT ON invoices TO {anon};
    CREATE TABLE salaries (id int)";

fn assertion(name: &str, sql: &str, rest: &str) -> String {
    format!("[[verify.assertions]]\nname = \"{name}\"\nsql = '''{sql}'''\n{rest}\n")
}

fn one(sql: &str, rest: &str) -> Verified {
    Shop::with(INVOICES).verify_with(&assertion("it", sql, rest))
}

#[test]
fn anon_sees_no_invoice_until_a_policy_lets_it() {
    let shop = Shop::with(INVOICES);
    let config = assertion("anon sees no invoice", "SELECT 1 FROM invoices", "role = \"{anon}\"\nexpect = \"no-rows\"");
    shop.verify_with(&config).passes();
    shop.sql("CREATE POLICY oops ON invoices FOR SELECT USING (true)");
    let verified = shop.verify();
    let role = shop.fill("{anon}");
    verified.finds(
        "assertion-failed",
        &format!("assertion `anon sees no invoice` (as `{role}`) does not hold: it returns 2 rows, and must return none"),
    );
    let finding = &verified.target()["findings"][0];
    assert_eq!(
        (&finding["statement"], &finding["evidence"]),
        (&"SELECT 1 FROM invoices".into(), &"asked by .github/migration-gate.toml:5".into())
    );
}

#[test]
fn settings_hold_for_the_query() {
    let shop = Shop::with(INVOICES);
    let of = |who: &str| {
        let rest = format!("role = \"{{anon}}\"\nvalue = \"1\"\nsettings = {{ \"request.jwt.claims\" = \"{who}\" }}");
        assertion(&format!("{who} sees one"), "SELECT count(*) FROM invoices", &rest)
    };
    shop.verify_with(&format!("{}{}", of("canary@example.com"), of("b"))).passes();
    let role = shop.fill("{anon}");
    let message = format!("assertion `nobody sees one` (as `{role}`) does not hold: it answers `0`, and must answer `1`");
    shop.verify_with(&of("nobody")).finds("assertion-failed", &message);
}

#[test]
fn every_expectation_passes_and_fails() {
    let fails = |sql: &str, rest: &str, why: &str| {
        let message = format!("assertion `it` does not hold: {why}");
        one(sql, rest).finds("assertion-failed", &message);
    };
    let many = Shop::with(INVOICES);
    many.as_superuser("ALTER ROLE {reader} BYPASSRLS");
    let passing = [
        ("SELECT 1 FROM invoices WHERE total < 0", "expect = \"no-rows\""),
        ("SELECT bool_and(total > 0) FROM invoices", "expect = \"true\""),
        ("SELECT sum(total) FROM invoices;  -- in all", "value = \"30.50\""),
        ("VALUES ('two words')", "value = \"two words\""),
        ("WITH x AS (TABLE invoices) SELECT count(*) FROM x", "value = \"2\""),
        ("SELECT 1 FROM salaries", "expect = \"refused\"\nrole = \"{anon}\""),
        ("SELECT date '2026-01-02'", "value = \"2026-01-02\""),
    ];
    let config: String = passing.iter().map(|(sql, rest)| assertion("it", sql, rest)).collect();
    many.verify_with(&config).passes();

    fails("SELECT generate_series(1, 5000000)", "expect = \"no-rows\"", "it returns 1000 rows or more, and must return none");
    fails("SELECT 1", "expect = \"no-rows\"", "it returns a row, and must return none");
    fails("SELECT false", "expect = \"true\"", "it answers false, and must answer true");
    fails("SELECT NULL::bool", "expect = \"true\"", "it answers null, and must answer true");
    fails("SELECT 1 WHERE false", "expect = \"true\"", "it returns no row, and must answer true");
    fails("VALUES (1), (2)", "value = \"1\"", "it returns more than one row, and must answer `1`");
    fails("SELECT 1, 2", "value = \"1\"", "it returns 2 columns, and must answer `1`");
    fails("SELECT 12.50", "value = \"12.5\"", "it answers `12.50`, and must answer `12.5`");
}

#[test]
fn values_of_rows_are_not_shown() {
    let shop = Shop::with(INVOICES);
    shop.as_superuser("ALTER ROLE {reader} BYPASSRLS");
    let config = [
        assertion("who", "SELECT owner FROM invoices WHERE id = 1", "value = \"x\""),
        assertion("cast", "SELECT owner::int FROM invoices", "value = \"x\""),
    ];
    let verified = shop.verify_with(&config.concat());
    let message = "assertion `who` does not hold: it answers something else (18 characters, not shown), and must answer `x`";
    assert_eq!(verified.findings(), [("assertion-failed", message)]);
    let why = "assertion `cast` was not checked: the query failed (SQLSTATE 22P02; the message may quote rows and is not shown)";
    assert_eq!(verified.incomplete(), [why]);
    assert!(!verified.ended.stdout.contains("canary") && !verified.ended.stderr.contains("canary"));
}

#[test]
fn a_role_that_may_ask_what_it_must_not_is_found() {
    let shop = Shop::with(INVOICES);
    let config = assertion("no salaries", "SELECT 1 FROM salaries", "role = \"{anon}\"\nexpect = \"refused\"");
    shop.verify_with(&config).passes();
    shop.sql("GRANT SELECT ON salaries TO {anon}");
    let role = shop.fill("{anon}");
    let message =
        format!("assertion `no salaries` (as `{role}`) does not hold: the role may ask it (and sees no row), and must not");
    shop.verify().finds("assertion-failed", &message);
}

#[test]
fn what_could_not_be_asked_counts_against_the_verdict() {
    one("SELECT 1 FROM nowhere", "expect = \"no-rows\"")
        .cannot("the query failed: relation \"nowhere\" does not exist (SQLSTATE 42P01)");
    one("SELECT pg_sleep(30)", "expect = \"true\"\ntimeout = \"300ms\"").cannot("it took longer than its time limit");
    one("SELECT 1", "expect = \"true\"\nrole = \"nobody_at_all\"").cannot("the role `nobody_at_all` could not be taken on");
    one("SELECT 1", "expect = \"true\"\nrole = \"{owner}\"").cannot("grant it to the role that logs in");
}

#[test]
fn a_slow_query_does_not_take_the_others_with_it() {
    let shop = Shop::with(INVOICES);
    let config = [
        assertion("slow", "SELECT pg_sleep(30)", "expect = \"true\""),
        assertion("ended", "SELECT pg_terminate_backend(pg_backend_pid())", "expect = \"true\""),
        assertion("after", "SELECT 2", "value = \"1\""),
    ];
    let verified = shop.verify_with(&format!("[verify]\nstatement-timeout = \"500ms\"\n{}", config.concat()));
    assert_eq!(
        verified.findings(),
        [("assertion-failed", "assertion `after` does not hold: it answers `2`, and must answer `1`")]
    );
    assert_eq!(verified.incomplete().len(), 2, "{:#?}", verified.incomplete());
    assert_eq!(verified.code(), 1);
}

#[test]
fn a_query_can_change_nothing() {
    let shop = Shop::with(INVOICES);
    shop.sql(
        "CREATE SEQUENCE numbers; GRANT ALL ON invoices, salaries TO {reader}; GRANT ALL ON SEQUENCE numbers TO {reader}; \
        CREATE FUNCTION change() RETURNS bool LANGUAGE sql AS 'INSERT INTO salaries VALUES (1); SELECT true'",
    );
    for sql in [
        "WITH gone AS (DELETE FROM salaries RETURNING 1) SELECT * FROM gone",
        "SELECT change()",
        "SELECT nextval('numbers')",
        "SELECT 1 INTO made",
        "SELECT set_config('transaction_read_only', 'off', true), change()",
    ] {
        let verified = shop.verify_with(&assertion("it", sql, "value = \"x\""));
        assert_eq!(
            (verified.code(), verified.findings().len(), verified.incomplete().len()),
            (3, 0, 1),
            "{sql}: {:#}",
            verified.report
        );
    }
    shop.verify_with(&assertion("nothing", "SELECT count(*) FROM salaries", "value = \"0\"")).passes();
}

#[test]
fn several_statements_and_commands_are_refused_before_any_database_is_asked() {
    let shop = Shop::with(INVOICES);
    for (sql, why) in [
        ("SELECT 1; DROP TABLE invoices", "must hold exactly one statement"),
        ("COMMIT", "must be a query: SELECT, WITH, VALUES or TABLE"),
        ("SET ROLE postgres", "must be a query"),
        ("SELECT 'never closed", "cannot be asked"),
    ] {
        shop.configure(&assertion("it", sql, "expect = \"true\""));
        let ended = shop.program().env("DIRECT_URL", "postgresql://nobody@127.0.0.1:1/none").run();
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        let wanted = format!(".github/migration-gate.toml:5: the assertion `it` {why}");
        assert!(ended.stderr.contains(&wanted), "{}", ended.stderr);
    }
}
