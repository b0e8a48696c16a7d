//! Under which name does this run appear in `pg_stat_activity`?

use config::{Environment, variables};

/// `migration-gate/deploy run=123 sha=0a1b2c3 by=octocat`: what whoever looks at the server, or waits for our lock, has to know. The
/// server keeps 63 bytes of it; what matters most comes first.
pub fn application_name(binary: &str, environment: &Environment) -> String {
    let run = environment.get(variables::GITHUB_RUN_ID).map(|run| format!(" run={run}"));
    let commit = environment.get(variables::GITHUB_SHA).and_then(|sha| sha.get(..7)).map(|sha| format!(" sha={sha}"));
    let actor = environment.get(variables::GITHUB_ACTOR).map(|actor| format!(" by={actor}"));
    let parts = [run, commit, actor].into_iter().flatten().collect::<String>();
    format!("migration-gate/{binary}{parts}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_known_by_its_number_commit_and_actor() {
        let environment = Environment::from_iter([
            ("GITHUB_RUN_ID", "1234567890"),
            ("GITHUB_SHA", "0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"),
            ("GITHUB_ACTOR", "octocat"),
        ]);
        assert_eq!(application_name("deploy", &environment), "migration-gate/deploy run=1234567890 sha=0a1b2c3 by=octocat");
        assert_eq!(application_name("lock", &Environment::default()), "migration-gate/lock");
    }
}
