//! Runs a command next to a Postgres that is gone afterwards; also the supervisor of tests, whose own `main` is not ours.
fn main() -> std::process::ExitCode {
    ephemeral_postgres::command_line()
}
