//! Which environment variables are read, and what for? The names are here and nowhere else; `docs/environment.md` is made
//! from this list.

/// An environment variable that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What it is read for, one sentence without a full stop.
    pub purpose: &'static str,
    /// Its value is never shown.
    pub secret: bool,
}

macro_rules! variables {
    ($($constant:ident: $purpose:literal $(, $secret:ident)?;)*) => {
        $(
            #[doc = $purpose]
            pub const $constant: Variable =
                Variable { name: stringify!($constant), purpose: $purpose, secret: variables!(@ $($secret)?) };
        )*
        /// Every variable with a fixed name, in the order of the documentation.
        pub const ALL: &[Variable] = &[$($constant),*];
    };
    (@) => { false };
    (@ secret) => { true };
}

variables! {
    GITHUB_ACTIONS: "`true` inside GitHub Actions: results are published, and a configuration file that the base branch does not have is not believed";
    GITHUB_EVENT_NAME: "What started the workflow: `pull_request`, `merge_group`, `workflow_dispatch`, `push`";
    GITHUB_EVENT_PATH: "File with the event: number, head and base of the pull request";
    GITHUB_REPOSITORY: "`owner/name`, where the comment goes";
    GITHUB_API_URL: "Address of GitHub's interface; another one on GitHub Enterprise Server";
    GITHUB_SERVER_URL: "Address of GitHub's pages, for links";
    GITHUB_TOKEN: "Writes the comment; a read-only one is enough for summary and annotations", secret;
    GITHUB_STEP_SUMMARY: "File that the job summary is appended to";
    GITHUB_OUTPUT: "File that the step's outputs are appended to";
    GITHUB_WORKSPACE: "The checked-out repository";
    GITHUB_RUN_ID: "The run, for the link in the comment, and for the name under which the database's people see us";
    GITHUB_RUN_ATTEMPT: "Which attempt at the run it is: an approval does not say which one it was for";
    GITHUB_SHA: "The commit, for the same name";
    GITHUB_ACTOR: "Who started the run, for the same name";
    GITHUB_BASE_REF: "The target branch of the pull request, for the text of the report";
    LOCK_TIMEOUT_MS: "Stands for `--wait` of `lock`: how long to wait for the deploy lock, in milliseconds";
    FORCE_RELEASE: "`true` stands for `--force` of `lock`";
    RUNNER_TRACKING_ID: "By which a runner knows the processes of a job: it ends the keeper of a lock with the job";
    VALIDATE_DATABASE_URL: "Connection string that stands for `--database-url` of `validate`", secret;
    CI: "Set to anything: progress is plain lines instead of bars";
    RUNNER_TOOL_CACHE: "Where a downloaded Postgres and prepared data directories are kept on a runner";
    RUNNER_TEMP: "Where the throw-away server lives on a runner without a file system in memory, and where `lock acquire` leaves what `lock release` looks for";
    XDG_CACHE_HOME: "Where they are kept elsewhere; default `~/.cache`";
    XDG_RUNTIME_DIR: "A directory in memory for the throw-away server, and for what `lock acquire` leaves where no runner says otherwise";
    HOME: "The home directory, for `~/.cache`";
    TMPDIR: "Where the throw-away server lives when nothing else is said; default `/tmp`";
    PATH: "Where programs are looked for: `postgres`, `npm`, `git`";
    PG_CONFIG: "Path of the `pg_config` of the Postgres to use";
    NO_COLOR: "Set to anything: no colour on the terminal";
    CLICOLOR_FORCE: "Set to anything but `0`: colour even when the output is no terminal";
    COLUMNS: "Width of the terminal, when it does not say so itself";
}
