//! Targets that lead to real servers.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use cli::Exit;
use config::{BaseSide, Config, Environment, FileText, Flags, Sources, Target};
use database::WorkLimits;
use live::{Asked, Live, Purpose, open};
use test_postgres::{TestDatabase, TestServer};

fn target(settings: &str) -> Target {
    let text = format!("[targets.site]\nmigrations = \"prisma/migrations\"\n{settings}");
    let head = FileText { path: ".github/migration-gate.toml".to_owned(), text };
    let sources = Sources { head: Some(&head), base: BaseSide::None, head_is_trusted: true, flags: &Flags::default() };
    Config::merge(sources).unwrap().targets.remove(0)
}

fn url(server: &TestServer, database: &TestDatabase) -> String {
    let host = server.socket_directory().to_str().unwrap().replace('/', "%2F");
    format!("postgresql://{0}:canary@{host}/{0}", database.name)
}

async fn opened(settings: &str, purpose: Purpose, variables: &[(&str, &str)]) -> Result<Live, cli::Failure> {
    let target = target(settings);
    let environment: Environment = variables.iter().copied().collect();
    let asked = Asked { target: &target, url: None, variable: None };
    let opened = open(asked, purpose, "status", &environment).await;
    if let Err(failure) = &opened {
        let shown = failure.to_string();
        assert!(!shown.contains("canary"), "{shown}");
    }
    opened
}

/// The one text that a query answers with.
async fn ask(live: &Live, query: &str) -> String {
    live.session.client().query_one(query, &[]).await.unwrap().get(0)
}

#[tokio::test]
async fn a_reader_reaches_the_database_and_cannot_change_it() {
    let server = test_postgres::server(None);
    let database = server.database();
    let url = url(server, &database);
    let variables =
        [("SITE_DIRECT_URL", url.as_str()), ("DATABASE_URL", "postgresql://nobody@nowhere.invalid/x"), ("GITHUB_RUN_ID", "42")];
    let live = opened("", Purpose::Read, &variables).await.unwrap();
    assert_eq!((live.server.version, live.server.database.as_str()), (server.version(), database.name.as_str()));
    assert_eq!((live.server.role.as_str(), live.server.is_superuser), (database.name.as_str(), false));
    assert_eq!((live.address.schema.as_str(), live.address.schema_was_given), ("public", false));
    assert!(live.server.system_identifier.as_deref().is_some_and(|number| number.parse::<u64>().is_ok()));
    assert_eq!(ask(&live, "SELECT current_setting('application_name')").await, "migration-gate/status run=42");
    let refused = live.session.client().batch_execute("CREATE TABLE public.t ()").await.unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("25006"));
}

#[tokio::test]
async fn every_version_is_recognised() {
    for major in test_postgres::majors() {
        let server = test_postgres::server(Some(major));
        let url = url(server, &server.database());
        for purpose in [Purpose::Read, Purpose::Work(WorkLimits::default())] {
            let live = opened("", purpose, &[("DIRECT_URL", &url)]).await.unwrap();
            assert_eq!((live.server.version.major(), live.server.in_recovery, live.server.has_contract), (major, false, false));
        }
    }
}

#[tokio::test]
async fn the_settings_of_work_outlive_whatever_a_script_resets() {
    let server = test_postgres::server(None);
    let url = url(server, &server.database());
    let live = opened("", Purpose::Work(WorkLimits::default()), &[("DIRECT_URL", &url)]).await.unwrap();
    let client = live.session.client();
    client.batch_execute("SET lock_timeout = 0; SET idle_session_timeout = 0; CREATE TABLE public.t ()").await.unwrap();
    client.batch_execute("DISCARD ALL").await.unwrap();
    for (setting, value) in
        [("lock_timeout", "500ms"), ("idle_session_timeout", "1min"), ("client_connection_check_interval", "500ms")]
    {
        assert_eq!(ask(&live, &format!("SELECT current_setting('{setting}')")).await, value);
    }
    assert!(!live.session.is_lent() && live.warnings.is_empty(), "{:?}", live.warnings);
}

#[tokio::test]
async fn a_missing_variable_is_named() {
    let failure = opened("direct-url = \"SHOP_URL\"", Purpose::Read, &[("DATABASE_URL", "x")]).await.err().unwrap();
    assert_eq!(failure.exit(), Exit::Usage);
    assert!(failure.sentence().contains("`SHOP_URL`"), "{failure}");
}

#[tokio::test]
async fn nobody_there_is_no_conclusion() {
    let url = "postgresql://app:canary@127.0.0.1:1/shop?sslmode=disable";
    let failure = opened("", Purpose::Read, &[("DIRECT_URL", url)]).await.err().unwrap();
    assert_eq!(failure.exit(), Exit::Inconclusive);
    assert!(failure.sentence().contains("127.0.0.1:1") && failure.sentence().contains("`DIRECT_URL`"), "{failure}");
}

#[tokio::test]
async fn a_database_of_prisma_8_is_refused() {
    let server = test_postgres::server(None);
    let url = url(server, &server.database());
    let live = opened("", Purpose::Work(WorkLimits::default()), &[("DIRECT_URL", &url)]).await.unwrap();
    let make = "CREATE SCHEMA prisma_contract; CREATE TABLE prisma_contract.marker (core_hash text)";
    live.session.client().batch_execute(make).await.unwrap();
    let failure = opened("", Purpose::Read, &[("DIRECT_URL", &url)]).await.err().unwrap();
    assert_eq!(failure.exit(), Exit::Usage);
    assert!(failure.sentence().contains("Prisma 8"), "{failure}");
}

#[tokio::test]
async fn two_schemas_are_one_too_many() {
    let url = "postgresql://app:canary@127.0.0.1:1/shop?schema=a";
    let failure = opened("database-schema = \"b\"", Purpose::Read, &[("DIRECT_URL", url)]).await.err().unwrap();
    assert_eq!(failure.exit(), Exit::Usage);
    assert!(failure.sentence().contains("schema=a") && failure.sentence().contains("`b`"), "{failure}");
}

#[tokio::test]
async fn who_says_pgbouncer_is_sent_to_the_direct_address() {
    let url = "postgresql://app:canary@127.0.0.1:6543/shop?pgbouncer=true";
    let failure = opened("", Purpose::Read, &[("DATABASE_URL", url)]).await.err().unwrap();
    assert_eq!(failure.exit(), Exit::Usage);
    assert!(failure.sentence().contains("pooler") && failure.sentence().contains("direct"), "{failure}");
}
