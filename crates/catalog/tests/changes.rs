//! A change of a schema is told as what it is, and undoing it leaves nothing to tell.

mod support;

use catalog::{Reader, Scope};
use support::{Database, SHOP, connect, told};

/// What happens, how to undo it, and what is told of it.
struct Case {
    change: &'static str,
    undo: &'static str,
    told: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case { change: "CREATE SCHEMA extra", undo: "DROP SCHEMA extra", told: &["Added schema extra"] },
    Case {
        change: "CREATE TABLE tags (id uuid PRIMARY KEY, label text NOT NULL UNIQUE); CREATE INDEX ON tags (lower(label))",
        undo: "DROP TABLE tags",
        told: &[
            "Added table public.tags | column id: uuid, not null | column label: text, not null | constraint tags_label_key: UNIQUE (label) | constraint tags_pkey: PRIMARY KEY (id) | index tags_lower_idx: btree (lower(label))",
        ],
    },
    Case {
        change: "ALTER TABLE users ADD COLUMN age integer DEFAULT 1",
        undo: "ALTER TABLE users DROP COLUMN age",
        told: &["Added column public.users.age | integer, default 1"],
    },
    Case {
        change: "ALTER TABLE users ADD COLUMN serial_number serial",
        undo: "ALTER TABLE users DROP COLUMN serial_number",
        told: &[
            "Added column public.users.serial_number | integer, not null, default nextval('public.users_serial_number_seq'::regclass)",
        ],
    },
    Case {
        change: "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
        undo: "ALTER TABLE users ALTER COLUMN name DROP NOT NULL",
        told: &["Altered column public.users.name | now not null"],
    },
    Case {
        change: "ALTER TABLE users ALTER COLUMN balance TYPE numeric(8, 2)",
        undo: "ALTER TABLE users ALTER COLUMN balance TYPE numeric(10, 2)",
        told: &[
            "Altered column public.users.balance | type: numeric(10,2) → numeric(8,2) | ! values of numeric(10,2) may not fit into numeric(8,2)",
        ],
    },
    Case {
        change: "ALTER TABLE employees ALTER COLUMN salary TYPE bigint",
        undo: "ALTER TABLE employees ALTER COLUMN salary TYPE integer",
        told: &["Altered column public.employees.salary | type: integer → bigint"],
    },
    Case {
        change: "ALTER TABLE users ALTER COLUMN created_at DROP DEFAULT",
        undo: "ALTER TABLE users ALTER COLUMN created_at SET DEFAULT CURRENT_TIMESTAMP",
        told: &["Altered column public.users.created_at | default: CURRENT_TIMESTAMP → none"],
    },
    Case {
        change: "ALTER TABLE posts ALTER COLUMN id DROP IDENTITY",
        undo: "ALTER TABLE posts ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
        told: &[
            "Altered column public.posts.id | identity: always → none",
            "Removed sequence public.posts_id_seq | owned by public, posts, id, bigint",
        ],
    },
    Case {
        change: "ALTER TABLE users RENAME COLUMN balance TO credit",
        undo: "ALTER TABLE users RENAME COLUMN credit TO balance",
        told: &["Altered column public.users.credit | renamed from balance"],
    },
    Case {
        change: "ALTER TABLE sessions RENAME TO logins",
        undo: "ALTER TABLE logins RENAME TO sessions",
        told: &["Altered table public.logins | renamed from sessions"],
    },
    Case {
        change: "ALTER TABLE sessions SET SCHEMA audit",
        undo: "ALTER TABLE audit.sessions SET SCHEMA public",
        told: &["Altered table audit.sessions | moved from schema public"],
    },
    Case {
        change: "ALTER TYPE \"Role\" RENAME VALUE 'USER' TO 'MEMBER'",
        undo: "ALTER TYPE \"Role\" RENAME VALUE 'MEMBER' TO 'USER'",
        told: &[
            "Altered enum public.\"Role\" | value USER renamed to MEMBER",
            "Altered column public.users.role | default: 'USER'::public.\"Role\" → 'MEMBER'::public.\"Role\"",
        ],
    },
    Case {
        change: "CREATE UNIQUE INDEX posts_title_key ON posts (title)",
        undo: "DROP INDEX posts_title_key",
        told: &["Added index posts_title_key on public.posts | unique, btree (title)"],
    },
    Case {
        change: "CREATE INDEX ON events (day, city)",
        undo: "DROP INDEX events_day_city_idx",
        told: &["Added index events_day_city_idx on public.events | btree (day, city)"],
    },
    Case {
        change: "ALTER TABLE events ADD COLUMN note text",
        undo: "ALTER TABLE events DROP COLUMN note",
        told: &["Added column public.events.note | text"],
    },
    Case {
        change: "ALTER TABLE events ADD PRIMARY KEY (day)",
        undo: "ALTER TABLE events DROP CONSTRAINT events_pkey",
        told: &["Added constraint events_pkey on public.events | PRIMARY KEY (day)"],
    },
    Case {
        change: "CREATE TRIGGER events_touch AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION touch()",
        undo: "DROP TRIGGER events_touch ON events",
        told: &[
            "Added trigger events_touch on public.events | CREATE TRIGGER events_touch AFTER INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.touch()",
        ],
    },
    Case {
        change: "ALTER TABLE people ADD COLUMN age integer CHECK (age > 0)",
        undo: "ALTER TABLE people DROP COLUMN age",
        told: &[
            "Added column public.people.age | integer",
            "Added constraint people_age_check on public.people | CHECK ((age > 0))",
        ],
    },
    Case {
        change: "CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
        undo: "DROP TABLE events_2026",
        told: &[
            "Added table public.events_2026 | bound FOR VALUES FROM ('2026-01-01') TO ('2027-01-01'), inherits public.events | column day: date, not null | column city: text | index events_2026_city_idx: btree (city), attached to public.events_city_idx",
        ],
    },
    Case {
        change: "ALTER SCHEMA audit RENAME TO trail",
        undo: "ALTER SCHEMA trail RENAME TO audit",
        told: &["Altered schema trail | renamed from audit"],
    },
    Case {
        change: "ALTER TABLE events DETACH PARTITION events_2025",
        undo: "ALTER TABLE events ATTACH PARTITION events_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')",
        told: &[
            "Altered table public.events_2025 | bound: FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') → none | inherits: public.events → none",
            "Altered index events_2025_city_idx on public.events_2025 | attached to: public.events_city_idx → none",
        ],
    },
    Case {
        change: "ALTER TABLE posts DROP CONSTRAINT posts_author_id_fkey, ADD CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES users NOT VALID",
        undo: "ALTER TABLE posts DROP CONSTRAINT posts_author_id_fkey, ADD CONSTRAINT posts_author_id_fkey FOREIGN KEY (author_id) REFERENCES users ON DELETE CASCADE",
        told: &[
            "Altered constraint posts_author_id_fkey on public.posts | definition: FOREIGN KEY (author_id) REFERENCES public.users(id) ON DELETE CASCADE → FOREIGN KEY (author_id) REFERENCES public.users(id) NOT VALID",
        ],
    },
    Case {
        change: "CREATE OR REPLACE VIEW names AS SELECT name, 1 AS one FROM people",
        undo: "DROP VIEW names; CREATE VIEW names AS SELECT name FROM people",
        told: &[
            "Altered view public.names | definition: SELECT NAME FROM public.people; → SELECT NAME, 1 AS one FROM public.people;",
        ],
    },
    Case {
        change: "CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE SECURITY DEFINER SET search_path = pg_catalog AS 'SELECT a - b'",
        undo: "CREATE OR REPLACE FUNCTION add(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b'",
        told: &[
            "Altered function public.add(integer, integer) | now security definer | settings: none → search_path=pg_catalog | body changed",
        ],
    },
    Case {
        change: "ALTER TABLE users DISABLE TRIGGER users_touch",
        undo: "ALTER TABLE users ENABLE TRIGGER users_touch",
        told: &["Altered trigger users_touch on public.users | firing: none → disabled"],
    },
    Case {
        change: "ALTER TABLE users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY",
        undo: "ALTER TABLE users DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY",
        told: &["Altered table public.users | now row security | now row security forced"],
    },
    Case {
        change: "ALTER POLICY own_posts ON posts USING (true)",
        undo: "ALTER POLICY own_posts ON posts USING (author_id = 1)",
        told: &["Altered policy own_posts on public.posts | using: (author_id = 1) → true"],
    },
    Case {
        change: "GRANT INSERT ON posts TO PUBLIC",
        undo: "REVOKE INSERT ON posts FROM PUBLIC",
        told: &["Added grant on public.posts to public | INSERT"],
    },
    Case {
        change: "GRANT INSERT ON users TO PUBLIC",
        undo: "REVOKE INSERT ON users FROM PUBLIC",
        told: &["Altered grant on public.users to public | privileges: added INSERT"],
    },
    Case {
        change: "REVOKE EXECUTE ON FUNCTION add FROM PUBLIC",
        undo: "GRANT EXECUTE ON FUNCTION add TO PUBLIC",
        told: &["Added grant on public.add(integer, integer) to public | not EXECUTE"],
    },
    Case {
        change: "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC",
        undo: "ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO PUBLIC",
        told: &["Added default privileges of OWNER to public | functions not EXECUTE"],
    },
    Case {
        change: "ALTER SEQUENCE invoice_number INCREMENT 5",
        undo: "ALTER SEQUENCE invoice_number INCREMENT 2",
        told: &["Altered sequence public.invoice_number | increment: 2 → 5"],
    },
    Case {
        change: "ALTER DOMAIN email DROP CONSTRAINT looks_like_email",
        undo: "ALTER DOMAIN email ADD CONSTRAINT looks_like_email CHECK (VALUE LIKE '%@%')",
        told: &["Removed domain constraint looks_like_email on public.email | CHECK ((VALUE ~~ '%@%'::text))"],
    },
    Case {
        change: "ALTER TYPE address ADD ATTRIBUTE city text",
        undo: "ALTER TYPE address DROP ATTRIBUTE city",
        told: &["Altered composite type public.address | attributes: added city text"],
    },
    Case {
        change: "ALTER TABLE sessions SET LOGGED",
        undo: "ALTER TABLE sessions SET UNLOGGED",
        told: &["Altered table public.sessions | persistence: unlogged → none"],
    },
    Case {
        change: "COMMENT ON COLUMN users.name IS 'given name'",
        undo: "COMMENT ON COLUMN users.name IS NULL",
        told: &["Altered column public.users.name | comment: none → given name"],
    },
];

#[tokio::test]
async fn tells_a_change_and_nothing_after_its_undoing_on_every_version() {
    for major in test_postgres::majors() {
        tells_each_case(major).await;
    }
}

async fn tells_each_case(major: u32) {
    let database = Database::on(Some(major)).await;
    database.run(SHOP).await;
    let observer = connect(&database.names.owner).await;
    let reader = Reader::new(&observer).await.expect("the queries fit");
    let look = || async { reader.snapshot(&Scope::default()).await.expect("the catalog can be read") };
    // Since 16 a view of one relation is printed without the relation's name before each column.
    let column = if major >= 16 { "name" } else { "people.name" };
    for Case { change, undo, told: expected } in CASES {
        let before = look().await;
        database.run(change).await;
        let changed = look().await;
        let expected: Vec<String> =
            expected.iter().map(|line| line.replace("OWNER", &database.names.name).replace("NAME", column)).collect();
        assert_eq!(told(&catalog::diff(&before, &changed)), expected, "{major}: {change}");
        database.run(undo).await;
        let after = look().await;
        assert_eq!(told(&catalog::diff(&before, &after)), Vec::<String>::new(), "{major}: {undo}");
        assert_eq!(before.fingerprint(), after.fingerprint(), "{major}: {undo}");
    }
}

/// What a rehearsal shows in one database is what the same change does to another one, with another owner and more in it.
#[tokio::test]
async fn a_change_seen_in_one_database_foretells_what_it_does_to_another() {
    let (rehearsal, live) = (Database::with(SHOP).await, Database::with(SHOP).await);
    live.run("CREATE TABLE extra_of_live (id integer); CREATE INDEX extra_index_of_live ON users (created_at)").await;
    let (first, second) = (connect(&rehearsal.names.owner).await, connect(&live.names.owner).await);
    let (rehearsed, lived) = (Reader::new(&first).await.unwrap(), Reader::new(&second).await.unwrap());
    let scope = Scope::default();
    for Case { change, undo, .. } in CASES {
        let role = |snapshot: catalog::Snapshot| snapshot.with_role(&rehearsal.names.name, &live.names.name);
        let from = role(rehearsed.snapshot(&scope).await.unwrap());
        rehearsal.run(change).await;
        let to = role(rehearsed.snapshot(&scope).await.unwrap());
        let expected = lived.snapshot(&scope).await.unwrap().changed_as(&from, &to);
        live.run(change).await;
        let actual = lived.snapshot(&scope).await.unwrap();
        let expected = expected.unwrap_or_else(|unclear| panic!("{change}: {unclear:?}"));
        assert_eq!(told(&catalog::diff(&actual, &expected)), Vec::<String>::new(), "{change}");
        assert_eq!(expected.fingerprint(), actual.fingerprint(), "{change}");
        rehearsal.run(undo).await;
        live.run(undo).await;
    }
}

#[tokio::test]
async fn tells_what_was_lost_under_an_unchanged_name() {
    let database =
        Database::with("CREATE TABLE t (id integer, note text, twice integer GENERATED ALWAYS AS (2 * 2) STORED)").await;
    let told = database
        .changes("DROP TABLE t; CREATE TABLE t (id integer, note text, twice integer GENERATED ALWAYS AS (2 * 2) STORED)")
        .await;
    assert_eq!(told, ["Altered table public.t | dropped and made again | ! all rows are lost"]);
    let told = database.changes("ALTER TABLE t DROP note, ADD note text").await;
    assert_eq!(told, ["Altered column public.t.note | dropped and made again | ! the column's values are lost"]);
    let told = database.changes("ALTER TABLE t DROP twice").await;
    assert_eq!(told, ["Removed column public.t.twice | integer, generated ((2 * 2)) stored"]);
}

#[tokio::test]
async fn tells_which_values_an_enum_lost_when_it_was_made_again() {
    let database =
        Database::with("CREATE TYPE \"Role\" AS ENUM ('ADMIN', 'USER'); CREATE TABLE t (role \"Role\" DEFAULT 'USER')").await;
    let dance = "BEGIN; CREATE TYPE \"Role_new\" AS ENUM ('USER', 'GUEST'); ALTER TABLE t ALTER role DROP DEFAULT;
        ALTER TABLE t ALTER role TYPE \"Role_new\" USING role::text::\"Role_new\";
        ALTER TYPE \"Role\" RENAME TO \"Role_old\"; ALTER TYPE \"Role_new\" RENAME TO \"Role\"; DROP TYPE \"Role_old\";
        ALTER TABLE t ALTER role SET DEFAULT 'USER'; COMMIT";
    let told = database.changes(dance).await;
    assert_eq!(told, ["Altered enum public.\"Role\" | values: added GUEST; removed ADMIN | ! rows can no longer hold ADMIN"]);
    let told =
        database.changes("ALTER TYPE \"Role\" RENAME VALUE 'GUEST' TO 'VISITOR'; ALTER TYPE \"Role\" ADD VALUE 'ROOT'").await;
    assert_eq!(told, ["Altered enum public.\"Role\" | values: added VISITOR, ROOT; removed GUEST"]);
    let told = database.changes("ALTER TYPE \"Role\" RENAME TO \"UserRole\"").await;
    assert_eq!(told.len(), 2, "{told:#?}");
    assert_eq!(told[0], "Altered enum public.\"UserRole\" | renamed from Role");
    assert!(told[1].starts_with("Altered column public.t.role | type: public.\"Role\" → public.\"UserRole\" |"), "{told:#?}");
    assert!(!told[1].contains('!'), "a renamed type loses nothing: {told:#?}");
}

#[tokio::test]
async fn tells_a_removed_table_as_one_change_and_keeps_what_went_along() {
    let database = Database::with(SHOP).await;
    let observer = connect(&database.names.owner).await;
    let reader = Reader::new(&observer).await.expect("the queries fit");
    let before = reader.snapshot(&Scope::default()).await.unwrap();
    database.run("DROP TABLE users CASCADE").await;
    let after = reader.snapshot(&Scope::default()).await.unwrap();
    let changes = catalog::diff(&before, &after);
    let heads: Vec<String> = told(&changes).iter().map(|line| line.split(" | ").next().unwrap().to_owned()).collect();
    let expected = [
        "Removed view public.admins",
        "Removed constraint posts_author_id_fkey on public.posts",
        "Removed table public.users",
        "Removed statistics public.users_stats",
    ];
    assert_eq!(heads, expected);
    let users = &changes[2];
    assert!(users.loses_data());
    let parts: Vec<String> = users.parts.iter().map(|part| format!("{} {part}", part.kind)).collect();
    for part in [
        "column public.users.email",
        "index users_email_key on public.users",
        "trigger users_touch on public.users",
        "sequence public.users_id_seq",
    ] {
        assert!(parts.iter().any(|each| each == part), "{part} is not in {parts:#?}");
    }
}

#[tokio::test]
async fn hints_at_a_rename_that_was_written_as_drop_and_add() {
    let database = Database::with("CREATE TABLE t (id integer, name text NOT NULL)").await;
    let told = database.changes("ALTER TABLE t DROP name, ADD full_name text NOT NULL").await;
    let expected = [
        "Added column public.t.full_name | text, not null | just like the removed public.t.name: perhaps meant as a rename",
        "Removed column public.t.name | text, not null | ! the column's values are lost",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn compares_two_databases_by_name() {
    let (one, other) = (Database::with(SHOP).await, Database::on(None).await);
    // The same objects with other internal numbers.
    other.run("CREATE TABLE moves_the_numbers (x serial); DROP TABLE moves_the_numbers").await;
    other.run(SHOP).await;
    let (mine, theirs) = (one.snapshot().await, other.snapshot().await);
    let owners = [&one.names.name, &other.names.name];
    let lines = told(&catalog::diff(&mine, &theirs));
    assert!(!lines.is_empty(), "the owners differ");
    let about_owners = |line: &String| owners.iter().any(|owner| line.contains(owner.as_str()));
    assert!(lines.iter().all(about_owners), "only the owners differ: {lines:#?}");
    other.run("ALTER TABLE users RENAME COLUMN balance TO credit").await;
    let lines = told(&catalog::diff(&theirs, &other.snapshot().await));
    assert_eq!(lines, ["Altered column public.users.credit | renamed from balance"]);
    let lines = told(&catalog::diff(&mine, &other.snapshot().await));
    assert!(
        lines.contains(&"Removed column public.users.balance | numeric(10,2) | ! the column's values are lost".to_owned()),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|line| line.ends_with("just like the removed public.users.balance: perhaps meant as a rename")),
        "{lines:#?}"
    );
}
