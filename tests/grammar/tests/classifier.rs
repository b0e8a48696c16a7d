//! What we call a statement is what Postgres's grammar calls it, and what its grammar accepts we know.

use std::collections::BTreeSet;

use fuzz::{mutated_statement, statement_forms, texts};
use grammar::{facts_of_statement, facts_of_tree, parse};
use postgres_syntax::{RefusalKind, refusals};
use proptest::{prelude::*, test_runner::RngSeed};

/// Where we say something else on purpose: how the statement begins, and why.
const DIFFERENT: [(&str, &str); 1] = [("CREATE LANGUAGE", "to the grammar it is an extension; to people it is a language")];

/// Every statement of every text, once, which can be given to a grammar at all.
fn statements() -> BTreeSet<String> {
    let mut statements = BTreeSet::new();
    for text in statement_forms().into_iter().chain(texts()) {
        let is_bomb =
            refusals(&text.sql).iter().any(|refusal| matches!(refusal.kind, RefusalKind::OperatorRun | RefusalKind::Nul));
        // A script that changes how strings are read is another text without its beginning.
        if is_bomb || text.sql.to_lowercase().contains("standard_conforming_strings") {
            continue;
        }
        statements.extend(
            postgres_syntax::split(&text.sql).iter().map(|one| one.of(&text.sql).to_owned()).filter(|one| one.len() < 20_000),
        );
    }
    statements
}

/// What is wrong with how we read a statement that Postgres accepts.
fn fault(sql: &str) -> Option<String> {
    let tree = parse(sql).ok()?;
    let read = hazards::read(sql);
    let [statement] = read.as_slice() else { return Some(format!("{} statements", read.len())) };
    if statement.is_unparsed() {
        return Some("is not read".to_owned());
    }
    let theirs = facts_of_tree(&tree).filter(|_| !DIFFERENT.iter().any(|(start, _)| sql.starts_with(start)))?;
    let ours = facts_of_statement(statement);
    let missing: Vec<_> = theirs.difference(&ours).collect();
    let invented: Vec<_> = ours.difference(&theirs).collect();
    (!missing.is_empty() || !invented.is_empty()).then(|| format!("missing {missing:?}, invented {invented:?}"))
}

#[test]
fn every_statement_is_what_postgres_says_it_is() {
    let statements = statements();
    let faults: Vec<String> = statements.iter().filter_map(|sql| Some(format!("{}\n{sql}", fault(sql)?))).collect();
    assert!(faults.is_empty(), "{} of {}:\n\n{}", faults.len(), statements.len(), faults.join("\n\n"));
    assert!(statements.len() > 2000, "only {}", statements.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 5_000, failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    /// A quarter of the mutations is SQL to the grammar.
    #[test]
    fn so_is_every_mutation_that_postgres_accepts(sql in mutated_statement()) {
        let is_one = postgres_syntax::split(&sql).len() == 1 && refusals(&sql).is_empty();
        if let Some(fault) = if is_one && !is_refused_later(&sql) { fault(&sql) } else { None } {
            prop_assert!(false, "{}\n{}", fault, sql);
        }
    }
}

/// What the grammar accepts and the server refuses when it looks closer; and things called `cascade`, which nobody has.
fn is_refused_later(sql: &str) -> bool {
    let starts = [
        "GRANT ", // rights that there are none of
        "REVOKE ",
        "ALTER DEFAULT PRIVILEGES ",
        "DO ",              // no block
        "CREATE FUNCTION ", // no body, no language
        "CREATE PROCEDURE ",
        "CREATE OR REPLACE FUNCTION ",
        "CREATE OR REPLACE PROCEDURE ",
        "ALTER VIEW ", // what only tables have
        "ALTER MATERIALIZED VIEW ",
        "ALTER INDEX ",
        "ALTER SEQUENCE ",
        "ALTER FOREIGN TABLE ",
        "ALTER USER MAPPING", // a role that the grammar takes for the words `mapping for`
        "SET ",               // parameters that there are none of
    ];
    let words: Vec<&str> = sql.split(' ').collect();
    let names_cascade = words.iter().rev().skip(1).any(|word| ["CASCADE", "RESTRICT"].contains(word))
        || words.iter().rev().nth(1).is_some_and(|word| ["EXISTS", ",", "BY", "USING", "LANGUAGE"].contains(word))
            && words.last() == Some(&"CASCADE");
    names_cascade || sql.contains('%') || starts.iter().any(|start| sql.starts_with(start)) || sql.contains(" INTO UNLOGGED")
}
