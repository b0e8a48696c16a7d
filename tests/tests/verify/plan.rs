//! The schema after a deploy is the one that the plan expects.

use std::collections::BTreeMap;

use catalog::{Scope, Snapshot};
use migration_gate_tests::Program;
use plan::{Bound, Expected, HistoryPart, PendingPart, Plan, SchemaPart, TargetPart, ToolPart};
use tokio_postgres::NoTls;

use crate::shop::{Shop, Verified};

const TABLE: &str = "CREATE TABLE a (id int, b int); ALTER TABLE a ADD CONSTRAINT old CHECK (b > 0) NOT VALID";

fn snapshot(shop: &Shop) -> Snapshot {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (client, connection) = shop.database.superuser.connect(NoTls).await.unwrap();
        tokio::spawn(connection);
        catalog::snapshot(&client, &Scope::default()).await.unwrap()
    })
}

/// Writes the plan of a deploy that leads from the one schema to the other.
fn write(shop: &Shop, before: &Snapshot, expected: Option<&Snapshot>, change: impl FnOnce(&mut TargetPart)) {
    let mut target = TargetPart {
        name: "main".to_owned(),
        system_identifier: None,
        database: shop.fill("{reader}"),
        schema: "public".to_owned(),
    };
    change(&mut target);
    let bound = Bound {
        target,
        history: HistoryPart { exists: true, rows: vec![] },
        schema: SchemaPart { fingerprint: before.fingerprint(), server_major: 17 },
        pending: PendingPart { migrations: vec![], provider: None },
        tool: ToolPart::this(BTreeMap::new()),
    };
    let mut plan = Plan::new(bound, "2026-11-21T09:04:07Z");
    plan.objects = before.object_digests();
    plan.expected = expected.map(|expected| Expected { fingerprint: expected.fingerprint(), objects: expected.object_digests() });
    shop.project.write("plan.json", plan.to_json());
}

fn verify(shop: &Shop) -> Verified {
    Verified::of(shop.program().args(["--plan", "plan.json"]).run())
}

#[test]
fn the_expected_schema_passes_and_another_is_told_object_by_object() {
    let shop = Shop::with(TABLE);
    let before = snapshot(&shop);
    shop.sql("CREATE INDEX a_b ON a (b)");
    write(&shop, &before, Some(&snapshot(&shop)), |_| {});
    let verified = verify(&shop);
    let rules: Vec<_> = verified.findings().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!((verified.code(), rules), (0, vec!["unvalidated-constraint"]), "{:#}", verified.report);
    shop.sql("DROP INDEX a_b; ALTER TABLE a ALTER id TYPE bigint; CREATE TABLE extra (id int)");
    let verified = verify(&shop);
    assert_eq!(verified.code(), 1);
    let finding = &verified.target()["findings"][0];
    assert_eq!(finding["rule"], "unexpected-schema");
    let advice = finding["advice"].as_str().unwrap();
    assert!(
        advice.ends_with("\n- index a_b on public.a\n~ column public.a.id\n+ column public.extra.id\n+ table public.extra"),
        "{advice}"
    );
}

#[test]
fn a_constraint_that_the_deploy_left_unvalidated_is_an_error() {
    let shop = Shop::with(TABLE);
    let before = snapshot(&shop);
    shop.sql("ALTER TABLE a ADD CONSTRAINT fresh CHECK (b < 9) NOT VALID");
    write(&shop, &before, Some(&snapshot(&shop)), |_| {});
    let verified = verify(&shop);
    let findings = verified.target()["findings"].as_array().unwrap();
    let severities: Vec<_> = findings.iter().map(|it| (&it["object"], &it["severity"])).collect();
    assert_eq!(severities, [(&"a.fresh".into(), &"error".into()), (&"a.old".into(), &"notice".into())], "{findings:#?}");
    assert_eq!(verified.code(), 1);
}

#[test]
fn what_preview_foresees_is_what_verify_finds() {
    let shop = Shop::with("CREATE TABLE a (id int PRIMARY KEY)");
    let script = "CREATE TABLE b (id serial PRIMARY KEY, a int REFERENCES a); CREATE INDEX b_a ON b (a);";
    shop.project.migration("0002_step", script);
    let preview = Program::new("preview").current_dir(shop.project.path()).env("DIRECT_URL", shop.url());
    let ended = preview.args(["--format", "json", "--publish", "never", "--quiet", "--plan", "plan.json"]).run();
    assert_eq!(ended.code, Some(0), "{}\n{}", ended.stdout, ended.stderr);
    let before = verify(&shop);
    let rules: Vec<_> = before.findings().into_iter().map(|(rule, _)| rule).collect();
    assert_eq!((before.code(), rules), (1, vec!["unexpected-schema", "pending-migration"]), "{:#}", before.report);
    shop.migrate(script);
    verify(&shop).passes();
}

#[test]
fn a_plan_that_could_not_be_rehearsed_says_nothing_about_the_schema() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    write(&shop, &snapshot(&shop), None, |_| {});
    verify(&shop).cannot("does not say what the schema must be: it could not be rehearsed");
}

#[test]
fn a_plan_of_another_database_or_of_no_target_is_wrong_input() {
    let shop = Shop::with("CREATE TABLE a (id int)");
    let now = snapshot(&shop);
    let refused = |change: fn(&mut TargetPart), why: &str| {
        write(&shop, &now, Some(&now), change);
        let ended = shop.program().args(["--plan", "plan.json"]).run();
        assert_eq!(ended.code, Some(2), "{}", ended.stderr);
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
    };
    refused(|target| target.database = "other".to_owned(), "the plan is about database `other`, and this is schema `public` of");
    refused(|target| target.schema = "audit".to_owned(), "the plan is about schema `audit`");
    refused(|target| target.name = "job".to_owned(), "is about target `job`, which is not among those to verify");
    shop.as_superuser("GRANT EXECUTE ON FUNCTION pg_control_system() TO {reader}");
    refused(|target| target.system_identifier = Some("1".to_owned()), "the plan is about the same database on another server");
    shop.project.write("plan.json", "{}");
    let ended = shop.program().args(["--plan", "plan.json"]).run();
    assert_eq!(ended.code, Some(2), "{}", ended.stderr);
}
