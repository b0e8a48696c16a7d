//! A pooler in transaction mode is found out, however it is set.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use cli::Exit;
use config::{BaseSide, Config, Environment, FileText, Flags, Sources};
use database::WorkLimits;
use live::{Asked, Purpose, open};
use test_postgres::{NetworkRequest, NetworkServer, Pooler};

async fn refusal(url: &str, purpose: Purpose) -> cli::Failure {
    let text = "[targets.site]\nmigrations = \"prisma/migrations\"\n".to_owned();
    let head = FileText { path: ".github/migration-gate.toml".to_owned(), text };
    let sources = Sources { head: Some(&head), base: BaseSide::None, head_is_trusted: true, flags: &Flags::default() };
    let target = Config::merge(sources).unwrap().targets.remove(0);
    let environment: Environment = [("DATABASE_URL", url)].into_iter().collect();
    let asked = Asked { target: &target, url: None, variable: None };
    open(asked, purpose, "test", &environment).await.err().expect("a pooler is refused")
}

#[tokio::test]
async fn a_pooler_in_transaction_mode_is_refused_with_advice() {
    let server = NetworkServer::start(&NetworkRequest::default());
    server.execute(&["CREATE ROLE app LOGIN", "CREATE DATABASE shop OWNER app"]);
    // One refuses what it does not know, the other drops it and lends whatever session is free.
    let strict = Pooler::start(&server, "app", "shop", &[]);
    let silent = Pooler::start(&server, "app", "shop", &["ignore_startup_parameters = options,extra_float_digits"]);
    for (pooler, sign) in [(&strict, "refused over its startup options"), (&silent, "does not know the settings")] {
        let url = format!("postgresql://app:canary@127.0.0.1:{}/shop?sslmode=disable", pooler.port());
        for purpose in [Purpose::Read, Purpose::Work(WorkLimits::default())] {
            let failure = refusal(&url, purpose).await;
            let text = failure.sentence();
            assert_eq!(failure.exit(), Exit::Usage, "{text}");
            assert!(text.contains("pooler") && text.contains(sign), "{text}");
            assert!(text.contains("`direct-url`") && !text.contains("canary"), "{text}");
        }
    }
}
