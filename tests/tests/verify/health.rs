//! What is never right: invalid indexes, constraints that nobody validated, sequences near their end.

use crate::shop::{Shop, Verified};

const WORDS: &str = "CREATE TABLE words (id int PRIMARY KEY, word text); INSERT INTO words VALUES (1, 'a'), (2, 'a')";

fn sorted(verified: &Verified) -> Vec<(&str, &str)> {
    let mut findings = verified.findings();
    findings.sort_unstable();
    findings
}

#[test]
fn indexes_that_a_concurrent_build_left_behind_are_found() {
    let shop = Shop::with(WORDS);
    shop.verify().passes();
    shop.failing("CREATE UNIQUE INDEX CONCURRENTLY words_word_key ON words (word)");
    let verified = shop.verify();
    verified.finds(
        "invalid-index",
        "index `words_word_key` of `words` is not valid: a CREATE INDEX CONCURRENTLY did not end. No query uses it, and every write keeps it up; a unique one may already refuse rows",
    );
    let finding = &verified.target()["findings"][0];
    assert_eq!(
        finding["advice"],
        "REINDEX INDEX CONCURRENTLY \"public\".\"words_word_key\"; or drop it concurrently and make it again."
    );
    shop.failing("REINDEX INDEX CONCURRENTLY words_word_key");
    let verified = shop.verify();
    let messages = sorted(&verified);
    assert_eq!(messages.len(), 2, "{messages:#?}");
    assert!(messages[0].1.starts_with("index `words_word_key_ccnew` of `words` is not valid: a REINDEX CONCURRENTLY left it"));
    shop.sql("DROP INDEX words_word_key, words_word_key_ccnew");
    shop.verify().passes();
}

#[test]
fn an_index_of_a_partitioned_table_needs_all_of_its_parts() {
    let shop =
        Shop::with("CREATE TABLE log (day int) PARTITION BY LIST (day); CREATE TABLE log_1 PARTITION OF log FOR VALUES IN (1)");
    shop.sql("CREATE INDEX log_day ON ONLY log (day)");
    let not_valid = "index `log_day` of `log` is not valid: not every partition has its part of it";
    shop.verify().finds("invalid-index", not_valid);
    shop.sql("CREATE INDEX log_1_day ON log_1 (day); ALTER INDEX log_day ATTACH PARTITION log_1_day");
    shop.verify().passes();
}

#[test]
fn constraints_that_nobody_validated_are_told() {
    let shop = Shop::with(WORDS);
    shop.sql(
        "ALTER TABLE words ADD CONSTRAINT short CHECK (length(word) < 9) NOT VALID;
        CREATE DOMAIN \"Tag\" AS text; ALTER DOMAIN \"Tag\" ADD CONSTRAINT filled CHECK (VALUE <> '') NOT VALID",
    );
    let verified = shop.verify();
    assert_eq!(verified.code(), 0, "a notice closes no gate by itself");
    let not_checked = "is NOT VALID: rows that were there before it were never checked";
    assert_eq!(
        sorted(&verified),
        [
            ("unvalidated-constraint", &*format!("constraint `filled` of `\"Tag\"` {not_checked}")),
            ("unvalidated-constraint", &*format!("constraint `short` of `words` {not_checked}")),
        ]
    );
    let verified = shop.verify_with("[hazards]\nrules.unvalidated-constraint = \"error\"\n");
    assert_eq!(verified.code(), 1);
    shop.sql("ALTER TABLE words VALIDATE CONSTRAINT short; ALTER DOMAIN \"Tag\" VALIDATE CONSTRAINT filled");
    shop.verify().passes();
}

#[test]
fn sequences_near_their_end_are_found_by_what_their_column_can_hold() {
    let shop = Shop::with(
        "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY);
         CREATE SEQUENCE wide; CREATE TABLE c (id int DEFAULT nextval('wide')); CREATE TABLE d (id bigserial);
         CREATE SEQUENCE down INCREMENT -1 MINVALUE -100 MAXVALUE -1; CREATE SEQUENCE round MAXVALUE 10 CYCLE;
         CREATE TABLE e (id smallserial)",
    );
    shop.verify().passes();
    shop.sql(
        "SELECT setval('a_id_seq', 1900000000), setval('b_id_seq', 1900000000), setval('wide', 1900000000),
        setval('d_id_seq', 1900000000), setval('down', -89), setval('round', 10), setval('e_id_seq', 29000)",
    );
    shop.verify().passes();
    shop.sql(
        "SELECT setval('a_id_seq', 2000000000), setval('b_id_seq', 2147483647), setval('wide', 2000000000),
        setval('d_id_seq', 2000000000), setval('down', -95), setval('e_id_seq', 30000)",
    );
    let verified = shop.verify();
    assert_eq!(
        sorted(&verified),
        [
            ("sequence-near-end", "sequence `a_id_seq` has used 93 % of its numbers: 2000000000 of 2147483647, its end"),
            ("sequence-near-end", "sequence `b_id_seq` has used 100 % of its numbers: 2147483647 of 2147483647, its end"),
            ("sequence-near-end", "sequence `down` has used 94 % of its numbers: -95 of -100, its end"),
            ("sequence-near-end", "sequence `e_id_seq` has used 91 % of its numbers: 30000 of 32767, its end"),
            (
                "sequence-near-end",
                "sequence `wide` has used 93 % of its numbers: 2000000000 of 2147483647, what column `c.id` can hold"
            ),
        ],
        "{:#}",
        verified.report
    );
    assert_eq!(verified.code(), 1);
    let verified = shop.verify_with("[verify]\nsequence-use = 99\n");
    assert_eq!(verified.findings().len(), 1);
}

#[test]
fn sequences_that_the_role_may_not_look_into_count_against_the_verdict() {
    let shop = Shop::with("CREATE TABLE a (id serial PRIMARY KEY)");
    shop.as_superuser("REVOKE pg_read_all_data FROM {reader}; GRANT SELECT ON _prisma_migrations TO {reader}");
    shop.verify().cannot("the role may not look into 1 sequences: `a_id_seq`; grant it SELECT");
    shop.sql("GRANT SELECT ON SEQUENCE a_id_seq TO {reader}");
    shop.verify().passes();
}

#[test]
fn every_supported_version_is_read() {
    for major in test_postgres::majors() {
        let shop = Shop::on(Some(major), "CREATE TABLE a (id serial PRIMARY KEY, b int)");
        shop.sql("ALTER TABLE a ADD CONSTRAINT b_is_small CHECK (b < 10) NOT VALID; SELECT setval('a_id_seq', 2147483647)");
        if major >= 18 {
            shop.sql("ALTER TABLE a ADD CONSTRAINT meant_so CHECK (b > 0) NOT ENFORCED");
        }
        let verified = shop.verify();
        let rules: Vec<_> = verified.findings().into_iter().map(|(rule, _)| rule).collect();
        assert_eq!(rules, ["sequence-near-end", "unvalidated-constraint"], "{major}: {:#}", verified.report);
    }
}

/// Asks everything of `words` that can be asked.
const EVERYTHING: &str = "[verify]\ntables = [\"words\"]\nminimum-rows = { words = 2 }\ncolumns = { \"words.id\" = \"int\" }
    [[verify.assertions]]\nname = \"two\"\nsql = \"SELECT count(*) FROM words\"\nvalue = \"2\"
    [[verify.assertions]]\nname = \"nothing for anon\"\nsql = \"SELECT id FROM words\"\nrole = \"{anon}\"\nexpect = \"refused\"\n";

/// Neither a lock nor a number is left of it: whatever changes something gets a transaction's number.
#[test]
fn no_transaction_gets_a_number() {
    let (shop, _server) = Shop::alone(WORDS);
    shop.configure(&shop.fill(EVERYTHING));
    let number = || shop.database.ask("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::int4");
    let before = number();
    shop.verify().passes();
    assert_eq!(number(), before);
    shop.sql("INSERT INTO words VALUES (3)");
    assert!(number() > before, "a transaction that changes something is seen");
}

/// EXCLUSIVE lets nobody in but ACCESS SHARE, the lock of a plain reader.
#[test]
fn no_lock_is_taken_that_could_stand_in_anybody_s_way() {
    let shop = Shop::with(WORDS);
    shop.configure(&shop.fill(EVERYTHING));
    shop.while_another("BEGIN; LOCK TABLE words, _prisma_migrations IN EXCLUSIVE MODE", || shop.verify().passes());
    let waits = shop.while_another("BEGIN; LOCK TABLE words IN ACCESS EXCLUSIVE MODE", || shop.verify());
    assert_eq!(waits.code(), 3, "what another has locked is waited for, and not for ever: {:#}", waits.report);
}
