//! What statements lock, read through and write anew: each line was measured on a server.

use hazards::{Fact, RelationImpact, Scan, Script, Settings};

const BASE: &str = "
CREATE DOMAIN d AS int; CREATE DOMAIN dc AS int CHECK (VALUE > -5);
CREATE TABLE r (id int PRIMARY KEY, u int UNIQUE);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c varchar(20), n numeric(10,2), ts timestamp(3), rid int REFERENCES r(id), x d,
  ck varchar(9) CHECK (length(ck)>0), iv varchar(9), nn int NOT NULL, seen text, CONSTRAINT seen_there CHECK (seen IS NOT NULL));
CREATE INDEX t_a ON t(a); CREATE TABLE q (pt varchar(9), o varchar(9)); CREATE INDEX q_pt ON q(pt) WHERE pt IS NOT NULL; CREATE UNIQUE INDEX t_nn ON t(nn); CREATE UNIQUE INDEX t_ua ON t(a);
CREATE TABLE k (id int, tid int REFERENCES t(id));
ALTER TABLE k ADD CONSTRAINT k_fk FOREIGN KEY (id) REFERENCES r(id) NOT VALID;
ALTER TABLE k ADD CONSTRAINT k_ck CHECK (id > 0) NOT VALID;
CREATE TABLE p (id int, at date, rid int REFERENCES r(id)) PARTITION BY RANGE (at);
CREATE TABLE p1 PARTITION OF p FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE pd PARTITION OF p DEFAULT;
CREATE TABLE pc (id int, at date, rid int);
CREATE TABLE par (id int, v int); CREATE TABLE chi () INHERITS (par); CREATE TABLE loose (id int, v int);
CREATE MATERIALIZED VIEW mv AS SELECT id FROM k;
CREATE UNLOGGED TABLE ul (id int);
";

fn shown(relation: &RelationImpact) -> String {
    let mark = |fact, word: &str| match fact {
        Fact::Known(true) => format!(" {word}"),
        Fact::Known(false) => String::new(),
        Fact::Unknown => format!(" {word}?"),
    };
    let mode = relation.lock.to_string();
    format!("{} {mode}{}{}", relation.name, mark(relation.scans, "scan"), mark(relation.rewrites, "rewrite"))
}

/// The impacts of the last statement, on relations that are older than the script.
fn check(sql: &str, expected: &[&str]) {
    let mut scan = Scan::new(Settings::default());
    let script = |sql| Script { migration: "20260101000000_x", file: "migration.sql", sql };
    scan.learn(&script(BASE));
    let impacts = scan.impacts(&script(sql));
    let last = impacts.last().expect("a statement");
    let shown: Vec<String> = last.relations.iter().filter(|relation| !relation.is_new).map(shown).collect();
    assert_eq!(shown, expected, "{sql}");
}

#[test]
fn new_columns() {
    check("ALTER TABLE t ADD COLUMN z int", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z int REFERENCES r(id)", &["r SHARE ROW EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check(
        "ALTER TABLE t ADD COLUMN z int DEFAULT 1 REFERENCES r(id)",
        &["r SHARE ROW EXCLUSIVE scan?", "t ACCESS EXCLUSIVE scan"],
    );
    check(
        "ALTER TABLE t ADD COLUMN z int, ADD CONSTRAINT zz FOREIGN KEY (z) REFERENCES r(id)",
        &["r SHARE ROW EXCLUSIVE scan?", "t ACCESS EXCLUSIVE scan"],
    );
    check("ALTER TABLE t ADD COLUMN z int NOT NULL DEFAULT 1", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z int CHECK (z > 0)", &["t ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE t ADD COLUMN z int UNIQUE", &["t ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE t ADD COLUMN z d", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z dc", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ADD COLUMN z timestamptz DEFAULT now()", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z timestamptz DEFAULT CURRENT_TIMESTAMP", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z text DEFAULT current_setting('TimeZone')", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD COLUMN z uuid DEFAULT gen_random_uuid()", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ADD COLUMN z text DEFAULT own()", &["t ACCESS EXCLUSIVE scan? rewrite?"]);
    check("ALTER TABLE t ADD COLUMN z serial", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ADD COLUMN z int GENERATED ALWAYS AS (a+1) STORED", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE par ADD COLUMN z int", &["chi ACCESS EXCLUSIVE", "par ACCESS EXCLUSIVE"]);
}

#[test]
fn constraints() {
    check("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(u)", &["r SHARE ROW EXCLUSIVE scan?", "t SHARE ROW EXCLUSIVE scan"]);
    check("ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES r(u) NOT VALID", &["r SHARE ROW EXCLUSIVE", "t SHARE ROW EXCLUSIVE"]);
    check("ALTER TABLE k VALIDATE CONSTRAINT k_fk", &["k SHARE UPDATE EXCLUSIVE scan", "r ROW SHARE scan?"]);
    check("ALTER TABLE k VALIDATE CONSTRAINT k_ck", &["k SHARE UPDATE EXCLUSIVE scan"]);
    check("ALTER TABLE k VALIDATE CONSTRAINT k_tid_fkey", &["k SHARE UPDATE EXCLUSIVE"]);
    check("ALTER TABLE t ALTER CONSTRAINT t_rid_fkey DEFERRABLE", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE k ADD PRIMARY KEY (id)", &["k ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE t ADD UNIQUE USING INDEX t_ua", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ADD PRIMARY KEY USING INDEX t_nn", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ALTER a SET NOT NULL", &["t ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE t ALTER nn SET NOT NULL", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ALTER seen SET NOT NULL", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE par ALTER v SET NOT NULL", &["chi ACCESS EXCLUSIVE scan", "par ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE par ADD CHECK (v > 0)", &["chi ACCESS EXCLUSIVE scan", "par ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE p ADD CHECK (id > 0)", &["p ACCESS EXCLUSIVE", "p1 ACCESS EXCLUSIVE scan", "pd ACCESS EXCLUSIVE scan"]);
    check(
        "ALTER TABLE p ADD FOREIGN KEY (id) REFERENCES r(id)",
        &["p SHARE ROW EXCLUSIVE", "p1 SHARE ROW EXCLUSIVE scan", "pd SHARE ROW EXCLUSIVE scan", "r SHARE ROW EXCLUSIVE scan?"],
    );
}

#[test]
fn drops() {
    check("ALTER TABLE t DROP CONSTRAINT t_rid_fkey", &["r ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t DROP COLUMN rid", &["r ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t DROP CONSTRAINT t_pkey CASCADE", &["k ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t DROP COLUMN id CASCADE", &["k ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t DROP COLUMN b", &["t ACCESS EXCLUSIVE"]);
    check("DROP TABLE t CASCADE", &["k ACCESS EXCLUSIVE", "r ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
    check("DROP TABLE p1", &["p ACCESS EXCLUSIVE", "p1 ACCESS EXCLUSIVE", "pd ACCESS EXCLUSIVE"]);
    check("DROP TABLE pd", &["p ACCESS EXCLUSIVE", "pd ACCESS EXCLUSIVE"]);
    check("DROP TABLE p", &["p ACCESS EXCLUSIVE", "p1 ACCESS EXCLUSIVE", "pd ACCESS EXCLUSIVE", "r ACCESS EXCLUSIVE"]);
    check("DROP TABLE chi", &["chi ACCESS EXCLUSIVE"]);
    check("DROP TABLE par CASCADE", &["chi ACCESS EXCLUSIVE", "par ACCESS EXCLUSIVE"]);
    check("DROP INDEX t_a", &["t ACCESS EXCLUSIVE"]);
    check("DROP INDEX CONCURRENTLY t_a", &["t SHARE UPDATE EXCLUSIVE"]);
    check("DROP DOMAIN d CASCADE", &["t ACCESS EXCLUSIVE"]);
    check("DROP TRIGGER tg ON t", &["t ACCESS EXCLUSIVE"]);
    check("TRUNCATE k", &["k ACCESS EXCLUSIVE scan? rewrite"]);
    check("TRUNCATE t CASCADE", &["k ACCESS EXCLUSIVE scan? rewrite", "t ACCESS EXCLUSIVE scan? rewrite"]);
    check("TRUNCATE p", &["p ACCESS EXCLUSIVE", "p1 ACCESS EXCLUSIVE scan? rewrite", "pd ACCESS EXCLUSIVE scan? rewrite"]);
}

#[test]
fn partitions_and_heirs() {
    check("CREATE TABLE new (id int REFERENCES r(id))", &["r SHARE ROW EXCLUSIVE"]);
    check("CREATE TABLE new (id int PRIMARY KEY, up int REFERENCES new(id))", &[]);
    check(
        "CREATE TABLE new PARTITION OF p FOR VALUES FROM ('2030-01-01') TO ('2031-01-01')",
        &["p ACCESS EXCLUSIVE", "pd ACCESS EXCLUSIVE scan?", "r SHARE ROW EXCLUSIVE"],
    );
    check("CREATE TABLE new () INHERITS (par)", &["par SHARE UPDATE EXCLUSIVE"]);
    check(
        "ALTER TABLE p ATTACH PARTITION pc FOR VALUES FROM ('2021-01-01') TO ('2022-01-01')",
        &["p SHARE UPDATE EXCLUSIVE", "pc ACCESS EXCLUSIVE scan?", "pd ACCESS EXCLUSIVE scan?", "r SHARE ROW EXCLUSIVE scan?"],
    );
    check(
        "ALTER TABLE p DETACH PARTITION p1",
        &["p ACCESS EXCLUSIVE", "p1 ACCESS EXCLUSIVE", "pd ACCESS EXCLUSIVE", "r SHARE ROW EXCLUSIVE"],
    );
    check("ALTER TABLE loose INHERIT par", &["loose ACCESS EXCLUSIVE", "par SHARE UPDATE EXCLUSIVE"]);
    check("ALTER TABLE chi NO INHERIT par", &["chi ACCESS EXCLUSIVE", "par ACCESS SHARE"]);
    check("CREATE INDEX ON p(id)", &["p SHARE", "p1 SHARE scan", "pd SHARE scan"]);
    check("CREATE INDEX ON ONLY p(id)", &["p SHARE"]);
    check("CREATE INDEX ON par(id)", &["par SHARE scan"]);
}

#[test]
fn types() {
    check("ALTER TABLE t ALTER c TYPE varchar(40)", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE q ALTER pt TYPE varchar(40)", &["q ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE q ALTER o TYPE varchar(40)", &["q ACCESS EXCLUSIVE scan?"]);
    check("ALTER TABLE t ALTER ck TYPE text", &["t ACCESS EXCLUSIVE scan"]);
    check("ALTER TABLE t ALTER b TYPE varchar(10)", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ALTER ts TYPE timestamptz", &["t ACCESS EXCLUSIVE scan? rewrite?"]);
    check("ALTER TABLE t ALTER x TYPE int", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ALTER b TYPE dc USING 4", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ALTER rid TYPE bigint", &["r ACCESS EXCLUSIVE scan?", "t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ALTER id TYPE bigint", &["k ACCESS EXCLUSIVE scan?", "t ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE t ALTER id TYPE int", &["k ACCESS EXCLUSIVE", "t ACCESS EXCLUSIVE"]);
}

#[test]
fn everything_else() {
    check("CREATE TRIGGER g AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION f()", &["t SHARE ROW EXCLUSIVE"]);
    check("CREATE RULE ru AS ON INSERT TO k DO ALSO NOTHING", &["k ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t DISABLE TRIGGER ALL", &["t SHARE ROW EXCLUSIVE"]);
    check("ALTER TABLE t RENAME TO tt", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t RENAME COLUMN a TO aa", &["t ACCESS EXCLUSIVE"]);
    check("ALTER INDEX t_a RENAME TO taa", &[]);
    check("ALTER TABLE t SET (fillfactor=80)", &["t SHARE UPDATE EXCLUSIVE"]);
    check("ALTER TABLE t SET (user_catalog_table=true)", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t ALTER a SET STATISTICS 10", &["t SHARE UPDATE EXCLUSIVE"]);
    check("ALTER TABLE t ALTER b SET STORAGE plain", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE t CLUSTER ON t_a", &["t SHARE UPDATE EXCLUSIVE"]);
    check("ALTER TABLE t ENABLE ROW LEVEL SECURITY", &["t ACCESS EXCLUSIVE"]);
    check("ALTER TABLE k SET UNLOGGED", &["k ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE ul SET LOGGED", &["ul ACCESS EXCLUSIVE scan rewrite"]);
    check("ALTER TABLE ul SET UNLOGGED", &["ul ACCESS EXCLUSIVE"]);
    check("ALTER DOMAIN d ADD CONSTRAINT dd CHECK (VALUE > -9)", &["t SHARE scan"]);
    check("ALTER DOMAIN d ADD CONSTRAINT dd CHECK (VALUE > -9) NOT VALID", &[]);
    check("ALTER DOMAIN d SET NOT NULL", &["t SHARE scan"]);
    check("ALTER DOMAIN d SET DEFAULT 4", &[]);
    check("REINDEX INDEX t_a", &["t SHARE scan"]);
    check("REINDEX TABLE t", &["t SHARE scan"]);
    check("REFRESH MATERIALIZED VIEW mv", &["mv ACCESS EXCLUSIVE scan rewrite"]);
    check("REFRESH MATERIALIZED VIEW CONCURRENTLY mv", &["mv EXCLUSIVE scan"]);
    check("CLUSTER t USING t_a", &["t ACCESS EXCLUSIVE scan rewrite"]);
    check("LOCK par", &["chi ACCESS EXCLUSIVE", "par ACCESS EXCLUSIVE"]);
    check("LOCK ONLY par IN SHARE MODE NOWAIT", &["par SHARE"]);
    check("VACUUM (VERBOSE, FULL) t, k", &["k ACCESS EXCLUSIVE scan rewrite", "t ACCESS EXCLUSIVE scan rewrite"]);
    check("VACUUM (FULL off) t", &["t SHARE UPDATE EXCLUSIVE scan?"]);
    check("DELETE FROM k", &["k ROW EXCLUSIVE scan"]);
}
