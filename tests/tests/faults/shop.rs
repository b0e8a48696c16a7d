//! A repository with migrations that leave a mark, and the ways to deploy it.

use faults::Ground;
use migration_gate_tests::{Ended, Outcome, Program, Project};
use migrations::Migration;

/// A repository, and a database to deploy it to.
pub(crate) struct Shop {
    pub(crate) project: Project,
    pub(crate) ground: Ground,
}

impl Shop {
    /// With so many migrations, each of which leaves a mark.
    pub(crate) fn new(count: usize) -> Shop {
        Shop { project: project(&faults::shop(count)), ground: Ground::new() }
    }

    /// `deploy` to a schema of the database.
    pub(crate) fn deploy(&self, schema: &str) -> Program {
        deploy(&self.project, &format!("{}?schema={schema}", self.ground.url()))
    }

    /// The schema's address as Prisma writes it.
    pub(crate) fn prisma_url(&self, schema: &str) -> String {
        let host = test_postgres::server(None).socket_directory().display().to_string();
        let (name, port) = (&self.ground.database.name, ephemeral_postgres::PORT);
        format!("postgresql://{name}@localhost:{port}/{name}?host={host}&schema={schema}")
    }
}

/// A repository with these migrations.
pub(crate) fn project(migrations: &[Migration]) -> Project {
    let project = Project::new();
    project.configure("");
    project.write("prisma/migrations/migration_lock.toml", "provider = \"postgresql\"\n");
    for migration in migrations {
        project.migration(migration.name.as_str(), &migration.script);
    }
    project
}

/// `deploy` of a repository to a database.
pub(crate) fn deploy(project: &Project, url: &str) -> Program {
    let program = Program::new("deploy").current_dir(project.path()).env("DATABASE_URL", url);
    program.args(["--format", "json", "--publish", "never"])
}

/// The run ended so.
pub(crate) fn check(ended: Ended, code: i32) -> Ended {
    assert_eq!(ended.code, Some(code), "{}{}", ended.stdout, ended.stderr);
    ended
}

/// The migrations and their outcomes.
pub(crate) fn migrations(ended: &Ended) -> Vec<(String, String)> {
    Outcome::of(ended).migrations().into_iter().map(|(name, outcome)| (name.to_owned(), outcome.to_owned())).collect()
}

/// The rules of the findings.
pub(crate) fn rules(ended: &Ended) -> Vec<String> {
    Outcome::of(ended).rules().into_iter().map(str::to_owned).collect()
}
