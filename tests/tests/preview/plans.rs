//! The plan file: bound to what was seen, and to nothing else.

use std::fs;

use plan::{Digest, Plan};
use serde_json::Value;

use crate::house::{House, Told, block_on};

fn shop() -> House {
    let house = House::new();
    house.applied("20260101000000_init", "CREATE TABLE users (id integer PRIMARY KEY, email text)");
    house.pending(
        "20260201000000_posts",
        "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users); CREATE INDEX ON users (email)",
    );
    house.pending(
        "20260301000000_name",
        "ALTER TABLE users ADD COLUMN name text NOT NULL DEFAULT ''; ALTER TABLE users RENAME COLUMN email TO mail",
    );
    house
}

fn planned(house: &House) -> Plan {
    let told = Told::of(house.program().args(["--plan", "plan.json"]).run());
    assert!(matches!(told.ended.code, Some(0 | 1)), "{}", told.ended.stderr);
    Plan::parse(&fs::read_to_string(house.project.path().join("plan.json")).unwrap()).unwrap()
}

#[test]
fn the_same_database_and_directory_have_the_same_digest() {
    let house = shop();
    let (one, other) = (planned(&house), planned(&house));
    assert_eq!(one.digest(), other.digest());
    assert_eq!(one.code(), &one.digest().to_string()[..12]);
    assert!(!one.risk.destructive && one.expires_at.as_ref().unwrap() > &one.made_at);
    assert_eq!(one.risk.tables[0].name, "public.users");
}

/// Changes something, and expects that these parts of a plan move, with these lines; the change is then undone.
fn check(house: &House, approved: &Plan, change: impl FnOnce(), expected: &[(&str, &[&str])]) {
    change();
    let now = planned(house);
    let moved = approved.compare(&now.bound, &now.objects);
    let told: Vec<(String, Vec<&str>)> =
        moved.iter().map(|moved| (moved.part.to_string(), moved.difference.iter().map(String::as_str).collect())).collect();
    let expected: Vec<(String, Vec<&str>)> = expected.iter().map(|(part, lines)| ((*part).to_owned(), lines.to_vec())).collect();
    assert_eq!(told, expected);
    assert_ne!(now.digest(), approved.digest());
}

#[test]
fn what_moves_is_named_part_by_part() {
    let house = shop();
    let approved = planned(&house);
    let by_hand = || house.sql("ALTER TABLE users ADD COLUMN by_hand text; CREATE TABLE extra (id integer)");
    let lines = ["+ column public.extra.id", "+ column public.users.by_hand", "+ table public.extra"];
    check(&house, &approved, by_hand, &[("schema", &lines)]);
    house.sql("ALTER TABLE users DROP COLUMN by_hand; DROP TABLE extra");
    assert_eq!(planned(&house).digest(), approved.digest());
    let edit = || house.project.migration("20260201000000_posts", "CREATE TABLE posts (id bigint PRIMARY KEY)");
    edit();
    let moved = approved.compare(&planned(&house).bound, &approved.objects);
    assert_eq!(moved.iter().map(|moved| moved.part.to_string()).collect::<Vec<_>>(), ["pending"]);
    assert!(moved[0].difference[0].starts_with("~ 20260201000000_posts: "), "{:?}", moved[0].difference);
    let policy = || house.configure("[deploy]\nedited = \"warn\"\n");
    fs::remove_dir_all(house.project.migrations().join("20260201000000_posts")).unwrap();
    let shop = "CREATE TABLE posts (id integer PRIMARY KEY, author integer REFERENCES users); CREATE INDEX ON users (email)";
    house.pending("20260201000000_posts", shop);
    check(&house, &approved, policy, &[("tool", &["~ option edited: stop → warn"])]);
    house.configure("");
    let by_another = || house.row("20260201000000_posts", shop, "now(), NULL, NULL, 1");
    by_another();
    let moved = approved.compare(&planned(&house).bound, &approved.objects);
    assert_eq!(moved.iter().map(|moved| moved.part.to_string()).collect::<Vec<_>>(), ["history", "pending"]);
}

#[test]
fn the_schema_that_is_expected_is_the_one_that_a_deploy_leaves() {
    let house = shop();
    // What the history does not make stays as it is.
    house.sql("CREATE TABLE by_hand (id integer); CREATE INDEX by_hand_index ON users (id)");
    let expected = planned(&house).expected.unwrap();
    for name in ["20260201000000_posts", "20260301000000_name"] {
        let script = fs::read_to_string(house.project.migrations().join(name).join("migration.sql")).unwrap();
        house.applied(name, &script);
    }
    let actual = block_on(async {
        let client = house.owner().await;
        client.batch_execute("SET search_path = pg_catalog").await.unwrap();
        catalog::snapshot(&client, &catalog::Scope::default()).await.unwrap()
    });
    let differs: Vec<_> =
        actual.object_digests().into_iter().filter(|(name, digest)| expected.objects.get(name) != Some(digest)).collect();
    assert_eq!(differs, []);
    assert_eq!(actual.fingerprint(), expected.fingerprint);
    let after = planned(&house);
    assert_eq!((after.bound.pending.migrations.len(), after.expected.unwrap().fingerprint), (0, expected.fingerprint));
}

#[test]
fn privileges_that_the_history_does_not_set_make_the_outcome_unknown() {
    let house = shop();
    house.as_superuser("ALTER DEFAULT PRIVILEGES FOR ROLE {owner} GRANT SELECT ON TABLES TO PUBLIC");
    let told = Told::of(house.program().args(["--plan", "plan.json"]).run()).expect(0, "pass");
    assert!(told.notes().contains("gives new objects privileges that the history does not set"), "{}", told.notes());
    assert_eq!(planned(&house).expected, None);
}

#[test]
fn what_somebody_made_by_hand_may_change_in_a_way_that_no_rehearsal_shows() {
    let house = shop();
    house.sql("CREATE INDEX by_hand_index ON users (lower(email))");
    let told = house.preview().expect(0, "pass");
    let why = "what the migrations change is not here as the history makes it: index `by_hand_index on public.users`";
    assert!(told.notes().contains(why), "{}", told.notes());
}

#[test]
fn the_step_s_outputs_carry_digest_and_code() {
    let house = shop();
    house.pending("20260401000000_drop", "ALTER TABLE users DROP COLUMN mail");
    let (outputs, summary) = (house.project.path().join("outputs"), house.project.path().join("summary.md"));
    fs::write(&outputs, "").unwrap();
    fs::write(&summary, "").unwrap();
    let program = house.program().args(["--plan", "plan.json"]).env("GITHUB_ACTIONS", "true").env("GITHUB_OUTPUT", &outputs);
    let ended = program.env("GITHUB_STEP_SUMMARY", &summary).env("GITHUB_SHA", "0a1b2c3d4e5f").run();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let plan: Value = serde_json::from_str(&fs::read_to_string(house.project.path().join("plan.json")).unwrap()).unwrap();
    let outputs = fs::read_to_string(&outputs).unwrap();
    let output = |name: &str| {
        let (_, rest) = outputs.split_once(&format!("\n{name}<<")).unwrap_or_else(|| panic!("no output `{name}`:\n{outputs}"));
        rest.lines().nth(1).unwrap().to_owned()
    };
    assert_eq!((output("pending"), output("destructive")), ("3".to_owned(), "true".to_owned()));
    assert_eq!(
        (output("digest"), output("code")),
        (plan["digest"].as_str().unwrap().into(), plan["code"].as_str().unwrap().into())
    );
    assert!(Digest::parse(&output("digest")).is_some());
    assert_eq!(plan["commit"], "0a1b2c3d4e5f");
    assert!(fs::read_to_string(&summary).unwrap().contains(plan["code"].as_str().unwrap()));
}
