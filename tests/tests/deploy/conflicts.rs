//! A migration that stumbles over rows names the query that finds them.

use migration_gate_tests::Ended;

use crate::fixture::{Ground, target};

const SETUP: &str = r#"CREATE TABLE shop (id int PRIMARY KEY);
CREATE TABLE item (id int PRIMARY KEY, "Shop" int, price int, code text);
INSERT INTO shop VALUES (1);
INSERT INTO item VALUES (1, 1, 5, 'canary-7f3a'), (2, 9, -5, 'canary-7f3a'), (3, NULL, NULL, 'c'), (4, 8, 0, NULL);
ALTER TABLE item ADD CONSTRAINT later_check CHECK (price > 0) NOT VALID;
ALTER TABLE item ADD CONSTRAINT "later's shop" FOREIGN KEY ("Shop") REFERENCES shop NOT VALID;"#;

/// The SQL of the section about rows, as far as there is one.
fn query(ended: &Ended) -> Option<String> {
    let sections = target(ended)["sections"].clone();
    let section = sections.as_array().unwrap().iter().find(|section| section["title"] == "Rows in the way").cloned();
    let section = section.unwrap_or_else(|| panic!("{}", ended.stdout));
    section["blocks"].as_array().unwrap().iter().find_map(|block| Some(block["text"].as_str()?.to_owned()))
}

/// Each script fails, and the query finds the rows with these ids.
fn check(ground: &Ground, scripts: &[(&str, &[i32])]) {
    for (script, rows) in scripts {
        ground.project.migration("2_b", script);
        for arguments in [&[][..], &["--single-transaction"]] {
            let ended = ground.run(arguments, 5);
            let query = query(&ended).unwrap_or_else(|| panic!("{script}: {}", ended.stdout));
            assert_eq!(ground.ids(&query), *rows, "{script}: {query}");
        }
    }
}

#[test]
fn the_query_finds_exactly_the_rows_that_stand_in_the_way() {
    let ground = Ground::new(&[("1_a", SETUP)]);
    ground.run(&[], 0);
    check(
        &ground,
        &[
            // Only the catalog knows what these demand.
            ("ALTER TABLE item VALIDATE CONSTRAINT later_check;", &[2, 4]),
            (r#"ALTER TABLE item VALIDATE CONSTRAINT "later's shop";"#, &[2, 4]),
            ("ALTER TABLE item ADD CONSTRAINT now_check CHECK (price >= 0);", &[2]),
            (r#"ALTER TABLE item ADD CONSTRAINT now_shop FOREIGN KEY ("Shop") REFERENCES shop (id);"#, &[2, 4]),
            ("ALTER TABLE item ALTER COLUMN price SET NOT NULL;", &[3]),
        ],
    );
    ground.project.migration("2_b", "ALTER TABLE item ADD CONSTRAINT one UNIQUE (code);");
    let query = query(&ground.run(&[], 5)).unwrap();
    assert_eq!(
        ground.number(&format!("SELECT sum(count)::bigint FROM ({}) AS found", query.trim_end_matches(';'))),
        2,
        "{query}"
    );
}

/// Since Postgres 18 that a column has values is a constraint like others.
#[test]
fn rows_without_a_value_are_found_where_a_constraint_is_validated() {
    let later = "ALTER TABLE item ADD CONSTRAINT later_value NOT NULL code NOT VALID;";
    let ground = Ground::on(Some(18), &[("1_a", &format!("{SETUP}\n{later}"))]);
    ground.run(&[], 0);
    check(
        &ground,
        &[
            ("ALTER TABLE item VALIDATE CONSTRAINT later_value;", &[4]),
            ("ALTER TABLE item ADD CONSTRAINT now_value NOT NULL price;", &[3]),
        ],
    );
}

#[test]
fn rows_of_a_table_that_went_away_with_the_script_are_looked_for_by_nobody() {
    let ground = Ground::new(&[(
        "1_a",
        "CREATE TABLE a AS SELECT 1 AS id FROM generate_series(1, 2); CREATE UNIQUE INDEX a_key ON a (id);",
    )]);
    assert_eq!(query(&ground.run(&[], 5)), None);
}
