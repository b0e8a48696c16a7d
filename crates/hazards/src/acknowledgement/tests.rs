use super::*;

/// Where a text is in a script, for the first time.
fn span(sql: &str, text: &str) -> Span {
    let start = sql.find(text).unwrap_or_else(|| panic!("{text:?} is in {sql:?}"));
    Span { start, end: start + text.len() }
}

/// From its parts, as a finding has it.
fn name(written: Option<&str>) -> Name {
    let unquoted = |part: &str| part.trim_matches('"').to_owned();
    Name::new(written.map(|name| name.split('.').map(unquoted).collect()).unwrap_or_default())
}

/// The reason for which a finding is accepted.
fn accepted(sql: &str, rule: &str, object: Option<&str>, statement: &str) -> Option<String> {
    Some(Acknowledgements::read(sql).accept(rule, &name(object), span(sql, statement))?.reason)
}

/// Whether `users.phone` may be dropped by a statement.
fn check(sql: &str, statement: &str, is_accepted: bool) {
    let accepted = accepted(sql, "drop-column", Some("users.phone"), statement);
    assert_eq!(accepted.is_some(), is_accepted, "{sql}\n{statement}");
}

const DROP: &str = "ALTER TABLE users DROP COLUMN phone";
const ALLOW: &str = "migration-gate: allow drop-column(users.phone) because exported in OPS-112";

/// What is said of the acknowledgements so far, under either rule.
fn said(acknowledgements: &Acknowledgements) -> Vec<String> {
    let of = |id| acknowledgements.remarks(rules::find(id).unwrap(), |_| true).map(move |hit| format!("{id}: {}", hit.message));
    of(UNUSED).chain(of(MALFORMED)).collect()
}

/// The remarks on a script in which nothing is found.
fn remarks(sql: &str) -> Vec<String> {
    said(&Acknowledgements::read(sql))
}

fn malformed(comment: &str, why: &str) {
    let sql = format!("-- {comment}\n{DROP};");
    check(&sql, DROP, false);
    assert_eq!(remarks(&sql), [format!("{MALFORMED}: the acknowledgement accepts nothing, because {why}")]);
}

#[test]
fn the_statement_below_is_meant_and_no_other() {
    let sql = format!("SELECT 1;\n-- {ALLOW}\n{DROP};\nSELECT 2;");
    check(&sql, DROP, true);
    check(&sql, "SELECT 1", false);
    check(&sql, "SELECT 2", false);
    assert_eq!(accepted(&sql, "drop-column", Some("users.phone"), DROP).unwrap(), "exported in OPS-112");
    check(&format!("{DROP}; -- {ALLOW}\nSELECT 1;"), DROP, false);
    check(&format!("-- {ALLOW}\n\n-- why not\n/* x */ {DROP}"), DROP, true);
    check(&format!("-- {ALLOW}\n;;\n{DROP}"), DROP, true);
}

#[test]
fn the_comment_may_be_inside_of_the_statement() {
    let sql = "ALTER TABLE users\n  -- migration-gate: allow drop-column(users.phone) because exported in OPS-112\n  DROP COLUMN phone;";
    check(sql, sql.trim_end_matches(';'), true);
    check(&format!("{sql} {DROP}"), DROP, false);
}

#[test]
fn rule_and_object_are_exact() {
    let sql = format!("-- {ALLOW}\n{DROP};");
    for (rule, object) in [
        ("drop-column", Some("users.email")),
        ("drop-column", Some("auth.users.phone")),
        ("drop-column", None),
        ("drop-table", Some("users.phone")),
    ] {
        assert_eq!(accepted(&sql, rule, object, DROP), None, "{rule} {object:?}");
    }
    assert!(accepted(&sql, "drop-column", Some("public.users.phone"), DROP).is_some());
    assert_eq!(accepted(&sql, "drop-column", Some("\"Users\".phone"), DROP), None);
    let whole = format!("-- migration-gate: allow drop-column because all of it is exported\n{DROP}");
    check(&whole, DROP, false);
    let opaque = "-- migration-gate: allow opaque-code because it was read by Ada\nCALL p()";
    assert!(accepted(opaque, "opaque-code", None, "CALL p()").is_some());
}

#[test]
fn one_covers_all_findings_of_its_rule_and_object_and_several_may_stand_above_one_statement() {
    let sql =
        format!("-- {ALLOW}\n/* migration-gate: allow drop-column(users.email)\n * because exported\n   in OPS-113 */\n{DROP}");
    let mut acknowledgements = Acknowledgements::read(&sql);
    for (object, reason) in [("users.phone", "exported in OPS-112"), ("users.email", "exported in OPS-113")] {
        for _ in 0..2 {
            assert_eq!(acknowledgements.accept("drop-column", &name(Some(object)), span(&sql, DROP)).unwrap().reason, reason);
        }
    }
    assert_eq!(said(&acknowledgements), [] as [&str; 0]);
}

#[test]
fn a_block_comment_may_hold_several() {
    let sql = format!("/*\n * {ALLOW}\n * migration-gate: allow drop-table(a) because it is empty\n */\n{DROP}");
    let mut acknowledgements = Acknowledgements::read(&sql);
    let accepted = acknowledgements.accept("drop-column", &name(Some("users.phone")), span(&sql, DROP)).unwrap();
    assert_eq!(accepted.comment.of(&sql), format!("* {ALLOW}"));
    assert_eq!(
        said(&acknowledgements)[0],
        "unused-acknowledgement: `drop-table(a)` accepts nothing: the statement has no such finding"
    );
}

#[test]
fn what_stands_in_a_string_is_no_comment() {
    for before in ["SELECT '\n-- {}\n';", "SELECT $$\n-- {}\n$$;", "SELECT \"\n-- {}\n\";", "SELECT 'x\n' '\n/* {} */';"] {
        check(&format!("{}\n{DROP};", before.replace("{}", ALLOW)), DROP, false);
    }
    let data = format!("INSERT INTO a VALUES ($$\n-- {ALLOW}\n{DROP};$$)");
    check(&data, DROP, false);
    check(&format!("/* /* {ALLOW} */ */ {DROP}"), DROP, false);
    check(&format!("/* {ALLOW} {DROP}"), DROP, false);
}

#[test]
fn in_a_block_the_inner_statement_below_is_meant() {
    let sql = format!(
        "DO $$ BEGIN\n  IF true THEN\n    -- {ALLOW}\n    {DROP};\n  END IF;\n  ALTER TABLE users DROP COLUMN phone CASCADE;\nEND $$;"
    );
    check(&sql, DROP, true);
    check(&sql, "ALTER TABLE users DROP COLUMN phone CASCADE", false);
    check(&sql, sql.trim_end_matches(';'), false);
    let above = format!("-- {ALLOW}\nDO $$ BEGIN {DROP}; END $$; {DROP} CASCADE");
    check(&above, DROP, true);
    check(&above, &format!("{DROP} CASCADE"), false);
    let routine =
        format!("CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN\n/* {ALLOW} */ {DROP}; END $f$");
    check(&routine, DROP, true);
    check(&routine, &routine, false);
}

#[test]
fn one_that_accepts_nothing_says_what_there_is() {
    let sql = format!("-- migration-gate: allow drop-column(users.mail) because exported in OPS-112\n{DROP}");
    let mut acknowledgements = Acknowledgements::read(&sql);
    assert_eq!(acknowledgements.accept("drop-column", &name(Some("users.phone")), span(&sql, DROP)), None);
    let unused = rules::find(UNUSED).unwrap();
    let hits: Vec<Hit> = acknowledgements.remarks(unused, |_| true).collect();
    assert_eq!(hits[0].message, "`drop-column(users.mail)` accepts nothing: the statement has no such finding");
    assert_eq!(hits[0].advice, "Remove the comment, or name what is found in the statement: `drop-column(users.phone)`.");
    assert_eq!(acknowledgements.remarks(unused, |_| false).count(), 0, "a scan without the rule cannot know");
    assert_eq!(
        remarks(&format!("{DROP};\n-- {ALLOW}\n")),
        ["unused-acknowledgement: `drop-column(users.phone)` accepts nothing: no statement follows it"]
    );
}

#[test]
fn what_is_wrong_is_named() {
    malformed("migration-gate: ignore drop-column", "`ignore` is not `allow`");
    malformed("migration-gate: allow", "it names no rule");
    malformed("migration-gate: allow *", "it names no rule");
    malformed(
        "migration-gate: allow drop-colum(users.phone) because exported",
        "there is no rule `drop-colum` (did you mean `drop-column` or `drop-role`?)",
    );
    malformed("migration-gate: allow everything because we can", "there is no rule `everything`");
    malformed(
        "migration-gate: allow Drop-Column(users.phone) because exported",
        "there is no rule `Drop-Column` (did you mean `drop-column`?)",
    );
    malformed("migration-gate: allow drop-column() because exported", "there is no name between its parentheses");
    malformed("migration-gate: allow drop-column(users.phone because exported", "its parenthesis is not closed");
    malformed("migration-gate: allow drop-column(users.phone)", "it gives no reason");
    malformed("migration-gate: allow drop-column(users.phone) because", "it gives no reason");
    malformed("migration-gate: allow drop-column(users.phone) because ok", "`ok` is too short for a reason");
    malformed("migration-gate: allow drop-column(users.phone) because -- -- -- --", "`-- -- -- --` is too short for a reason");
    malformed(
        "migration-gate: allow drop-column(users.phone) becauseexported",
        "`becauseexported` stands where `because` belongs",
    );
    malformed(
        "migration-gate: allow drop-column(users.phone), drop-table(a) because exported",
        "`, drop-table(a)` stands where `because` belongs",
    );
    malformed("migration-gate: allow drop-column drop-table because exported", "`drop-table` stands where `because` belongs");
    malformed(
        "migration-gate allow drop-column(users.phone) because exported",
        "it begins with `migration-gate allow` and not with `migration-gate:`",
    );
    malformed(
        "Migration-Gate: allow drop-column(users.phone) because exported",
        "it begins with `Migration-Gate:` and not with `migration-gate:`",
    );
    malformed("migration-gate: allow unused-acknowledgement because exported", "`unused-acknowledgement` cannot be accepted");
    malformed(
        "migration-gate: allow dropped-by-cascade because exported",
        "`dropped-by-cascade` is about what a server did and not about what the script says",
    );
}

#[test]
fn speaking_of_us_is_no_acknowledgement() {
    for comment in [
        "migration-gate is our gate",
        "see migration-gate: allow",
        "the migration-gate",
        "aggregate",
        "migration-gatekeeper: allow x",
    ] {
        assert_eq!(remarks(&format!("-- {comment}\n{DROP}")), [] as [&str; 0], "{comment}");
    }
}

#[test]
fn names_with_parentheses_and_quotes_are_read_whole() {
    let sql = "-- migration-gate: allow drop-function(add(integer, text)) because nobody calls it\nDROP FUNCTION add(int, text)";
    assert!(accepted(sql, "drop-function", Some("add(integer, text)"), "DROP FUNCTION add(int, text)").is_some());
    let sql = "-- migration-gate: allow drop-table(\"odd)\"\" because\") because nobody reads it\nDROP TABLE x";
    let mut acknowledgements = Acknowledgements::read(sql);
    let odd = Name::from("odd)\" because");
    assert_eq!(acknowledgements.accept("drop-table", &odd, span(sql, "DROP TABLE x")).unwrap().reason, "nobody reads it");
}

#[test]
fn more_than_anybody_writes_are_not_read() {
    let each = |n: usize| {
        format!(
            "-- migration-gate: allow drop-column(users.c{n}) because exported in OPS-112\nALTER TABLE users DROP COLUMN c{n};\n"
        )
    };
    let sql: String = (0..3_000).map(each).collect();
    let start = std::time::Instant::now();
    let mut acknowledgements = Acknowledgements::read(&sql);
    let mut accepts = |n: usize| {
        let object = Name::new(vec!["users".to_owned(), format!("c{n}")]);
        let at = each(0).len() * n;
        let near = sql.get(at.saturating_sub(10)..).and_then(|rest| rest.find(&format!("COLUMN c{n};"))).unwrap()
            + at.saturating_sub(10);
        let statement = Span { start: near - "ALTER TABLE users DROP ".len(), end: near + format!("COLUMN c{n}").len() };
        acknowledgements.accept("drop-column", &object, statement).is_some()
    };
    assert_eq!(((0..3_000).filter(|n| accepts(*n)).count(), accepts(999), accepts(1000)), (1000, true, false));
    assert_eq!(
        said(&acknowledgements),
        [
            "malformed-acknowledgement: the acknowledgement accepts nothing, because the script has too many before it, and neither this nor any behind it is read"
        ]
    );
    assert!(start.elapsed() < std::time::Duration::from_secs(20), "{:?}", start.elapsed());
}
