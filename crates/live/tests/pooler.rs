//! Poolers are found out, however they are set, and those that lend a session for a transaction only are refused.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::time::Duration;

use cli::Exit;
use config::{BaseSide, Config, Environment, FileText, Flags, Sources};
use database::WorkLimits;
use live::{Asked, Live, Purpose, open};
use test_postgres::{NetworkRequest, NetworkServer, Pooler};

async fn reach(url: &str, purpose: Purpose) -> Result<Live, cli::Failure> {
    let text = "[targets.site]\nmigrations = \"prisma/migrations\"\n".to_owned();
    let head = FileText { path: ".github/migration-gate.toml".to_owned(), text };
    let sources = Sources { head: Some(&head), base: BaseSide::None, head_is_trusted: true, flags: &Flags::default() };
    let target = Config::merge(sources).unwrap().targets.remove(0);
    let environment: Environment = [("DATABASE_URL", url)].into_iter().collect();
    let asked = Asked { target: &target, url: None, variable: None };
    open(asked, purpose, "test", &environment).await
}

fn url(pooler: &Pooler) -> String {
    format!("postgresql://app:canary@127.0.0.1:{}/shop?sslmode=disable", pooler.port())
}

const WORK: Purpose = Purpose::Work(WorkLimits {
    lock_timeout: Duration::from_millis(70),
    statement_timeout: Duration::ZERO,
    lease: Duration::from_secs(60),
});

#[tokio::test]
async fn a_pooler_in_transaction_mode_is_refused_with_advice() {
    let server = server();
    // One refuses what it does not know; the others drop it and lend whatever session is free, or the next in turn.
    let strict = Pooler::start(&server, "app", "shop", &[]);
    let silent = Pooler::start(&server, "app", "shop", &[SILENT]);
    let in_turn = Pooler::start(&server, "app", "shop", &[SILENT, "server_round_robin = 1", "min_pool_size = 5"]);
    for pooler in [&strict, &silent, &in_turn] {
        for purpose in [Purpose::Read, WORK] {
            let failure = reach(&url(pooler), purpose).await.err().expect("a pooler is refused");
            let text = failure.sentence();
            assert_eq!(failure.exit(), Exit::Usage, "{text}");
            assert!(text.contains("behind a connection pooler: "), "{text}");
            assert!(text.contains("`direct-url`") && !text.contains("canary"), "{text}");
        }
    }
}

#[tokio::test]
async fn a_pooler_in_session_mode_is_named_and_will_do() {
    let server = server();
    let strict = Pooler::start(&server, "app", "shop", &["pool_mode = session"]);
    let single = Pooler::start(&server, "app", "shop", &["pool_mode = session", SILENT, "default_pool_size = 1"]);
    for pooler in [&strict, &single] {
        let live = reach(&url(pooler), WORK).await.unwrap();
        assert!(live.warnings.iter().any(|warning| warning.contains("session mode")), "{:?}", live.warnings);
        let limit = async || -> String {
            live.session.client().query_one("SELECT current_setting('lock_timeout')", &[]).await.unwrap().get(0)
        };
        assert_eq!(limit().await, "70ms");
        live.session.client().batch_execute("RESET ALL").await.unwrap();
        assert_eq!(limit().await, "0");
        live.session.restore().await.unwrap();
        assert_eq!(limit().await, "70ms");
    }
    let reader = reach(&url(&strict), Purpose::Read).await.unwrap();
    let refused = reader.session.client().batch_execute("CREATE TABLE public.t ()").await.unwrap_err();
    assert_eq!(refused.code().map(|code| code.code()), Some("25006"));
}

const SILENT: &str = "ignore_startup_parameters = options,extra_float_digits";

fn server() -> NetworkServer {
    let server = NetworkServer::start(&NetworkRequest::default());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    server
}
