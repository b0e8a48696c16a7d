//! A server, and the order in which one looks at it.

use std::collections::BTreeMap;

use postgres_syntax::{Cursor, TransactionEffect, split, transaction_effect};
use postgres_terms::LockMode;
use test_postgres::TestServer;

use super::{
    facts::Facts,
    measured::{Measured, Seen, Touched},
    session::{Columns, Row, Session},
};
use crate::probe::{probes_directory, shop};

/// What the scripts that change it find, always under this name, because some scripts name it.
const DATABASE: &str = "shop";
/// What it is copied from.
const SEED: &str = "shop_seed";

/// The kinds of relations that hold rows: tables and materialized views.
const HAS_ROWS: [&str; 2] = ["r", "m"];

const DUPLICATE_OBJECT: &str = "42710";

/// What is there before a script's own setup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Nothing.
    Empty,
    /// The shop of the probes.
    Shop,
}

/// One server.
pub struct Bench {
    server: &'static TestServer,
    /// Connected to the database in use; `None` when there is none.
    session: Option<Session>,
    /// The database holds exactly this, and these are its facts.
    holds: Option<(Start, Facts)>,
}

impl Bench {
    /// The shared server of a major version, which nobody else may use meanwhile for roles or databases of the same names.
    pub fn new(major: u32) -> Self {
        let server = test_postgres::server(Some(major));
        let roles = std::fs::read_to_string(probes_directory().join("roles.sql")).expect("the roles can be read");
        let bench = Bench { server, session: None, holds: None };
        let administrator = bench.connect("postgres");
        administrator.run(&roles);
        administrator.run(&format!("CREATE DATABASE {SEED} TEMPLATE template0"));
        bench.connect(SEED).run(&shop());
        bench
    }

    /// Runs a script after its setup. A script that is not `alone` runs in a transaction, which is rolled back; one that controls
    /// transactions itself is always alone.
    pub fn measure(&mut self, start: Start, setup: &str, script: &str, alone: bool) -> Measured {
        let alone = alone || controls_transactions(script);
        self.prepare(start, setup);
        let session = self.session.take().expect("a database is prepared");
        // A transaction that is rolled back leaves sequences where they are.
        let sequences_before = sequences(&session);
        let measured = if alone { self.run_alone(&session, script) } else { self.run_in_transaction(&session, script) };
        self.session = Some(session);
        let left_something = self.session.as_ref().is_some_and(|session| sequences(session) != sequences_before);
        if alone || !setup.is_empty() || left_something {
            self.holds = None;
        }
        measured
    }

    fn major(&self) -> u32 {
        self.server.version().major()
    }

    fn connect(&self, database: &str) -> Session {
        Session::connect(&self.server.config(ephemeral_postgres::SUPERUSER, database))
    }

    /// Sees to it that the database is as the script must find it, and that its facts are known.
    fn prepare(&mut self, start: Start, setup: &str) {
        let is_there = self.holds.as_ref().is_some_and(|(held, _)| *held == start);
        if is_there && setup.is_empty() {
            return;
        }
        if !is_there {
            self.session = None;
            let template = if start == Start::Shop { SEED } else { "template0" };
            let strategy = if self.major() >= 15 { "STRATEGY file_copy" } else { "" };
            let administrator = self.connect("postgres");
            let leftovers = include_str!("../../queries/leftovers.sql").replace("$1", &format!("'{SEED}'"));
            for row in administrator.rows(&leftovers) {
                administrator.run(&row.text("statement"));
            }
            administrator.run(&format!("CREATE DATABASE {DATABASE} TEMPLATE {template} {strategy}"));
            self.session = Some(self.connect(DATABASE));
        }
        let session = self.session.as_ref().expect("just connected");
        for statement in split(setup) {
            // Roles outlive databases, and several examples make the same ones.
            let outcome = session.attempt(statement.of(setup));
            assert!(outcome.as_ref().err().is_none_or(|code| code == DUPLICATE_OBJECT), "{outcome:?}: {}", statement.of(setup));
        }
        self.holds = Some((start, Facts::of(session, self.major())));
    }

    fn facts(&self) -> &Facts {
        self.holds.as_ref().map(|(_, facts)| facts).expect("a database is prepared")
    }

    fn run_in_transaction(&self, session: &Session, script: &str) -> Measured {
        let before = Before::of(session);
        let mut measured = Measured::default();
        session.run("BEGIN");
        let mut idle = activity(session);
        for (at, statement) in split(script).iter().enumerate() {
            if let Err(code) = session.attempt(statement.of(script)) {
                measured.failure = Some((at, code));
                break;
            }
            measured.statements.push(before.seen(session, &mut idle));
        }
        if measured.failure.is_none() {
            measured.changes = self.changes(session, &before);
        }
        session.run("ROLLBACK");
        // Prepared statements and settings outlive a transaction.
        session.run("DISCARD ALL");
        measured
    }

    /// Locks of a statement that commits by itself are gone when it ends. So each finds its tables held by somebody else, in a mode that
    /// plain reads and writes do not mind; what it waits for is what it wants.
    fn run_alone(&self, session: &Session, script: &str) -> Measured {
        let before = Before::of(session);
        let blocker = self.connect(DATABASE);
        let mut measured = Measured { alone: true, ..Measured::default() };
        let mut locks: BTreeMap<String, LockMode> = BTreeMap::new();
        for (at, statement) in split(script).iter().enumerate() {
            blocker.run("BEGIN");
            // A script that has begun a transaction of its own holds them itself.
            if blocker.attempt(&format!("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE NOWAIT", before.tables())).is_err() {
                blocker.run("ROLLBACK");
            }
            let (outcome, waited) = session.attempt_against(statement.of(script), &blocker);
            for (oid, mode) in waited {
                let held = locks.entry(oid).or_insert(mode);
                *held = mode.max(*held);
            }
            if let Err(code) = outcome {
                measured.failure = Some((at, code));
                break;
            }
            let mut seen = before.seen(session, &mut BTreeMap::new());
            for touched in seen.values_mut() {
                (touched.scans, touched.inserted, touched.updated, touched.deleted) = (0, 0, 0, 0);
            }
            for (oid, mode) in &locks {
                if let Some(relation) = before.relations.get(oid) {
                    let touched = seen.entry(relation.name.clone()).or_insert_with(|| relation.touched());
                    touched.lock = touched.lock.max(Some(*mode));
                }
            }
            measured.statements.push(seen);
        }
        measured.changes = self.changes(session, &before);
        measured
    }

    fn changes(&self, session: &Session, before: &Before) -> Vec<String> {
        // The script may have become somebody who must not look, or somebody to whom everything has another name.
        for statement in ["RESET SESSION AUTHORIZATION", "RESET ROLE", "RESET ALL"] {
            session.run(statement);
        }
        let mut changes = self.facts().changes_to(&Facts::of(session, self.major()));
        let after = sequences(session);
        for (name, old) in &before.sequences {
            if let Some(new) = after.get(name).filter(|new| *new != old) {
                changes.push(format!("moves sequence {name} from {old} to {new}"));
            }
        }
        changes
    }
}

/// What was there before a script ran.
struct Before {
    relations: BTreeMap<String, Relation>,
    sequences: BTreeMap<String, String>,
}

struct Relation {
    name: String,
    kind: String,
    file: String,
    /// Whether it has rows that can be counted.
    is_counted: bool,
    rows: u64,
}

impl Relation {
    fn of(row: &Row) -> Self {
        let kind = row.text("kind");
        let is_counted = HAS_ROWS.contains(&kind.as_str()) && row.text("readable") == "t";
        Relation { name: row.text("name"), kind, file: row.text("file"), is_counted, rows: 0 }
    }

    /// How many rows it has now.
    fn rows(&self, oid: &str, session: &Session) -> u64 {
        if self.is_counted { session.rows(&count(oid, &self.name)).iter().map(|row| row.number("rows")).sum() } else { 0 }
    }

    fn touched(&self) -> Touched {
        Touched { kind: self.kind.clone(), ..Touched::default() }
    }
}

impl Before {
    fn of(session: &Session) -> Self {
        let rows = session.rows(include_str!("../../queries/relations.sql"));
        let mut relations: BTreeMap<String, Relation> = rows.iter().map(|row| (row.text("oid"), Relation::of(row))).collect();
        let counted: Vec<String> =
            relations.iter().filter(|(_, one)| one.is_counted).map(|(oid, one)| count(oid, &one.name)).collect();
        if !counted.is_empty() {
            for row in session.rows(&counted.join(" UNION ALL ")) {
                if let Some(relation) = relations.get_mut(&row.text("oid")) {
                    relation.rows = row.number("rows");
                }
            }
        }
        Before { relations, sequences: sequences(session) }
    }

    /// All tables, as a list.
    fn tables(&self) -> String {
        let tables = self.relations.values().filter(|one| ["r", "p"].contains(&one.kind.as_str()));
        tables.map(|one| format!("ONLY {}", one.name)).collect::<Vec<_>>().join(", ")
    }

    /// What the transaction has done so far.
    fn seen(&self, session: &Session, idle: &mut BTreeMap<String, [u64; 4]>) -> Seen {
        let (locks, activity) = (locks(session), activity(session));
        let rows = session.rows(include_str!("../../queries/relations.sql"));
        let now: BTreeMap<String, Relation> = rows.iter().map(|row| (row.text("oid"), Relation::of(row))).collect();
        let touched = |(oid, relation): (&String, &Relation)| {
            let mut touched = relation.touched();
            touched.lock = locks.get(oid).copied();
            touched.name_now = now.get(oid).map(|other| other.name.clone()).filter(|name| *name != relation.name);
            let start = idle.entry(oid.clone()).or_default();
            let counts = activity.get(oid).copied().unwrap_or_default();
            let done = |at: usize| counts[at].saturating_sub(start[at]);
            (touched.scans, touched.inserted, touched.updated, touched.deleted) = (done(0), done(1), done(2), done(3));
            if let Some(other) = now.get(oid).filter(|other| other.file != relation.file) {
                touched.rewritten = true;
                touched.emptied = relation.rows > 0 && other.rows(oid, session) == 0;
                // Counting may have read it, too.
                let since = self::activity(session).get(oid).copied().unwrap_or_default();
                start[0] += since[0].saturating_sub(counts[0]);
            }
            (touched != relation.touched()).then(|| (relation.name.clone(), touched))
        };
        self.relations.iter().filter_map(touched).collect()
    }
}

/// Whether the script begins or ends a transaction.
fn controls_transactions(script: &str) -> bool {
    use TransactionEffect::{Begins, Commits, Prepared, RollsBack};
    let effects = split(script).into_iter().map(|statement| transaction_effect(&Cursor::new(script, statement.tokens(script))));
    effects.into_iter().any(|effect| matches!(effect, Begins | Commits | RollsBack | Prepared))
}

fn count(oid: &str, name: &str) -> String {
    format!("SELECT {oid} AS oid, pg_catalog.count(*) AS rows FROM ONLY {name}")
}

fn locks(session: &Session) -> BTreeMap<String, LockMode> {
    let mut strongest = BTreeMap::new();
    for row in session.rows(include_str!("../../queries/locks.sql")) {
        let held = strongest.entry(row.text("oid")).or_insert(row.mode());
        *held = row.mode().max(*held);
    }
    strongest
}

fn activity(session: &Session) -> BTreeMap<String, [u64; 4]> {
    let rows = session.rows(include_str!("../../queries/activity.sql"));
    rows.iter()
        .map(|row| (row.text("oid"), ["scans", "inserted", "updated", "deleted"].map(|column| row.number(column))))
        .collect()
}

fn sequences(session: &Session) -> BTreeMap<String, String> {
    let rows = session.rows(include_str!("../../queries/sequences.sql"));
    rows.iter().map(|row| (row.text("name"), row.text("state"))).collect()
}
