//! Objects that are promised by name, columns and row counts.

use crate::shop::Shop;

const TABLES: &str = r#"
    CREATE TYPE "Role" AS ENUM ('USER', 'ADMIN');
    CREATE TABLE "User" ("id" SERIAL NOT NULL, "email" VARCHAR(200) NOT NULL, "name" TEXT, "role" "Role" NOT NULL,
        "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP, "tags" TEXT[], CONSTRAINT "User_pkey" PRIMARY KEY ("id"));
    CREATE UNIQUE INDEX "User_email_key" ON "User"("email");
    ALTER TABLE "User" ADD CONSTRAINT "email_is_lower" CHECK ("email" = lower("email"));
    CREATE SCHEMA audit;
    CREATE TABLE audit."Event.Log" (id int PRIMARY KEY);
    CREATE TABLE invoices (id int PRIMARY KEY);
    ALTER TABLE invoices ENABLE ROW LEVEL SECURITY;
    CREATE POLICY owner_reads ON invoices USING (true);
    CREATE FUNCTION add(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT $1 + $2';
    CREATE VIEW people AS SELECT name FROM "User";
    GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {reader};
"#;

#[test]
fn what_is_promised_and_there_passes_under_every_way_to_write_it() {
    let shop = Shop::with(TABLES);
    shop.project.write(
        ".github/prisma-verification.json",
        r#"{ "main": { "criticalTables": ["User", "\"User\"", "public.User", "\"public\".\"User\"", "audit.\"Event.Log\""],
                       "criticalIndexes": ["User_email_key", "public.User_email_key", "User_pkey"],
                       "criticalConstraints": ["User_pkey", "User.User_pkey", "public.\"User\".email_is_lower"],
                       "criticalEnums": ["Role"] } }"#,
    );
    let verified = shop.verify_with(
        r#"[verify]
tables = ["User"]
policies = ["owner_reads", "invoices.owner_reads"]
functions = ["add", "add(int, INT4)", "public.add(integer,integer)"]
extensions = ["plpgsql"]
row-security = ["invoices"]
columns = { "User.email" = "varchar(200) not null", "User.name" = "text null", "User.role" = "Role", "User.at" = "timestamp(3)", "public.User.tags" = "text[]" }
"#,
    );
    verified.passes();
    let checks = &verified.target()["sections"][0]["blocks"][0]["rows"];
    let counts: Vec<_> = checks.as_array().unwrap().iter().map(|row| (row["what"].as_str().unwrap(), &row["count"])).collect();
    assert!(counts.contains(&("objects", &20.into())) && counts.contains(&("columns", &5.into())), "{checks:#}");
}

#[test]
fn what_is_missing_is_named_with_what_was_probably_meant() {
    let shop = Shop::with(TABLES);
    let verified = shop.verify_with(
        r#"[verify]
tables = ["Users", "Event.Log", "people"]
indexes = ["user_email_key"]
constraints = ["Account.User_pkey"]
enums = ["Roles"]
policies = ["owner_read"]
functions = ["add(text)"]
extensions = ["citext"]
row-security = ["User", "Invoice"]
columns = { "User.mail" = "text", "User.id" = "bigint", "User.name" = "text not null", "User.email" = "varchar(200) null", "Nothing.x" = "text" }
"#,
    );
    let mut findings = verified.findings();
    findings.sort_unstable();
    let expected = [
        ("missing-object", "column `Nothing.x` is not there: there is no such table in schema `public`"),
        ("missing-object", "column `User.mail` is not there; did you mean `email`?"),
        ("missing-object", "constraint `Account.User_pkey` is not there; there is `\"User_pkey\"` on `\"User\"`"),
        ("missing-object", "enum `Roles` is not there in schema `public`; did you mean `\"Role\"`?"),
        ("missing-object", "extension `citext` is not there"),
        ("missing-object", "function `add(text)` is not there in schema `public`; there is `add(integer, integer)`"),
        ("missing-object", "index `user_email_key` is not there in schema `public`; there is `\"User_email_key\"` on `\"User\"`"),
        ("missing-object", "policy `owner_read` is not there in schema `public`; did you mean `owner_reads` on `invoices`?"),
        ("missing-object", "table `Event.Log` is not there"),
        ("missing-object", "table `Invoice` is not there in schema `public`; did you mean `invoices`?"),
        ("missing-object", "table `Users` is not there in schema `public`; did you mean `\"User\"`?"),
        ("missing-object", "table `people` is not there in schema `public`; `people` is a view"),
        ("row-security-off", "row security of table `User` is switched off: whoever may read the table reads every row"),
        ("unexpected-column", "column `User.email` takes no nulls"),
        ("unexpected-column", "column `User.id` has the type `integer` and not `bigint`"),
        ("unexpected-column", "column `User.name` takes nulls"),
    ];
    assert_eq!(findings, expected, "{:#}", verified.report);
    assert_eq!(verified.code(), 1);
    let evidence = verified.target()["findings"].as_array().unwrap().iter().find(|it| it["object"] == "Users").unwrap();
    assert_eq!(evidence["evidence"], "promised by `tables` in .github/migration-gate.toml:4");
}

#[test]
fn a_severity_of_the_configuration_holds() {
    let shop = Shop::with(TABLES);
    let verified = shop.verify_with("[verify]\ntables = [\"Gone\"]\n[hazards]\nrules.missing-object = \"warning\"\n");
    assert_eq!((verified.code(), verified.findings().len()), (0, 1));
    shop.verify_with("[verify]\ntables = [\"Gone\"]\n[hazards]\nrules.missing-object = \"off\"\n").passes();
}

#[test]
fn names_mean_the_schema_of_the_target() {
    let shop = Shop::with(TABLES);
    shop.sql("CREATE TABLE audit.only_here (id int)");
    let verified = shop.verify_with("[verify]\ntables = [\"only_here\"]\n");
    verified.finds("missing-object", "table `only_here` is not there in schema `public`; there is `audit.only_here`");
    shop.verify_with("[verify]\ntables = [\"audit.only_here\"]\n").passes();
}

#[test]
fn hostile_names_are_names() {
    let shop = Shop::with(TABLES);
    shop.sql("CREATE TABLE \"a\"\"; DROP TABLE x; --\" (id int); CREATE TABLE \"::error::@everyone`[x](y)\u{202e}\" (id int)");
    shop.verify_with(
        r#"
[verify]
tables = ['"a""; DROP TABLE x; --"']
minimum-rows = { '"a""; DROP TABLE x; --"' = 0 }
"#,
    )
    .passes();
    shop.project.configure("[verify]\ntables = [\"::error::@everyone`[x](y)\"]\n");
    let ended = migration_gate_tests::Program::new("verify")
        .current_dir(shop.project.path())
        .env("DIRECT_URL", shop.url())
        .args(["--format", "markdown", "--publish", "never"])
        .run();
    assert_eq!(ended.code, Some(1), "{}", ended.stderr);
    assert!(!ended.stdout.contains("@everyone") && !ended.stdout.contains('\u{202e}'), "{}", ended.stdout);
    assert!(!ended.stdout.lines().any(|line| line.trim_start().starts_with("::error")), "{}", ended.stdout);
}

#[test]
fn tables_must_have_their_rows() {
    let shop = Shop::with(TABLES);
    shop.sql("INSERT INTO audit.\"Event.Log\" SELECT generate_series(1, 3)");
    shop.verify_with("[verify]\nminimum-rows = { 'audit.\"Event.Log\"' = 3, User = 0 }\n").passes();
    let verified = shop.verify_with("[verify]\nminimum-rows = { 'audit.\"Event.Log\"' = 4 }\n");
    verified.finds("too-few-rows", "table `audit.\"Event.Log\"` has 3 rows, and must have at least 4");
    let verified = shop.verify_with("[verify]\nminimum-rows = { Country = 4 }\n");
    verified.finds("missing-object", "table `Country`, which must have 4 rows, is not there");
}

#[test]
fn rows_that_cannot_be_counted_count_against_the_verdict() {
    let shop = Shop::with(TABLES);
    shop.sql("INSERT INTO invoices SELECT generate_series(1, 3)");
    let hidden = shop.verify_with("[verify]\nminimum-rows = { invoices = 1 }\n");
    hidden.cannot("the rows of `invoices` could not be counted: query would be affected by row-level security policy");
    shop.as_superuser("REVOKE pg_read_all_data FROM {reader}; GRANT SELECT ON _prisma_migrations TO {reader}");
    let denied = shop.verify_with("[verify]\nminimum-rows = { User = 1 }\n");
    denied.cannot("the rows of `User` could not be counted: permission denied for table User (SQLSTATE 42501)");
    // The catalog is everybody's to read.
    shop.verify_with("[verify]\ntables = [\"User\"]\n").passes();
}

#[test]
fn what_belongs_to_an_extension_is_there() {
    let shop = Shop::with(TABLES);
    shop.as_superuser("CREATE EXTENSION citext");
    shop.verify_with("[verify]\nextensions = [\"citext\"]\nfunctions = [\"citext_eq\"]\n").passes();
}
