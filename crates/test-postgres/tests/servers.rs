//! Every supported major version can be had, and databases keep to themselves.

use test_postgres::{TestServer, majors, server};
use tokio_postgres::{Config, NoTls};

async fn query(config: &Config, sql: &str) -> Result<String, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(connection);
    Ok(client.query_one(sql, &[]).await?.get(0))
}

fn check(server: &TestServer) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (first, second) = (server.database(), server.database());
    runtime.block_on(async {
        let said = query(&first.owner, "SELECT current_user || ' ' || current_setting('server_version_num')").await;
        let number = server.version().major() * 10_000 + server.version().minor();
        assert_eq!(said.expect("its owner gets in"), format!("{} {number}", first.name));
        let is_superuser = query(&first.superuser, "SELECT current_setting('is_superuser')").await;
        assert_eq!(is_superuser.expect("the superuser gets in"), "on");
        let mut stranger = first.owner.clone();
        stranger.dbname(&second.name);
        query(&stranger, "SELECT 'here'").await.expect_err("a role reaches its own database only");
    });
}

#[test]
fn every_supported_major_serves() {
    for major in majors() {
        let server = server(Some(major));
        assert_eq!(server.version().major(), major);
        check(server);
    }
}

#[tokio::test]
async fn a_database_can_be_made_inside_a_runtime() {
    let database = server(None).database();
    assert_eq!(query(&database.owner, "SELECT current_database()::text").await.expect("it answers"), database.name);
}
