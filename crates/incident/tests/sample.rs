//! The query finds the rows that the server refused, on a real server, and none where the rows are the script's own.

#![expect(clippy::unwrap_used, reason = "a test panics where it must")]

use database::{ConnectionString, ServerError, Session, SessionOptions};
use incident::{Conflict, Existing, Violation};
use test_postgres::{TestDatabase, server};

const DEFINITION: &str =
    "SELECT coalesce((SELECT pg_catalog.pg_get_constraintdef(oid) FROM pg_catalog.pg_constraint WHERE conname = $1),
    (SELECT pg_catalog.pg_get_indexdef(oid) FROM pg_catalog.pg_class WHERE relname = $1))";

struct Trial {
    session: Session,
    _database: TestDatabase,
}

impl Trial {
    async fn with(setup: &str) -> Trial {
        let database = server(None).database();
        let host = server(None).socket_directory().to_string_lossy().replace('/', "%2F");
        let target = ConnectionString::parse(&format!("postgresql://{0}@{host}/{0}", database.name)).unwrap();
        let options = SessionOptions { application_name: "test".to_owned(), parameters: Vec::new() };
        let session = Session::open(&target, &options).await.unwrap();
        session.client().batch_execute(setup).await.unwrap();
        Trial { session, _database: database }
    }

    /// Runs a script that fails, and says what the rows in the way are.
    async fn conflict(&self, script: &str) -> Conflict {
        let error = self.session.client().batch_execute(script).await.unwrap_err();
        let error = ServerError::from(error.as_db_error().unwrap());
        let constraint = error.object.constraint.as_deref();
        let definition: Option<String> = match constraint {
            Some(name) => self.session.client().query_one(DEFINITION, &[&name]).await.unwrap().get(0),
            None => None,
        };
        let violation = Violation {
            sqlstate: error.sqlstate.as_str(),
            schema: error.object.schema.as_deref(),
            table: error.object.table.as_deref(),
            column: error.object.column.as_deref(),
            constraint,
            detail: error.detail.as_deref(),
            script,
            existing: definition.as_deref().map_or(Existing::Absent, Existing::As),
        };
        let conflict = violation.conflict().unwrap();
        assert!(!format!("{conflict:?}").contains("canary"), "{conflict:?}");
        conflict
    }

    /// How many rows the query finds.
    async fn found(&self, script: &str) -> usize {
        let conflict = self.conflict(script).await;
        let query = conflict.query.as_deref().unwrap_or_else(|| panic!("no query: {conflict:?}"));
        self.session.client().query(query, &[]).await.unwrap_or_else(|error| panic!("{query}\n{error}")).len()
    }

    /// What is said where no query can help.
    async fn told(&self, script: &str) -> String {
        let conflict = self.conflict(script).await;
        assert_eq!(conflict.query, None, "{conflict:?}");
        conflict.sentence
    }
}

#[tokio::test]
async fn equal_rows_are_found() {
    let trial = Trial::with(
        r#"CREATE TABLE "User" (id int, "eMail" text, area text, gone boolean DEFAULT false);
        INSERT INTO "User" VALUES (1, 'canary', 'x'), (2, 'canary', 'x'), (3, 'CANARY', 'y'), (4, NULL, 'y'), (5, NULL, 'y'), (6, 'canary', 'x');
        UPDATE "User" SET gone = true WHERE id = 6;
        ALTER TABLE "User" ADD CONSTRAINT known UNIQUE (id)"#,
    )
    .await;
    for (script, rows) in [
        (r#"CREATE UNIQUE INDEX "User_email_key" ON "User"("eMail")"#, 1),
        (r#"CREATE UNIQUE INDEX a ON "User"(lower("eMail"), area)"#, 1),
        (r#"CREATE UNIQUE INDEX a ON "User"("eMail") WHERE NOT gone"#, 1),
        (r#"CREATE UNIQUE INDEX a ON "User"("eMail") NULLS NOT DISTINCT"#, 2),
        (r#"CREATE UNIQUE INDEX ON "User"("eMail")"#, 1),
        (r#"CREATE UNIQUE INDEX ON "User"(lower("eMail"), (area || ','))"#, 1),
        (r#"ALTER TABLE "User" ADD CONSTRAINT a UNIQUE ("eMail", area)"#, 1),
        (r#"ALTER TABLE "User" ADD UNIQUE (area)"#, 2),
        (r#"ALTER TABLE "User" ADD CONSTRAINT a PRIMARY KEY (area)"#, 2),
    ] {
        assert_eq!(trial.found(script).await, rows, "{script}");
    }
    let told = trial.told(r#"INSERT INTO "User" VALUES (1, 'canary')"#).await;
    assert_eq!(told, "The script writes, changes or removes rows in a way that `known` forbids.");
}

#[tokio::test]
async fn rows_that_point_nowhere_are_found() {
    let trial = Trial::with(
        r#"CREATE TABLE "Customer" (id int, "Land" text, UNIQUE (id, "Land"), PRIMARY KEY (id));
        CREATE TABLE "order" (id int, customer int, land text);
        INSERT INTO "Customer" VALUES (1, 'de'), (2, 'at');
        INSERT INTO "order" VALUES (1, 1, 'de'), (2, 7, 'de'), (3, NULL, 'x'), (4, 2, 'de'), (5, 8, NULL);
        ALTER TABLE "order" ADD CONSTRAINT later FOREIGN KEY (customer) REFERENCES "Customer" (id) NOT VALID"#,
    )
    .await;
    for (script, rows) in [
        (r#"ALTER TABLE "order" ADD CONSTRAINT a FOREIGN KEY (customer) REFERENCES "Customer"(id) ON DELETE SET NULL"#, 2),
        (r#"ALTER TABLE "order" ADD CONSTRAINT a FOREIGN KEY (customer, land) REFERENCES public."Customer"(id, "Land")"#, 2),
        (r#"ALTER TABLE "order" ADD FOREIGN KEY (customer) REFERENCES "Customer" (id)"#, 2),
        (r#"ALTER TABLE "order" VALIDATE CONSTRAINT later"#, 2),
    ] {
        assert_eq!(trial.found(script).await, rows, "{script}");
    }
    trial.told(r#"ALTER TABLE "order" ADD CONSTRAINT a FOREIGN KEY (customer) REFERENCES "Customer""#).await;
    trial.told(r#"INSERT INTO "order" VALUES (9, 9, 'canary')"#).await;
    trial.told(r#"DELETE FROM "Customer" WHERE id = 1"#).await;
}

#[tokio::test]
async fn rows_without_a_value_and_rows_out_of_bounds_are_found() {
    let trial = Trial::with(
        r#"CREATE TABLE item (id int, "Price" int, kind text NOT NULL);
        INSERT INTO item VALUES (1, NULL, 'canary'), (2, NULL, 'b'), (3, -5, 'c'), (4, 5, 'd');
        ALTER TABLE item ADD CONSTRAINT later CHECK (id < 4) NOT VALID"#,
    )
    .await;
    for (script, rows) in [
        (r#"ALTER TABLE item ALTER COLUMN "Price" SET NOT NULL"#, 2),
        (r#"ALTER TABLE item ADD CONSTRAINT a PRIMARY KEY ("Price")"#, 2),
        (r#"ALTER TABLE item ADD COLUMN size int NOT NULL"#, 1),
        (r#"ALTER TABLE item ADD CONSTRAINT "price's" CHECK ("Price" > 0 AND kind <> 'x')"#, 1),
        (r#"ALTER TABLE item ADD CHECK ("Price" >= 5)"#, 1),
        ("ALTER TABLE item VALIDATE CONSTRAINT later", 1),
    ] {
        assert_eq!(trial.found(script).await, rows, "{script}");
    }
    let missing = trial.told("INSERT INTO item (id, kind) VALUES (1, NULL)").await;
    assert_eq!(missing, "The script writes a row without a value for `kind` of `public.item`, which is required.");
    let value = trial.told("ALTER TABLE item ALTER COLUMN kind TYPE int USING kind::int").await;
    assert_eq!(value, "A value does not fit where the script puts it.");
}
